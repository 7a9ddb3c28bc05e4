// Menus: placed by hand where the browser has no anchors, walked through by arrow keys, closed when something was chosen.
(() => {
  "use strict";

  const place = (menu, button) => {
    const from = button.getBoundingClientRect();
    const size = menu.getBoundingClientRect();
    const left = document.dir === "rtl" ? from.left : from.right - size.width;
    const below = from.bottom + 4 + size.height < innerHeight;
    menu.style.inset = "auto";
    menu.style.margin = "0";
    menu.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`;
    menu.style.top = `${below ? from.bottom + 4 : Math.max(8, from.top - size.height - 4)}px`;
  };

  portico.each("[data-menu]", (menu) => {
    menu.addEventListener("toggle", (event) => {
      const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
      if (event.newState !== "open" || !button) return;
      const sheet = menu.matches(".move") && innerWidth < 768;
      if (!sheet && !CSS.supports("position-area: block-end")) place(menu, button);
    });
    menu.addEventListener("keydown", (event) => {
      const items = [...menu.querySelectorAll("a.menu-item, button.menu-item")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !items.length) return;
      event.preventDefault();
      const at = items.indexOf(document.activeElement);
      items[(at + step + items.length) % items.length].focus();
    });
  });

  portico.on("keydown", "[popovertarget].menu-open", (button, event) => {
    const menu = document.getElementById(button.getAttribute("popovertarget"));
    if (event.key !== "ArrowDown" || !menu) return;
    event.preventDefault();
    menu.showPopover({ source: button });
    menu.querySelector("a.menu-item, button.menu-item")?.focus();
  });

  portico.on("click", ".menu a.menu-item[data-dialog], .menu button.menu-item", (item) => {
    item.closest("[popover]")?.hidePopover();
  });

  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll("[data-explain][open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const open of document.querySelectorAll("[data-explain][open]")) open.open = false;
  });
})();
