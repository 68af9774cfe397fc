/* Drawing the lines: the way they take, their pattern, and the mark at their end. */

/* A card that stands where it does because the card between was filtered away. */
const PASSED_OVER = { color: "line", dash: [1, 5], mark: "none", width: 1.6 };

const portOf = (box) => box[1] + Math.min(box[3] / 2, 20);
const bodyOf = (id) => (CARDS.get(id).step ? jointBox(scene.boxes.get(id)) : scene.boxes.get(id));

/* How far from the left edge of a column the lines of a relation run. */
function laneOf(parent, relation) {
  const lanes = scene.lanes.get(parent) || [relation];
  return 26 - Math.max(0, lanes.indexOf(relation)) * Math.min(9, 18 / Math.max(1, lanes.length - 1));
}

/* Questions under a question stand straight below it, unless they are so many that they flow. */
const standsBelow = (id, parent) =>
  !state.toRight && isQuestion(id) && isQuestion(parent) &&
  scene.kids.get(parent).filter(isQuestion).length <= SIDE_BY_SIDE;

/* The way from a card to the one it hangs under. */
function treeWay(id, parent, relation) {
  const [box, up] = [bodyOf(id), bodyOf(parent)];
  const [x, y, lane] = [box[0], portOf(box), laneOf(parent, relation)];
  if (state.toRight) {
    const port = portOf(up) + (26 - lane) * Math.min(0.9, up[3] / 45);
    const trunk = up[0] + up[2] + 6 + lane;
    return [[scene.boxes.get(id)[0], y], [trunk, y], [trunk, port], [up[0] + up[2], port]];
  }
  const bottom = up[1] + up[3];
  if (standsBelow(id, parent)) {
    const middle = x + Math.min(box[2] / 2, 150);
    return [[middle, box[1]], [middle, bottom]];
  }
  return [[x, y], [x - INDENT + lane, y], [x - INDENT + lane, bottom]];
}

/* The way of a line across the tree: a curve between the sides that face each other. */
function crossWay(from, to) {
  const [a, b] = [bodyOf(from), bodyOf(to)];
  const [ay, by] = [a[1] + a[3] / 2 + 4, b[1] + b[3] / 2 + 4];
  const [ar, br] = [a[0] + a[2], b[0] + b[2]];
  if (a[0] > br + 8 || b[0] > ar + 8) {
    const side = a[0] > br ? -1 : 1;
    const [x1, x2] = side > 0 ? [ar, b[0]] : [a[0], br];
    const pull = side * clamp(Math.abs(x1 - x2) / 2, 36, 160);
    return [[x1, ay], [x1 + pull, ay], [x2 - pull, by], [x2, by]];
  }
  const wide = a[2] > 400 ? a : b[2] > 400 ? b : null;
  if (!wide) { /* one above the other: around the right */
    const out = Math.max(ar, br) + 30;
    return [[ar, ay], [out, ay], [out, by], [br, by]];
  }
  const card = wide === a ? b : a; /* a heading spans the card: leave at its side, meet the heading's edge */
  const right = card[0] + card[2];
  const edge = wide[1] < card[1] ? wide[1] + wide[3] : wide[1];
  const x = clamp(right + 18, wide[0] + 12, wide[0] + wide[2] - 12);
  const way = [[right, portOf(card)], [x + 14, portOf(card)], [x, (portOf(card) + edge) / 2], [x, edge]];
  return wide === a ? way.reverse() : way;
}

function strokeLine(pen, points, look, scale, curved, weight = 1) {
  const thick = clamp(0.5 / scale, 1, 2.4);
  pen.strokeStyle = paint(look.color);
  pen.lineWidth = look.width * thick * weight;
  pen.setLineDash(scale < TINY ? [] : look.dash.map((part) => part * thick));
  pen.beginPath();
  pen.moveTo(...points[0]);
  if (curved) pen.bezierCurveTo(...points[1], ...points[2], ...points[3]);
  else roundCorners(pen, points);
  pen.stroke();
  pen.setLineDash([]);
  const [from, to] = look.atSource ? [points[1], points[0]] : points.slice(-2);
  drawMark(pen, look.mark, from, to, 9 * thick);
}

function roundCorners(pen, points) {
  points.slice(1).forEach((b, index) => {
    const [a, c] = [points[index], points[index + 2] || b];
    const [before, after] = [Math.hypot(b[0] - a[0], b[1] - a[1]), Math.hypot(c[0] - b[0], c[1] - b[1])];
    const r = Math.min(8, before / 2, after / 2);
    if (r < 1) return pen.lineTo(...b);
    pen.lineTo(b[0] + ((a[0] - b[0]) / before) * r, b[1] + ((a[1] - b[1]) / before) * r);
    pen.quadraticCurveTo(...b, b[0] + ((c[0] - b[0]) / after) * r, b[1] + ((c[1] - b[1]) / after) * r);
  });
}

function drawMark(pen, mark, from, to, size) {
  const { strokes, fill, width } = MARKS[mark];
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const [cos, sin] = [Math.cos(angle) * size, Math.sin(angle) * size];
  if (width) pen.lineWidth = size * width;
  pen.fillStyle = fill === "ground" ? paint("bg") : pen.strokeStyle;
  for (const stroke of strokes) {
    const at = ([back, aside]) => [to[0] - cos * back - sin * aside, to[1] - sin * back + cos * aside];
    trace(pen, stroke.map(at), true);
    if (fill) pen.fill();
    pen.stroke();
  }
}

/* One line of the map. Lines across the tree are faint until one of their cards is chosen. */
function drawLine(pen, { line, id, parent, quiet }) {
  const { lit, scale } = scene;
  const ends = line ? [line.source, line.target] : [id, parent];
  const on = scene.way ? isOnWay(line) : !lit || ends.every((end) => lit.has(end));
  if (parent) {
    pen.globalAlpha = on ? 1 : 0.15;
    const way = treeWay(id, parent, line && line.relation);
    if (!line) return strokeLine(pen, way, PASSED_OVER, scale);
    if (line.source !== id) way.reverse();
    return strokeLine(pen, way, lookOf(line), scale, false, lit && on ? 1.3 : 1);
  }
  const touched = scene.way ? on : ends.includes(state.selected);
  if (quiet && !touched) return undefined;
  pen.globalAlpha = touched ? 1 : !lit ? 0.45 : on ? 0.4 : 0.05;
  return strokeLine(pen, crossWay(line.source, line.target), lookOf(line), scale, true, touched ? 1.2 : 0.8);
}

/* What goes into a step meets there without a mark; what attacks the step has one. */
const lookOf = ({ relation, target, step }) =>
  target === step ? { ...RELATIONS[relation], mark: "none" } : RELATIONS[relation];
