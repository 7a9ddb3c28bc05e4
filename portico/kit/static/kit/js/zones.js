// Time zones: who has not chosen one is offered the browser's own; times on other clocks are also told on the reader's.
(() => {
  "use strict";

  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

  portico.each("[data-own-zone] select", (select) => {
    if ([...select.options].some((option) => option.value === own)) select.value = own;
  });

  portico.each("time[data-own-clock]", (time) => {
    if (!own || time.dataset.ownClock === own) return;
    const moment = new Date(time.dateTime);
    const words = { weekday: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
    time.textContent = moment.toLocaleString(document.documentElement.lang || undefined, words);
  });
})();
