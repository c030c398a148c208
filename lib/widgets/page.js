
// In a page no kernel answers: this does, from the states of all choices that lie in the page.

function standIn({ values, controls, table }) {
  const listeners = new Map();
  const of = (event) => listeners.get(event) ?? listeners.set(event, new Set()).get(event);
  const model = {
    get: (name) => values[name],
    set(name, value) {
      if (values[name] === value) return;
      values[name] = value;
      for (const hear of [...of(`change:${name}`)]) hear();
    },
    save_changes() {
      const answer = table[controls.map(model.get).join()];
      if (answer) model.set("shown", answer);
    },
    on: (event, hear) => void of(event).add(hear),
    off: (event, hear) => void of(event).delete(hear),
  };
  return model;
}

const el = document.currentScript.previousElementSibling;
figure.render({ model: standIn(JSON.parse(el.querySelector("script").textContent)), el });
