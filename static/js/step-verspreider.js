/* Lets the spread grow round by round: drawing and table together, each round said aloud; then "Wat als ik stop?". */

export function start(root) {
  const words = root.dataset;
  const groups = [...root.querySelectorAll("svg [data-round]")];
  const rounds = root.querySelector("[data-rounds]");
  const result = root.querySelector("[data-result]");
  const stopped = root.querySelector("[data-stop-text]");
  const say = root.querySelector("[data-say]");
  const numbers = [...root.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent));
  const last = numbers[0].length;
  let at = location.hash ? 1 : last;
  let stop = false;

  const next = button(words.next, () => {
    at += 1;
    draw();
    say.textContent = `${words.round} ${at}: ${numbers[0][at - 1]} ${words.new}. ${words.together} ${numbers[1][at - 1]}.`;
    if (at === last) (stopped ? branch : again).focus();
  });
  const again = button(words.again, () => {
    at = 1;
    stop = false;
    draw();
    next.focus();
  });
  const branch = button(words.stop, () => {
    stop = !stop;
    draw();
    say.textContent = stop ? stopped.textContent : "";
  });
  next.classList.toggle("doe", !document.querySelector(".voet .doe"));
  rounds.append(next, again, ...(stopped ? [branch] : []));

  function draw() {
    for (const group of groups) {
      group.toggleAttribute("hidden", Number(group.dataset.round) > at);
      group.classList.toggle("weg", stop && "mine" in group.dataset);
    }
    for (const cell of root.querySelectorAll("[data-cell]")) {
      const row = [...cell.closest("tbody").rows].indexOf(cell.closest("tr"));
      const number = Number(cell.dataset.cell);
      cell.textContent = number > at ? "" : numbers[row][number - 1];
    }
    result.hidden = at < last;
    next.hidden = at === last;
    branch.hidden = at < last;
    branch.textContent = stop ? words.back : words.stop;
    if (stopped) stopped.hidden = !stop;
  }
  draw();
}

function button(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "knop", textContent: text });
  made.addEventListener("click", act);
  return made;
}
