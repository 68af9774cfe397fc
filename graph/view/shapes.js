/* The shapes of the cards. A pen is a canvas context, or an SvgPen. */

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

function trace(pen, points, open) {
  pen.beginPath();
  points.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  if (!open) pen.closePath();
}

function dash(pen, points, color, width) {
  trace(pen, points, true);
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.stroke();
}

/* A box with round corners; with a tail, a bubble of speech. */
function rounded(pen, [x, y, w, h], radius, tail = 0) {
  const r = Math.min(radius, h / 2, w / 2);
  pen.beginPath();
  pen.moveTo(x + r, y);
  pen.lineTo(x + w - r, y);
  pen.quadraticCurveTo(x + w, y, x + w, y + r);
  pen.lineTo(x + w, y + h - r);
  pen.quadraticCurveTo(x + w, y + h, x + w - r, y + h);
  if (tail) {
    pen.lineTo(x + w - r - tail * 0.4, y + h + tail);
    pen.lineTo(x + w - r - tail * 1.6, y + h);
  }
  pen.lineTo(x + r, y + h);
  pen.quadraticCurveTo(x, y + h, x, y + h - r);
  pen.lineTo(x, y + r);
  pen.quadraticCurveTo(x, y, x + r, y);
  pen.closePath();
}

/* Fill the path and draw its outline. */
function ink(pen, fill, line, width) {
  pen.fillStyle = paint(fill);
  pen.fill();
  pen.strokeStyle = paint(line);
  pen.lineWidth = width;
  pen.stroke();
}

const square = (pen, [x, y, w, h]) => trace(pen, [[x, y], [x + w, y], [x + w, y + h], [x, y + h]]);
const corner = (h) => clamp(h / 4, 4, 14);

const SHAPES = {
  square,
  seal: square,
  plate: (pen, box) => rounded(pen, box, 11),
  double: (pen, box) => rounded(pen, box, 11),
  round: (pen, box) => rounded(pen, box, 9),
  bubble: (pen, box) => rounded(pen, box, Math.min(11, box[3] / 3), Math.min(9, box[3] / 3)),
  signpost(pen, [x, y, w, h]) {
    const k = Math.min(13, h / 2);
    trace(pen, [[x, y], [x + w - k, y], [x + w, y + h / 2], [x + w - k, y + h], [x, y + h]]);
  },
  sheet(pen, [x, y, w, h]) {
    const k = corner(h);
    trace(pen, [[x, y], [x + w - k, y], [x + w, y + k], [x + w, y + h], [x, y + h]]);
  },
  cut(pen, [x, y, w, h]) {
    const k = corner(h);
    trace(pen, [[x + k, y], [x + w, y], [x + w, y + h - k], [x + w - k, y + h], [x, y + h], [x, y + k]]);
  },
};

/* The body of a card: shape by kind, border by status, a thicker frame when it is chosen; grey and dotted
   if it is rejected, striped if it is assumed false. */
function drawShape(pen, { shape, color }, [x, y, w, h], status, frame = 0, verdict = "") {
  const rejected = verdict === "rejected";
  const line = paint(rejected ? "muted" : color);
  const edge = shape === "plate" ? paint("question-edge") : line;
  const added = status === "reconstructed";
  const fill = added || verdict === "assumed" || rejected || status === "superseded" ? "panel" : `${color}-fill`;
  pen.strokeStyle = line;
  pen.lineWidth = 1.5;
  if (shape === "double") { /* a second plate looks out from behind */
    const out = clamp(h * 0.12, 2, 6);
    SHAPES.double(pen, [x + out, y - out + 1, w, h]);
    pen.fillStyle = paint("question-fill");
    pen.fill();
    pen.stroke();
  }
  SHAPES[shape](pen, [x, y, w, h]);
  pen.fillStyle = paint(shape === "plate" ? "plate" : fill);
  pen.fill();
  pen.setLineDash(frame ? [] : rejected ? [2, 4] : added ? [6, 4] : []);
  pen.strokeStyle = frame ? paint("ink") : added ? edge : line;
  pen.lineWidth = frame || 1.5;
  pen.stroke();
  pen.setLineDash([]);
  if (shape === "sheet") {
    const k = corner(h);
    dash(pen, [[x + w - k, y], [x + w - k, y + k], [x + w, y + k]], line, 1.2);
  } else if (shape === "seal") {
    const gap = h > 20 ? 4 : 2.5;
    square(pen, [x + gap, y + gap, w - 2 * gap, h - 2 * gap]);
    pen.lineWidth = 1.2;
    pen.stroke();
  }
  if (verdict === "assumed") {
    pen.setLineDash([2, 6]);
    dash(pen, [[x + 3, y + h / 2], [x + w - 3, y + h / 2]], paint("line"), h - 6);
    pen.setLineDash([]);
  }
  /* the bar of a quotation; in the legend, the stroke through what is withdrawn */
  if (status === "quoted") dash(pen, [[x + 7, y + h * 0.2], [x + 7, y + h * 0.8]], edge, 2.5);
  if (status === "superseded" && h < 20) dash(pen, [[x + 3, y + h / 2], [x + w - 3, y + h / 2]], line, 1.2);
}

/* A round mark at a card's corner: a tick for what a verdict accepts, a cross for what it rejects, a
   stroke for what it leaves undecided. */
const BADGES = {
  accepted: [[-4, 0], [-1, 4], [4, -4]],
  rejected: [[-3, -3], [3, 3], [0, 0], [3, -3], [-3, 3]],
  undecided: [[-4, 0], [4, 0]],
};
BADGES.assumed = BADGES.rejected;

/* What stands is marked quietly; what is assumed false in black, what changed in colour. */
function drawBadge(pen, name, [x, y], k, changed) {
  const [fill, line] = changed ? ["accent", "accent-ink"] : name === "assumed" ? ["ink", "panel"]
    : ["panel", name === "accepted" ? "muted" : "ink"];
  rounded(pen, [x - 6 * k, y - 6 * k, 16 * k, 16 * k], 8 * k);
  ink(pen, fill, line, 1.2);
  dash(pen, BADGES[name].map(([a, b]) => [x + (2 + a) * k, y + (2 + b) * k]), paint(line), 2);
}

/* The plate at which the lines of a step meet: a plus where several premises work together. */
function drawJointSign(pen, box, step, frame = 0) {
  const [x, y, w, h] = box;
  const added = step.status === "reconstructed" && !frame;
  rounded(pen, box, 7);
  pen.setLineDash(added ? [4, 3] : []);
  ink(pen, "panel", frame ? "ink" : RELATIONS[step.relation].color, frame || 1.5);
  pen.setLineDash([]);
  const [cx, cy, k, black] = [x + w / 2, y + h / 2, Math.min(5, h / 3), paint("ink")];
  if (step.sources.length > 1) {
    dash(pen, [[cx - k, cy], [cx + k, cy]], black, 1.6);
    dash(pen, [[cx, cy - k], [cx, cy + k]], black, 1.6);
  } else {
    dash(pen, [[cx - k * 0.6, cy - k], [cx + k * 0.6, cy], [cx - k * 0.6, cy + k]], black, 1.6);
  }
}
