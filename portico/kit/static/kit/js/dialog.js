// Dialogs: opened by what carries data-dialog, closed by data-close or a press beside them.
(() => {
  "use strict";

  portico.on("click", "[data-dialog]", (opener, event) => {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
  });

  portico.on("click", "[data-close]", (button) => button.closest("dialog")?.close());

  portico.on("pointerdown", "dialog[data-modal]", (dialog, event) => {
    const typed = dialog.querySelector("form[data-typed]");
    if (event.target === dialog && dialog.matches(":modal") && !typed) dialog.close();
  });

  // A refused form is drawn open, so that it shows without scripts; here it becomes a real dialog again.
  portico.each("dialog[data-modal][open]", (dialog) => {
    if (dialog.matches(":modal")) return;
    dialog.close();
    dialog.showModal();
  });

  portico.each("[data-focus]", (summary) => summary.focus());
})();
