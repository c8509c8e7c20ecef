/* Keeps what is being written: after a pause and on leaving the field. Seen by the writer only, gone on sending. */

const PAUSE = 1500;

export function start(field) {
  const form = field.form;
  let kept = field.value;
  let timer = 0;
  let sent = false;
  const said = document.createElement("p");
  said.className = "bezig";
  said.setAttribute("role", "status");
  field.after(said);

  const keep = async () => {
    clearTimeout(timer);
    if (sent || field.value === kept) return;
    const words = field.value;
    const body = new URLSearchParams({ field: field.name, words });
    const headers = { "X-CSRFToken": form.elements.csrf_token.value };
    try {
      const reply = await fetch(field.dataset.draftUrl, { method: "POST", body, headers, keepalive: true });
      if (!reply.ok) return;
      kept = words;
      if (document.activeElement !== field) said.textContent = field.dataset.kept;
    } catch {
      /* no line: the words are still in the field, the next pause tries again */
    }
  };

  field.addEventListener("input", () => {
    said.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  field.addEventListener("blur", keep);
  addEventListener("pagehide", keep);
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
  });
}
