// Short messages leave by themselves, unless they can be undone, went wrong, or are being read.
(() => {
  "use strict";

  const leave = (toast) => {
    toast.classList.add("leaving");
    setTimeout(() => toast.remove(), 200);
  };

  portico.each("[data-toast]", (toast) => {
    if (toast.hasAttribute("data-stay")) return;
    let left = toast.querySelector("form") ? 12 : 6;
    const clock = setInterval(() => {
      if (document.hidden || toast.matches(":hover, :focus-within")) return;
      left -= 1;
      if (left > 0) return;
      clearInterval(clock);
      leave(toast);
    }, 1000);
  });

  portico.on("click", "[data-dismiss]", (button) => leave(button.closest("[data-toast]")));
})();
