// Documents: which page one is on, and its size.
(() => {
  "use strict";

  portico.each("[data-viewer]", (viewer) => {
    const sheets = [...viewer.querySelectorAll(".sheet")];
    const at = viewer.querySelector("[data-viewer-at]");
    const seen = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (entry.isIntersecting) at.textContent = `${sheets.indexOf(entry.target) + 1} / ${sheets.length}`;
      },
      { root: viewer.querySelector(".viewer-pages"), rootMargin: "-45% 0px -45% 0px" },
    );
    for (const sheet of sheets) seen.observe(sheet);

    let zoom = 0;
    viewer.addEventListener("click", (event) => {
      const way = event.target.closest("[data-viewer-zoom]")?.dataset.viewerZoom;
      if (!way) return;
      viewer.classList.remove(`zoom-${zoom}`);
      zoom = Math.max(0, Math.min(3, zoom + (way === "in" ? 1 : -1)));
      viewer.classList.add(`zoom-${zoom}`);
      viewer.classList.toggle("zoomed", zoom > 0);
    });
  });
})();
