/* A pen that draws into an SVG element with the methods of a canvas that shapes and lines use, so that
   one code draws the map, the legend and any picture to keep. */

const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

class SvgPen {
  constructor(width, height) {
    this.svg = this.make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    this.path = "";
    this.dash = [];
  }
  make(tag, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }
  beginPath() { this.path = ""; }
  moveTo(x, y) { this.path += `M${x} ${y}`; }
  lineTo(x, y) { this.path += `L${x} ${y}`; }
  quadraticCurveTo(a, b, x, y) { this.path += `Q${a} ${b} ${x} ${y}`; }
  bezierCurveTo(a, b, c, d, x, y) { this.path += `C${a} ${b} ${c} ${d} ${x} ${y}`; }
  closePath() { this.path += "Z"; }
  setLineDash(dash) { this.dash = dash; }
  fill() { this.draw({ fill: this.fillStyle }); }
  stroke() {
    this.draw({
      "fill": "none", "stroke": this.strokeStyle, "stroke-width": this.lineWidth,
      "stroke-dasharray": this.dash.join(" ") || "none",
    });
  }
  fillText(text, x, y) {
    const [, weight, size] = this.font.match(/(\d+) ([\d.]+)px/);
    const look = { x, y, "font-size": size, "font-weight": weight, "fill": this.fillStyle };
    this.put("text", look).textContent = text.replace(NOT_XML, "");
  }
  draw(look) { this.put("path", { d: this.path, ...look }); }
  put(tag, look) {
    const made = this.make(tag, look);
    if (this.globalAlpha < 1) made.setAttribute("opacity", this.globalAlpha);
    this.svg.append(made);
    return made;
  }
}

/* Colours by name, read from the style sheet once for each theme. */
const palette = new Map();
function paint(name) {
  if (!palette.has(name)) {
    palette.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
  }
  return palette.get(name);
}

/* ---- The signs of the legend ---- */

/* Signs are drawn once for each theme, and copied. */
const signs = new Map();
function sign(name, draw) {
  if (!signs.has(name)) signs.set(name, draw());
  return signs.get(name).cloneNode(true);
}

const kindSign = (kind, status) => sign(`${kind} ${status}`, () => drawKindSign(kind, status));

function drawKindSign(kind, status) {
  const pen = new SvgPen(24, 16);
  if (STEPS.has(kind)) drawJointSign(pen, [2, 2, 20, 12], STEPS.get(kind));
  else drawShape(pen, KINDS[kind] || KINDS.proposition, [2, 3, 19, 11], status);
  return pen.svg;
}

const cardSign = (card) => kindSign(card.step ? card.id : card.kind);
const statusSign = (status) => kindSign("claim", status);

const relationSign = (relation) => sign(relation, () => drawRelationSign(relation));

function drawRelationSign(relation) {
  const pen = new SvgPen(34, 14);
  strokeLine(pen, [[2, 7], [32, 7]], { ...RELATIONS[relation], atSource: false }, 1);
  return pen.svg;
}
