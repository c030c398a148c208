import { control, corner, follow, frame, key, make, move, paint, panel, radios, whenLoaded } from "./shared.js";

/** A small picture of each scene, to choose it by. */
function thumbnails(model) {
  const sheet = model.get("pictures");
  const side = 44;
  return model.get("places").map((place, number) => {
    const [left, top] = corner({ ...sheet, height: side, width: side }, place);
    const look = `background: url(${sheet.url}) -${left}px -${top}px / ${side * sheet.columns}px auto`;
    const name = `scene ${number + 1}: ${model.get("names")[number].join(", ")}`;
    return make("span", { className: "explorer-thumbnail", style: look, role: "img", "aria-label": name });
  });
}

/** The choice of scene, object and method; which objects there are depends on the scene. */
function choices(model) {
  const names = model.get("names");
  const scene = radios("Scene", thumbnails(model), (number) => {
    const asked = Math.min(model.get("asked"), names[number].length - 1);
    move(model, { scene: number, asked });
  });
  const objects = names.map((some) => radios("Asked for", some, (number) => move(model, { asked: number })));
  const method = radios("Method", model.get("methods"), (number) => move(model, { method: number }));
  const asked = make("div");
  const check = () => {
    const present = objects[model.get("scene")];
    if (!present) return; // a new scene, offered in a moment
    if (asked.firstChild !== present.box) asked.replaceChildren(present.box);
    scene.check(model.get("scene"));
    present.check(model.get("asked"));
    method.check(model.get("method"));
  };
  check();
  return { boxes: [scene.box, asked, method.box], check };
}

/** Draw the object's rim, light on dark, so that it is seen on any ground. */
function rim(brush, outline, dashed) {
  brush.save();
  brush.scale(4, 4);
  brush.lineJoin = "round";
  const path = new Path2D(outline);
  for (const [colour, width] of [["#1a1a1a", 1.6], ["#56B4E9", 0.8]]) {
    brush.setLineDash(dashed && width < 1 ? [2.4, 1.6] : []);
    Object.assign(brush, { strokeStyle: colour, lineWidth: width });
    brush.stroke(path);
  }
  brush.restore();
}

/** Mark the strongest point with a cross. */
function cross(brush, [row, column]) {
  const [x, y, arm] = [4 * column + 2, 4 * row + 2, 13];
  brush.save();
  for (const [colour, width] of [["#1a1a1a", 8], ["#ffffff", 4]]) {
    Object.assign(brush, { strokeStyle: colour, lineWidth: width, lineCap: "round" });
    brush.beginPath();
    for (const turn of [-1, 1]) {
      brush.moveTo(x - arm, y - turn * arm);
      brush.lineTo(x + arm, y + turn * arm);
    }
    brush.stroke();
  }
  brush.restore();
}

export default {
  render({ model, el }) {
    let sheet;
    const controls = make("div", { className: "explorer-controls" });
    const truth = panel("the object asked for, outlined", model.get("pictures"));
    const answer = panel(key(model.get("palette"), " ×"), model.get("pictures"));
    const words = make("p", { className: "explorer-words", "aria-live": "polite" });
    const more = control("button", { type: "button", hidden: !model.get("can_draw"), textContent: "Draw a new scene" });
    more.addEventListener("click", () => move(model, { wishes: model.get("wishes") + 1 }));
    const panels = make("div", { className: "explorer-panels" }, truth.box, answer.box);
    frame(model, el, controls, more, panels, words);

    let choice;
    const offer = () => {
      choice = choices(model);
      controls.replaceChildren(...choice.boxes);
    };
    const draw = () => {
      const shown = model.get("shown");
      truth.canvas.setAttribute("aria-label", shown.truth);
      answer.canvas.setAttribute("aria-label", `${shown.answer} ${shown.words}`);
      words.textContent = shown.words;
      if (sheet?.url !== model.get("pictures").url) return; // drawn once it is loaded
      const place = model.get("places")[shown.scene];
      paint(truth.canvas, sheet, place);
      rim(truth.canvas.getContext("2d"), shown.outline, false);
      paint(answer.canvas, sheet, place, { heat: shown.heat, palette: model.get("palette") });
      rim(answer.canvas.getContext("2d"), shown.outline, true);
      if (shown.point) cross(answer.canvas.getContext("2d"), shown.point);
    };
    offer();
    draw();
    const ends = [
      follow(model, ["scene", "method", "asked"], () => choice.check()),
      follow(model, ["shown"], draw),
      follow(model, ["pictures"], offer),
      whenLoaded(model, el, (one) => {
        sheet = one;
        draw();
      }),
    ];
    return () => ends.forEach((end) => end());
  },
};
