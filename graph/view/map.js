/* The map: which cards are on it, where, and the camera over it. */

const DATA = new vis.DataSet();
const FITTING = 0.36; /* a whole map that would be shown smaller than this opens at its first card */
const READING = 0.8;
const root = document.documentElement;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/* ---- Which cards ---- */

const isFiltered = (card) =>
  card.kind !== "joint" &&
  (state.hidden.has(`kind:${card.kind}`) || state.hidden.has(`status:${card.status || "none"}`));

/* Walk the tree as far as it is unfolded; a card that is filtered away leaves its place to what is
   under it. Fills scene.kids and scene.parents, returns the roots. */
function collect() {
  scene.kids = new Map();
  scene.parents = new Map();
  const waiting = [...ROOTS].reverse().map((id) => [id, null]);
  while (waiting.length) {
    const [id, above] = waiting.pop();
    const card = CARDS.get(id);
    const shown = !isFiltered(card);
    if (shown) {
      scene.kids.set(id, []);
      scene.parents.set(id, above);
      if (above) scene.kids.get(above).push(id);
    }
    if (state.folded.has(id)) continue;
    for (let i = card.kids.length - 1; i >= 0; i--) waiting.push([card.kids[i], shown ? id : above]);
  }
  for (const id of [...scene.kids.keys()].reverse()) { /* a step none of whose cards is left goes too */
    const card = CARDS.get(id);
    if (card.kind !== "joint" || !card.kids.length || scene.kids.get(id).length || state.folded.has(id)) continue;
    const above = scene.parents.get(id);
    if (above) scene.kids.set(above, scene.kids.get(above).filter((kid) => kid !== id));
    scene.kids.delete(id);
    scene.parents.delete(id);
  }
  return [...scene.parents.keys()].filter((id) => !scene.parents.get(id));
}

/* ---- Where ---- */

function sizeOf(card) {
  if (card.kind === "joint") return [240, 24];
  const heading = isQuestion(card);
  const width = heading ? 300 : 240;
  const font = heading ? fontOf(15, 600) : fontOf(14);
  const lines = linesOf(card, font, width - 2 * SIDE, heading ? 5 : MOST_LINES).length || 1;
  const height = HEAD + (heading ? Math.max(2, lines) * 20 : lines * LINE_HEIGHT) + FOOT;
  return [width, height + (height % 2)];
}

function aspectOfStage() {
  const { clientWidth, clientHeight } = byId("map");
  return clamp(Math.round((clientWidth / Math.max(1, clientHeight)) * 10) * 10, 50, 240);
}

/* Place the cards. The height of columns is kept, so that folding one card leaves the others where
   they are, until a new height is asked for. */
function arrange(anew = false) {
  const roots = collect();
  const sizes = new Map([...scene.parents.keys()].map((id) => [id, sizeOf(CARDS.get(id))]));
  const spread = new Set([...sizes.keys()].filter((id) => isQuestion(CARDS.get(id))));
  const { toRight } = state;
  const placed = layout(sizes, scene.kids, roots, {
    spread, toRight, aspect: aspectOfStage(), limit: anew ? 0 : scene.limit,
  });
  Object.assign(scene, placed);
  findLines();
  const gone = DATA.getIds().filter((id) => !scene.boxes.has(id));
  if (gone.length) DATA.remove(gone);
  DATA.update([...scene.boxes].map(([id, [x, y, w, h]]) => (
    { id, label: "", x: x + w / 2, y: y + h / 2, size: Math.max(w, h) / 2 })));
  const shown = [...scene.boxes.keys()].filter((id) => CARDS.get(id).kind !== "joint").length;
  byId("count").textContent = words().count(shown, STATEMENTS.length);
}

function findLines() {
  const here = (line) => scene.boxes.has(line.source) && scene.boxes.has(line.target);
  const off = (line) => state.hidden.has(`relation:${line.relation}`);
  /* That a card answers the question it stands under is told by where it stands. */
  const told = (line) => line.relation === "answers" && pathTo(line.source).includes(line.target);
  scene.lines = LINES.filter((line) => here(line) && !off(line) && !line.tree)
    .map((line) => ({ line, quiet: told(line) }));
  scene.lanes = new Map();
  for (const [id, parent] of scene.parents) {
    if (!parent) continue;
    const card = CARDS.get(id);
    const line = card.parent === parent ? treeLine(card) : null;
    if (line && off(line)) continue;
    scene.lines.push({ line, id, parent });
    const lanes = scene.lanes.get(parent) || scene.lanes.set(parent, []).get(parent);
    const relation = line ? line.relation : null;
    if (!lanes.includes(relation) && !isHeadingUnder(id, parent)) lanes.push(relation);
  }
}

/* ---- The network, which holds the cards, the camera and the mouse ---- */

const options = read("options");
options.nodes.ctxRenderer = ({ ctx, id }) => {
  const [, , width, height] = scene.boxes.get(id) || [0, 0, 0, 0];
  return { drawNode: () => drawCard(ctx, CARDS.get(id)), nodeDimensions: { width, height } };
};
const network = new vis.Network(byId("map"), { nodes: DATA, edges: new vis.DataSet() }, options);

network.on("beforeDrawing", (pen) => {
  const { clientWidth, clientHeight } = byId("map");
  const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
  const { x: right, y: bottom } = network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
  Object.assign(scene, { scale: network.getScale(), view: { left, right, top, bottom } });
  for (const drawn of scene.lines) {
    const [a, b] = drawn.line ? [drawn.line.source, drawn.line.target] : [drawn.id, drawn.parent];
    const [p, q] = [scene.boxes.get(a), scene.boxes.get(b)];
    const outside = Math.max(p[0] + p[2], q[0] + q[2]) < left - 60 || Math.min(p[0], q[0]) > right + 60 ||
      Math.max(p[1] + p[3], q[1] + q[3]) < top - 60 || Math.min(p[1], q[1]) > bottom + 60;
    if (!outside) drawLine(pen, drawn);
  }
  pen.globalAlpha = 1;
});

network.on("click", ({ nodes, pointer }) => {
  const id = nodes[0];
  if (id === undefined) return select(null);
  const card = CARDS.get(id);
  const { box: [x, y, w, h] } = foldBox(card);
  const { x: px, y: py } = pointer.canvas;
  const onTab = card.kids.length && px >= x - 4 && px <= x + w + 4 && py >= y - 4 && py <= y + h + 4;
  if (onTab) toggleFold(id);
  else select(id);
});
network.on("doubleClick", ({ nodes }) => nodes[0] !== undefined && toggleFold(nodes[0]));
network.on("hoverNode", ({ node }) => hover(node));
network.on("blurNode", () => hover(null));

function hover(id) {
  scene.hover = id;
  byId("map").style.cursor = id ? "pointer" : "";
  network.redraw();
}

/* ---- Camera ---- */

/* Fit the canvas to its place without changing what the camera shows. */
function resize() {
  const { clientWidth, clientHeight } = byId("map");
  if (scene.width === clientWidth && scene.height === clientHeight) return;
  const [scale, position] = [network.getScale(), network.getViewPosition()];
  Object.assign(scene, { width: clientWidth, height: clientHeight });
  network.setSize("100%", "100%");
  network.moveTo({ scale, position, animation: false });
  network.redraw();
}
new ResizeObserver(resize).observe(byId("map"));

function boundsOf(boxes) {
  const edge = (side, most) => boxes.reduce((far, box) => most(far, side(box)), most === Math.min ? 1e9 : -1e9);
  return [
    edge((box) => box[0], Math.min), edge((box) => box[1], Math.min),
    edge((box) => box[0] + box[2], Math.max), edge((box) => box[1] + box[3], Math.max),
  ];
}

function fittingScale([left, top, right, bottom]) {
  const { clientWidth, clientHeight } = byId("map");
  return Math.min(1, (clientWidth - 48) / (right - left), (clientHeight - 72) / (bottom - top));
}

function moveTo(x, y, scale, gently = false) {
  resize();
  const animation = gently && !still() ? { duration: 240, easingFunction: "easeInOutQuad" } : false;
  network.moveTo({ position: { x, y }, scale, animation });
}

function fit() {
  if (!scene.boxes.size) return;
  const bounds = boundsOf([...scene.boxes.values()]);
  const scale = Math.max(0.03, fittingScale(bounds));
  moveTo((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, scale);
}

/* The first view: all of it if that can be read, else the first card with what stands below it. */
function home() {
  if (!scene.boxes.size) return;
  const bounds = boundsOf([...scene.boxes.values()]);
  if (fittingScale(bounds) >= FITTING) return fit();
  const { clientWidth, clientHeight } = byId("map");
  const scale = READING;
  moveTo(bounds[0] - 20 / scale + clientWidth / 2 / scale, bounds[1] - 24 / scale + clientHeight / 2 / scale, scale);
}

function zoom(factor) {
  const { x, y } = network.getViewPosition();
  moveTo(x, y, clamp(network.getScale() * factor, 0.03, 3));
}

/* Bring a card into view, in a scale at which it can be read. */
function lookAt(id) {
  const [x, y, w, h] = scene.boxes.get(id);
  const scale = Math.max(network.getScale(), READING);
  const half = byId("map").clientWidth / 2 / scale;
  const middle = w > 2 * half ? x + half - 20 / scale : x + w / 2;
  moveTo(middle, y + h / 2, scale, true);
}

/* ---- Choosing and folding ---- */

/* The card with all it is tied to, and the path up to its question. */
function around(id) {
  const lit = new Set(pathTo(id));
  const add = (line) => {
    const at = other(line, id);
    lit.add(at);
    if (CARDS.get(at).kind !== "joint") return;
    for (const beyond of CARDS.get(at).out.concat(CARDS.get(at).into)) lit.add(other(beyond, at));
  };
  CARDS.get(id).out.concat(CARDS.get(id).into).forEach(add);
  return lit;
}

function highlight() {
  const id = state.selected;
  scene.lit = id && scene.boxes.has(id) ? around(id) : null;
  network.redraw();
}

/* Unfold and unfilter what keeps a card off the map. */
function reveal(id) {
  for (const above of pathTo(id).slice(0, -1)) state.folded.delete(above);
  const card = CARDS.get(id);
  state.hidden.delete(`kind:${card.kind}`);
  state.hidden.delete(`status:${card.status || "none"}`);
  arrange();
}

/* Keep a card where it is on the screen while the map around it is placed anew. */
function holding(id, change) {
  const before = scene.boxes.get(id);
  const { x, y } = network.getViewPosition();
  change();
  const after = scene.boxes.get(id);
  if (before && after) moveTo(x + after[0] - before[0], y + after[1] - before[1], network.getScale());
}

/* Choose a card, or none; show it on the map, in the outline and in the panel. */
function select(id, { look = false } = {}) {
  state.selected = id;
  if (id && !scene.boxes.has(id)) reveal(id);
  refresh();
  if (id && look) lookAt(id);
  if (id) announce(`${kindWord(CARDS.get(id))}${words().colon}${labelOf(CARDS.get(id)).text}`);
}

function toggleFold(id) {
  if (!CARDS.get(id).kids.length) return;
  if (!state.folded.delete(id)) state.folded.add(id);
  holding(id, () => arrange());
  refresh();
}
