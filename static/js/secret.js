/* Four pictures in order without a page in between: the presses stay in this page and are sent at once at the fourth.
   Which ones were pressed is never shown, only how many. */

const TOTAL = 4;

export function start(form) {
  const boxes = [...form.querySelectorAll(".vakjes li")];
  const said = form.querySelector("[data-slots] p");
  const tick = form.querySelector("template[data-tick]")?.content;
  let chosen = [];
  let sent = false;

  show(); // what an earlier page without the script had chosen does not count: four at once begin afresh

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || sent) return;
    if (button.name === "picture") {
      event.preventDefault();
      chosen.push(button.value);
      show();
      if (chosen.length === TOTAL) send();
    } else if (button.name === "step") {
      event.preventDefault();
      chosen = button.value === "back" ? chosen.slice(0, -1) : [];
      show();
    }
  });

  function show() {
    boxes.forEach((box, index) => {
      const full = index < chosen.length;
      box.classList.toggle("vol", full);
      box.replaceChildren(full && tick ? tick.cloneNode(true) : document.createTextNode(String(index + 1)));
    });
    if (said) said.textContent = form.dataset.said.replace("{n}", String(chosen.length));
  }

  function send() {
    sent = true;
    chosen.forEach((value) => form.append(hidden("picture", value)));
    form.submit();
  }

  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function hidden(name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  return field;
}
