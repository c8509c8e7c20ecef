/* Display settings at once: the page changes while choosing, and the choice is kept in the background. */

export function start(element) {
  const form = element.querySelector("form[data-look]");
  const root = document.documentElement;
  form.addEventListener("change", () => {
    const chosen = new FormData(form);
    root.dataset.theme = chosen.get("theme");
    root.dataset.size = chosen.get("size");
    root.toggleAttribute("data-calm", chosen.has("calm"));
    root.toggleAttribute("data-spacing", chosen.has("spacing"));
    fetch(form.action, { method: "POST", body: chosen, headers: { Accept: "application/json" } }).catch(() => {});
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    element.open = false;
    element.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (element.open && !element.contains(event.target)) element.open = false;
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    element.open = false;
    element.querySelector("summary").focus();
  });
}
