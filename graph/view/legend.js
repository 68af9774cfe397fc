/* The legend, which is also the filter: every sign with its meaning, its count, and a switch. */

for (const card of CARDS.values()) { /* the questions it stands under or answers, its grounds with it */
  const own = card.lines.filter((line) => line.relation === "answers" && line.source === card.id);
  const above = card.parent ? CARDS.get(card.parent).questions : [];
  card.questions = isQuestion(card.id) ? [card.id]
    : own.length ? [...new Set([...above.slice(0, 1), ...own.map((line) => line.target)])] : above;
}

/* By what a card is filtered: its keys in each facet. */
const speakers = new Map();
function facetsOf(card) {
  if (!card.facets) {
    const { kind, status, certainty, questions, voice: { how, who = [] } = {}, passages = [] } = card;
    const said = how === "asserted" ? "stated" : "quoted";
    const voices = who.map((names) => [`${said}:${Object.values(names)[0].replace(/\s+/g, "_")}`, names]);
    voices.forEach(([speaker, names]) => speakers.set(speaker, names));
    const facets = {
      kind: [kind], status: [status], certainty: [certainty], question: questions.map(shortOf),
      speaker: how === "added" ? ["reconstructed"] : voices.map(([speaker]) => speaker),
      source: passages.map(({ source }) => source),
    };
    card.facets = Object.entries(facets).map(([facet, values]) =>
      [...new Set(values.some(Boolean) ? values : ["none"])].map((value) => `${facet}:${value}`));
  }
  return card.facets;
}

/* The facets that hide a card: those in which all its keys are switched off. */
const hiding = (card) => (card.step || !state.hidden.size ? []
  : facetsOf(card).filter((keys) => keys.every((key) => state.hidden.has(key))));
const isFiltered = (card) => hiding(card).length > 0;

/* How many cards and lines each switch shows or would show, all the others being as they are. */
function countFacets() {
  const counts = new Map();
  const count = (key, more) => counts.set(key, (counts.get(key) || 0) + more);
  for (const card of STATEMENTS) {
    const off = hiding(card);
    for (const keys of facetsOf(card)) {
      const counted = !isFar(card) && off.every((facet) => facet === keys);
      keys.forEach((key) => count(key, counted));
    }
  }
  for (const { source, target, step, relation } of LINES) {
    if (source !== step) count(`relation:${relation}`, [source, target].every((id) => isOnMap(CARDS.get(id))));
  }
  return counts;
}

const openFacets = new Set(["kind"]);

function showLegend() {
  const { lang, theme, hidden, near, centre } = state;
  const legend = byId("legend");
  if (!isNew(legend, lang, theme, [...hidden], near, centre)) return;
  const counts = countFacets();
  const w = words();
  const group = (title, facet, names, drawn, word) => {
    const start = `${facet}:`;
    const keys = (names ? names.map((name) => start + name) : [...counts.keys()].filter((key) => key.startsWith(start)))
      .filter((key) => counts.has(key)).slice(0, 99);
    if (keys.length < (names ? 1 : 2)) return null;
    const off = keys.filter((key) => hidden.has(key)).length;
    return element(
      "details", {
        open: openFacets.has(facet) ? "" : null,
        ontoggle: ({ target }) => openFacets[target.open ? "add" : "delete"](facet),
      },
      element("summary", {}, element("h2", {}, title, off ? ` −${off}` : "")),
      keys.length > 1 && button({ "class": "every", "data-key": facet, "onclick": () => toggleFilter(keys, facet) },
        w.every[off ? 1 : 0]),
      keys.map((key) => {
        const name = key.slice(start.length);
        return button(
          { "class": "row", "data-key": key, "aria-pressed": !hidden.has(key), "onclick": () => toggleFilter([key], key) },
          drawn(name), prose("span", {}, word(name)), element("span", { class: "number" }, counts.get(key)));
      }));
  };
  const said = (table) => (name) => ({ text: [table[name]].flat()[0] || w.unsaid });
  const speaker = (name) => {
    const { text } = choose(speakers.get(name), name === "none" ? w.unsaid : w.analyst);
    return { text: name.startsWith("quoted") ? fill(w.quoting, text) : text };
  };
  const question = (name) => CARDS.get(idOf(name));
  refill(
    legend,
    group(w.kinds, "kind", Object.keys(KINDS), (name) => kindSign(name), said(w.kind)),
    group(w.relations, "relation", Object.keys(RELATIONS), relationSign, said(w.relation)),
    group(w.statuses, "status", STATUSES, statusSign, said(w.status)),
    group(w.levels.questions, "question", null, (name) => question(name) && cardSign(question(name)),
      (name) => (question(name) ? labelOf(question(name)) : { text: w.unsaid })),
    group(w.speakers, "speaker", null, (name) => statusSign(name.split(":")[0]), speaker),
    group(w.certainty, "certainty", [...Object.keys(w.certainties), "none"], () => null, said(w.certainties)),
    group(w.sources, "source", null, () => null, (name) => choose(ABOUT.sources[name], w.unsaid)),
  );
}

/* Switch on what is off of these; if nothing is, switch them all off. */
function toggleFilter(keys, focused) {
  const off = keys.some((key) => state.hidden.has(key));
  keys.forEach((key) => state.hidden[off ? "delete" : "add"](key));
  arrange();
  refresh();
  byId("legend").querySelector(`[data-key="${CSS.escape(focused)}"]`).focus();
}
