/* The reading pane: the text of the source beside the map, with its passages marked. A page has it only
   if it was made with the text. */

const TEXT = ABOUT.text;
const reading = byId("reading");
const here = element("div", { class: "here" }); /* the cards of the mark that is read */
const reader = { marks: [], at: null };

/* Open or close the text, at a mark if one is given. */
function openText(wanted, mark) {
  state.read = wanted;
  if (mark) reader.at = mark;
  refresh();
  if (mark) mark.made.focus();
}

/* The first mark of a passage, if the text is there and the passage fits it. */
function markOf({ lang, paragraph, sentence, source }) {
  if (!TEXT || (source && source !== TEXT.source)) return null;
  fillText();
  const wanted = [lang, paragraph, sentence].join();
  return reader.marks.find(({ passages }) => passages.some((at) => TEXT.passages[at].place === wanted));
}

function fillText() {
  if (!isNew(reading, state.lang, state.theme)) return;
  const [w, top] = [words(), reading.scrollTop];
  const notice = choose(TEXT.notice, []);
  const isOurs = ({ lang }) => lang && baseOf(lang) === baseOf(state.lang);
  const mixed = TEXT.blocks.some(isOurs);
  reader.marks = [];
  reading.setAttribute("aria-label", w.reading.title);
  refill(
    reading,
    element("div", { class: "title" }, element("h2", {}, w.reading.title),
      element("span", { class: "quiet" }, TEXT.name),
      button({ "class": "close", "aria-label": w.close, "onclick": () => openText(false) }, "×")),
    notice.text.length ? element("details", { class: "notice" }, element("summary", {}, notice.text[0]),
      notice.text.slice(1).map((text) => element("p", {}, text))) : null,
    ...TEXT.blocks.map((block) => element(
      "p", { lang: block.lang, dir: "auto", class: mixed && block.lang && !isOurs(block) ? "muted" : null },
      block.parts.map((part) => (typeof part === "string" ? part : markFor(part, block))))),
  );
  reading.scrollTop = top;
}

/* A stretch of text that passages lie over: a link to the cards that have them. */
function markFor([text, ...passages], { lang }) {
  const nodes = passages.flatMap((at) => TEXT.passages[at].nodes).sort((a, b) => a - b);
  const ids = [...new Set(nodes.map((at) => idOf(TEXT.nodes[at])).filter(Boolean))];
  if (!ids.length) return text;
  const cards = ids.map((id) => CARDS.get(id));
  const made = element("a", {
    "href": `#${new URLSearchParams({ n: shortOf(ids[0]), read: 1 })}`,
    "class": cards[0].step ? "step" : cards[0].kind,
    "title": listOf(cards.map((card) => `${kindWord(card)} ${nameOf(card.step || card)}`)),
    "data-cards": ids.length > 1 ? ids.length : null,
    "onclick": (event) => {
      event.preventDefault();
      reader.at = mark;
      select(ids.includes(state.selected) ? state.selected : ids[0], true);
    },
  }, text);
  const mark = { made, ids, passages, lang: lang || "" };
  reader.marks.push(mark);
  return made;
}

/* Mark the passages of the chosen card, and list under the one that is read all its cards. */
function showReading() {
  const open = Boolean(TEXT) && state.read;
  document.body.classList.toggle("reading", open);
  reading.hidden = !open;
  if (!open) return;
  fillText();
  const isOn = ({ ids }) => ids.includes(state.selected);
  for (const mark of reader.marks) mark.made.toggleAttribute("aria-current", isOn(mark));
  const on = reader.marks.filter(isOn);
  const near = on.find(({ lang }) => baseOf(lang) === baseOf(state.lang)) || on[0];
  reader.at = on.includes(reader.at) ? reader.at : near;
  if (!reader.at) here.remove();
  else if (isNew(here, reader.marks.indexOf(reader.at), state.lang, state.theme) || !here.isConnected) {
    refill(here, ...reader.at.ids.map((id) => cardLink(id)));
    reader.at.made.closest("p").after(here);
    here.scrollIntoView({ block: "nearest" });
    reader.at.made.scrollIntoView({ block: "nearest" });
  }
  for (const chip of here.children) chip.setAttribute("aria-current", chip.dataset.id === state.selected);
}
