// The address stays the page's own when a form inside a live part was sent, or refused: htmx would show the form's,
// which cannot be reloaded, because for boosted forms it overlooks hx-push-url="false".
(() => {
  "use strict";

  document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
    const { history, requestConfig, xhr } = event.detail;
    const wish = requestConfig.elt.closest("[hx-push-url]")?.getAttribute("hx-push-url");
    if (wish !== "false" && ![409, 422].includes(xhr.status)) return;
    history.type = "replace";
    history.path = location.pathname + location.search;
  });
})();
