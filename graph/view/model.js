/* The data of the page, the reader's state, and what is said in the language of the moment. */

const read = (name) => JSON.parse(byId(`data-${name}`).textContent);
const ABOUT = read("about");
const { WORDS, KINDS, RELATIONS, MARKS, STATUSES } = read("interface");
const wholes = new Map(); /* each id is one string: what all begin with is said once */
const whole = (rest) => rest && (wholes.get(rest) || wholes.set(rest, ABOUT.base + rest).get(rest));
const STEPS = new Map(Object.entries(ABOUT.steps).map(([rest, step]) => {
  const id = whole(rest);
  return [id, { ...step, id, sources: step.sources.map(whole), targets: step.targets.map(whole) }];
}));
const CARDS = new Map();
const LINES = [];
const MANY = 60; /* more statements than this open folded to the answers */
const BIG = 400; /* more than this, folded to the questions */

const state = {
  lang: "en",
  theme: "light",
  selected: null,
  read: false, /* whether the source's text is open */
  toRight: false,
  level: "all", /* how far the map was unfolded; single cards may differ */
  folded: new Set(),
  hidden: new Set(), /* filters: "kind:claim", "relation:rebuts", "status:quoted" */
  near: 0, /* only what is within so many hops of the centre is shown, if any */
  centre: null,
  to: null, /* the card to which the way is shown */
  reader: "none", /* the standpoint from which is judged */
  assumed: new Set(), /* claims that are assumed false */
};

for (const { id: rest, group: kind, labels = {}, parent, voice, ...told } of read("cards")) {
  const id = whole(rest);
  Object.assign(told, { id, kind, labels, parent: whole(parent), voice: ABOUT.voices[voice] });
  CARDS.set(id, Object.assign(told, { kids: [], lines: [], step: STEPS.get(id) }));
}
for (const card of CARDS.values()) {
  if (card.parent) CARDS.get(card.parent).kids.push(card.id);
}
for (const { from, to, relation, step, tree } of read("lines")) {
  const [source, target] = [whole(from), whole(to)];
  const line = { source, target, relation, step: whole(step), tree };
  LINES.push(line);
  CARDS.get(source).lines.push(line);
  CARDS.get(target).lines.push(line);
}
const ROOTS = [...CARDS.values()].filter((card) => !card.parent).map((card) => card.id);
const STATEMENTS = [...CARDS.values()].filter((card) => !card.step);
const isQuestion = (id) => ["plate", "double"].includes(signOf(CARDS.get(id)).shape);
const signOf = (card) => KINDS[card.kind] || KINDS.proposition;
const other = (line, id) => (line.source === id ? line.target : line.source);

/* The line by which a card hangs under another, if any. */
const treeLine = (card) => card.lines.find((line) => line.tree && other(line, card.id) === card.parent);

/* The cards from a root down to this one. */
function pathTo(id) {
  const path = [];
  for (let at = id; at; at = CARDS.get(at).parent) path.unshift(at);
  return path;
}

/* How many statements stand below a card. */
const below = new Map();
for (const card of [...CARDS.values()].reverse()) {
  below.set(card.id, card.kids.reduce((sum, kid) => sum + below.get(kid) + (CARDS.get(kid).step ? 0 : 1), 0));
}

/* What is folded when the map shows the questions, the answers, or everything. */
const FOLDED = {
  questions: (card) => !card.kids.some(isQuestion),
  answers: (card) => !isQuestion(card.id),
  all: () => false,
};
const foldedAtLevel = Object.fromEntries(Object.entries(FOLDED).map(([level, folded]) =>
  [level, [...CARDS.values()].filter((card) => card.kids.length && folded(card)).map((card) => card.id)]));
const foldedAt = (level) => foldedAtLevel[level];
const firstLevel = STATEMENTS.length > BIG ? "questions" : STATEMENTS.length > MANY ? "answers" : "all";

/* ---- Languages ---- */

const baseOf = (lang) => lang.toLowerCase().split("-")[0];
/* The language of the interface: any other that the data has may not even be one that browsers know. */
const spoken = () => (WORDS[baseOf(state.lang)] ? baseOf(state.lang) : "en");
const words = () => WORDS[spoken()];
const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, index) => values[index]);
const LANGUAGES = [...new Set([
  ...Object.keys(WORDS),
  ...STATEMENTS.flatMap((card) => Object.keys(card.labels))
    .filter((lang) => lang !== "und" && !WORDS[baseOf(lang)]),
])];

/* Choose among texts by language: { text, lang }. */
function choose(texts = {}, fallback = "") {
  const tags = Object.keys(texts);
  const near = tags.filter((lang) => baseOf(lang) === baseOf(state.lang));
  const tag = [state.lang, ...near, "en", ...tags].find((lang) => texts[lang]);
  return tag ? { text: texts[tag], lang: tag === "und" ? null : tag } : { text: fallback, lang: null };
}

function listOf(texts) {
  const last = texts[texts.length - 1] || "";
  return texts.length < 2 ? last : texts.slice(0, -1).join(words().listed) + words().and + last;
}

const nameOf = (card) => card.name || card.id;
const namesOf = (who) => listOf((who || []).map((names) => choose(names).text));
const schemesOf = (step) => (step.schemes || []).map((names) => choose(names).text).join(words().listed);
const kindWord = ({ kind, step }) => words().kind[step ? step.kind : kind] || kind;

function labelOf({ id, name, labels, step }) {
  if (!step) return choose(labels, name || id);
  const word = step.sources.length > 1 ? words().together : words().step;
  return { text: present([word, schemesOf(step)]).join(words().colon), lang: state.lang };
}

/* Who speaks, for a card's corner: silent about the one who says nearly everything. */
const asserters = new Set(STATEMENTS.filter(({ voice }) => voice && voice.how === "asserted")
  .map(({ voice }) => JSON.stringify(voice.who)));
function cornerOf({ id, status, voice = {} }) {
  if (state.assumed.has(id)) return words().verdict.assumed;
  if (status === "reconstructed") return words().analyst;
  const names = namesOf(voice.who);
  if (voice.how === "asserted") return asserters.size > 1 ? names : "";
  return names && `“${names}”`;
}
