/* What if: what stands for the reader who was chosen, and what changes when claims are assumed false. */

const CASE = ABOUT.case || { readers: [] };
const READERS = new Map(CASE.readers.map((reader) => [reader.name, reader]));
const RECORDED = (ABOUT.verdict || {}).standpoint;
const firstReader = READERS.has(RECORDED) ? RECORDED : CASE.readers.length ? CASE.readers[0].name : "none";
const NUMBERS = new Map([...CARDS.keys()].map((id, number) => [id, number]));
const judged = { by: null, now: null, changes: [], changed: new Set() };
const unfoldedAnswers = new Set();

const isClaim = (id) => CASE.readers.length > 0 && CASE.readers[0].grants[NUMBERS.get(id)] !== "-";
const labelBy = (verdict, id) => STATUS_WORDS[verdict.labels[NUMBERS.get(id)]];

/* The word for what has become of a claim, if it is one and somebody judges. */
function statusOf(id) {
  if (state.assumed.has(id)) return "assumed";
  return judged.now && isClaim(id) ? labelBy(judged.now, id) : "";
}

const judgedWord = (card) => present([kindWord(card), words().verdict[statusOf(card.id)]]).join(words().clause);

/* Work out what stands, if the reader or the assumptions are new. A change is [id, before, after]. */
function judge() {
  const by = JSON.stringify([state.reader, ...state.assumed]);
  if (judged.by === by) return;
  const reader = READERS.get(state.reader);
  const decided = (ids) => reader && decide(CASE, reader.grants, new Set([...ids].map((id) => NUMBERS.get(id))));
  Object.assign(judged, { by, now: decided(state.assumed), changes: [], changed: new Set() });
  if (!reader || !state.assumed.size) return;
  const before = decided([]);
  judged.changes = STATEMENTS.map(({ id }) => [id, labelBy(before, id), statusOf(id)])
    .filter(([id, was, is]) => isClaim(id) && was !== is && is !== "assumed");
  judged.changed = new Set(judged.changes.map(([id]) => id));
}

const changed = () => fill(words().verdict.changed, judged.changes.length);
const changeText = ([, was, is]) => `${words().verdict[was]} → ${words().verdict[is]}`;

/* Assume that claims are false, or take back that they are; tell what follows. */
function suppose(...ids) {
  for (const id of ids.filter(isClaim)) state.assumed.delete(id) || state.assumed.add(id);
  if (!READERS.has(state.reader)) state.reader = firstReader;
  refresh();
  const { colon, semicolon, verdict } = words();
  const told = judged.changes.slice(0, 5).map((change) => quoted(change[0]) + colon + changeText(change));
  announce([verdict.assumed + colon + allQuoted([...state.assumed]), changed(), ...told].join(semicolon));
}

/* ---- In the panel ---- */

function readerChoice() {
  const w = words().verdict;
  const onchange = ({ target }) => {
    state.reader = target.value;
    refresh();
  };
  return element("select", { "aria-label": w.reader, "data-tool": "reader", onchange },
    [...CASE.readers, { name: "none", titles: { en: w.nobody } }].map(({ name, titles }) => element(
      "option", { value: name, selected: name === state.reader ? "" : null }, choose(titles).text)));
}

/* What is assumed, what changed by it, and the way back. */
function whatIf() {
  const w = words().verdict;
  if (!state.assumed.size) return [];
  return [
    ...section(w.assumed, [...state.assumed].map((id) => cardLink(id))),
    button({ "data-tool": "reset", "onclick": () => suppose(...state.assumed) }, w.reset),
    element("h2", {}, changed()),
    ...judged.changes.slice(0, 100).map((change) => cardLink(change[0], changeText(change))),
  ];
}

/* Which of the answers to a question stand; what other words have replaced does not count. */
function answersStanding(id) {
  const answers = CARDS.get(id).lines.filter(({ relation, target }) => relation === "answers" && target === id)
    .map(({ source }) => source).filter((source) => isClaim(source) && CARDS.get(source).status !== "superseded");
  if (!judged.now || !answers.length) return null;
  const accepted = answers.filter((answer) => statusOf(answer) === "accepted").length;
  const ontoggle = ({ target }) => unfoldedAnswers[target.open ? "add" : "delete"](id);
  return element("details", { ontoggle, open: unfoldedAnswers.has(id) ? "" : null },
    element("summary", {}, fill(words().verdict.stand, accepted, answers.length)),
    answers.map((answer) => cardLink(answer)));
}

/* What the verdict says of a card. Strengths and how far a question is answered are not worked out here,
   but quoted from a verdict that is written down, where it is the same; one from a standpoint of somebody's
   own stands apart. */
function verdictOf({ id, verdict: told = {} }) {
  const w = words().verdict;
  const status = statusOf(id);
  const { title, grounds, coverage } = ABOUT.verdict || {};
  const same = state.reader === RECORDED && !state.assumed.size;
  const found = isClaim(id) ? [
    status && badgeLine(status, same && told.strength && told.acceptance === status
      ? fill(w.strength, w[status], told.strength) : w[status]),
    status && status !== "assumed" ? prose("p", {}, choose(CASE.grounds[judged.now.ground(NUMBERS.get(id))])) : "",
    button({ "data-tool": "false", "title": "F", "aria-keyshortcuts": "f", "onclick": () => suppose(id) },
      status === "assumed" ? w.undo : w.ask),
  ] : [answersStanding(id), same && told.coverage ? prose("p", {}, choose(coverage[told.coverage])) : ""];
  const own = !READERS.has(RECORDED) && (told.ground || told.coverage) ? section(choose(title).text, [
    told.ground ? badgeLine(told.acceptance, fill(w.strength, w[told.acceptance], told.strength)) : "",
    prose("p", {}, choose(grounds[told.ground] || coverage[told.coverage])),
  ]) : [];
  return [...section(w.none, found.some(Boolean) ? present([readerChoice(), found]) : []), ...own, ...whatIf()];
}
