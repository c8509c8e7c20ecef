/* Sends each card as soon as it is put in a box (sort.js makes the boxes), so that its feedback comes at once. */

import { send } from "./step-send.js";

export function start(form) {
  const button = form.querySelector("[data-no-script]");
  button.hidden = true;
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-module~='sort']")) return;
    const chosen = form.querySelector("[data-card] input[type=radio]:checked:not(:disabled)");
    if (!chosen) return;
    const answer = new FormData();
    for (const field of form.querySelectorAll("input[type=hidden]")) answer.append(field.name, field.value);
    answer.append(chosen.name, chosen.value);
    send(form, answer);
  });
}
