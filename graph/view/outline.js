/* The outline: the whole argument as a tree that is walked by keyboard. It is one flat list, each item
   with its level, so that very deep arguments stay light. */

/* The items that are unfolded, in order: [id, level]. */
function outlineItems() {
  const items = [];
  const waiting = [...ROOTS].reverse().map((id) => [id, 1]);
  while (waiting.length) {
    const [id, level] = waiting.pop();
    items.push([id, level]);
    if (state.folded.has(id)) continue;
    const { kids } = CARDS.get(id);
    for (let i = kids.length - 1; i >= 0; i--) waiting.push([kids[i], level + 1]);
  }
  return items;
}

function showOutline() {
  const outline = byId("outline");
  const hadFocus = outline.contains(document.activeElement) && document.activeElement.dataset.id;
  outline.setAttribute("aria-label", words().outline);
  refill(outline, ...outlineItems().map(([id, level]) => outlineItem(CARDS.get(id), level)));
  const current = itemOf(state.selected) || outline.firstElementChild;
  if (current) current.tabIndex = 0;
  if (hadFocus && itemOf(hadFocus)) itemOf(hadFocus).focus();
}

function outlineItem(card, level) {
  const { kids, id } = card;
  const open = !state.folded.has(id);
  const line = treeLine(card);
  const relation = line ? relationWord(line, id) + words().colon : "";
  const item = element(
    "li",
    {
      "role": "treeitem", "data-id": id, "tabindex": "-1", "aria-level": level,
      "aria-selected": String(state.selected === id), "aria-expanded": kids.length ? String(open) : null,
      "class": isFiltered(card) ? "filtered" : null,
    },
    element("span", { "class": "twist", "aria-hidden": "true" }, kids.length ? (open ? "▾" : "▸") : ""),
    kindSign(card.kind),
    element("span", { class: "unseen" }, `${kindWord(card)}, ${relation}`),
    prose("span", { class: "text" }, labelOf(card)),
  );
  item.style.paddingInlineStart = `${Math.min(level - 1, 9) * 14 + 4}px`;
  return item;
}

/* What a line says of one of its ends. */
const relationWord = (line, id) => words().relation[line.relation][line.source === id ? 0 : 1];

const itemOf = (id) =>
  id ? byId("outline").querySelector(`[data-id="${CSS.escape(id)}"]`) : null;

/* After a choice: mark the item, and bring it into sight. */
function markOutline() {
  for (const item of byId("outline").children) {
    const chosen = item.dataset.id === state.selected;
    item.setAttribute("aria-selected", String(chosen));
    if (chosen) item.scrollIntoView({ block: "nearest" });
  }
}

function focusItem(id) {
  const item = itemOf(id);
  if (!item) return;
  for (const other of byId("outline").querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

/* Where an arrow key leads from a card, in the outline and on the map alike: an id, or undefined. */
function walk(key, id) {
  const items = outlineItems().map(([item]) => item);
  const at = items.indexOf(id);
  const card = CARDS.get(id);
  if (key === "Home") return items[0];
  if (key === "End") return items[items.length - 1];
  if (key === "ArrowDown") return items[at + 1];
  if (key === "ArrowUp") return items[at - 1];
  if (key === "ArrowRight" && card.kids.length) {
    if (!state.folded.has(id)) return card.kids[0];
    toggleFold(id);
  }
  if (key === "ArrowLeft") {
    if (!card.kids.length || state.folded.has(id)) return card.parent;
    toggleFold(id);
  }
  return undefined;
}

const WALKING = ["Home", "End", "ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"];

byId("outline").addEventListener("keydown", (event) => {
  const item = event.target.closest("[role=treeitem]");
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  const { id } = item.dataset;
  if (WALKING.includes(event.key)) focusItem(walk(event.key, id) || id);
  else if (event.key === "Enter" || event.key === " ") select(id, { look: true });
  else return;
  event.preventDefault();
});

byId("outline").addEventListener("click", (event) => {
  const item = event.target.closest("[role=treeitem]");
  if (!item) return;
  const { id } = item.dataset;
  if (event.target.className === "twist" && CARDS.get(id).kids.length) toggleFold(id);
  else select(id, { look: true });
  focusItem(id);
});

/* The same keys walk the map. */
byId("map").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const id = state.selected;
  if (WALKING.includes(event.key)) {
    const next = id ? walk(event.key, id) : ROOTS[0];
    if (next) select(next, { look: true });
  } else if (event.key === "Enter" && id) toggleFold(id);
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});
