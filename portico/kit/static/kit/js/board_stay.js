// A board that is drawn anew after a move stays scrolled to where it was.
(() => {
  "use strict";
  const at = new Map();

  document.addEventListener("htmx:beforeSwap", () => {
    for (const track of document.querySelectorAll("[data-board-track]")) at.set(track.id, track.scrollLeft);
  });
  portico.each("[data-board-track]", (track) => {
    if (at.has(track.id)) track.scrollLeft = at.get(track.id);
  });
})();
