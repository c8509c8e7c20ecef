/* Keeps what is ticked on a question while it is not sent yet: after each change, and on leaving. Seen by this pupil
   only, gone on sending. A page without a line loses nothing: the form itself stays. */

const PAUSE = 800;

export function start(form) {
  let timer = 0;
  let sent = false;
  let kept = words();

  function words() {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete("csrf_token");
    return fields.toString();
  }

  function keep() {
    clearTimeout(timer);
    const now = words();
    if (sent || now === kept) return;
    kept = now;
    const headers = { "X-CSRFToken": form.elements.csrf_token.value };
    fetch(form.dataset.draftUrl, { method: "POST", body: new URLSearchParams(now), headers, keepalive: true }).catch(
      () => {
        kept = "";
      },
    );
  }

  function plan() {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  form.addEventListener("change", plan);
  form.addEventListener("click", (event) => event.target.closest("[data-move]") && plan());
  addEventListener("pagehide", keep);
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
  });
}
