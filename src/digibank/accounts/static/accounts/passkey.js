// Passkeys: a form with data-passkey asks the browser for one and sends what it answers.
//   data-passkey="make" | "use"   data-options: JSON of the server, or data-options-at: where to fetch it
// Without this file, or in a browser without passkeys, the button stays hidden and the other ways remain.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const known = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

async function make({ publicKey }) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    },
  });
  return told(made, {
    clientDataJSON: text(made.response.clientDataJSON),
    attestationObject: text(made.response.attestationObject),
  });
}

async function use({ publicKey }) {
  const used = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response;
  return told(used, {
    clientDataJSON: text(clientDataJSON),
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function told(key, response) {
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    clientExtensionResults: key.getClientExtensionResults(),
    response,
  };
}

async function onPasskey(event) {
  const form = event.target;
  if (!form.matches("form[data-passkey]")) return;
  event.preventDefault();
  event.stopPropagation();
  const wrong = form.querySelector("[data-passkey-wrong]");
  wrong.hidden = true;
  try {
    const options = form.dataset.options
      ? JSON.parse(form.dataset.options)
      : await (await fetch(form.dataset.optionsAt)).json();
    const answer = await (form.dataset.passkey === "make" ? make(options) : use(options));
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    wrong.hidden = false;
  }
}

document.addEventListener("submit", onPasskey, { capture: true });
for (const form of document.querySelectorAll("form[data-passkey]")) form.hidden = !window.PublicKeyCredential;
