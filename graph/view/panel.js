/* The panel: everything that is known about the chosen card. */

function showPanel() {
  const panel = byId("panel");
  panel.scrollTop = 0; // before the filling: after it, the browser would lay the page out for this alone
  const focused = panel.contains(document.activeElement) && `[data-tool="${document.activeElement.dataset.tool}"]`;
  const card = CARDS.get(state.selected);
  panel.setAttribute("aria-label", words().details);
  document.body.classList.toggle("chosen", Boolean(card));
  refill(panel, ...(card ? cardDetails(card) : aboutMap()));
  if (focused) (panel.querySelector(focused) || panel).focus();
}

const section = (title, content) => (content.length ? [element("h2", {}, title), ...content] : []);

/* Names and values in two columns; a name with nothing to it is left out. */
function facts(pairs) {
  const told = pairs.filter(([, value]) => value);
  return told.length
    ? [element("dl", {}, told.map(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]))]
    : [];
}

/* ---- Nothing chosen ---- */

function aboutMap() {
  const { about, size, pick } = words();
  const questions = STATEMENTS.filter(({ id }) => isQuestion(id)).slice(0, 40);
  return [
    element("h2", {}, about),
    ...Object.values(ABOUT.sources).map((names) => prose("p", {}, choose(names))),
    element("p", { class: "quiet" }, fill(size, STATEMENTS.length, STEPS.size)),
    element("p", { class: "quiet" }, pick),
    ...aboutVerdict(),
    ...whatIf(),
    ...questions.map(({ id }) => {
      const made = cardLink(id);
      made.style.paddingInlineStart = `${6 + 16 * Math.min(4, pathTo(id).length - 1)}px`;
      return [made, answersStanding(id)];
    }),
  ];
}

/* Whose verdict the marks on the cards show, and what they mean. */
function aboutVerdict() {
  const w = words().verdict;
  const reader = READERS.get(state.reader);
  return section(w.none, present([
    READERS.size ? readerChoice() : "",
    reader && [
      prose("p", { class: "quiet" }, choose(reader.about)),
      ["accepted", "rejected", "undecided"].map((name) => badgeLine(name, w[name])),
      element("p", { class: "note" }, w.meaning),
    ],
    notes((ABOUT.verdict || {}).notes),
  ]));
}

const badgeSign = (name) => sign(`badge ${name}`, () => {
  const pen = new SvgPen(20, 20);
  drawBadge(pen, name, [8, 8], 1);
  return pen.svg;
});
const badgeLine = (name, text) => element("p", { class: "badge" }, badgeSign(name), text);

/* ---- One card ---- */

function cardDetails(card) {
  const w = words();
  const told = card.step || card;
  return [
    element("div", { class: "title" },
      cardSign(card), element("strong", {}, kindWord(card)), element("span", { class: "quiet" }, nameOf(told)),
      button({ "class": "close", "aria-label": w.close, "onclick": () => select(null) }, "×")),
    ...texts(card),
    ...wayTold(),
    ...voices(card),
    ...facts([
      [w.statuses, w.status[told.status]],
      [w.certainty, w.certainties[told.certainty]],
      [w.confidence, told.confidence && fill(w.percent, Math.round(told.confidence * 100))],
      [w.horizon, told.horizon && choose(told.horizon).text],
    ]),
    ...verdictOf(card),
    ...section(w.figures, (told.figures || []).map(({ labels, text }) => element("p", { class: "figure" },
      labels && prose("span", { class: "quiet" }, choose(labels)), element("strong", {}, choose(text).text)))),
    ...section(w.passages, facts((told.passages || []).map(place))),
    ...section(w.notes, notes(told.notes)),
    ...relations(card),
    element("div", { class: "actions" },
      card.kids.length && !scene.near
        ? button({ onclick: () => toggleFold(card.id) }, state.folded.has(card.id) ? w.unfold : w.fold) : null,
      ...wayTools(),
      button({ onclick: copyLink }, w.copy)),
    ...section(w.origin.heading, origin(ABOUT.origins[told.graph] || Object.values(ABOUT.origins)[0])),
    turtle(card.id),
    ...section(w.id, [element("p", { class: "iri" }, link(card.id))]),
  ];
}

/* From which document a card comes, and who annotated it. */
const origin = (rows = []) => facts(rows.map(([word, said]) => [words().origin[word], link(choose(said).text)]));

/* The card's own triples, as they could stand in a file. */
function turtle(id) {
  const { title, copy: label, copied, missing } = words().turtle;
  const folder = (...parts) => element("details", { class: "turtle" }, element("summary", {}, title), parts);
  if (!ABOUT.turtle) return folder(element("p", { class: "quiet" }, missing));
  const { prefixes, nodes: { [id]: own } } = ABOUT.turtle;
  const used = Object.entries(prefixes).filter(([name]) => own.includes(`${name}:`));
  const text = `${used.map(([name, iri]) => `@prefix ${name}: <${iri}> .\n`).join("")}\n${own}\n`;
  return folder(element("pre", {}, own), button({ onclick: () => copy(text, copied) }, label));
}

/* The text in the language of the moment, then in the others. */
function texts(card) {
  const shown = card.step ? choose(card.step.labels, schemesOf(card.step)) : labelOf(card);
  const others = Object.entries(card.step ? {} : card.labels).filter(([, text]) => text !== shown.text);
  return [
    prose("p", { class: "text" }, shown),
    card.step && shown.text !== schemesOf(card.step) ? element("p", {}, schemesOf(card.step)) : null,
    ...others.map(([lang, text]) => prose("p", { class: "other" }, { text, lang: lang === "und" ? null : lang })),
  ];
}

function voices({ id, voice = {}, conceded }) {
  const { voice: w } = words();
  const how = voice.how === "reported" && isQuestion(id) ? "asked" : voice.how;
  const known = how && !(how === "unsaid" && isQuestion(id));
  return [
    known ? element("p", { class: `voice ${how}` }, fill(w[how], namesOf(voice.who) || w.somebody)) : null,
    conceded ? element("p", {}, fill(w.conceded, namesOf(conceded))) : null,
  ];
}

function place({ lang = "", paragraph, sentence, source }) {
  const { tongues, clause, sentence: inSentence, paragraph: inParagraph } = words();
  const name = Object.keys(ABOUT.sources).length > 1 ? choose(ABOUT.sources[source]).text : "";
  const where = fill(sentence ? inSentence : paragraph ? inParagraph : "·", paragraph, sentence);
  const mark = markOf({ lang, paragraph, sentence, source });
  return [
    present([tongues[baseOf(lang)] || lang, name]).join(clause),
    mark ? button({ class: "tell", onclick: () => openText(true, mark) }, where) : where,
  ];
}

function notes(texts) {
  const { text, lang } = choose(texts);
  return [text].flat().filter(Boolean).map((note) => prose("p", { class: "note" }, { text: note, lang }));
}

/* ---- Relations, both ways ---- */

/* A link to a card, with a note or, for short, the sign of its status. */
function cardLink(id, note) {
  const status = statusOf(id);
  const told = { "role": "img", "aria-label": words().clause + words().verdict[status] };
  return button({ "class": "card", "data-id": id, "onclick": () => select(id, true) },
    cardSign(CARDS.get(id)), element("span", {}, prose("span", {}, labelOf(CARDS.get(id))),
      note && element("small", {}, note)), status && !note ? element("span", told, badgeSign(status)) : "");
}

const quoted = (id) => (CARDS.has(id) ? `“${labelOf(CARDS.get(id)).text}”` : words().nothing);
const allQuoted = (ids) => listOf(ids.map(quoted)) || words().nothing;

/* What a card's lines say of it: { line, back, id, step, aside }, where id is at the other end. A line
   to or from a joint is told as what the step does, not as a line to a point on the map. */
function rowsOf(card) {
  return card.lines.flatMap((line) => {
    const back = line.target === card.id;
    const far = CARDS.get(other(line, card.id));
    const step = STEPS.get(line.step);
    if (!far.step || card.step) return [{ line, back, id: far.id, step }];
    if (far.id !== line.step) {
      const aside = fill(words().stepFrom, allQuoted(far.step.sources), allQuoted(far.step.targets));
      return [{ line, back, id: far.id, step, aside }];
    }
    return (back ? step.sources : step.targets).filter((id) => CARDS.has(id)).map((id) => ({ line, back, id, step }));
  });
}

const grouped = (rows, keyOf) => {
  const groups = new Map();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) || []), row]);
  return [...groups.values()];
};

function relations(card) {
  const order = Object.keys(RELATIONS);
  const rank = ({ line, back }) => order.indexOf(line.relation) * 2 + (back ? 1 : 0);
  const rows = rowsOf(card).sort((a, b) => rank(a) - rank(b));
  return grouped(rows, rank).flatMap((group) => {
    const [{ line: { relation }, back }] = group;
    const title = element("h2", { class: "relation" },
      relationSign(relation), words().relation[relation][back ? 1 : 0]);
    return [title, ...grouped(group, ({ line }) => line.step || line).map((members) => inStep(members, card))];
  });
}

/* The related cards that take part in one step stand together, under what is told of the step. */
function inStep(members, card) {
  const links = members.map((row) => cardLink(row.id));
  const told = stepTold(members[0], card);
  return told ? element("div", { class: "step" }, told, links) : links;
}

/* Small print: what the step is, what else takes part in it, who added it. It leads to the step's own
   card where it has one. */
function stepTold({ step, aside, back }, card) {
  if (!step) return null;
  const w = words();
  const others = back || card.step ? [] : step.sources.filter((id) => id !== card.id);
  const text = present([
    back && step.sources.length > 1 ? w.together : "",
    schemesOf(step),
    others.length ? fill(w.alongWith, allQuoted(others)) : "",
    aside,
    step.status === "reconstructed" ? w.status.reconstructed : "",
  ]).join(w.semicolon);
  if (!text) return null;
  if (!CARDS.has(step.id) || step.id === card.id) return element("small", {}, text);
  return button({ class: "tell", onclick: () => select(step.id, true) }, text);
}

/* ---- The path from the question ---- */

function showCrumbs() {
  const crumbs = byId("crumbs");
  crumbs.setAttribute("aria-label", words().crumbs);
  const path = pathTo(state.selected).filter((id) => !CARDS.get(id).step);
  const kept = path.length > 5 ? [path[0], null, ...path.slice(-3)] : path;
  refill(crumbs, ...kept.map((id) => (id
    ? button({ "aria-current": id === state.selected ? "true" : null, "onclick": () => select(id, true) },
      prose("span", {}, labelOf(CARDS.get(id))))
    : element("span", { "aria-hidden": true }, "…"))));
}
