/* Shows the work as it is being built. */

export function start(root) {
  root.addEventListener("change", (event) => {
    const part = event.target.closest("[data-part]");
    const line = part && root.querySelector(`[data-line="${CSS.escape(part.dataset.part)}"]`);
    if (line) line.textContent = event.target.closest("label").textContent.trim();
  });
}
