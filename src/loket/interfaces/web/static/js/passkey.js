// Passkeys: asks the browser for what the form carries in data-options, and sends its answer in the form.
const encode = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const ids = (list) => (list ?? []).map((each) => ({ ...each, id: decode(each.id) }));

const asked = {
  create: ({ publicKey }) => ({
    publicKey: {
      ...publicKey,
      challenge: decode(publicKey.challenge),
      user: { ...publicKey.user, id: decode(publicKey.user.id) },
      excludeCredentials: ids(publicKey.excludeCredentials),
    },
  }),
  get: ({ publicKey }) => ({
    publicKey: {
      ...publicKey,
      challenge: decode(publicKey.challenge),
      allowCredentials: ids(publicKey.allowCredentials),
    },
  }),
};

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
const told = (credential) => ({
  id: credential.id,
  rawId: encode(credential.rawId),
  type: credential.type,
  clientExtensionResults: credential.getClientExtensionResults(),
  response: Object.fromEntries(
    PARTS.filter((name) => credential.response[name]).map((name) => [name, encode(credential.response[name])]),
  ),
});

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const { passkey, options } = form.dataset;
  form.querySelector("[data-ready]").hidden = false;
  form.querySelector("[data-missing]").hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    form.querySelector("[data-failed]").hidden = true;
    try {
      const credential = await navigator.credentials[passkey](asked[passkey](JSON.parse(options)));
      form.jawaban.disabled = false;
      form.jawaban.value = JSON.stringify(told(credential));
      form.submit();
    } catch {
      form.removeAttribute("aria-busy");
      form.querySelector("[data-failed]").hidden = false;
    }
  });
}
