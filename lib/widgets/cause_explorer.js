import { control, follow, frame, make, move, rateOfTwo, shape } from "./shared.js";

const DASHES = ["", "7 4", "2 3"];
const heading = (text) => make("p", { className: "explorer-heading" }, text);
const points = (heights) => heights.map((height, at) => `${(100 * at) / (heights.length - 1)},${100 - 100 * height}`);

/** A slider over the causes, its value in words beside it. */
function slider(model) {
  const levels = model.get("levels");
  const input = control("input", { type: "range", min: 0, max: levels.length - 1, step: 1 });
  input.addEventListener("input", () => move(model, { level: Number(input.value) }));
  const value = make("b", { "aria-hidden": "true" });
  const say = () => {
    const level = levels[model.get("level")];
    input.value = model.get("level");
    value.textContent = `: ${level}`;
    input.setAttribute("aria-valuetext", level);
  };
  const label = make("label", { className: "explorer-slider" }, make("span", {}, model.get("knob"), value), input);
  return { label, say };
}

/** An empty chart of 100 by 100 with words at its corners: left above and below, below left and right. */
function chart(corners, drawing, ...more) {
  const at = (text, style) => make("span", { style, "aria-hidden": "true" }, text);
  const picture = { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" };
  return make("div", { className: "explorer-chart", role: "img" }, shape("svg", picture, ...drawing), ...more,
    at(corners[0], "right: calc(100% + 0.4rem); top: -0.6em"),
    at(corners[1], "right: calc(100% + 0.4rem); bottom: -0.6em"),
    at(corners[2], "left: 0; top: calc(100% + 0.4rem)"), at(corners[3], "right: 0; top: calc(100% + 0.4rem)"));
}

/** Rows of two bars, one row for each share. */
function bars(model) {
  const [names, groups] = [model.get("names"), model.get("groups")];
  const box = make("ul", { className: "explorer-bars" });
  const draw = ({ values }) => box.replaceChildren(...values.map((shares, number) => {
    const texts = shares.map((share) => `${(100 * share).toFixed(0)}%`);
    return rateOfTwo({ title: names[number], hint: "", groups, shares, texts, near: -1 });
  }));
  return { box, draw };
}

/** Lines from 0 to 100 %, each name with a look of its own. */
function lines(model) {
  const [names, ends] = [model.get("names"), model.get("ends")];
  const rows = names.map((_, number) => shape("g", { class: `explorer-line${number}` }));
  const told = names.map((name, number) => {
    const line = shape("line", { x1: 0, x2: 26, y1: 6, y2: 6, "stroke-dasharray": DASHES[number] });
    const sample = shape("svg", { class: "explorer-sample", viewBox: "0 0 26 12", "aria-hidden": "true" }, line);
    const swatch = make("span", { className: `explorer-line${number}` }, sample);
    return make("span", {}, swatch, name);
  });
  const drawn = chart(["100%", "0%", ...ends], rows);
  const draw = ({ values, words }) => {
    values.forEach((some, number) => {
      rows[number].classList.toggle("explorer-alike", some.length > 1);
      const look = { "stroke-dasharray": DASHES[number] };
      rows[number].replaceChildren(...some.map((heights) => shape("polyline", { ...look, points: points(heights).join(" ") })));
    });
    drawn.setAttribute("aria-label", `Lines from ${ends.join(" to ")}: ${names.join("; ")}. ${words}`);
  };
  return { box: make("div", {}, make("p", { className: "explorer-names" }, ...told), drawn), draw };
}

/** The effect over the cause: a band from the lowest to the highest run, their mean, and the run that is shown. */
function effect(model) {
  const [{ mean, low, high }, scale, levels] = ["curve", "scale", "levels"].map((name) => model.get(name));
  const band = shape("polygon", { points: [...points(high), ...points(low).reverse()].join(" ") });
  const dot = make("span", { className: "explorer-dot" });
  const drawn = chart([scale.high, scale.low, levels[0], levels.at(-1)],
    [band, shape("polyline", { points: points(mean).join(" ") })], dot);
  const value = make("b");
  const draw = ({ height, told, words }) => {
    dot.style.left = `${(100 * model.get("level")) / (levels.length - 1)}%`;
    dot.style.top = `${100 - 100 * height}%`;
    value.textContent = `: ${told}`;
    drawn.setAttribute("aria-label", `Chart of the effect over its cause. ${words}`);
  };
  const title = heading(model.get("effect"));
  title.append(value);
  const note = make("p", { className: "explorer-caption" }, model.get("note"));
  return { box: make("div", {}, title, drawn, note), draw };
}

export default {
  render({ model, el }) {
    const { label, say } = slider(model);
    const parts = [model.get("ends").length ? lines(model) : bars(model), effect(model)];
    const words = make("p", { className: "explorer-words", "aria-live": "polite" });
    frame(model, el, label, words, make("div", { className: "explorer-cause" }, ...parts.map(({ box }) => box)));
    const draw = () => {
      const shown = model.get("shown");
      words.textContent = shown.words;
      parts.forEach((part) => part.draw(shown));
    };
    say();
    draw();
    const ends = [follow(model, ["level"], say), follow(model, ["shown"], draw)];
    return () => ends.forEach((end) => end());
  },
};
