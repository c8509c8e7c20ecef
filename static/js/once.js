/* A form that is sent once. A second press sends nothing twice; when the line is gone the answer stays in the page and is
   sent when it comes back, with the same submission id, so that the server counts it once. With data-unsent the form holds an
   answer that could not be kept before: that is sent by itself, again and again. */

import { startAll } from "./start.js";

const WAITS = [2, 5, 10, 20, 30];

export function start(form) {
  let busy = false;
  let waiting = null;
  const note = document.createElement("p");
  note.className = "melding let-op";
  note.setAttribute("role", "status");
  note.hidden = true;
  form.append(note);

  form.addEventListener("submit", (event) => {
    if (busy) {
      event.preventDefault();
      if (navigator.onLine !== false) send();
      return;
    }
    busy = true;
    if (navigator.onLine === false) {
      event.preventDefault();
      keep(new FormData(form, event.submitter));
      return;
    }
    const buttons = submitters();
    setTimeout(() => buttons.forEach((button) => button.setAttribute("aria-disabled", "true")));
  });
  addEventListener("pageshow", (event) => event.persisted && release());
  addEventListener("beforeunload", (event) => waiting && event.preventDefault());
  if ("unsent" in form.dataset) {
    busy = true;
    keep(new FormData(form));
  }

  function keep(answer) {
    waiting = { answer, tries: 0 };
    note.textContent = form.dataset.offline ?? form.closest("[data-offline-words]")?.dataset.offlineWords ?? "";
    note.hidden = false;
    addEventListener("online", send);
    plan();
  }

  function plan() {
    const seconds = WAITS[Math.min(waiting.tries, WAITS.length - 1)];
    waiting.timer = setTimeout(send, seconds * 1000);
  }

  async function send() {
    if (!waiting || waiting.sending) return;
    clearTimeout(waiting.timer);
    waiting.sending = true;
    waiting.tries += 1;
    try {
      const reply = await fetch(form.action, { method: "POST", body: waiting.answer, redirect: "follow" });
      if (reply.status >= 500) throw new Error(String(reply.status));
      arrive(reply, await reply.text());
    } catch {
      waiting.sending = false;
      plan();
    }
  }

  function arrive(reply, page) {
    removeEventListener("online", send);
    waiting = null;
    const answered = new DOMParser().parseFromString(page, "text/html");
    if (reply.redirected) return location.assign(reply.url);
    document.title = answered.title;
    document.body.replaceChildren(...document.adoptNode(answered.body).childNodes);
    const heading = document.querySelector("main h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
    startAll(document.body);
  }

  function release() {
    busy = false;
    submitters().forEach((button) => button.removeAttribute("aria-disabled"));
  }

  function submitters() {
    const inside = [...form.querySelectorAll("button:not([type=button])")];
    const outside = form.id ? [...document.querySelectorAll(`button[form="${form.id}"]`)] : [];
    return [...inside, ...outside];
  }
}
