/* Keeps a part of a page up to date: asks its address again, puts in what changed, keeps focus and open details.
   Stops while the page is hidden; waits longer when the server does not answer, and says so in [data-stale-note]. */

const LONGEST = 60;

export function start(element) {
  const usual = Number(element.dataset.every ?? 4);
  const { live: address } = element.dataset;
  let etag = element.dataset.etag ?? "";
  let seconds = usual;
  let timer = 0;
  const note = document.querySelector("[data-stale-note]");

  const plan = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, seconds * 1000);
  };

  async function ask() {
    const headers = { Accept: "text/html", "X-Partial": "1", ...(etag && { "If-None-Match": etag }) };
    try {
      const reply = await fetch(address, { headers, cache: "no-store" });
      if (reply.status === 200) {
        const mark = reply.headers.get("ETag") ?? "";
        if (put(await reply.text())) etag = mark;
      } else if (reply.status === 401 || reply.status === 404) return stale(true);
      else if (reply.status !== 304) throw new Error(String(reply.status));
      seconds = usual;
      stale(false);
    } catch {
      seconds = Math.min(seconds * 2, LONGEST);
      stale(true);
    }
    plan();
  }

  function stale(is) {
    element.toggleAttribute("data-stale", is);
    if (note) note.hidden = !is;
  }

  /* False while somebody is filling something in: the same news is asked for again then, and nothing is lost. */
  function put(page) {
    const focus = element.contains(document.activeElement) ? document.activeElement.id : "";
    const open = [...element.querySelectorAll("details[open][id]")].map((details) => details.id);
    if (element.querySelector("input:focus, textarea:focus, select:focus")) return false;
    const fresh = new DOMParser().parseFromString(page, "text/html");
    element.replaceChildren(...document.adoptNode(fresh.body).childNodes);
    for (const id of open) element.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    return true;
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return clearTimeout(timer);
    seconds = usual;
    ask();
  });
  plan();
}
