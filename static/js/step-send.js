/* Sends a step's form in the background and puts the answered page in place of this one, so that nobody loses the
   place. The page is the same that a plain form gets. Without a line the answer waits in the page and goes later. */

import { startAll } from "./start.js";

const WAITS = [2, 5, 10, 20, 30];
const busy = new WeakSet();

export function start(element) {
  element.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    event.preventDefault();
    send(form, new FormData(form, event.submitter));
  });
}

/** Sends `answer` to where `form` goes and shows what comes back. */
export async function send(form, answer) {
  if (busy.has(form)) return;
  busy.add(form);
  form.setAttribute("aria-busy", "true");
  for (let tries = 0; ; tries += 1) {
    try {
      const reply = await fetch(form.action, { method: "POST", body: answer });
      if (reply.status >= 500) throw new Error(String(reply.status));
      return show(await reply.text(), reply);
    } catch {
      wait(form);
      await line(WAITS[Math.min(tries, WAITS.length - 1)]);
    }
  }
}

function wait(form) {
  if (form.querySelector("[data-waiting]")) return;
  const note = document.createElement("p");
  note.className = "melding let-op";
  note.dataset.waiting = "";
  note.setAttribute("role", "status");
  note.textContent = document.querySelector("[data-offline-words]")?.dataset.offlineWords ?? "";
  form.append(note);
}

function line(seconds) {
  return new Promise((go) => {
    const timer = setTimeout(go, seconds * 1000);
    addEventListener("online", () => (clearTimeout(timer), go()), { once: true });
  });
}

function show(page, reply) {
  const answered = new DOMParser().parseFromString(page, "text/html");
  const fresh = answered.querySelector("main");
  if (!fresh || new URL(reply.url).pathname !== location.pathname) return location.assign(reply.url);
  const place = whereFocusIs();
  document.title = answered.title;
  document.querySelector("main").replaceWith(document.adoptNode(fresh));
  const path = answered.querySelector(".pad");
  if (path) document.querySelector(".pad")?.replaceWith(document.adoptNode(path));
  startAll(fresh);
  focusIn(fresh, place);
}

function whereFocusIs() {
  const { id, name, value } = document.activeElement ?? {};
  return { id, name, value };
}

/** Back to the control that had the focus, and the news read out; or to the news itself. */
function focusIn(main, { id, name, value }) {
  if (main.querySelector("[data-focus]")) return;
  const news = main.querySelector("[data-answer]") ?? main.querySelector("#antwoord") ?? main.querySelector("h1");
  const again = id ? main.querySelector(`#${CSS.escape(id)}`) : name && main.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]:not([aria-hidden])`);
  const control = again || null;
  if (control) {
    control.focus({ preventScroll: true });
    read(news?.textContent ?? "");
  } else {
    news?.setAttribute("tabindex", "-1");
    news?.focus({ preventScroll: true });
  }
  news?.scrollIntoView({ block: "nearest" });
}

/** Says words through a live region that outlives the page's parts. */
function read(words) {
  let region = document.querySelector("#voorleesregel");
  if (!region) {
    region = Object.assign(document.createElement("p"), { id: "voorleesregel", className: "stil" });
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = "";
  setTimeout(() => (region.textContent = words.replace(/\s+/g, " ").trim()), 50);
}
