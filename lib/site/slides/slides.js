// What the decks add to reveal.js: a dark and a light background, and figures that answer to the hand.

const THEME = "slides-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const remembered = () => { try { return localStorage.getItem(THEME); } catch { return null; } };

function paint(theme) {
  document.documentElement.dataset.theme = theme;
}

function turn() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  try { localStorage.setItem(THEME, theme); } catch { /* a deck opened from a disk may not remember */ }
  paint(theme);
}

/** Make interactive figures as large as their slides allow. */
function fit() {
  for (const figure of document.querySelectorAll(".explorer-slide figure")) {
    const explorer = figure.querySelector(".explorer");
    explorer.style.zoom = 1;
    const room = Math.min(figure.clientHeight / explorer.scrollHeight, figure.clientWidth / explorer.scrollWidth);
    if (room > 0) explorer.style.zoom = Math.min(room, 1.3);
  }
}

const printed = new URLSearchParams(location.search).get("view") === "print";
paint(printed ? "light" : remembered() ?? (system.matches ? "dark" : "light"));

Reveal.initialize({
  width: 1280, height: 720, margin: 0, center: false, hash: true, slideNumber: "c/t", transition: "none",
  plugins: [RevealNotes],
  // Keys that move a figure's controls turn no slides.
  keyboardCondition: () => !document.activeElement?.closest(".explorer"),
  keyboard: { 68: turn },
}).then(() => {
  fit();
  Reveal.on("slidechanged", fit);
});
