/* Putting it together: the tools, the words, and what follows from what. */

const root = document.documentElement;

/* Show what the state says: after a choice, a fold, a filter, a new language or theme. What stands beside
   the map or over it waits for the first picture, but for a chosen card's panel, which may take its room. */
function refresh() {
  judge();
  if (nodes) {
    showLegend();
    showOutline();
    showControls();
  }
  if (nodes || state.selected) showPanel();
  showCrumbs();
  showTools();
  showReading();
  scene.lit = scene.way || (scene.boxes.has(state.selected) && !scene.near ? tiedTo(state.selected) : null);
  draw();
  writeAddress();
}

/* Change something that moves every card. */
function rearrange(changes) {
  Object.assign(state, changes);
  dress();
  undrawn(() => {
    arrange(true);
    refresh();
    if (scene.boxes.has(state.selected) && !state.near) lookAt(state.selected);
    else fit(true);
  });
}

/* The words and colours of the frame. */
function dress() {
  const w = words();
  root.lang = state.lang;
  root.dataset.theme = state.theme;
  palette.clear();
  signs.clear();
  document.title = choose(ABOUT.title).text;
  document.querySelector("h1").textContent = document.title;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = w[node.dataset.word];
  const labels = {
    query: w.search, hits: w.search, map: fill(w.map, STATEMENTS.length),
    side: w.menu, menu: w.menu, controls: w.controls,
  };
  for (const [id, label] of Object.entries(labels)) byId(id).setAttribute("aria-label", label);
  query.placeholder = w.search;
  showTools();
  showShare();
  showHits();
  openHits(false);
}

const tool = (name, text, onclick, more) => button({ "data-tool": name, onclick, ...more }, text);
const joined = (label, ...tools) => element("div", { "class": "joined", "role": "group", "aria-label": label }, tools);

/* Make tools anew; the one that has the focus keeps it. */
function refillTools(part, ...tools) {
  const focused = part.contains(document.activeElement) && document.activeElement.dataset.tool;
  refill(part, ...tools);
  if (focused) part.querySelector(`[data-tool="${CSS.escape(focused)}"]`)?.focus();
}

/* The tools of the bar. */
function showTools() {
  if (!isNew(byId("tools"), state.lang, state.theme, state.read)) return;
  const w = words();
  const tongue = (lang) => (WORDS[lang] ? WORDS[lang].short : lang);
  const languages = joined(w.language, ...LANGUAGES.map((lang) =>
    tool(`lang-${lang}`, tongue(lang), () => rearrange({ lang }), { lang, "aria-pressed": lang === state.lang })));
  const theme = state.theme === "dark" ? "light" : "dark";
  refillTools(byId("tools"), languages, TEXT && tool("read", w.reading.title, () => openText(!state.read),
    { "aria-pressed": state.read, "aria-controls": "reading" }), tool("theme", w[theme], () => rearrange({ theme })));
}

/* What lies over the map's lower edge: how much is shown, and the tools of the map. */
function showControls() {
  const w = words();
  const shown = [...scene.boxes.keys()].filter((id) => !CARDS.get(id).step).length;
  byId("count").textContent = fill(w.count, shown, STATEMENTS.length);
  const levels = Object.keys(FOLDED).map((level) => tool(`show-${level}`, w.levels[level],
    () => rearrange({ level, folded: new Set(foldedAt(level)) }), { "aria-pressed": isShown(level) }));
  const icon = (name, sign, onclick) =>
    tool(name, sign, onclick, { "class": "icon", "aria-label": w[name], "title": w[name] });
  refillTools(
    byId("controls"),
    joined(w.show, ...levels),
    tool("direction", state.toRight ? w.down : w.right, () => rearrange({ toRight: !state.toRight })),
    state.near || state.to ? tool("leave", w.leave, () => rearrange({ near: 0, to: null })) : null,
    icon("fit", "⤢", fit), icon("in", "+", () => zoom(1.25)), icon("out", "−", () => zoom(0.8)), icon("keys", "?", showKeys),
  );
}

/* Whether the map is unfolded as far as a level says; of levels that come to the same, the one chosen. */
function isShown(level) {
  const folded = foldedAt(level);
  if (level !== state.level && isShown(state.level)) return false;
  return folded.length === state.folded.size && folded.every((id) => state.folded.has(id));
}

/* What the keys do. */
function showKeys() {
  const w = words();
  const dialog = element("dialog", { "aria-label": w.keys, "onclick": () => dialog.close(), "onclose": () => dialog.remove() },
    element("h2", {}, w.keys), facts(w.keyList), button({}, w.close));
  document.body.append(dialog);
  dialog.showModal();
}

function openSide(wanted) {
  document.body.classList.toggle("side", wanted);
  byId("menu").setAttribute("aria-expanded", wanted);
}

byId("menu").addEventListener("click", () => openSide(!document.body.classList.contains("side")));
/* Keys that type a letter do something only on the map and in the outline, as who dictates to the
   browser may say any letter anywhere (WCAG 2.1.4). */
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, dialog *") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    openSide(false);
    if (!leave()) select(null);
  } else if (!event.target.closest("#map, #outline")) return;
  else if (event.key === "/") {
    query.focus();
    query.select();
    event.preventDefault();
  } else if (event.key === "?") showKeys();
  else if (event.key === "f") suppose(event.target.dataset.id || state.selected);
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); /* the address is for the state of the map */
  openSide(true);
  outline.querySelector("[tabindex='0']")?.focus();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => rearrange({ theme: preferredTheme() }));
window.addEventListener("hashchange", open);

/* Open the page as the address says; it is written again only once all of it holds. */
function open() {
  const id = readAddress();
  address.held = true;
  rearrange({ selected: null });
  if (id) select(id, true);
  address.held = false;
  writeAddress(true);
}

open();
drawNow();
afterFirstPicture(() => {
  byId("library").replaceWith(element("script", {}, byId("library").textContent));
  undrawn(() => {
    join();
    refresh();
  });
  window.whyso = { state, scene, network, CARDS, LINES, layout, select, toggleFold, find, decide, judged };
  root.dataset.ready = "true";
});
