/* Search as you type, in every language of the data at once. */

/* Accents, width and case are left aside, and signs that come before a word. */
const plain = (text) => (/^[ -~\u4e00-\u9fff]*$/.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, ""))
  .toLowerCase().replace(/[ \t\p{Ps}\p{Pi}"/#-]+/gu, " ");
const partsOf = (text) => plain(text).split(/\s+/).filter(Boolean);
const MOST_HITS = 50;
const query = byId("query");
const found = { ids: [], at: -1 };

/* Everything a card can be found by; a step without a card is found by the name of its premise. */
function wordsOf(card) {
  if (!card.searched) {
    const { id, name, labels, notes = {}, voice = {}, step = {}, lines } = card;
    const plainSteps = lines.filter((line) => line.source === id && !CARDS.has(line.step));
    const names = [id, name, step.name, plainSteps.map((line) => (STEPS.get(line.step) || {}).name)];
    const fold = (...texts) => plain(`\n${present(texts.map(Object.values)).join("\n")}\n`);
    card.searched = [
      fold(names, labels, step.labels || {}), fold(notes, ...(voice.who || []), ...(step.schemes || [])),
    ];
  }
  return card.searched;
}

/* Fold the texts before the first letter is typed, a few at a time, as the map may be moved meanwhile. */
function readAhead(cards) {
  const end = performance.now() + 8;
  for (const card of cards) {
    wordsOf(card);
    if (performance.now() > end) return setTimeout(readAhead, 8, cards);
  }
  return undefined;
}
setTimeout(readAhead, 300, CARDS.values());

/* First what is called so, then where each word starts one, then the rest, what is told of it last. */
function find(text) {
  const parts = partsOf(text);
  const whole = `\n${parts.join(" ")}\n`;
  const hits = [[], [], [], []];
  for (const card of parts.length ? CARDS.values() : []) {
    const [said, told] = wordsOf(card);
    if (!parts.every((part) => said.includes(part) || told.includes(part))) continue;
    const starts = (part) => said.includes(` ${part}`) || said.includes(`\n${part}`);
    const rank = !parts.every((part) => said.includes(part)) ? 3 : !parts.every(starts) ? 2 : said.includes(whole) ? 0 : 1;
    hits[rank].push(card.id);
  }
  return hits.flat();
}

/* A text with what was looked for marked: signs are looked at one by one, as folding may shorten them. */
function marked({ text, lang }, parts) {
  const signs = [...text];
  const owners = signs.flatMap((sign, index) => Array(plain(sign).length).fill(index));
  const folded = signs.map(plain).join("");
  const lit = new Set();
  for (const part of parts) {
    for (let at = folded.indexOf(part); at >= 0; at = folded.indexOf(part, at + 1)) {
      owners.slice(at, at + part.length).forEach((index) => lit.add(index));
    }
  }
  const pieces = [];
  signs.forEach((sign, index) => {
    if (!index || lit.has(index) !== lit.has(index - 1)) pieces.push([lit.has(index), ""]);
    pieces[pieces.length - 1][1] += sign;
  });
  return element("span", { dir: "auto", lang }, pieces.map(([on, piece]) => (on ? element("mark", {}, piece) : piece)));
}

/* What a card says, in the language in which it was found. */
function saidOf(card, parts) {
  const fits = ({ text }) => parts.some((part) => plain(text).includes(part));
  const texts = Object.entries((card.step || card).labels || {}).map(([lang, text]) => ({ lang: lang === "und" ? null : lang, text }));
  return [labelOf(card), ...texts].find(fits) || labelOf(card);
}

function showHits() {
  const all = find(query.value);
  const parts = partsOf(query.value);
  Object.assign(found, { ids: all.slice(0, MOST_HITS), at: -1 });
  refill(byId("hits"), ...found.ids.map((id, index) => element(
    "li", { "role": "option", "id": `hit-${index}`, "aria-selected": false, "onclick": () => take(index) },
    cardSign(CARDS.get(id)), marked(saidOf(CARDS.get(id), parts), parts),
    element("small", {}, nameOf(CARDS.get(id).step || CARDS.get(id))))));
  byId("found").textContent = fill(words().hits, all.length);
  openHits(true);
  if (parts.length) announce(byId("found").textContent);
}

function openHits(wanted) {
  byId("popup").hidden = !wanted || !partsOf(query.value).length;
  query.setAttribute("aria-expanded", !byId("popup").hidden && found.ids.length > 0);
  query.removeAttribute("aria-activedescendant");
}

function point(at) {
  found.at = (at + found.ids.length) % found.ids.length;
  [...byId("hits").children].forEach((hit, index) => {
    hit.setAttribute("aria-selected", index === found.at);
    if (index === found.at) hit.scrollIntoView({ block: "nearest" });
  });
  query.setAttribute("aria-activedescendant", `hit-${found.at}`);
}

/* Choose what was found; the keys walk the map from there. */
function take(at) {
  openHits(false);
  stage.focus();
  select(found.ids[at], true);
}

query.addEventListener("input", showHits);
query.addEventListener("focus", () => openHits(true));
query.addEventListener("keydown", (event) => {
  if (event.isComposing) return; /* the keys belong to the input method */
  const { key } = event;
  const any = found.ids.length > 0;
  if (key === "Tab") openHits(false);
  if (key === "ArrowDown" || key === "ArrowUp") openHits(true);
  if (key === "ArrowDown" && any) point(found.at + 1);
  else if (key === "ArrowUp" && any) point(Math.max(found.at, 0) - 1);
  else if (key === "Enter" && any) take(Math.max(0, found.at));
  else if (key === "Escape" && query.value) {
    query.value = "";
    showHits();
  } else if (key === "Escape") stage.focus();
  else return;
  event.preventDefault();
});
document.addEventListener("click", (event) => byId("search").contains(event.target) || openHits(false));
