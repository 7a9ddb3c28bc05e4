// Keys of the back office: / searches, j and k walk the rows, Enter opens, x picks, n makes, ? helps.
(() => {
  "use strict";

  const rows = () => [...document.querySelectorAll("[data-rows] > tbody > tr")].filter((row) => row.checkVisibility?.() ?? true);

  const walk = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains("here"));
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
    for (const row of all) row.classList.remove("here");
    next.classList.add("here");
    (next.querySelector("[data-row-link]") ?? next.querySelector("a, button"))?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  const here = (selector) => document.querySelector(`[data-rows] tr.here ${selector}`);

  const keys = {
    "/": () => (document.querySelector("[data-search]") ?? document.querySelector("[data-search-list]"))?.select(),
    "?": () => document.getElementById("shortcuts")?.showModal(),
    j: () => walk(1),
    k: () => walk(-1),
    x: () => here("[data-pick]")?.click(),
    Enter: () => document.activeElement === document.body && here("[data-row-link]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && document.activeElement?.matches("[data-search], [data-search-list]")) document.activeElement.blur();
    if (portico.typing(document.activeElement) || document.querySelector("dialog:modal")) return;
    const own = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
    if (!own && !(event.key in keys)) return;
    if (event.key !== "Enter") event.preventDefault();
    if (own) own.click();
    else keys[event.key]();
  });
})();
