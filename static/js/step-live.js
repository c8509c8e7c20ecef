/* While the class works together: asks what the teacher arranged. A pause lies over the page and keeps the work. */

const LONGEST = 60;

export function start(element) {
  const usual = Number(element.dataset.every);
  const dialog = document.createElement("dialog");
  dialog.className = "rustig-even";
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  const banner = document.createElement("div");
  element.append(banner, dialog);
  let etag = "";
  let seconds = usual;

  async function ask() {
    if (!document.hidden) {
      try {
        const reply = await fetch(element.dataset.live, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store" });
        if (reply.status === 200) {
          etag = reply.headers.get("ETag") ?? "";
          put(await reply.text());
        } else if (reply.status === 401 || reply.status === 404) return;
        else if (reply.status !== 304) throw new Error(String(reply.status));
        seconds = usual;
      } catch {
        seconds = Math.min(seconds * 2, LONGEST);
      }
    }
    setTimeout(ask, seconds * 1000);
  }

  function put(page) {
    const fresh = new DOMParser().parseFromString(page, "text/html");
    const quiet = fresh.querySelector("[data-quiet]");
    const open = fresh.querySelector(".melding");
    if (quiet) {
      dialog.replaceChildren(...document.adoptNode(quiet).childNodes);
      if (!dialog.open) dialog.showModal();
    } else if (dialog.open) dialog.close();
    else if (element.dataset.onward) location.assign(element.dataset.onward);
    banner.replaceChildren(...(open ? [document.adoptNode(open)] : []));
    if (open) document.querySelector("main").prepend(banner);
  }
  ask();
}
