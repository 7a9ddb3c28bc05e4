// A place to drop files shows what was chosen, and how large it is.
(() => {
  "use strict";

  const size = (bytes) => {
    const unit = bytes < 1024 ** 2 ? "kilobyte" : "megabyte";
    const number = bytes / (unit === "kilobyte" ? 1024 : 1024 ** 2);
    const shown = Math.max(number, 0.1);
    return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(shown);
  };

  portico.each("[data-drop]", (place) => {
    const input = place.querySelector("input[type=file]");
    const names = place.querySelector("[data-drop-names]");
    const show = () => {
      names.replaceChildren(...[...input.files].map((file) => {
        const line = document.createElement("li");
        const large = document.createElement("span");
        large.textContent = size(file.size);
        line.append(file.name, large);
        return line;
      }));
    };
    input.addEventListener("change", show);
    for (const event of ["dragenter", "dragover"]) place.addEventListener(event, () => place.classList.add("over"));
    for (const event of ["dragleave", "drop"]) place.addEventListener(event, () => place.classList.remove("over"));
    show();
  });
})();
