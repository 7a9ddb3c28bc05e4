// What htmx could not do is said in a toast, in the words of the error page; the form stays with what was typed in it.
(() => {
  "use strict";

  const say = (words) => {
    const sheet = document.getElementById("no-answer");
    const place = document.getElementById("toasts");
    if (!sheet || !place) return;
    const toast = sheet.content.firstElementChild.cloneNode(true);
    if (words) toast.querySelector("p").textContent = words;
    place.replaceChildren(...[...place.children].filter((one) => !one.hasAttribute("data-trouble")), toast);
    toast.setAttribute("data-trouble", "");
  };

  const wordsOf = (answer) => {
    const page = new DOMParser().parseFromString(answer, "text/html");
    const said = [page.querySelector("main h1"), page.querySelector("main h1 + p")];
    return said.map((part) => part?.textContent.trim()).filter(Boolean).join(". ");
  };

  document.addEventListener("htmx:responseError", (event) => say(wordsOf(event.detail.xhr.responseText)));
  document.addEventListener("htmx:sendError", () => say(""));
  document.addEventListener("htmx:timeout", () => say(""));
})();
