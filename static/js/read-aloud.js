/* Reads a page aloud, sentence by sentence, by voices on this device only: text never goes to a voice service.
   The button stays hidden where there is no such voice. Never starts by itself. */

const SPEED = 0.9;
const SKIP = "button, .knop, nav, script, style, select, [hidden], [aria-hidden='true'], details:not([open]) > :not(summary)";
const BLOCKS = "h1, h2, h3, legend, label, p, li, dt, dd, td, th, figcaption, summary";

/** The best voice on the device for a language, or undefined. */
export function localVoice(language, voices) {
  const own = voices.filter((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language));
  const wanted = { nl: "nl-nl", en: "en-gb" }[language];
  return own.find((voice) => voice.lang.toLowerCase().replace("_", "-") === wanted) ?? own[0];
}

/** Sentences of a text with their places: [{start, end}]. A closing quote stays with its sentence. */
export function sentences(text) {
  const found = [];
  for (const match of text.matchAll(/[^.!?…]+(?:[.!?…]+["”’')]*|$)/gu)) {
    const words = match[0];
    const start = match.index + (words.length - words.trimStart().length);
    const end = match.index + words.trimEnd().length;
    if (/[\p{L}\p{N}]/u.test(words)) found.push({ start, end });
  }
  return found;
}

/** What is read, in the order of the page: ranges that each hold one sentence. */
function* passages(root) {
  for (const block of root.querySelectorAll(BLOCKS)) {
    if (block.closest(SKIP) || block.querySelector(BLOCKS)) continue;
    const nodes = textNodes(block);
    const text = nodes.map((node) => node.data).join("");
    for (const { start, end } of sentences(text)) yield { ...range(nodes, start, end), lang: language(block) };
  }
}

function textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(SKIP)) nodes.push(walker.currentNode);
  return nodes;
}

function range(nodes, start, end) {
  const made = document.createRange();
  let seen = 0;
  for (const node of nodes) {
    const next = seen + node.length;
    if (start >= seen && start <= next) made.setStart(node, start - seen);
    if (end >= seen && end <= next) {
      made.setEnd(node, end - seen);
      break;
    }
    seen = next;
  }
  return { place: made, words: made.toString().replace(/\s+/g, " ") };
}

function language(element) {
  return (element.closest("[lang]")?.lang ?? "nl").slice(0, 2).toLowerCase();
}

/** Shows which sentence is read: by the highlight of the browser where it has one, else as selected text. */
function show(place) {
  if (globalThis.Highlight && CSS.highlights) CSS.highlights.set("gelezen", new Highlight(place));
  else {
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(place);
  }
  const box = place.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight) place.startContainer.parentElement.scrollIntoView({ block: "center" });
}

function hide() {
  if (globalThis.CSS?.highlights) CSS.highlights.delete("gelezen");
  else getSelection().removeAllRanges();
}

export function start(button) {
  const speech = globalThis.speechSynthesis;
  if (!speech || !globalThis.SpeechSynthesisUtterance) return;
  const label = button.querySelector("span");
  const words = { read: label.textContent, pause: button.dataset.pause, on: button.dataset.goOn };
  let queue = [];
  let state = "still";
  let turn = 0;

  const offer = () => {
    button.hidden = !localVoice(language(document.documentElement), speech.getVoices());
  };
  const say = (next, text) => {
    state = next;
    label.textContent = text;
    button.setAttribute("aria-pressed", String(next === "reading"));
  };
  const stop = () => {
    turn += 1;
    queue = [];
    speech.cancel();
    hide();
    say("still", words.read);
  };
  const next = () => {
    const passage = queue.shift();
    const voice = passage && localVoice(passage.lang, speech.getVoices());
    if (!passage) return stop();
    if (!voice) return next();
    const mine = turn;
    const utterance = new SpeechSynthesisUtterance(passage.words);
    Object.assign(utterance, { voice, lang: voice.lang, rate: SPEED });
    utterance.onend = () => mine === turn && next();
    utterance.onerror = (event) => mine === turn && event.error !== "interrupted" && stop();
    show(passage.place);
    speech.speak(utterance);
  };

  button.addEventListener("click", () => {
    if (state === "reading") {
      speech.pause();
      say("paused", words.on);
    } else if (state === "paused") {
      speech.resume();
      say("reading", words.pause);
    } else {
      const root = document.querySelector(button.dataset.speak) ?? document.body;
      queue = [...passages(root)];
      say("reading", words.pause);
      next();
    }
  });
  addEventListener("pagehide", stop);
  document.addEventListener("keydown", (event) => event.key === "Escape" && state !== "still" && stop());
  speech.addEventListener?.("voiceschanged", offer);
  offer();
}
