// A board's cards: laying one into a column, asking for the remark in the card's own form, and putting it back.
(() => {
  "use strict";

  const voice = (board, ...words) => {
    board.querySelector("[data-board-voice]").textContent = words.filter(Boolean).join(" ");
  };
  const text = (board, key) => board.querySelector("[data-board-voice]").dataset[key];
  const columnOf = (card) => card.closest("[data-column]");

  const recount = (board) => {
    for (const list of board.querySelectorAll("[data-cards]")) {
      const figure = list.closest("[data-column]").querySelector(".column-count").firstChild;
      list.dataset.more ??= Number(figure.data) - list.children.length;
      figure.data = Number(list.dataset.more) + list.children.length;
    }
  };

  // A card's form. Boards of many cards have one, of which a copy is laid into the card that somebody turns to.
  const formOf = (card) => {
    const own = card.querySelector("[data-board-move]");
    const model = card.closest("[data-board]").querySelector("[data-board-form]");
    const opener = card.querySelector("[data-move-ask]");
    if (own || !model || !opener) return own;
    const sheet = model.content.firstElementChild.cloneNode(true);
    const form = sheet.querySelector("form");
    const key = card.dataset.card;
    for (const part of [sheet, ...sheet.querySelectorAll("[id], [for]")]) {
      for (const name of ["id", "for"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(/-0$/, `-${key}`));
      }
    }
    form.setAttribute("action", model.dataset.boardForm.replace("/0/", `/${key}/`));
    form.querySelector("[name=seen]").value = columnOf(card).dataset.column;
    form.querySelector(".move-title").append(card.dataset.name);
    [...form.elements.to.options].find((choice) => choice.value === columnOf(card).dataset.column)?.remove();
    opener.type = "button";
    opener.removeAttribute("form");
    opener.setAttribute("popovertarget", sheet.id);
    card.append(sheet);
    window.htmx?.process(sheet);
    portico.look(sheet);
    return form;
  };

  const option = (card, column) => {
    const choices = card.querySelector("[data-board-move] [name=to]")?.options ?? [];
    return [...choices].find((choice) => choice.value === column.dataset.column);
  };

  const takes = (card, column, home) =>
    column === home || (column.hasAttribute("data-accepts") && option(card, column) !== undefined);

  const lay = (card, column) => {
    const board = card.closest("[data-board]");
    recount(board);
    column.querySelector("[data-cards]").prepend(card);
    recount(board);
  };

  const remember = (card) => ({ column: columnOf(card), next: card.nextElementSibling });

  const putBack = (card, home) => {
    const board = card.closest("[data-board]");
    card.classList.remove("asking", "held");
    home.column.querySelector("[data-cards]").insertBefore(card, home.next?.isConnected ? home.next : null);
    recount(board);
    voice(board, text(board, "back"), card.dataset.name);
  };

  // The card lies in its new column; its form asks for a remark. Closed without sending, the card goes back.
  const ask = (card, home) => {
    const board = card.closest("[data-board]");
    const column = columnOf(card);
    if (column === home.column) return putBack(card, home);
    const form = formOf(card);
    const sheet = form.closest("[popover]");
    const remark = form.querySelector("[name=remark]");
    option(card, column).selected = true;
    card.classList.remove("held");
    card.classList.add("asking");
    voice(board, text(board, "to"), column.dataset.name);
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!sheet) return remark.focus();
    // Later, or the pointer that just let go counts as a press beside the open sheet.
    setTimeout(() => {
      sheet.showPopover({ source: card.querySelector(".card-move") });
      remark.focus();
    });
    let sent = false;
    const send = () => (sent = true);
    form.addEventListener("submit", send, { once: true });
    const settle = (event) => {
      if (event.newState !== "closed") return;
      sheet.removeEventListener("toggle", settle);
      form.removeEventListener("submit", send);
      if (sent || !card.isConnected) return;
      putBack(card, home);
      card.querySelector(".card-name").focus({ preventScroll: true });
    };
    sheet.addEventListener("toggle", settle);
  };

  portico.on("click", "[data-move-ask]", (button, event) => {
    if (button.type !== "submit") return;
    event.preventDefault();
    formOf(button.closest("[data-card]")).closest("[popover]").showPopover({ source: button });
  });
  portico.on("click", "[data-move-cancel]", (button) => {
    const sheet = button.closest("[popover]");
    if (sheet) return sheet.hidePopover();
    const here = new URL(location);
    here.searchParams.delete("move");
    here.hash = "";
    location.replace(here);
  });
  portico.on("keydown", "[data-board-move] textarea", (area, event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form.requestSubmit();
  });

  portico.board = { ask, columnOf, formOf, lay, putBack, remember, takes, text, voice };
})();
