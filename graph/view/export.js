/* Taking the map away: as a picture, on paper, as a link. */

const MOST_WIDE = 16000; /* pixels of a PNG, either way */
const MOST_PIXELS = 64e6;
const share = byId("share");

function showShare() {
  if (!isNew(share, state.lang)) return;
  const w = words();
  const { title, svg, png, print: paper } = w.share;
  const does = { [svg]: saveSvg, [png]: savePng, [paper]: () => print(), [w.copy]: copyLink };
  const items = Object.entries(does).map(([text, onclick]) => button({ onclick }, text));
  items.forEach((item) => item.addEventListener("click", () => closeShare(true)));
  refill(share.firstElementChild, title);
  refill(share.lastElementChild, ...items);
}

function closeShare(back) {
  if (share.open && back) share.firstElementChild.focus();
  share.open = false;
}

share.addEventListener("keydown", (event) => {
  const items = [...share.querySelectorAll("button")];
  const way = { ArrowDown: 1, ArrowUp: items.length - 1 }[event.key];
  if (event.key === "Escape" && share.open) closeShare(true);
  else if (way) {
    share.open = true;
    const at = items.indexOf(document.activeElement);
    items[at < 0 && way > 1 ? way : (at + way) % items.length].focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
});
for (const left of ["click", "focusin"]) {
  document.addEventListener(left, (event) => share.contains(event.target) || closeShare());
}

/* ---- Pictures: the map as it is folded, filtered and marked, whatever part of it is on the screen ---- */

function drawMap(pen, [left, top, right, bottom], scale) {
  const kept = { ...scene };
  Object.assign(scene, { scale, hover: null, view: { left, top, right, bottom } });
  square(pen, [left, top, right - left, bottom - top]);
  pen.fillStyle = paint("bg");
  pen.fill();
  scene.lines.forEach((line) => drawLine(pen, line));
  for (const id of scene.boxes.keys()) drawCard(pen, CARDS.get(id));
  Object.assign(scene, kept);
}

function frame() {
  const [left, top, right, bottom] = boundsOf([...scene.boxes.values()]);
  return [left - 40, top - 24, right + 48, bottom + 24];
}

function saveSvg() {
  const [left, top, right, bottom] = frame();
  const pen = new SvgPen(right - left, bottom - top);
  const look = { "viewBox": [left, top, right - left, bottom - top].join(" "), "role": "img", "font-family": FAMILY };
  for (const [name, value] of Object.entries(look)) pen.svg.setAttribute(name, value);
  pen.svg.removeAttribute("aria-hidden");
  pen.put("title", {}).textContent = document.title.replace(NOT_XML, "");
  drawMap(pen, frame(), 1);
  save(new Blob([new XMLSerializer().serializeToString(pen.svg)], { type: "image/svg+xml" }), "svg");
}

function savePng() {
  const [left, top, right, bottom] = frame();
  const [wide, high] = [right - left, bottom - top];
  const k = Math.min(2, MOST_WIDE / wide, MOST_WIDE / high, Math.sqrt(MOST_PIXELS / wide / high));
  const canvas = element("canvas", { width: Math.round(wide * k), height: Math.round(high * k) });
  const pen = canvas.getContext("2d");
  pen.setTransform(k, 0, 0, k, -left * k, -top * k);
  drawMap(pen, frame(), Math.min(1, k));
  canvas.toBlob((blob) => (blob ? save(blob, "png") : notify(words().share.failed)));
}

function save(blob, ending) {
  const plainTitle = document.title.replace(/[\p{C}\\/:*?"<>|.]+/gu, " ").trim().replace(/\s+/g, "-");
  const download = `${[...plainTitle].slice(0, 80).join("") || "whyso"}.${ending}`;
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

addEventListener("beforeprint", () => refill(byId("paper"), ...unfolded().map(onPaper)));
addEventListener("afterprint", () => refill(byId("paper")));
