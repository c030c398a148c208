// What all figures share. Python puts this file before a figure's own module, so that one text is all it needs.

/** Make an element; properties that an element does not have become attributes. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Make an element that takes keys; JupyterLab would otherwise use arrows and Enter for shortcuts of its own. */
export function control(tag, properties) {
  return make(tag, { "data-lm-suppress-shortcuts": "", ...properties });
}

/** Turn the element that a host gives into an empty figure with its name. */
export function frame(model, el, ...children) {
  el.classList.add("explorer");
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", model.get("label"));
  el.replaceChildren(...children);
}

/** Call `draw` whenever one of the names changes; return what ends it. */
export function follow(model, names, draw) {
  for (const name of names) model.on(`change:${name}`, draw);
  return () => names.forEach((name) => model.off(`change:${name}`, draw));
}

/** Move a control, and others that depend on it. */
export function move(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

/** Radio buttons: `options` are texts or elements, `chosen` is told the number of the chosen one; `check` shows one. */
export function radios(title, options, chosen) {
  const name = `choice-${Math.random().toString(36).slice(2)}`;
  const inputs = options.map((_, number) => {
    const input = control("input", { type: "radio", name });
    input.addEventListener("change", () => chosen(number));
    return input;
  });
  const labels = inputs.map((input, number) => make("label", {}, input, make("span", {}, options[number])));
  const row = make("div", { className: "explorer-options" }, ...labels);
  const check = (number) => void (inputs[number].checked = true);
  return { box: make("fieldset", {}, make("legend", {}, title), row), check };
}

/** A canvas with words below; `size` is a picture's in pixels, drawn four times as fine. */
export function panel(caption, { height, width }) {
  const canvas = make("canvas", { height: 4 * height, width: 4 * width, role: "img" });
  return { canvas, box: make("div", {}, canvas, make("p", { className: "explorer-caption" }, caption)) };
}

/** The strip that says what a heatmap's colours mean. */
export function key(palette, mark = "") {
  const strip = make("canvas", { height: 1, width: 256, "aria-hidden": "true" });
  const grey = new Uint8ClampedArray(4 * 256).fill(128);
  const heat = Float32Array.from({ length: 256 }, (_, step) => step / 255);
  strip.getContext("2d").putImageData(new ImageData(overlay(grey, heat, palette), 256, 1), 0, 0);
  return make("span", { className: "explorer-key" }, "no evidence", strip, `strongest${mark}`);
}

/** Give `ready` the sheet of pictures, now and whenever there is a new one; until it is loaded the figure is busy. */
export function whenLoaded(model, el, ready) {
  const load = async () => {
    const pictures = model.get("pictures");
    const image = new Image();
    image.src = pictures.url;
    el.setAttribute("aria-busy", "true");
    await image.decode();
    el.removeAttribute("aria-busy");
    ready({ image, ...pictures });
  };
  load();
  return follow(model, ["pictures"], load);
}

/** Where a picture lies on its sheet. */
export function corner({ height, width, columns }, place) {
  return [(place % columns) * width, Math.floor(place / columns) * height];
}

/** Draw a picture of the sheet into a rectangle of a canvas, in grey under a heatmap where one is given. */
export function paint(canvas, sheet, place, { heat, palette, left = 0, across = canvas.width } = {}) {
  const { height, width } = sheet;
  const small = make("canvas", { height, width });
  const pencil = small.getContext("2d", { willReadFrequently: true });
  pencil.drawImage(sheet.image, ...corner(sheet, place), width, height, 0, 0, width, height);
  if (heat) {
    const { data } = pencil.getImageData(0, 0, width, height);
    pencil.putImageData(new ImageData(overlay(data, enlarge(heat, height, width), palette), width, height), 0, 0);
  }
  const brush = canvas.getContext("2d");
  brush.imageSmoothingQuality = "high";
  brush.drawImage(small, left, 0, across, canvas.height);
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Read a map from its letters and enlarge it bilinearly as `enlarge` in compact.py does: a value in [0, 1] a pixel. */
export function enlarge({ text, rows, columns }, height, width) {
  const values = Array.from(text, (letter) => DIGITS.indexOf(letter) / 63);
  const down = between(height, rows);
  const along = between(width, columns);
  return Float32Array.from({ length: height * width }, (_, pixel) => {
    const [top, bottom, v] = down[Math.floor(pixel / width)];
    const [left, right, u] = along[pixel % width];
    const at = (row, column) => values[row * columns + column];
    return (1 - v) * ((1 - u) * at(top, left) + u * at(top, right)) +
      v * ((1 - u) * at(bottom, left) + u * at(bottom, right));
  });
}

/** For each pixel of a side: the places before and after it, and how near it is to the one after. */
function between(pixels, places) {
  return Array.from({ length: pixels }, (_, pixel) => {
    const where = Math.min(Math.max(((pixel + 0.5) * places) / pixels - 0.5, 0), places - 1);
    const before = Math.floor(where);
    return [before, Math.min(before + 1, places - 1), where - before];
  });
}

/** Lay heat over greyed pixels (RGBA) as `overlay` in lib/plots/heatmaps.py does; `palette` begins at entry 76. */
export function overlay(pixels, heat, palette) {
  const laid = new Uint8ClampedArray(pixels.length);
  heat.forEach((strength, pixel) => {
    const [red, green, blue] = pixels.subarray(4 * pixel, 4 * pixel + 3);
    const grey = 0.75 * (0.299 * red + 0.587 * green + 0.114 * blue);
    const entry = 6 * (Math.floor((0.3 + 0.65 * strength) * 256) - 76);
    const cover = 0.9 * Math.min(Math.max(1.25 * strength - 0.06, 0), 1);
    for (const channel of [0, 1, 2]) {
      const colour = parseInt(palette.slice(entry + 2 * channel, entry + 2 * channel + 2), 16);
      laid[4 * pixel + channel] = grey * (1 - cover) + colour * cover;
    }
    laid[4 * pixel + 3] = 255;
  });
  return laid;
}

/** A rate of two groups as two bars, numbers beside, the gap above; one up to `near` stands out, NaN has no bar. */
export function rateOfTwo({ title, hint, groups, shares, texts, near }) {
  const gap = Math.abs(shares[0] - shares[1]);
  const bars = groups.map((group, number) => {
    const name = make("span", { className: "explorer-number" }, `${group} `, make("b", {}, texts[number]));
    const fill = make("span", { className: "explorer-fill", style: `width: ${100 * (shares[number] || 0)}%` });
    const track = make("span", { className: "explorer-track", "aria-hidden": "true" }, fill);
    return make("div", { className: `explorer-group${number}` }, name, track);
  });
  const said = isNaN(gap) ? "" : `${(100 * gap).toFixed(1)} points apart`;
  const apart = make("span", { className: gap <= near ? "explorer-gap explorer-near" : "explorer-gap" }, said);
  const heading = make("div", { className: "explorer-rate" }, make("b", {}, title), apart);
  return make("li", {}, heading, make("p", { className: "explorer-caption" }, hint), ...bars);
}

const DRAWING = make("div", { innerHTML: "<svg></svg>" }).firstChild.namespaceURI;

/** Make an element of a drawing. */
export function shape(tag, properties = {}, ...children) {
  const element = document.createElementNS(DRAWING, tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
