/* A button that prints; hidden where there is no script, since the browser's own menu prints as well. */

export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
