// A link to something inside a closed part opens that part first.
(() => {
  "use strict";

  portico.on("click", "a[href^='#']", (link) => {
    const target = document.getElementById(link.hash.slice(1));
    const part = target?.closest("details");
    if (part) part.open = true;
    target?.querySelector("input, textarea, select, summary")?.focus({ preventScroll: true });
  });
})();
