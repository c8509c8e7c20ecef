/* Cards to put in order by "omhoog" and "omlaag". The number lists stay the form's truth; they are only hidden. */

export function start(list) {
  const status = list.parentElement.querySelector("[data-order-status]");
  const cards = () => [...list.querySelectorAll(":scope > [data-card]")];

  const byNumber = () => cards().sort((a, b) => a.querySelector("select").value - b.querySelector("select").value);
  list.append(...byNumber());

  const settle = () => {
    const all = cards();
    all.forEach((card, index) => {
      card.querySelector("select").value = String(index + 1);
      card.querySelector('[data-move="-1"]').disabled = index === 0;
      card.querySelector('[data-move="1"]').disabled = index === all.length - 1;
    });
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const card = button.closest("[data-card]");
    const up = button.dataset.move === "-1";
    const neighbour = up ? card.previousElementSibling : card.nextElementSibling;
    if (!neighbour) return;
    if (up) neighbour.before(card);
    else neighbour.after(card);
    settle();
    cards().forEach((other) => other.classList.toggle("net-verplaatst", other === card));
    const place = cards().indexOf(card) + 1;
    status.textContent = `${list.dataset.moved} ${place}. ${card.querySelector("span").textContent.trim()}`;
    const usable = button.disabled ? card.querySelector("[data-move]:not(:disabled)") : button;
    usable.focus();
  });

  for (const card of cards()) {
    card.querySelector("select").hidden = true;
    card.querySelector(".rij").hidden = false;
  }
  settle();
}
