/* The panel: everything that is known about the chosen card. */

function showPanel() {
  const panel = byId("panel");
  panel.setAttribute("aria-label", words().details);
  const card = CARDS.get(state.selected);
  document.body.classList.toggle("chosen", Boolean(card));
  refill(panel, ...(card ? cardDetails(card) : aboutMap()));
  panel.scrollTop = 0;
}

const heading = (text) => element("h2", {}, text);
const section = (title, ...content) => (content.length ? [heading(title), ...content] : []);

/* ---- Nothing chosen ---- */

function aboutMap() {
  const w = words();
  const questions = STATEMENTS.filter(isQuestion).slice(0, 40);
  const sources = Object.values(ABOUT.sources).map((names) => prose("p", {}, choose(names)));
  return [
    heading(w.about),
    ...sources,
    element("p", { class: "quiet" },
      `${w.statements}${w.colon}${STATEMENTS.length} · ${w.steps}${w.colon}${STEPS.size}`),
    element("p", { class: "quiet" }, w.pick),
    ...questions.map((card) => {
      const link = cardLink(card.id);
      link.style.paddingInlineStart = `${6 + 16 * Math.min(4, pathTo(card.id).filter((id) => id !== card.id).length)}px`;
      return link;
    }),
  ];
}

/* ---- One card ---- */

function cardDetails(card) {
  const w = words();
  const step = card.step || card;
  return [
    element("div", { class: "title" },
      kindSign(card.kind),
      element("strong", {}, kindWord(card)),
      element("span", { class: "quiet" }, nameOf(card)),
      button({ "class": "close", "aria-label": w.close, "onclick": () => select(null) }, "×")),
    ...(card.kind === "joint" ? stepText(card.step) : statementText(card)),
    ...voice(card),
    facts([
      [w.statuses, w.status[step.status]],
      [w.certainty, w.certainties[card.certainty]],
      [w.confidence, step.confidence && percent(step.confidence)],
      [w.horizon, card.horizon && dateWords(card.horizon)],
    ]),
    ...section(w.figures, ...(card.figures || []).map(figure)),
    ...section(w.passages, ...passages(step.passages || [])),
    ...section(w.notes, ...notes(step.notes || {})),
    ...relations(card),
    element("div", { class: "actions" },
      card.kids.length
        ? button({ onclick: () => toggleFold(card.id) }, state.folded.has(card.id) ? w.unfold : w.fold)
        : null,
      button({ onclick: copyLink }, w.copy)),
    ...section(w.id, element("p", { class: "iri" }, safeLink(card.id, card.id))),
  ];
}

function statementText(card) {
  const shown = labelOf(card);
  const others = Object.entries(card.labels)
    .filter(([lang, text]) => lang !== shown.lang && text !== shown.text)
    .map(([lang, text]) => prose("p", { class: "other" }, { text, lang: lang === "und" ? null : lang }));
  return [prose("p", { class: "text" }, shown), ...others];
}

function stepText(step) {
  const label = choose(step.labels || {}).text;
  return [element("p", { class: "text" }, [schemesOf(step), label].filter(Boolean).join(words().colon) || words().step)];
}

function voice(card) {
  const { how, who } = card.voice || {};
  const asked = how === "reported" && isQuestion(card) ? "asked" : how;
  const conceded = card.conceded ? [element("p", {}, words().conceded(namesOf(card.conceded)))] : [];
  if (!how || (how === "unsaid" && isQuestion(card))) return conceded;
  return [element("p", { class: `voice ${how}` }, words().voices[asked](namesOf(who))), ...conceded];
}

function facts(pairs) {
  const rows = pairs.filter(([, value]) => value)
    .flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
  return rows.length ? element("dl", {}, ...rows) : null;
}

/* ---- Figures, dates and places in words ---- */

const percent = (share) => new Intl.NumberFormat(state.lang, { style: "percent" }).format(share);

function numberWords(written) {
  const value = Number(written);
  if (!Number.isFinite(value)) return written;
  const compact = Math.abs(value) >= 10000 ? { notation: "compact", compactDisplay: "long" } : {};
  const digits = { maximumSignificantDigits: 6 };
  return new Intl.NumberFormat(baseOf(state.lang), { ...compact, ...digits }).format(value);
}

function figure({ labels, bound, value, minimum, maximum, unit, horizon, duration }) {
  const w = words();
  const [low, high] = [minimum && numberWords(minimum), maximum && numberWords(maximum)];
  const bare = value ? numberWords(value) : low && high ? w.range(low, high) : low || high || "";
  const local = (unit || "").split(/[/#]/).pop();
  const measure = local in w.units ? w.units[local] : local.replace(/^CCY_/, "");
  const whole = measure ? w.withUnit(bare, measure) : bare;
  const reading = w.bounds[bound] || (value ? w.bounds.exactly : low && !high ? w.bounds.atLeast : w.bounds.exactly);
  const time = [horizon && w.until(dateWords(horizon)), duration && w.during(durationWords(duration))];
  const text = [reading(whole), ...time.filter(Boolean)].join(w.listed);
  return element("p", { class: "figure" },
    labels ? prose("span", { class: "quiet" }, choose(labels)) : null, element("strong", {}, text));
}

function dateWords(written) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(written) || [];
  if (!year) return written;
  const parts = { year: "numeric", ...(month && { month: "long" }), ...(day && { day: "numeric" }) };
  const date = new Date(Date.UTC(year, (month || 1) - 1, day || 1));
  return new Intl.DateTimeFormat(baseOf(state.lang), { ...parts, timeZone: "UTC" }).format(date);
}

function durationWords(written) {
  const found = [...written.matchAll(/(\d+)([YMWD])/g)];
  if (!/^P(\d+[YMWD])+$/.test(written)) return written;
  return found.map(([, count, unit]) => words().span(Number(count), words().spans[unit])).join(words().listed);
}

function languageName(tag) {
  try {
    return new Intl.DisplayNames(baseOf(state.lang), { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

/* Where it stands, a row for each language and source. */
function passages(list) {
  const rows = new Map();
  for (const { lang, paragraph, sentence, source } of list) {
    const names = Object.keys(ABOUT.sources).length > 1 ? ABOUT.sources[source] : null;
    const key = [lang ? languageName(lang) : "", names ? choose(names).text : ""].filter(Boolean).join(", ");
    rows.set(key, [...(rows.get(key) || []), words().place(paragraph, sentence)]);
  }
  const rowsOf = [...rows].flatMap(([key, places]) => [
    element("dt", {}, key || "·"), ...places.map((place) => element("dd", {}, place)),
  ]);
  return rowsOf.length ? [element("dl", {}, ...rowsOf)] : [];
}

function notes(texts) {
  const chosen = choose(texts);
  const list = chosen.text ? [].concat(chosen.text) : [];
  return list.map((text) => prose("p", { class: "note" }, { text, lang: chosen.lang }));
}

/* ---- Relations, both ways ---- */

function cardLink(id, ...more) {
  const card = CARDS.get(id);
  return button({ class: "card", onclick: () => select(id, { look: true }) },
    kindSign(card.kind), element("span", {}, prose("span", {}, labelOf(card)), ...more));
}

const quoted = (id) => `“${shortLabel(id)}”`;
function shortLabel(id) {
  const card = CARDS.get(id);
  if (!card) return words().noEnd;
  const { text } = labelOf(card);
  return text.length > 60 ? `${text.slice(0, 58).trimEnd()}…` : text;
}
const stepWords = (step) =>
  words().stepFrom(listOf(step.sources.map(quoted)), listOf(step.targets.map(quoted)) || words().noEnd);

/* The rows of a card's relations: { relation, back, id, step, aside } for what stands at the other end.
   A line to or from a joint is told as what the step does, not as a line to a point on the map. */
function relationRows(card) {
  const rows = [];
  const tell = (line, back) => {
    const far = CARDS.get(other(line, card.id));
    const step = STEPS.get(line.step);
    if (far.kind !== "joint" || card.kind === "joint") rows.push({ line, back, id: far.id, step });
    else if (far.id !== line.step) rows.push({ line, back, id: far.id, step, aside: stepWords(far.step) });
    else {
      const ends = back ? step.sources : step.targets;
      for (const id of ends.filter((end) => CARDS.has(end))) rows.push({ line, back, id, step });
    }
  };
  card.out.forEach((line) => tell(line, false));
  card.into.forEach((line) => tell(line, true));
  return rows;
}

function relations(card) {
  const groups = new Map();
  for (const row of relationRows(card)) {
    const key = `${Object.keys(RELATIONS).indexOf(row.line.relation)} ${row.back ? 1 : 0}`;
    groups.set(key, [...(groups.get(key) || []), row]);
  }
  const ordered = [...groups].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  return ordered.flatMap(([, rows]) => {
    const { line, back } = rows[0];
    const title = element("h2", { class: "relation" },
      relationSign(line.relation), words().relation[line.relation][back ? 1 : 0]);
    return [title, ...inSteps(rows, card)];
  });
}

/* The related cards; those that take part in one step stand together, under what is told of the step. */
function inSteps(rows, card) {
  const steps = new Map();
  for (const row of rows) {
    const key = row.line.step || row.line;
    steps.set(key, [...(steps.get(key) || []), row]);
  }
  return [...steps.values()].map((members) => {
    const told = stepTold(members[0], card);
    const links = members.map((row) => cardLink(row.id));
    return told ? element("div", { class: "step" }, told, ...links) : links[0];
  });
}

/* Small print: what the step is, what else takes part in it, who added it. It leads to the step's own
   card where it has one. */
function stepTold({ step, aside, back }, card) {
  if (!step) return null;
  const w = words();
  const others = back || card.kind === "joint" ? [] : step.sources.filter((id) => id !== card.id);
  const parts = [
    back && step.sources.length > 1 ? w.together : "",
    step.schemes ? schemesOf(step) : "",
    others.length ? w.alongWith(listOf(others.map(quoted))) : "",
    aside || "",
    step.status === "reconstructed" ? w.added : "",
  ].filter(Boolean);
  if (!parts.length) return null;
  const text = parts.join(w.semicolon);
  if (!CARDS.has(step.id) || step.id === card.id) return element("small", {}, text);
  return button({ class: "tell", onclick: () => select(step.id, { look: true }) }, text);
}

/* ---- The path from the question ---- */

function showCrumbs() {
  const crumbs = byId("crumbs");
  crumbs.setAttribute("aria-label", words().crumbs);
  const path = state.selected ? pathTo(state.selected).filter((id) => CARDS.get(id).kind !== "joint") : [];
  const kept = path.length > 5 ? [path[0], null, ...path.slice(-3)] : path;
  refill(crumbs, ...kept.map((id) => {
    if (!id) return element("span", { "aria-hidden": "true" }, "…");
    const current = id === state.selected ? "true" : null;
    return button({ "aria-current": current, "onclick": () => select(id, { look: true }) },
      prose("span", {}, labelOf(CARDS.get(id))));
  }));
}
