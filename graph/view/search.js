/* Search as you type, in every language of the data at once. */

const plain = (text) => text.normalize("NFKC").toLowerCase();
const MOST_HITS = 50;
const query = byId("query");
const found = { ids: [], at: -1 };

/* Everything a card can be found by; a step without a card is found by the name of its premise. */
function wordsOf(card) {
  if (!card.searched) {
    const { id, name, labels, notes = {}, voice = {}, step = {}, lines } = card;
    const plainSteps = lines.filter((line) => line.source === id && !CARDS.has(line.step));
    const texts = [
      id, name, step.name, plainSteps.map((line) => (STEPS.get(line.step) || {}).name),
      [labels, notes, step.labels || {}, ...(voice.who || []), ...(step.schemes || [])].map(Object.values),
    ];
    card.searched = plain(present(texts.flat(3)).join("\n"));
  }
  return card.searched;
}

function find(text) {
  const parts = plain(text).split(/\s+/).filter(Boolean);
  const exact = (card) => [card.id, nameOf(card.step || card)].some((name) => plain(name) === plain(text.trim()));
  const fits = (card) => parts.length && parts.every((part) => wordsOf(card).includes(part));
  const hits = [...CARDS.values()].filter(fits);
  return hits.sort((a, b) => exact(b) - exact(a)).map((card) => card.id);
}

function showHits() {
  const all = find(query.value);
  Object.assign(found, { ids: all.slice(0, MOST_HITS), at: -1 });
  refill(byId("hits"), ...found.ids.map((id, index) => element(
    "li", { "role": "option", "id": `hit-${index}`, "aria-selected": false, "onclick": () => take(index) },
    cardSign(CARDS.get(id)), prose("span", {}, labelOf(CARDS.get(id))),
    element("small", {}, nameOf(CARDS.get(id).step || CARDS.get(id))))));
  openHits(true);
  if (query.value.trim()) announce(fill(words().hits, all.length));
}

function openHits(wanted) {
  const isOpen = wanted && found.ids.length > 0;
  byId("hits").hidden = !isOpen;
  query.setAttribute("aria-expanded", isOpen);
  query.removeAttribute("aria-activedescendant");
}

function point(at) {
  found.at = clamp(at, 0, found.ids.length - 1);
  [...byId("hits").children].forEach((hit, index) => {
    hit.setAttribute("aria-selected", index === found.at);
    if (index === found.at) hit.scrollIntoView({ block: "nearest" });
  });
  query.setAttribute("aria-activedescendant", `hit-${found.at}`);
}

function take(at) {
  openHits(false);
  select(found.ids[at], true);
}

query.addEventListener("input", showHits);
query.addEventListener("focus", () => openHits(true));
query.addEventListener("keydown", (event) => {
  if (event.isComposing) return; /* the keys belong to the input method */
  if (event.key === "ArrowDown" && found.ids.length) point(found.at + 1);
  else if (event.key === "ArrowUp" && found.ids.length) point(found.at - 1);
  else if (event.key === "Enter" && found.ids.length) take(Math.max(0, found.at));
  else if (event.key === "Escape") {
    query.value = "";
    showHits();
  } else return;
  event.preventDefault();
});
document.addEventListener("click", (event) => byId("search").contains(event.target) || openHits(false));
