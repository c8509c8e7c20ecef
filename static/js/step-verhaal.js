/* Shows a story panel by panel, with "Vorige" and "Volgende"; all on one page stays a press away. */

export function start(root) {
  const panels = [...root.querySelectorAll("[data-panel-nr]")];
  const rest = root.querySelector("[data-after-panels]");
  const words = root.dataset;
  if (panels.length < 2) return;
  let at = "answered" in words ? panels.length - 1 : 0;
  let all = "answered" in words || "whole" in words;

  const bar = document.createElement("div");
  bar.className = "rij verhaalbalk";
  const back = button(words.back, () => go(at - 1));
  const next = button(words.next, () => go(at + 1));
  const whole = button("", () => {
    all = !all;
    if (!all) at = 0;
    draw();
  });
  bar.append(back, next, whole);
  panels.at(-1).after(bar);
  for (const kind of ["pointerenter", "focus"]) next.addEventListener(kind, () => warm(at + 1));
  words.started = "";

  function go(to) {
    at = Math.max(0, Math.min(panels.length - 1, to));
    draw();
    panels[at].focus({ preventScroll: true });
    panels[at].scrollIntoView({ block: "nearest" });
  }

  /* Fetches the picture of a panel before it is shown. */
  function warm(number) {
    const picture = panels[number]?.querySelector("img");
    if (picture) picture.loading = "eager";
  }

  function draw() {
    panels.forEach((panel, number) => (panel.hidden = !all && number !== at));
    const last = all || at === panels.length - 1;
    rest.hidden = !last;
    back.hidden = all || at === 0;
    next.hidden = last;
    next.classList.toggle("doe", !last && !document.querySelector(".voet .doe"));
    whole.textContent = all ? words.one : words.all;
  }
  draw();
}

function button(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "knop", textContent: text });
  made.addEventListener("click", act);
  return made;
}
