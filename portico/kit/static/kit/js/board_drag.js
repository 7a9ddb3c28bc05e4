// Dragging a card: by mouse at once, by finger after resting on it for a moment, so that the page still scrolls.
(() => {
  "use strict";
  const { ask, columnOf, formOf, lay, remember, takes } = portico.board;
  const REST = 280;
  const SLACK = 7;
  let drag;

  const ghostOf = (card) => {
    const box = card.getBoundingClientRect();
    const ghost = card.cloneNode(true);
    for (const part of ghost.querySelectorAll("[popover], [id]")) part.remove();
    ghost.classList.add("card-ghost");
    ghost.style.inlineSize = `${box.width}px`;
    ghost.setAttribute("aria-hidden", "true");
    document.body.append(ghost);
    return ghost;
  };

  const lift = () => {
    const { card } = drag;
    const box = card.getBoundingClientRect();
    drag.lifted = true;
    drag.shift = { x: drag.x - box.left, y: drag.y - box.top };
    drag.ghost = ghostOf(card);
    card.classList.add("lifted");
    drag.track.classList.add("dragging");
    follow();
  };

  const follow = () => {
    if (!drag?.lifted) return;
    const { x, y, shift, ghost, track, card } = drag;
    ghost.style.translate = `${x - shift.x}px ${y - shift.y}px`;
    const under = document.elementFromPoint(x, y)?.closest("[data-column]");
    for (const column of track.querySelectorAll(".over")) if (column !== under) column.classList.remove("over");
    drag.over = under && track.contains(under) && takes(card, under, drag.home.column) ? under : undefined;
    drag.over?.classList.toggle("over", drag.over !== drag.home.column);
  };

  // Near an edge the board and the page scroll along.
  const scroll = () => {
    if (!drag?.lifted) return;
    const box = drag.track.getBoundingClientRect();
    const near = (at, from, to) => (at < from + 56 ? -1 : at > to - 56 ? 1 : 0);
    drag.track.scrollLeft += 12 * near(drag.x, Math.max(box.left, 0), Math.min(box.right, innerWidth));
    scrollBy(0, 12 * near(drag.y, 48, innerHeight));
    follow();
    requestAnimationFrame(scroll);
  };

  const finish = (drop) => {
    const { card, ghost, track, over, home, lifted, timer } = drag;
    clearTimeout(timer);
    drag = undefined;
    if (!lifted) return;
    ghost.remove();
    card.classList.remove("lifted");
    track.classList.remove("dragging");
    for (const column of track.querySelectorAll(".over")) column.classList.remove("over");
    addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true, signal: AbortSignal.timeout(50) });
    if (!drop || !over || over === home.column) return;
    lay(card, over);
    ask(card, home);
  };

  portico.on("pointerdown", "[data-card]", (card, event) => {
    if (drag || event.button !== 0) return;
    if (event.target.closest("button, form, [popover], input, select, textarea, summary") || !formOf(card)) return;
    drag = { card, track: card.closest("[data-board-track]"), home: remember(card), pointer: event.pointerId, x: event.clientX, y: event.clientY };
    drag.start = { x: drag.x, y: drag.y };
    if (event.pointerType !== "mouse") {
      drag.timer = setTimeout(() => { lift(); requestAnimationFrame(scroll); navigator.vibrate?.(10); }, REST);
    }
  });

  addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    drag.x = event.clientX;
    drag.y = event.clientY;
    const moved = Math.hypot(drag.x - drag.start.x, drag.y - drag.start.y) > SLACK;
    if (drag.lifted) return follow();
    if (!moved) return;
    if (event.pointerType !== "mouse") return finish(false);
    lift();
    requestAnimationFrame(scroll);
  });
  addEventListener("pointerup", (event) => { if (event.pointerId === drag?.pointer) finish(true); });
  addEventListener("pointercancel", (event) => { if (event.pointerId === drag?.pointer && !drag.lifted) finish(false); });
  addEventListener("touchmove", (event) => { if (drag?.lifted && event.cancelable) event.preventDefault(); }, { passive: false });
  addEventListener("touchend", () => { if (drag?.lifted) finish(true); });
  addEventListener("contextmenu", (event) => { if (drag?.lifted) event.preventDefault(); });
  addEventListener("keydown", (event) => { if (event.key === "Escape" && drag) finish(false); });
  portico.on("dragstart", "[data-card]", (card, event) => event.preventDefault());
})();
