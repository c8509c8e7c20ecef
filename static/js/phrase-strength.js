/* How hard a passphrase is to guess, worked out in the page alone. Pure: no page, no network, no storage.
   Points are about the base-10 logarithm of the guesses a guessing computer needs (course design C4). */

const POINTS = { machine: 3.1, known: 3.7, top: 1.5, name: 2, year: 2, letter: 1.4, digit: 1, mixed: 1.98 };
const LEVELS = [5, 8, 12];
const LEET = { 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 8: "acht", "@": "a" };
const ROWS = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm"];
const SHORTEST_ROW = 4;
const YEAR = /(19|20)\d\d/;

/** Lists ready for asking: sets of words. `machines`: arrays of machine words; `common`: what common.json holds. */
export function prepare(machines, common) {
  return {
    machine: new Set(machines.flat()),
    top: new Set([...common.top, ...common.passwords]),
    names: new Set(common.names),
    known: new Set(common.words),
    passwords: new Set(common.passwords),
    phrases: new Set(common.phrases),
  };
}

/** {level: 0–3, points, tips: names of what makes it weak} of `text`. */
export function strength(text, lists) {
  const raw = judge(text.toLowerCase(), lists);
  const plain = judge(deleet(text.toLowerCase()), lists);
  const lower = plain.points < raw.points ? plain : raw;
  return { ...lower, tips: [...new Set([...raw.tips, ...plain.tips])] };
}

/** The level that belongs to a number of points. */
export function levelOf(points) {
  return LEVELS.filter((least) => points >= least).length;
}

function deleet(text) {
  return [...text].map((sign) => LEET[sign] ?? sign).join("");
}

function judge(text, lists) {
  const bare = text.replace(/[\s-]+/g, "");
  const weak = guessedAtOnce(bare, lists);
  const parts = text.split(/[\s-]+/).filter(Boolean).flatMap((word) => split(word, lists));
  const { points, tips } = count(parts);
  if (weak || !bare) return { level: 0, points: 0, tips: weak ? [...new Set([weak, ...tips])] : [] };
  return { level: levelOf(points), points, tips };
}

/** Why `bare` is guessed at once: "common", "row", "year", "name", or nothing. */
function guessedAtOnce(bare, lists) {
  if (lists.passwords.has(bare) || lists.phrases.has(bare)) return "common";
  if (/^(.)\1*$/.test(bare) || isRow(bare)) return "row";
  if (/^\d+$/.test(bare)) return YEAR.test(bare) ? "year" : "common";
  const one = /^([a-z]+)(\d{0,4})([^a-z0-9]?)$/.exec(bare);
  if (one && isWord(one[1], lists)) return lists.names.has(one[1]) ? "name" : YEAR.test(one[2]) ? "year" : "common";
  return "";
}

function isRow(bare) {
  if (bare.length < SHORTEST_ROW) return false;
  return ROWS.some((row) => row.includes(bare) || [...row].reverse().join("").includes(bare));
}

function isWord(word, lists) {
  return lists.machine.has(word) || lists.top.has(word) || lists.names.has(word) || lists.known.has(word);
}

/** The plainest way to cut `word` into parts: [{kind, text, points}]: as little as possible that is no word, then as
    few parts as possible. What is no word stays whole between words: "xk7!" counts as four mixed signs. */
function split(word, lists) {
  const start = { strange: 0, points: 0, parts: [] };
  const ends = [{ known: start, rest: null }];
  for (let end = 1; end <= word.length; end += 1) {
    ends.push({ known: null, rest: null });
    for (let from = 0; from < end; from += 1) {
      const text = word.slice(from, end);
      const part = partOf(text, lists);
      const rest = { kind: "rest", text, points: restPoints(text) };
      for (const before of [ends[from].known, ends[from].rest]) if (before && part) keep(end, "known", before, part);
      if (ends[from].known) keep(end, "rest", ends[from].known, rest);
    }
  }
  return plainer(ends[word.length].known, ends[word.length].rest).parts;

  function keep(end, kind, before, part) {
    const strange = before.strange + (part.kind === "rest" ? part.text.length : 0);
    const way = { strange, points: before.points + part.points, parts: [...before.parts, part] };
    ends[end][kind] = plainer(way, ends[end][kind]);
  }
}

function plainer(one, other) {
  if (!one || !other) return one ?? other;
  const order = one.strange - other.strange || one.parts.length - other.parts.length || one.points - other.points;
  return order <= 0 ? one : other;
}

function partOf(text, lists) {
  if (lists.top.has(text) && /[a-z]/.test(text)) return { kind: "top", text, points: POINTS.top };
  if (lists.names.has(text)) return { kind: "name", text, points: POINTS.name };
  if (/^(19|20)\d\d$/.test(text)) return { kind: "year", text, points: POINTS.year };
  if (lists.machine.has(text)) return { kind: "machine", text, points: POINTS.machine };
  if (lists.known.has(text)) return { kind: "known", text, points: POINTS.known };
  return isRow(text) ? { kind: "row", text, points: POINTS.top } : null;
}

function restPoints(text) {
  const each = /^[a-z]+$/.test(text) ? POINTS.letter : /^\d+$/.test(text) ? POINTS.digit : POINTS.mixed;
  return text.length * each;
}

function count(parts) {
  const seen = new Set();
  const tips = new Set();
  let points = 0;
  for (const part of parts) {
    if (part.kind === "year" || part.kind === "name" || part.kind === "row") tips.add(part.kind);
    if (part.kind !== "rest" && seen.has(part.text)) {
      tips.add("twice");
      continue;
    }
    seen.add(part.text);
    points += part.points;
  }
  return { points: Math.round(points * 100) / 100, tips: [...tips] };
}

/** A whole number from 0 up to `most` (not included), each equally likely. */
export function drawNumber(most, fill = (array) => crypto.getRandomValues(array)) {
  const limit = Math.floor(2 ** 32 / most) * most;
  const box = new Uint32Array(1);
  do fill(box);
  while (box[0] >= limit);
  return box[0] % most;
}
