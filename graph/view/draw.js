/* Drawing the cards on a canvas. */

/* What is on the map now: boxes by id, the card each hangs under, its lines, and the camera. */
const scene = {
  boxes: new Map(),
  parents: new Map(),
  kids: new Map(),
  lanes: new Map(),
  lines: [],
  lit: null,
  hover: null,
  scale: 1,
  view: { left: 0, right: 1, top: 0, bottom: 1 },
  limit: 0,
  size: "",
};

const HEAD = 30;
const FOOT = 12;
const SIDE = 14;
const LINE_HEIGHT = 19;
const MOST_LINES = 9;
const TINY = 0.12; /* below this scale dashes and the marks of a verdict would be dots */
const SMALL = 0.7; /* below this scale a card shows its text only, in letters that stay readable */

/* The size of letters that look the same at any scale; very far away smaller, to show more of a text. */
const readable = (least) => Math.round(Math.max(least, clamp(26 * scene.scale, 7.5, 10.5)) / scene.scale);

function drawCard(pen, card) {
  const box = scene.boxes.get(card.id);
  if (!box) return;
  const frame = state.selected === card.id ? 3.5 : scene.hover === card.id ? 2.6 : 0;
  pen.globalAlpha = scene.lit && !scene.lit.has(card.id) ? 0.22 : 1;
  pen.textBaseline = "alphabetic";
  const status = statusOf(card.id);
  if (card.step) drawJoint(pen, card, box, frame);
  else {
    drawShape(pen, signOf(card), box, card.status, frame, status);
    if (isQuestion(card.id)) drawHeading(pen, card, box);
    else if (scene.scale < SMALL) drawBigText(pen, card, box);
    else drawText(pen, card, box);
  }
  const changed = judged.changed.has(card.id);
  if (status && (changed || scene.scale > TINY)) drawBadge(pen, status, box, clamp(0.6 / scene.scale, 1, 1.6), changed);
  drawTab(pen, card);
  pen.globalAlpha = 1;
}

function write(pen, text, x, y, font, color) {
  pen.font = font;
  pen.fillStyle = paint(color);
  pen.fillText(text, x, y);
}

const inkOf = (card) =>
  signOf(card).shape === "plate" ? "question-ink"
    : card.status === "superseded" || statusOf(card.id) === "rejected" ? "muted" : "ink";

function drawText(pen, card, [x, y, w]) {
  const left = x + SIDE + (card.status === "quoted" ? 3 : 0);
  drawHead(pen, card, left, y + 20, x + w - left - SIDE);
  linesOf(card, fontOf(14), w - 2 * SIDE, MOST_LINES).forEach((text, index) => {
    const base = y + HEAD + 14 + index * LINE_HEIGHT;
    write(pen, text, left, base, fontOf(14), inkOf(card));
    if (card.status !== "superseded") return;
    dash(pen, [[left, base - 5], [left + widthOf(text, fontOf(14)), base - 5]], paint("muted"), 1.2);
  });
}

/* The first line of a card: its kind, its name, and who says it. */
function drawHead(pen, card, left, base, width) {
  const { shape, color } = signOf(card);
  const [bold, thin] = [fontOf(11, 700), fontOf(11)];
  const quiet = shape === "plate" ? "question-ink" : "muted";
  const kind = kindWord(card).toLocaleUpperCase(spoken());
  write(pen, kind, left, base, bold, shape === "plate" ? quiet : color);
  let used = widthOf(kind, bold) + 8;
  if (nameOf(card).length < 12) {
    write(pen, nameOf(card), left + used, base, thin, quiet);
    used += widthOf(nameOf(card), thin) + 10;
  }
  const room = width - used - (shape === "sheet" || shape === "signpost" ? 10 : 0);
  const who = shorten(cornerOf(card), thin, room);
  if (who === "…") return;
  const shift = isQuestion(card.id) ? 0 : room - widthOf(who, thin);
  write(pen, who, left + used + shift, base, thin, quiet);
}

/* Far away: the text alone, as large as it must be on the screen, as much of it as the card holds. */
function drawBigText(pen, card, [x, y, w, h]) {
  const size = readable(0);
  const height = size * 1.28;
  if (height > h) return;
  const lines = linesOf(card, fontOf(size), w - 22, Math.max(1, Math.floor((h - 6) / height)));
  const base = y + h / 2 - ((lines.length - 1) * height) / 2 + size * 0.36;
  lines.forEach((text, index) => write(pen, text, x + 12, base + index * height, fontOf(size), inkOf(card)));
}

/* A question heads what stands under it: its text is as large as its plate allows, and stays in sight
   while the plate is. */
function drawHeading(pen, card, [x, y, w, h]) {
  const { view, scale } = scene;
  const head = scale >= SMALL ? HEAD - 4 : 8;
  const seen = Math.min(x + w, view.right) - Math.max(x, view.left);
  const width = Math.min(w, Math.max(Math.ceil(seen / 20) * 20, 260)) - 2 * SIDE - 6;
  const least = Math.max(15, readable(9));
  if (least * 1.28 > h) return;
  let size = clamp(Math.round((h - head - 8) / 1.5), least, Math.max(least, 26));
  const wrapped = () => linesOf(card, fontOf(size, 600), width, Math.max(1, Math.floor((h - head - 6) / size / 1.28)));
  while (size > least && wrapped().some((text) => text.endsWith("…"))) size -= 1;
  const lines = wrapped();
  const widest = lines.reduce((most, text) => Math.max(most, widthOf(text, fontOf(size, 600))), 240);
  const left = clamp(view.left + 10 / scale, x, Math.max(x, x + w - widest - 2 * SIDE)) + SIDE + 4;
  if (scale >= SMALL) drawHead(pen, card, left, y + 18, x + w - left - SIDE);
  const top = y + head - 4 + (h - head - lines.length * size * 1.28) / 2;
  lines.forEach((text, index) =>
    write(pen, text, left, top + size * (0.98 + 1.28 * index), fontOf(size, 600), inkOf(card)));
}

/* A step: a small plate where its lines meet, with the scheme's name beside it. */
const jointBox = ([x, y, w]) => [state.toRight ? x + w - 34 : x, y + 2, 34, 20];

function drawJoint(pen, card, box, frame) {
  drawJointSign(pen, jointBox(box), card.step, frame);
  const { text, left } = jointLabel(card, box);
  write(pen, text, left, box[1] + 16, fontOf(11.5), "muted");
}

/* The text beside the plate, where it starts and where it ends; far away there is none. */
function jointLabel(card, [x, , w]) {
  const text = scene.scale < SMALL ? "" : shorten(labelOf(card).text, fontOf(11.5), w - 58);
  const left = x + (state.toRight ? 4 : 42);
  return { text, left, right: text ? left + widthOf(text, fontOf(11.5)) : left - 6 };
}

/* The tab at a card's right edge, or behind the text of a step: how many cards it hides, or a minus to
   fold it. */
function tabOf(card) {
  const box = scene.boxes.get(card.id);
  const [x, y, w, h] = box;
  const k = clamp(0.6 / scene.scale, 1, 2.2);
  const left = !card.step ? x + w - 10 : state.toRight ? x + w + 4 : jointLabel(card, box).right + 6;
  const text = isFolded(card.id) ? `+${below.get(card.id) || ""}` : "−";
  const width = widthOf(text, fontOf(12 * k, 700)) + 14 * k;
  return { text, k, box: [left, card.step ? y + 2 : y + h - 20 * k - 3, width, 20 * k] };
}

/* Far away, where its number could not be read, a card has no tab. */
const hasTab = (card) => card.kids.length > 0 && !scene.near && scene.scale >= 0.15;

function drawTab(pen, card) {
  const folded = isFolded(card.id);
  const pointedAt = scene.hover === card.id || state.selected === card.id;
  if (!hasTab(card) || !(folded || pointedAt)) return;
  const { text, k, box } = tabOf(card);
  rounded(pen, box, 10 * k);
  ink(pen, folded ? "ink" : "panel", "ink", 1.2);
  write(pen, text, box[0] + 7 * k, box[1] + 14.3 * k, fontOf(12 * k, 700), folded ? "panel" : "ink");
}
