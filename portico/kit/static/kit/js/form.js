// Forms: typed text is not lost by accident, and a form is not sent twice.
(() => {
  "use strict";

  portico.on("input", "form[data-guard]", (form) => form.setAttribute("data-typed", ""));
  portico.on("submit", "form", (form, event) => {
    if (event.defaultPrevented) return;
    form.removeAttribute("data-typed");
    if (form.method !== "post" || form.matches("[hx-boost], [hx-post], [hx-boost] *")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });

  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-typed]")) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const typed = event.detail.target?.querySelector?.("form[data-typed]");
    const sender = event.detail.requestConfig?.elt;
    if (typed && sender && !typed.contains(sender) && typed !== sender) event.detail.shouldSwap = false;
  });

  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
