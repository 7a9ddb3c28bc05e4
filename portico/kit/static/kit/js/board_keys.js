// The board by keyboard: arrows walk from card to card; Space picks one up, arrows choose its stage, Space drops it.
(() => {
  "use strict";
  const { ask, columnOf, formOf, lay, putBack, remember, takes, text, voice } = portico.board;
  let held;

  const columns = (card) => [...card.closest("[data-board-track]").querySelectorAll("[data-column]")];
  const sideways = (key) => ({ ArrowLeft: -1, ArrowRight: 1 })[key] * (document.dir === "rtl" ? -1 : 1) || 0;
  const focus = (card) => card?.querySelector(".card-name").focus();

  const walk = (card, key) => {
    if (key === "ArrowUp") return focus(card.previousElementSibling);
    if (key === "ArrowDown") return focus(card.nextElementSibling);
    const all = columns(card);
    const row = [...card.parentElement.children].indexOf(card);
    const step = sideways(key);
    for (let at = all.indexOf(columnOf(card)) + step; all[at]; at += step) {
      const cards = all[at].querySelectorAll("[data-card]");
      if (cards.length) return focus(cards[Math.min(row, cards.length - 1)]);
    }
  };

  const pick = (card) => {
    const board = card.closest("[data-board]");
    if (!formOf(card)) return voice(board, card.dataset.name, text(board, "closed"));
    held = { card, home: remember(card), moving: false };
    card.classList.add("held");
    voice(board, text(board, "picked"), `${card.dataset.name}.`, columnOf(card).dataset.name);
  };

  const carry = (key) => {
    const { card, home } = held;
    const all = columns(card);
    const step = sideways(key);
    let at = all.indexOf(columnOf(card)) + step;
    while (all[at] && !takes(card, all[at], home.column)) at += step;
    if (!all[at] || !step) return;
    held.moving = true;
    lay(card, all[at]);
    focus(card);
    held.moving = false;
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    const board = card.closest("[data-board]");
    voice(board, text(board, "over"), all[at].dataset.name);
  };

  const drop = (keep, stay = true) => {
    const { card, home } = held;
    held = undefined;
    card.classList.remove("held");
    if (keep && columnOf(card) !== home.column) return ask(card, home);
    putBack(card, home);
    if (stay) focus(card);
  };

  portico.on("keydown", ".card-name", (link, event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const card = link.closest("[data-card]");
    const arrow = event.key.startsWith("Arrow");
    if (!arrow && event.key !== " " && !(held && ["Enter", "Escape"].includes(event.key))) return;
    event.preventDefault();
    if (arrow) held ? carry(event.key) : walk(card, event.key);
    else if (!held) pick(card);
    else drop(event.key !== "Escape");
  });

  portico.on("focusout", ".card-name", () => {
    if (held && !held.moving) drop(false, false);
  });
})();
