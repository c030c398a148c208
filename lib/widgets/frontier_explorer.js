import { control, follow, frame, make, move, radios, rateOfTwo, shape } from "./shared.js";

const DASHES = ["", "7 4", "2 3"];

/** A line as it is drawn in the chart, to tell the notions apart. */
function sample(number) {
  const line = shape("line", { x1: 0, x2: 26, y1: 6, y2: 6, "stroke-dasharray": DASHES[number] });
  return shape("svg", { class: "explorer-sample", viewBox: "0 0 26 12", "aria-hidden": "true" }, line);
}

/** A slider over the tolerances, its value in words beside it. */
function slider(model) {
  const levels = model.get("levels");
  const input = control("input", { type: "range", min: 0, max: levels.length - 1, step: 1 });
  input.addEventListener("input", () => move(model, { level: Number(input.value) }));
  const value = make("b", { "aria-hidden": "true" });
  const say = () => {
    input.value = model.get("level");
    value.textContent = `: ${levels[model.get("level")]}`;
    input.setAttribute("aria-valuetext", levels[model.get("level")]);
  };
  const name = make("span", {}, "The groups may lie apart by", value);
  const label = make("label", { className: "explorer-slider" }, name, input);
  return { label, say };
}

/** All frontiers; the chosen one stands out, and a dot marks where on it the slider stands. */
function chart(model) {
  const [curves, levels, ends] = ["curves", "levels", "ends"].map((name) => model.get(name));
  const last = levels.length - 1;
  const lines = curves.map((heights, number) => shape("polyline", {
    points: heights.map((height, level) => `${(100 * level) / last},${100 - 100 * height}`).join(" "),
    "stroke-dasharray": DASHES[number],
  }));
  const top = 100 - 100 * model.get("limit");
  const limit = shape("line", { x1: 0, x2: 100, y1: top, y2: top });
  const picture = { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" };
  const drawing = shape("svg", picture, limit, ...lines);
  const dot = make("span", { className: "explorer-dot" });
  const at = (text, style) => make("span", { style, "aria-hidden": "true" }, text);
  const box = make("div", { className: "explorer-chart", role: "img" }, drawing, dot,
    at("£ per applicant; grey line: without a condition", "left: -3.4rem; top: -1.5rem"),
    at(ends.high, `right: calc(100% + 0.4rem); top: calc(${top}% - 0.6em)`),
    at(ends.low, "right: calc(100% + 0.4rem); bottom: -0.6em"),
    at(levels[0], "left: 0; top: calc(100% + 0.4rem)"), at(levels.at(-1), "right: 0; top: calc(100% + 0.4rem)"));
  const say = (words) => {
    const [notion, level] = [model.get("notion"), model.get("level")];
    lines.forEach((line, number) => line.classList.toggle("explorer-current", number === notion));
    dot.style.left = `${(100 * level) / last}%`;
    dot.style.top = `${100 - 100 * curves[notion][level]}%`;
    box.setAttribute("aria-label", `Chart of profit over tolerance. ${words}`);
  };
  return { box, say };
}

export default {
  render({ model, el }) {
    const names = model.get("notions").map((name, number) => make("span", {}, sample(number), name));
    const notions = radios("What should be equal", names, (number) => move(model, { notion: number }));
    const { label, say } = slider(model);
    const drawn = chart(model);
    const words = make("p", { className: "explorer-words", "aria-live": "polite" });
    const bars = make("ul", { className: "explorer-bars explorer-rates" });
    frame(model, el, make("div", { className: "explorer-controls" }, notions.box), label, drawn.box, words, bars);

    const follows = () => {
      notions.check(model.get("notion"));
      say();
    };
    const draw = () => {
      const shown = model.get("shown");
      words.textContent = shown.words;
      drawn.say(shown.words);
      bars.replaceChildren(...shown.rates.map((shares, number) => {
        const texts = shares.map((share) => `${(100 * share).toFixed(1)}%`);
        const said = { ...model.get("meanings")[number], groups: model.get("groups") };
        return rateOfTwo({ ...said, shares, texts, near: 0.0005 });
      }));
    };
    follows();
    draw();
    const ends = [follow(model, ["notion", "level"], follows), follow(model, ["shown"], draw)];
    return () => ends.forEach((end) => end());
  },
};
