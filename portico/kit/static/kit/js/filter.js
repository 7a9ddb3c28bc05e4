// Filter bars submit themselves: at once for a choice, after a pause for typing. Empty fields stay out of the address.
(() => {
  "use strict";

  const send = (form) => form.requestSubmit();

  portico.each("form[data-auto]", (form) => {
    let pause;
    form.addEventListener("change", (event) => {
      if (!event.target.matches("[type=search], [type=text]")) send(form);
    });
    form.addEventListener("input", (event) => {
      if (!event.target.matches("[type=search], [type=text]") || !form.hasAttribute("hx-get")) return;
      clearTimeout(pause);
      pause = setTimeout(() => send(form), 300);
    });
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
    });
    form.addEventListener("htmx:configRequest", (event) => {
      const sent = event.detail.formData ?? event.detail.parameters;
      for (const [name, value] of [...sent.entries()]) if (value === "") sent.delete(name);
    });
  });
})();
