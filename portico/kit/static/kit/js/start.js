// Marks that scripts run, and gives the other parts two small tools. Everything here is optional: pages work without.
(() => {
  "use strict";
  document.documentElement.classList.add("js");

  const found = [];

  window.portico = {
    // Runs `bind` once for each element that matches, now and whenever htmx brings new ones.
    each(selector, bind) {
      found.push([selector, bind]);
    },
    // Listens on the whole page; `act` gets the nearest element that matches.
    on(event, selector, act) {
      document.addEventListener(event, (happened) => {
        const element = happened.target instanceof Element && happened.target.closest(selector);
        if (element) act(element, happened);
      });
    },
    typing(element) {
      return element instanceof Element && element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    },
  };

  const bound = new WeakMap();
  const look = (root) => {
    for (const [selector, bind] of found) {
      const matches = [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
      for (const element of matches) {
        const done = bound.get(element) ?? new Set();
        if (done.has(bind)) continue;
        bound.set(element, done.add(bind));
        bind(element);
      }
    }
  };
  portico.look = look; // for what a script itself brings
  document.addEventListener("DOMContentLoaded", () => look(document));
  document.addEventListener("htmx:load", (event) => look(event.detail.elt));

  // On the way down, so that it comes before htmx, which listens on the form itself.
  document.addEventListener(
    "submit",
    (event) => {
      const words = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
      if (!words || window.confirm(words)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  portico.on("click", "[data-copy]", async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.classList.add("copied");
    setTimeout(() => button.classList.remove("copied"), 1500);
  });
})();
