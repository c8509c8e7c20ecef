/* A click beside every target counts as looking in vain: after three of those the page gives a hint. */

import { send } from "./step-send.js";

export function start(form) {
  form.querySelector(".vel")?.addEventListener("click", (event) => {
    if (event.target.closest("button")) return;
    const answer = new FormData(form);
    answer.append("beside", "1");
    send(form, answer);
  });
}
