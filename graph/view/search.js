/* Search as you type, in every language of the data at once. */

const plain = (text) => text.normalize("NFKC").toLowerCase();
const MOST_HITS = 50;
const found = { ids: [], at: -1 };

/* Everything a card can be found by. */
function wordsOf(card) {
  if (card.searched) return card.searched;
  const step = card.step || {};
  const { who } = card.voice || {};
  const steps = card.out.map((line) => STEPS.get(line.step)).filter(Boolean).map((known) => known.name);
  const texts = [
    card.id, card.name, step.name, ...steps,
    ...Object.values(card.labels), ...Object.values(step.labels || {}),
    ...(who || []).flatMap((names) => Object.values(names)),
    ...(step.schemes || []).flatMap((names) => Object.values(names)),
    ...Object.values(card.notes || {}).flat(),
  ];
  card.searched = plain(texts.filter(Boolean).join("\n"));
  return card.searched;
}

function find(query) {
  const parts = plain(query.trim()).split(/\s+/).filter(Boolean);
  if (!parts.length) return [];
  const exact = plain(query.trim());
  const rank = (card) => (plain(nameOf(card)) === exact || plain(card.id) === exact ? 0 : 1);
  return [...CARDS.values()]
    .filter((card) => parts.every((part) => wordsOf(card).includes(part)))
    .sort((a, b) => rank(a) - rank(b))
    .map((card) => card.id);
}

function showHits() {
  const query = byId("query");
  const all = find(query.value);
  Object.assign(found, { ids: all.slice(0, MOST_HITS), at: -1 });
  refill(byId("hits"), ...found.ids.map((id, index) => {
    const card = CARDS.get(id);
    return element("li", { role: "option", id: `hit-${index}`, "aria-selected": "false", onclick: () => take(index) },
      kindSign(card.kind), prose("span", {}, labelOf(card)), element("small", {}, nameOf(card)));
  }));
  openHits(found.ids.length > 0);
  if (query.value.trim()) announce(words().hits(all.length));
}

function openHits(open) {
  byId("hits").hidden = !open;
  byId("query").setAttribute("aria-expanded", String(open));
  byId("query").removeAttribute("aria-activedescendant");
}

function point(at) {
  found.at = clamp(at, 0, found.ids.length - 1);
  [...byId("hits").children].forEach((hit, index) => {
    hit.setAttribute("aria-selected", String(index === found.at));
    if (index === found.at) hit.scrollIntoView({ block: "nearest" });
  });
  byId("query").setAttribute("aria-activedescendant", `hit-${found.at}`);
}

function take(at) {
  openHits(false);
  select(found.ids[at], { look: true });
}

byId("query").addEventListener("input", showHits);
byId("query").addEventListener("focus", () => openHits(found.ids.length > 0));
byId("query").addEventListener("keydown", (event) => {
  if (event.isComposing) return; /* the keys belong to the input method */
  if (event.key === "ArrowDown") point(found.at + 1);
  else if (event.key === "ArrowUp") point(found.at - 1);
  else if (event.key === "Enter" && found.ids.length) take(Math.max(0, found.at));
  else if (event.key === "Escape") {
    byId("query").value = "";
    showHits();
  } else return;
  event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (!byId("search").contains(event.target)) openHits(false);
});
