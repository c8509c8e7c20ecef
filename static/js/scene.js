/* A search picture: "grotere plaat" makes it scroll; pointing at a target shows its name in the list below. */

export function start(element) {
  const picture = element.querySelector(".zoekplaat");
  const zoom = element.querySelector("[data-zoom]");
  const button = zoom.querySelector("button");
  zoom.hidden = false;
  button.addEventListener("click", () => {
    const large = picture.classList.toggle("ruim");
    button.setAttribute("aria-pressed", String(large));
    picture.tabIndex = large ? 0 : -1;
  });
  const list = element.nextElementSibling;
  picture.addEventListener("pointerover", (event) => mark(event.target.closest(".plek")?.value));
  picture.addEventListener("pointerleave", () => mark(undefined));

  function mark(value) {
    for (const item of list.querySelectorAll("button")) item.classList.toggle("aangewezen", item.value === value);
  }
}
