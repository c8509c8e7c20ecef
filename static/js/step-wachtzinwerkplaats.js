/* The passphrase workshop. What is typed stays in this function: no field has a name or a form, nothing is stored and
   nothing is sent while typing. Only the level and the memory test go along when the pupil presses "Klaar". */

import { drawNumber, prepare, strength } from "./phrase-strength.js";

const WORDS = 4;
const REDRAWS = 8;
const PAUSE = 600;

export async function start(root) {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const form = root.parentElement.querySelector("[data-level-form]");
  const say = root.dataset;
  const [own, other, common] = await Promise.all([say.own, say.other, say.shared].map(load));
  const lists = prepare([own, other], common);
  const drawn = [];
  let redraws = REDRAWS;
  let remembered = "";
  let best = 0;
  let timer = 0;

  const names = say.names.split("|");
  const words = say.words.split("|");
  const tips = { year: say.tipYear, name: say.tipName, common: say.tipCommon, row: say.tipRow, twice: say.tipTwice };

  const fresh = () => {
    const word = own[drawNumber(own.length)];
    return drawn.includes(word) ? fresh() : word;
  };
  const showDrawn = () => {
    part("drawn").replaceChildren(...drawn.map((word) => Object.assign(document.createElement("li"), { textContent: word })));
    part("draw").disabled = drawn.length === WORDS;
    part("redraw").hidden = drawn.length === 0;
    part("redraw").disabled = redraws === 0;
    part("draws").textContent = drawn.length === WORDS ? say.full : say.left.replace("{left}", redraws);
  };
  const measure = () => {
    const found = strength(part("phrase").value, lists);
    best = Math.max(best, part("phrase").value.trim() ? found.level : 0);
    form.elements.level.value = String(best);
    root.querySelectorAll(".trap").forEach((step, number) => step.classList.toggle("aan", number <= found.level));
    part("meter").dataset.level = found.level;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const more = found.tips.map((tip) => tips[tip]).join(" ");
      part("level").textContent = `${names[found.level]}. ${words[found.level]} ${more}`.trim();
    }, PAUSE);
  };
  const same = (text) => text.toLowerCase().trim().replace(/[\s-]+/g, "-");

  part("draw").addEventListener("click", () => {
    drawn.push(fresh());
    showDrawn();
    if (drawn.length === WORDS) part("redraw").focus();
  });
  part("redraw").addEventListener("click", () => {
    redraws -= 1;
    drawn[drawn.length - 1] = fresh();
    showDrawn();
  });
  part("phrase").addEventListener("input", measure);
  part("toggle").addEventListener("click", () => {
    const hide = part("phrase").type === "text";
    part("phrase").type = hide ? "password" : "text";
    part("toggle").textContent = hide ? say.show : say.hide;
  });
  part("vanish").addEventListener("click", () => {
    if (!part("phrase").value.trim()) return part("phrase").focus();
    remembered = part("phrase").value;
    part("phrase").value = "";
    part("phrase").disabled = true;
    part("drawn").hidden = true;
    part("again").hidden = false;
    part("retype").focus();
  });
  const back = () => {
    part("phrase").disabled = false;
    part("phrase").value = remembered;
    part("drawn").hidden = false;
    part("again").hidden = true;
    part("retype").value = "";
    measure();
  };
  part("peek").addEventListener("click", () => {
    back();
    part("phrase").focus();
  });
  part("compare").addEventListener("click", () => {
    const right = same(part("retype").value) === same(remembered);
    part("memory-says").textContent = right ? say.right : say.notYet;
    if (!right) return part("retype").focus();
    form.elements.memory.value = "yes";
    back();
  });
  addEventListener("pagehide", () => {
    remembered = "";
    for (const field of [part("phrase"), part("retype")]) field.value = "";
  });

  for (const field of [form.elements.level, form.elements.memory]) field.disabled = false;
  form.parentElement.querySelector("[data-paper]").hidden = true;
  form.hidden = false;
  root.hidden = false;
  showDrawn();
}

async function load(address) {
  const reply = await fetch(address);
  return reply.json();
}
