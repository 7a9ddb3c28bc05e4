// A sample button follows the color that is being chosen, and says how well its text can be read.
(() => {
  "use strict";

  const luminance = (color) => {
    const parts = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
    const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  portico.each("[data-brand-preview]", (box) => {
    const input = document.getElementById(box.dataset.brandPreview);
    const words = box.querySelector("[data-brand-words]");
    input?.addEventListener("input", () => {
      const color = input.value;
      const white = contrast(color, "#ffffff") >= contrast(color, "#111111");
      const ratio = contrast(color, white ? "#ffffff" : "#111111");
      box.style.setProperty("--brand", color);
      box.style.setProperty("--brand-edge", color);
      box.style.setProperty("--brand-ink", white ? "#ffffff" : "#111111");
      const said = ratio < 4.5 ? box.dataset.low : white ? box.dataset.white : box.dataset.black;
      words.textContent = said.replace("%s", ratio.toFixed(1));
    });
  });
})();
