// Filter bars submit themselves: at once for a choice, after a pause for typing. Empty fields stay out of the address.
(() => {
  "use strict";

  const send = (form) => form.requestSubmit();
  // Half a name is nobody's: such a field counts when one leaves it or picks a suggestion.
  const typing = (field) => field.matches("[type=search], [type=text]:not([data-settled])");

  portico.each("form[data-auto]", (form) => {
    let pause;
    form.addEventListener("change", (event) => {
      if (!typing(event.target)) send(form);
    });
    form.addEventListener("input", (event) => {
      if (!typing(event.target) || !form.hasAttribute("hx-get")) return;
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
