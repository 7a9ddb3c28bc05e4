// Suggestions for a text field with data-suggest="address": a datalist that follows what one types.
(() => {
  "use strict";

  let made = 0;

  const prepare = (field) => {
    const list = document.createElement("datalist");
    list.id = `suggestions-${++made}`;
    field.after(list);
    field.setAttribute("list", list.id);
    field.dataset.suggesting = list.id;
  };

  const ask = async (field) => {
    const typed = field.value.trim();
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`, {
      headers: { Accept: "text/html" },
      credentials: "same-origin",
    });
    if (!answer.ok || answer.redirected || field.value.trim() !== typed) return;
    const options = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("option");
    document.getElementById(field.dataset.suggesting).replaceChildren(...options);
  };

  const timers = new WeakMap();
  document.addEventListener("input", (event) => {
    const field = event.target.closest?.("[data-suggest]");
    if (!field || / #\d+$/.test(field.value)) return;
    if (!field.dataset.suggesting) prepare(field);
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => ask(field).catch(() => undefined), 150));
  });

  document.addEventListener("focusin", (event) => {
    const field = event.target.closest?.("[data-suggest]");
    if (!field || field.dataset.suggesting) return;
    prepare(field);
    if (!field.value) ask(field).catch(() => undefined);
  });
})();
