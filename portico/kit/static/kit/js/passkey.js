// Passkeys: asks the site what to sign, has the device sign it, and sends the form with the answer.
(() => {
  "use strict";

  // A passkey belongs to a host name, so there are none at a bare IP address.
  const able = window.isSecureContext && window.PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname);
  portico.each("[data-passkeys]", (part) => (part.hidden = (part.dataset.passkeys === "can") !== Boolean(able)));

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const keys = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

  const readable = (asked) => ({
    ...asked,
    challenge: bytes(asked.challenge),
    ...(asked.user && { user: { ...asked.user, id: bytes(asked.user.id) } }),
    ...(asked.excludeCredentials && { excludeCredentials: keys(asked.excludeCredentials) }),
    ...(asked.allowCredentials && { allowCredentials: keys(asked.allowCredentials) }),
  });

  const written = (made) => {
    const { response } = made;
    const parts = { clientDataJSON: text(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) parts[name] = text(response[name]);
    }
    if (response.getTransports) parts.transports = response.getTransports();
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: parts, clientExtensionResults: {} });
  };

  const sign = async (form) => {
    const answer = form.querySelector("[data-passkey-answer]");
    const sent = { use: form.dataset.passkey, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value };
    const asked = await fetch(form.dataset.ask, { method: "POST", body: new URLSearchParams(sent) });
    // Where the site first wants to know who is there, it says so on a page.
    if (asked.status === 403) return form.submit();
    if (!asked.ok) throw new Error(asked.status);
    const { publicKey } = await asked.json();
    const adds = form.dataset.passkey === "add";
    const made = await navigator.credentials[adds ? "create" : "get"]({ publicKey: readable(publicKey) });
    answer.value = written(made);
    form.submit();
  };

  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (!form.dataset.passkey || !able || !form.reportValidity()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const sorry = form.querySelector("[data-passkey-sorry]");
      if (sorry) sorry.hidden = true;
      try {
        await sign(form);
      } catch {
        // Refused or taken away by the person, mostly; the browser has said why.
        if (sorry) sorry.hidden = false;
      }
    },
    true,
  );
})();
