/* The map: which cards are on it, where, and the camera over it. */

const FITTING = 0.36; /* a whole map that would be shown smaller than this opens at its first card */
const READING = 0.8;
const stage = byId("map");
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/* ---- Which cards ---- */

/* Walk the tree as far as it is unfolded; a card that is filtered away leaves its place to what is
   under it. Fills scene.kids and scene.parents, returns the roots. */
function collect() {
  scene.kids = new Map();
  scene.parents = new Map();
  const waiting = [...ROOTS].reverse().map((id) => [id, null]);
  while (waiting.length) {
    const [id, above] = waiting.pop();
    const card = CARDS.get(id);
    const shown = isOnMap(card);
    if (shown) {
      scene.kids.set(id, []);
      scene.parents.set(id, above);
      if (above) scene.kids.get(above).push(id);
    }
    if (isFolded(id)) continue;
    for (const kid of [...card.kids].reverse()) waiting.push([kid, shown ? id : above]);
  }
  for (const id of [...scene.kids.keys()].reverse()) { /* a step none of whose cards is left goes too */
    const { step, kids } = CARDS.get(id);
    const kept = scene.kids.get(id).length || isFolded(id) || state.selected === id || scene.way?.has(id);
    if (!step || !kids.length || kept) continue;
    const above = scene.parents.get(id);
    if (above) scene.kids.set(above, scene.kids.get(above).filter((kid) => kid !== id));
    scene.kids.delete(id);
    scene.parents.delete(id);
  }
  return [...scene.parents.keys()].filter((id) => !scene.parents.get(id));
}

/* ---- Where ---- */

function sizeOf(card) {
  if (card.step) return [240, 24];
  const heading = isQuestion(card.id);
  const width = heading ? 300 : 240;
  const font = heading ? fontOf(15, 600) : fontOf(14);
  const lines = linesOf(card, font, width - 2 * SIDE, heading ? 5 : MOST_LINES).length || 1;
  const height = HEAD + (heading ? Math.max(2, lines) * 20 : lines * LINE_HEIGHT) + FOOT;
  return [width, height + (height % 2)];
}

/* Place the cards. The height of columns is kept, so that folding one card leaves the others where
   they are, until a new height is asked for. */
function arrange(anew) {
  findWays();
  const roots = collect();
  const sizes = new Map([...scene.parents.keys()].map((id) => [id, sizeOf(CARDS.get(id))]));
  const { clientWidth, clientHeight } = stage;
  Object.assign(scene, layout(sizes, scene.kids, roots, {
    spread: new Set([...sizes.keys()].filter(isQuestion)),
    aspect: clamp(Math.round((clientWidth / Math.max(1, clientHeight)) * 10) * 10, 50, 240),
    limit: anew ? 0 : scene.limit,
    toRight: state.toRight,
  }));
  findLines();
  if (nodes) undrawn(hand);
}

/* Change something without drawing the map each time that the network would. */
function undrawn(change) {
  const before = scene.placing;
  scene.placing = true;
  change();
  scene.placing = before;
}

function findLines() {
  const off = (line) => state.hidden.has(`relation:${line.relation}`) && !isOnWay(line);
  const here = (line) => scene.boxes.has(line.source) && scene.boxes.has(line.target) && !off(line);
  /* That a card answers the question it stands under is told by where it stands. */
  const told = (line) => line.relation === "answers" && pathTo(line.source).includes(line.target);
  scene.lines = LINES.filter((line) => !line.tree && here(line)).map((line) => ({ line, quiet: told(line) }));
  scene.lanes = new Map();
  for (const [id, parent] of scene.parents) {
    if (!parent) continue;
    const card = CARDS.get(id);
    const line = card.parent === parent ? treeLine(card) : null;
    if (line && off(line)) continue;
    scene.lines.push({ line, id, parent });
    const lanes = scene.lanes.get(parent) || scene.lanes.set(parent, []).get(parent);
    const relation = line && line.relation;
    if (!lanes.includes(relation) && !standsBelow(id, parent)) lanes.push(relation);
  }
}

/* ---- The network: it holds the visible cards, the camera and the mouse ---- */

let network = new FirstPicture(stage);
let nodes = null; /* what the network shows, once it is there */

/* Put the network in the place of the first picture; the camera stays where it is. */
function join() {
  const [scale, { x, y }] = [network.getScale(), network.getViewPosition()];
  const options = read("options");
  options.nodes.ctxRenderer = ({ ctx, id }) => {
    const [left, top, width, height] = scene.boxes.get(id) || [0, 0, 0, 0];
    const seen = () => !scene.placing && inSight([left, top, left + width, top + height]);
    return { drawNode: () => seen() && drawCard(ctx, CARDS.get(id)), nodeDimensions: { width, height } };
  };
  nodes = new vis.DataSet();
  network = new vis.Network(stage, { nodes, edges: new vis.DataSet() }, options);
  network.on("beforeDrawing", drawLines);
  network.on("click", ({ nodes: [id], pointer }) => {
    if (id === undefined) return select(null);
    return isOnTab(id, pointer) ? toggleFold(id) : select(id);
  });
  /* On a tab, each of the two clicks has done its work already. */
  network.on("doubleClick", ({ nodes: [id], pointer }) => {
    if (id !== undefined && !isOnTab(id, pointer)) toggleFold(id);
  });
  network.on("hoverNode", ({ node }) => hover(node));
  network.on("blurNode", () => hover(null));
  hand();
  scene.size = "";
  moveTo(x, y, scale);
}

/* Hand the cards to the network. */
function hand() {
  nodes.remove(nodes.getIds().filter((id) => !scene.boxes.has(id)));
  nodes.update([...scene.boxes].map(([id, [x, y, w, h]]) => (
    { id, label: "", x: x + w / 2, y: y + h / 2, size: Math.max(w, h) / 2 })));
  for (const [id, [left, top, width, height]] of scene.boxes) { /* else known once it was drawn twice */
    const boundingBox = { left, top, right: left + width, bottom: top + height };
    const size = { width, height, customSizeWidth: width, customSizeHeight: height };
    Object.assign(network.body.nodes[id].shape, { left, top, boundingBox, ...size });
  }
}

/* Draw the map once before the next picture on the screen, however much changes until then. */
function draw() {
  scene.frame ||= requestAnimationFrame(drawNow);
}

function drawNow() {
  cancelAnimationFrame(scene.frame);
  scene.frame = 0;
  network.redraw();
}

/* Whether the screen shows anything between these edges, or of what juts out there. */
function inSight([l, t, r, b]) {
  const { left, right, top, bottom } = scene.view;
  return r > left - 60 && l < right + 60 && b > top - 60 && t < bottom + 60;
}

/* See what part of the map is on the screen, and draw its lines; the cards come after them. */
function drawLines(pen) {
  const [scale, { x, y }] = [network.getScale(), network.getViewPosition()];
  const [w, h] = [stage.clientWidth / 2 / scale, stage.clientHeight / 2 / scale];
  Object.assign(scene, { scale, view: { left: x - w, right: x + w, top: y - h, bottom: y + h } });
  if (scene.placing) return;
  for (const drawn of scene.lines) {
    const ends = drawn.line ? [drawn.line.source, drawn.line.target] : [drawn.id, drawn.parent];
    drawn.bounds ||= boundsOf(ends.map((id) => scene.boxes.get(id)));
    if (inSight(drawn.bounds)) drawLine(pen, drawn);
  }
  pen.globalAlpha = 1;
}

function isOnTab(id, { canvas: { x: px, y: py } }) {
  const { box: [x, y, w, h] } = tabOf(CARDS.get(id));
  const near = px >= x - 4 && px <= x + w + 4 && py >= y - 4 && py <= y + h + 4;
  return near && hasTab(CARDS.get(id));
}

function hover(id) {
  scene.hover = id;
  stage.style.cursor = id ? "pointer" : "";
  draw();
}

/* ---- Camera ---- */

const boundsOf = (boxes) => boxes.reduce(([l, t, r, b], [x, y, w, h]) =>
  [Math.min(l, x), Math.min(t, y), Math.max(r, x + w), Math.max(b, y + h)], [1e9, 1e9, -1e9, -1e9]);

/* Fit the canvas to its place without changing what the camera shows. */
function resize() {
  const size = `${stage.clientWidth} ${stage.clientHeight}`;
  if (scene.size === size) return;
  scene.size = size;
  const [scale, position] = [network.getScale(), network.getViewPosition()];
  network.setSize("100%", "100%");
  network.moveTo({ scale, position, animation: false });
  network.redraw();
}
new ResizeObserver(resize).observe(stage);

function moveTo(x, y, scale, gently) {
  resize();
  const animation = gently && !still() ? { duration: 240, easingFunction: "easeInOutQuad" } : false;
  network.moveTo({ position: { x, y }, scale, animation });
}

const zoom = (factor) => {
  const { x, y } = network.getViewPosition();
  moveTo(x, y, clamp(network.getScale() * factor, 0.03, 3));
};

/* Show the whole map, or some cards; as a first view only if they can be read, else the chosen card or
   the first at reading size. */
function fit(first, boxes = [...scene.boxes.values()], least = FITTING) {
  if (!boxes.length) return;
  const { clientWidth: width, clientHeight: height } = stage;
  const [left, top, right, bottom] = boundsOf(boxes);
  const scale = clamp(Math.min((width - 48) / (right - left), (height - 72) / (bottom - top)), 0.03, 1);
  if (first !== true || scale >= least) moveTo((left + right) / 2, (top + bottom) / 2, scale);
  else if (scene.boxes.has(state.selected)) lookAt(state.selected);
  else moveTo(left + (width / 2 - 20) / READING, top + (height / 2 - 24) / READING, READING);
}

/* Bring a card into view, in a scale at which it can be read. */
function lookAt(id) {
  const [x, y, w, h] = scene.boxes.get(id);
  const scale = Math.max(network.getScale(), READING);
  const half = stage.clientWidth / 2 / scale;
  moveTo(w > 2 * half ? x + half - 20 / scale : x + w / 2, y + h / 2, scale, true);
}

/* ---- Choosing and folding ---- */

const isFolded = (id) => !scene.near && state.folded.has(id);

/* The card with all it is tied to, through steps too, and the path up to its question. */
function tiedTo(id) {
  const tied = new Set(pathTo(id));
  for (const line of CARDS.get(id).lines) {
    const at = other(line, id);
    tied.add(at);
    if (CARDS.get(at).step) CARDS.get(at).lines.forEach((beyond) => tied.add(other(beyond, at)));
  }
  return tied;
}

/* Choose a card, or none; show it on the map, in the outline and in the panel. */
function select(id, look) {
  state.selected = id;
  findWays();
  const wanted = id ? [id, ...scene.way ? scene.way.keys() : []] : [];
  if (wanted.some((at) => !scene.boxes.has(at))) reveal(wanted);
  refresh();
  if (scene.way) fit(true, wanted.map((at) => scene.boxes.get(at)).map(([x, y, w, h]) => [x, y, Math.min(w, 300), h]), 0.15);
  else if (id && look) lookAt(id);
  if (id) announce(present([judgedWord(CARDS.get(id)) + words().colon + labelOf(CARDS.get(id)).text, wayText()]).join(words().semicolon));
}

/* Unfold and unfilter what keeps cards off the map; a neighbourhood moves to the one that is chosen. */
function reveal(ids) {
  for (const id of ids) {
    for (const above of pathTo(id).slice(0, -1)) state.folded.delete(above);
    hiding(CARDS.get(id)).flat().forEach((key) => state.hidden.delete(key));
  }
  if (scene.near && !scene.near.has(state.selected)) state.centre = state.selected;
  arrange();
}

/* Fold or unfold a card, which stays where it is on the screen. */
function toggleFold(id) {
  if (!CARDS.get(id).kids.length) return;
  if (!state.folded.delete(id)) state.folded.add(id);
  const before = scene.boxes.get(id);
  const { x, y } = network.getViewPosition();
  arrange();
  const after = scene.boxes.get(id);
  if (before && after) moveTo(x + after[0] - before[0], y + after[1] - before[1], network.getScale());
  refresh();
}
