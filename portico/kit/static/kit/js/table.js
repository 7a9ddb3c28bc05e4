// Picking rows: the box in the head picks all, the bar shows how many.
(() => {
  "use strict";

  const boxes = (form) => [...document.querySelectorAll(`[data-pick="${CSS.escape(form)}"]`)];

  const count = (form) => {
    const bar = document.getElementById(form);
    const all = boxes(form);
    const picked = all.filter((box) => box.checked).length;
    if (!bar) return;
    bar.classList.toggle("on", picked > 0);
    bar.querySelector("[data-bulk-count]").textContent = picked;
    for (const head of document.querySelectorAll(`[data-pick-all="${CSS.escape(form)}"]`)) {
      head.checked = picked > 0 && picked === all.length;
      head.indeterminate = picked > 0 && picked < all.length;
    }
  };

  let last;
  portico.on("click", "[data-pick]", (box, event) => {
    const all = boxes(box.dataset.pick);
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const between of all.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    count(box.dataset.pick);
  });
  portico.on("change", "[data-pick-all]", (head) => {
    for (const box of boxes(head.dataset.pickAll)) box.checked = head.checked;
    count(head.dataset.pickAll);
  });
  portico.on("click", "[data-bulk-clear]", (button) => {
    const form = button.closest("form").id;
    for (const box of boxes(form)) box.checked = false;
    count(form);
  });
  portico.each("[data-bulk]", (bar) => count(bar.id));
})();
