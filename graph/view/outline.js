/* The outline: the whole argument as a tree that is walked by keyboard. It is one flat list, each item
   with its level, so that very deep arguments stay light. */

const outline = byId("outline");

/* The cards that are unfolded, in order: [id, level]. */
function unfolded() {
  const items = [];
  const waiting = [...ROOTS].reverse().map((id) => [id, 1]);
  while (waiting.length) {
    const [id, level] = waiting.pop();
    items.push([id, level]);
    if (state.folded.has(id)) continue;
    for (const kid of [...CARDS.get(id).kids].reverse()) waiting.push([kid, level + 1]);
  }
  return items;
}

function showOutline() {
  const items = unfolded();
  if (isNew(outline, state.lang, state.theme, [...state.hidden], judged.by, items)) {
    const focused = outline.contains(document.activeElement) && document.activeElement.dataset.id;
    outline.setAttribute("aria-label", words().outline);
    refill(outline, ...items.map(([id, level]) => outlineItem(CARDS.get(id), level)));
    if (focused) focusItem(focused);
  }
  const chosen = itemOf(state.selected);
  for (const before of outline.querySelectorAll("[aria-selected=true]")) before.setAttribute("aria-selected", false);
  if (chosen) {
    chosen.setAttribute("aria-selected", true);
    chosen.scrollIntoView({ block: "nearest" });
  }
  reach(chosen || outline.querySelector("[tabindex='0']") || outline.firstElementChild);
}

/* The one item at which the Tab key enters the outline. */
function reach(item) {
  for (const before of outline.querySelectorAll("[tabindex='0']")) before.tabIndex = -1;
  if (item) item.tabIndex = 0;
}

/* By which relation a card hangs under another, in words. */
function tieOf(card) {
  const line = treeLine(card);
  return line ? words().relation[line.relation][line.source === card.id ? 0 : 1] + words().colon : "";
}

function outlineItem(card, level) {
  const { kids, id } = card;
  const open = !state.folded.has(id);
  const status = statusOf(id);
  const item = element(
    "li",
    {
      "role": "treeitem", "data-id": id, "tabindex": -1, "aria-level": level,
      "aria-selected": false, "aria-expanded": kids.length ? open : null,
      "class": isFiltered(card) ? "filtered" : status || null,
    },
    element("span", { "class": "twist", "aria-hidden": true }, kids.length && (open ? "▾" : "▸") || ""),
    cardSign(card),
    element("span", { class: "unseen" },
      present([kindWord(card), words().verdict[status], tieOf(card) || " "]).join(words().clause)),
    prose("span", { class: "text" }, labelOf(card)),
  );
  item.style.paddingInlineStart = `${Math.min(level - 1, 9) * 14 + 4}px`;
  return item;
}

const itemOf = (id) => id && outline.querySelector(`[data-id="${CSS.escape(id)}"]`);

function focusItem(id) {
  const item = itemOf(id);
  if (!item) return;
  reach(item);
  item.focus();
}

/* Choose from the outline; where that lies over the map, it makes way. */
function chooseItem(id) {
  const over = document.body.classList.contains("side");
  select(id, true);
  openSide(false);
  if (over && !outline.offsetParent) byId("panel").focus();
}

const WALKING = ["Home", "End", "ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"];

/* Where a walking key leads from a card, in the outline or on the map: an id, or undefined. */
function walk(key, id, onMap) {
  const items = onMap ? [...scene.parents.keys()] : unfolded().map(([item]) => item);
  const at = items.indexOf(id);
  const kids = onMap ? scene.kids.get(id) : CARDS.get(id).kids;
  const parent = onMap ? scene.parents.get(id) : CARDS.get(id).parent;
  const folded = state.folded.has(id);
  const fixed = onMap && scene.near;
  if (key === "Home") return items[0];
  if (key === "End") return items[items.length - 1];
  if (key === "ArrowDown") return items[at + 1];
  if (key === "ArrowUp") return items[at - 1];
  if (key === "ArrowRight" && kids.length && (fixed || !folded)) return kids[0];
  if (key === "ArrowLeft" && (fixed || folded || !kids.length)) return parent;
  if (!fixed) toggleFold(id);
  return undefined;
}

outline.addEventListener("keydown", (event) => {
  const { id } = event.target.dataset;
  if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
  if (WALKING.includes(event.key)) focusItem(walk(event.key, id) || id);
  else if (event.key === "Enter" || event.key === " ") chooseItem(id);
  else return;
  event.preventDefault();
});

outline.addEventListener("click", (event) => {
  const item = event.target.closest("[role=treeitem]");
  if (!item) return;
  const { id } = item.dataset;
  const onTwist = event.target.className === "twist" && CARDS.get(id).kids.length;
  if (onTwist) toggleFold(id);
  focusItem(id);
  if (!onTwist) chooseItem(id);
});

/* The same keys walk the map. */
stage.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const id = state.selected;
  if (WALKING.includes(event.key)) {
    const next = id ? walk(event.key, id, true) : [...scene.parents.keys()][0];
    if (next) select(next, true);
  } else if (event.key === "Enter" && id) toggleFold(id);
  else if (/[123]/.test(event.key) && id) goNear(Number(event.key));
  else if (event.key === "p" && id) goTo(id);
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});
