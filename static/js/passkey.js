/* A form that a key in the device answers: shows it, asks the site for the question when it is sent, lets the browser
   talk to the key, and sends the form with the answer. Where a browser knows no keys the form stays hidden. */

async function question(form) {
  const token = form.querySelector("[name=csrf_token]").value;
  const response = await fetch(form.dataset.ask, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!response.ok) throw new Error(`question: ${response.status}`);
  return response.json();
}

async function answered(form) {
  const asked = await question(form);
  if (form.dataset.key === "new") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
}

export function start(form) {
  if (!globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) return;
  const answer = form.querySelector("[name=answer]");
  const stopped = form.querySelector("[data-stopped]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (answer.value) return;
    event.preventDefault();
    stopped.hidden = true;
    try {
      answer.value = JSON.stringify((await answered(form)).toJSON());
      form.submit();
    } catch (reason) {
      if (!(reason instanceof DOMException)) console.warn("the key did not answer", reason);
      stopped.hidden = false;
    }
  });
}
