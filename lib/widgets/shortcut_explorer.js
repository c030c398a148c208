import { control, follow, frame, key, make, move, paint, panel, whenLoaded } from "./shared.js";

/** A slider over the levels, its value in words beside it. */
function slider(model) {
  const levels = model.get("levels");
  const input = control("input", { type: "range", min: 0, max: levels.length - 1, step: 1 });
  const value = make("b");
  input.addEventListener("input", () => move(model, { level: Number(input.value) }));
  const say = () => {
    input.value = model.get("level");
    value.textContent = levels[model.get("level")];
    input.setAttribute("aria-valuetext", levels[model.get("level")]);
  };
  say();
  const [least, most] = [levels[0], levels.at(-1)].map((level) => make("span", {}, level));
  const ends = make("span", { className: "explorer-ends", "aria-hidden": "true" }, least, most);
  const present = make("span", { "aria-hidden": "true" }, ": ", value);
  const label = make("label", { className: "explorer-slider" }, model.get("knob"), present, input, ends);
  return { label, say };
}

/** A share as a bar, from the lowest to the highest seed a whisker, the number written beside it. */
function bar({ name, mean, low, high, text }) {
  const reach = `left: ${100 * low}%; width: ${100 * (high - low)}%`;
  const fill = make("span", { className: "explorer-fill", style: `width: ${100 * mean}%` });
  const parts = high > low ? [fill, make("span", { className: "explorer-whisker", style: reach })] : [fill];
  const track = make("span", { className: "explorer-track", "aria-hidden": "true" }, ...parts);
  return make("li", {}, make("span", { className: "explorer-number" }, make("b", {}, text), ` ${name}`), track);
}

export default {
  render({ model, el }) {
    let sheet;
    const { height, width } = model.get("pictures");
    const count = model.get("shown").places.length;
    const row = { height, width: count * width + (count - 1) * 4 };
    const scenes = panel("scenes at this level", row);
    const answers = panel(key(model.get("palette")), row);
    const bars = make("ul", { className: "explorer-bars" });
    const words = make("p", { className: "explorer-spoken", "aria-live": "polite" });
    const { label, say } = slider(model);
    const panels = make("div", { className: "explorer-panels explorer-stack" }, scenes.box, answers.box);
    const many = model.get("seeds");
    const note = `Thin lines: from the lowest to the highest of ${many} networks.`;
    const notes = many > 1 ? [make("p", { className: "explorer-caption" }, note)] : [];
    frame(model, el, label, panels, bars, ...notes, words);

    const draw = () => {
      const shown = model.get("shown");
      scenes.canvas.setAttribute("aria-label", shown.scenes);
      answers.canvas.setAttribute("aria-label", shown.answers);
      bars.replaceChildren(...shown.bars.map(bar));
      words.textContent = shown.words;
      if (!sheet) return;
      shown.places.forEach((place, number) => {
        const where = { left: 4 * number * (width + 4), across: 4 * width };
        paint(scenes.canvas, sheet, place, where);
        paint(answers.canvas, sheet, place, { ...where, heat: shown.heats[number], palette: model.get("palette") });
      });
    };
    draw();
    const loaded = whenLoaded(model, el, (one) => {
      sheet = one;
      draw();
    });
    const ends = [follow(model, ["level"], say), follow(model, ["shown"], draw), loaded];
    return () => ends.forEach((end) => end());
  },
};
