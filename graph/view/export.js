/* Taking the map away: as a picture, on paper, as a link. */

const MOST_WIDE = 16000; /* pixels of a PNG, either way */
const MOST_PIXELS = 64e6;
const share = byId("share");

function showShare() {
  if (!isNew(share, state.lang)) return;
  const { copy: link, share: { title, svg, png, print: paper } } = words();
  const items = [[svg, saveSvg], [png, savePng], [paper, () => print()], [link, copyLink]];
  refill(share.firstElementChild, title);
  refill(share.lastElementChild, ...items.map(([text, onclick]) => button({ onclick }, text)));
}

function closeShare() {
  share.open = false;
  share.firstElementChild.focus();
}

share.lastElementChild.addEventListener("click", closeShare);
share.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !share.open) return;
  closeShare();
  event.stopPropagation();
});
for (const elsewhere of ["click", "focusin"]) {
  document.addEventListener(elsewhere, ({ target }) => { share.open &&= share.contains(target); });
}

/* ---- Pictures: the map as it is folded, filtered and marked, whatever part of it is on the screen ---- */

function frame() {
  const [left, top, right, bottom] = boundsOf([...scene.boxes.values()]);
  return [left - 40, top - 24, right - left + 88, bottom - top + 48];
}

function drawMap(pen, [left, top, width, height], scale) {
  const { scale: before, hover, view } = scene;
  Object.assign(scene, { scale, hover: null, view: { left, top, right: left + width, bottom: top + height } });
  square(pen, [left, top, width, height]);
  pen.fillStyle = paint("bg");
  pen.fill();
  scene.lines.forEach((line) => drawLine(pen, line));
  for (const id of scene.boxes.keys()) drawCard(pen, CARDS.get(id));
  Object.assign(scene, { scale: before, hover, view });
}

function saveSvg() {
  const [pen, seen] = [new SvgPen(...frame().slice(2)), frame().join(" ")];
  const look = { "viewBox": seen, "role": "img", "aria-hidden": false, "font-family": FAMILY };
  for (const [name, value] of Object.entries(look)) pen.svg.setAttribute(name, value);
  pen.put("title", {}).textContent = document.title.replace(NOT_XML, "");
  drawMap(pen, frame(), 1);
  save(new Blob([new XMLSerializer().serializeToString(pen.svg)], { type: "image/svg+xml" }), "svg");
}

function savePng() {
  const [left, top, width, height] = frame();
  const k = Math.min(2, MOST_WIDE / width, MOST_WIDE / height, Math.sqrt(MOST_PIXELS / width / height));
  const canvas = element("canvas", { width: Math.round(width * k), height: Math.round(height * k) });
  const pen = canvas.getContext("2d");
  pen.setTransform(k, 0, 0, k, -left * k, -top * k);
  drawMap(pen, frame(), Math.min(1, k));
  canvas.toBlob((blob) => (blob ? save(blob, "png") : notify(words().share.failed)));
}

/* Hand a file to the reader, named after the map. */
function save(blob, ending) {
  const name = document.title.replace(/[\p{C}\s\\/:*?"<>|.]+/gu, "-").replace(/^-|-$/g, "");
  const download = `${[...name].slice(0, 80).join("") || "whyso"}.${ending}`;
  const href = URL.createObjectURL(blob);
  element("a", { href, download }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
  notify(fill(words().share.saved, download));
}

/* ---- On paper: the outline as it is unfolded, as text ---- */

function onPaper([id, level]) {
  const [w, card] = [words(), CARDS.get(id)];
  if (isFiltered(card)) return null;
  const { name, status, voice = {} } = card.step || card;
  const told = present([
    kindWord(card), name, namesOf(voice.who), w.status[status], w.verdict[statusOf(id)],
    state.folded.has(id) ? `+${below.get(id)}` : "",
  ]).join(w.semicolon);
  const made = element(isQuestion(id) ? `h${clamp(level + 1, 2, 6)}` : "p", {},
    element("strong", {}, tieOf(card)), prose("span", {}, labelOf(card)), element("small", {}, ` (${told})`));
  made.style.marginInlineStart = `${Math.min(level - 1, 12) * 5}mm`;
  return made;
}

addEventListener("beforeprint", () => {
  const { verdict, colon } = words();
  const reader = READERS.get(state.reader);
  refill(byId("paper"), reader && element("p", {}, verdict.none + colon + choose(reader.titles).text),
    ...unfolded().map(onPaper));
});
addEventListener("afterprint", () => refill(byId("paper")));
