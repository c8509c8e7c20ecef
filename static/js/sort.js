/* Cards to sort: turns a list of cards with radios into one card in hand and boxes with lids.
   The radios stay in the form and keep the answer; a card that lies in a box can be taken back. Dragging is extra. */

export function start(root) {
  const cards = [...root.querySelectorAll("[data-card]")];
  const loose = cards.filter((card) => !radios(card)[0].disabled);
  if (!loose.length) return;
  const boxes = radios(cards[0]).map((radio) => ({ value: radio.value, name: nameOf(radio) }));
  const board = document.createElement("div");
  board.className = "bakken";
  const status = document.createElement("p");
  status.className = "stil";
  status.setAttribute("role", "status");
  const lists = new Map(boxes.map((box) => [box.value, makeBox(box)]));
  root.append(board, status);

  function makeBox(box) {
    const bin = document.createElement("div");
    bin.className = "bak";
    const lid = document.createElement("button");
    lid.type = "button";
    lid.className = "knop";
    lid.textContent = box.name;
    const list = document.createElement("ul");
    bin.append(lid, list);
    board.append(bin);
    lid.addEventListener("click", () => put(box));
    bin.addEventListener("dragover", (event) => {
      event.preventDefault();
      bin.dataset.over = "";
    });
    bin.addEventListener("dragleave", () => delete bin.dataset.over);
    bin.addEventListener("drop", (event) => {
      event.preventDefault();
      delete bin.dataset.over;
      put(box);
    });
    return list;
  }

  const inHand = () => loose.find((card) => !chosen(card));

  function put(box) {
    const card = inHand();
    if (!card) return;
    radios(card).find((radio) => radio.value === box.value).checked = true;
    draw();
    status.textContent = `${wordsOf(card)} ${root.dataset.lies} ${box.name}. ${inHand() ? "" : root.dataset.ready}`;
    root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function takeBack(card) {
    chosen(card).checked = false;
    loose.splice(loose.indexOf(card), 1);
    loose.unshift(card);
    draw();
    lists.values().next().value.parentElement.querySelector("button").focus();
  }

  function draw() {
    const hand = inHand();
    for (const list of lists.values()) list.replaceChildren();
    cards.forEach((card, index) => {
      card.hidden = card !== hand;
      card.querySelector(".bakkeus").hidden = true;
      card.dataset.hand = "";
      card.querySelector("legend").dataset.nr = `${root.dataset.hand} ${index + 1} ${root.dataset.of} ${cards.length}`;
      const radio = chosen(card);
      if (radio) lists.get(radio.value).append(line(card));
    });
    for (const lid of board.querySelectorAll(".bak > .knop")) lid.setAttribute("aria-disabled", String(!hand));
    if (hand) hand.draggable = true;
  }

  function line(card) {
    const item = document.createElement("li");
    item.className = "los";
    const text = document.createElement("span");
    text.textContent = wordsOf(card);
    item.append(text);
    if (loose.includes(card)) {
      const back = document.createElement("button");
      back.type = "button";
      back.className = "knop klein-knop";
      back.textContent = root.dataset.back;
      back.setAttribute("aria-label", `${root.dataset.back}: ${wordsOf(card)}`);
      back.addEventListener("click", () => takeBack(card));
      item.append(back);
    }
    return item;
  }

  for (const card of loose) {
    card.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", wordsOf(card)));
  }
  draw();
}

const radios = (card) => [...card.querySelectorAll("input[type=radio]")];
const chosen = (card) => radios(card).find((radio) => radio.checked);
const wordsOf = (card) => card.querySelector("legend").textContent.trim();
const nameOf = (radio) => radio.closest("label").textContent.trim();
