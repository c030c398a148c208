import { control, follow, frame, make, move, rateOfTwo, shape } from "./shared.js";

const RATES = [
  ["fpr", "false positive rate (FPR)", ({ fp, tn }) => [fp, fp + tn]],
  ["fnr", "false negative rate (FNR)", ({ fn, tp }) => [fn, fn + tp]],
  ["ppv", "positive predictive value (PPV)", ({ tp, fp }) => [tp, tp + fp]],
  ["selection_rate", "selection rate", ({ tn, fp, fn, tp }) => [tp + fp, tn + fp + fn + tp]],
];
const SLIDERS = ["first", "second"];
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const percent = (share) => `${(100 * share).toFixed(0)}%`;
const of = ([part, whole]) => (whole ? part / whole : NaN);

/** The four cells of a group whose members from a cut up are selected. */
function cells({ without, having }, cut) {
  const [tn, fn] = [sum(without.slice(0, cut)), sum(having.slice(0, cut))];
  return { tn, fn, fp: sum(without) - tn, tp: sum(having) - fn };
}

/** The sentence that `words` in threshold_explorer.py forms, too. */
function sentence(model, tables) {
  const [groups, cuts, near] = ["groups", "cuts", "near"].map((name) => model.get(name));
  const starts = SLIDERS.map((name, number) => `${groups[number]} ${cuts[model.get(name)]}`).join(", ");
  const rates = RATES.map(([, title, counts]) => ({ title, shares: tables.map((table) => of(counts(table))) }));
  const said = rates.map(({ title, shares }) => {
    const known = `${title} ${shares.map(percent).join(" and ")}`;
    return shares.some(isNaN) ? `${title} undefined where nobody is selected` : known;
  });
  const close = rates.filter(({ shares: [one, other] }) => Math.abs(one - other) <= near).map(({ title }) => title);
  const verdict = `Within ${100 * near} points of each other: ${close.join(", ") || "none"}.`;
  return `${starts}: ${said.join("; ")}. ${verdict}`;
}

/** The other group's cut at which a rate comes nearest to that of the first; all and nobody are no answers. */
function nearest(model, counts) {
  const [one, other] = model.get("people");
  const last = model.get("cuts").length - 2;
  const first = Math.min(Math.max(model.get("first"), 1), last);
  const wanted = of(counts(cells(one, first)));
  const gaps = model.get("cuts").map((_, cut) => Math.abs(of(counts(cells(other, cut))) - wanted));
  const inner = gaps.map((_, cut) => cut).slice(1, last + 1).filter((cut) => !isNaN(gaps[cut]));
  return { first, second: inner.reduce((best, cut) => (gaps[cut] < gaps[best] ? cut : best), inner[0]) };
}

/** A group's people by score, those with the outcome below, the others above; the selected ones on grey. */
function histogram({ without, having }, highest) {
  const count = without.length;
  const total = sum(without) + sum(having);
  const bars = having.flatMap((_, bin) => {
    const [low, high] = [having[bin], without[bin]].map((number) => (100 * number) / total / highest);
    const at = { x: bin + 0.06, width: 0.88 };
    const lower = shape("rect", { ...at, y: 100 - low, height: low });
    return [lower, shape("rect", { ...at, y: 100 - low - high, height: high, class: "explorer-without" })];
  });
  const chosen = shape("rect", { y: 0, height: 100, class: "explorer-chosen" });
  const edge = shape("line", { y1: 0, y2: 100 });
  const size = { viewBox: `0 0 ${count} 100`, preserveAspectRatio: "none" };
  const picture = { ...size, class: "explorer-histogram", "aria-hidden": "true" };
  const cut = (place) => {
    chosen.setAttribute("x", place);
    chosen.setAttribute("width", count - place);
    edge.setAttribute("x1", place);
    edge.setAttribute("x2", place);
  };
  return { svg: shape("svg", picture, chosen, ...bars, edge), cut };
}

/** A group's histogram over the slider that moves its threshold. */
function chooser(model, number, highest, moved) {
  const [group, people, cuts] = [model.get("groups")[number], model.get("people")[number], model.get("cuts")];
  const { svg, cut } = histogram(people, highest);
  const range = { type: "range", min: 0, max: cuts.length - 1, step: 1 };
  const input = control("input", { ...range, "aria-label": `Threshold for ${group}` });
  input.addEventListener("input", () => moved(Number(input.value)));
  const told = make("b");
  const head = make("div", { className: "explorer-heads" }, make("span", {}, make("i"), group), told);
  const say = ({ tn, fp, fn, tp }) => {
    const place = model.get(SLIDERS[number]);
    input.value = place;
    cut(place);
    told.textContent = cuts[place];
    input.setAttribute("aria-valuetext", `${cuts[place]}: ${fp + tp} of ${tn + fp + fn + tp} ${model.get("selected")}`);
  };
  const over = make("div", { className: "explorer-over" }, svg);
  return { box: make("div", { className: `explorer-group${number}` }, head, over, input), say };
}

export default {
  render({ model, el }) {
    const [people, groups, hints] = ["people", "groups", "hints"].map((name) => model.get(name));
    const shares = people.flatMap(({ without, having }) => {
      const total = sum(without) + sum(having);
      return without.map((number, bin) => (number + having[bin]) / total);
    });
    const lock = control("input", { type: "checkbox" });
    const choosers = SLIDERS.map((name, number) => chooser(model, number, Math.max(...shares), (cut) => {
      move(model, lock.checked ? { first: cut, second: cut } : { [name]: cut });
    }));
    lock.addEventListener("change", () => lock.checked && move(model, { second: model.get("first") }));
    const buttons = RATES.slice(0, 3).map(([name, title, counts]) => {
      const said = { textContent: name.toUpperCase(), "aria-label": `Equal ${title}` };
      const button = control("button", { type: "button", ...said });
      button.addEventListener("click", () => {
        lock.checked = false;
        move(model, nearest(model, counts));
      });
      return button;
    });
    const looks = { "full colour": "positive", pale: "negative", "on grey": "selected" };
    const legend = Object.entries(looks).map(([look, name]) => `${look}: ${model.get(name)}`);
    const wish = make("span", {}, `Move ${groups[1]} to the most equal`);
    const bars = make("ul", { className: "explorer-bars explorer-rates" });
    const words = make("p", { className: "explorer-words", "aria-live": "polite" });
    frame(
      model, el, make("div", { className: "explorer-rates" }, ...choosers.map(({ box }) => box)),
      make("p", { className: "explorer-caption explorer-legend" }, ...legend.map((text) => make("span", {}, text))),
      make("label", { className: "explorer-lock" }, lock, "Move both together"),
      make("div", { className: "explorer-buttons" }, wish, ...buttons), bars, words,
    );

    const draw = () => {
      const tables = people.map((group, number) => cells(group, model.get(SLIDERS[number])));
      choosers.forEach(({ say }, number) => say(tables[number]));
      bars.replaceChildren(...RATES.map(([name, title, counts]) => {
        const found = tables.map(counts);
        const texts = found.map(([part, whole]) => {
          return whole ? `${((100 * part) / whole).toFixed(1)}% (${part} of ${whole})` : "undefined";
        });
        const said = { title: capital(title), hint: hints[name], groups };
        return rateOfTwo({ ...said, shares: found.map(of), texts, near: model.get("near") });
      }));
      words.textContent = sentence(model, tables);
    };
    draw();
    return follow(model, SLIDERS, draw);
  },
};
