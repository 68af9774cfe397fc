/* Putting it together: the tools, the words, and what follows from what. */

/* Show what the state says: after a choice, a fold, a filter, a new language or theme. */
function refresh() {
  showLegend();
  showOutline();
  markOutline();
  showPanel();
  showCrumbs();
  showTools();
  highlight();
  writeAddress();
}

/* Change something that moves every card. */
function rearrange(change) {
  change();
  dress();
  arrange(true);
  refresh();
  if (state.selected) lookAt(state.selected);
  else home();
}

/* The words and colours of the frame. */
function dress() {
  root.lang = state.lang;
  if (root.dataset.theme !== state.theme) {
    root.dataset.theme = state.theme;
    palette = new Map();
  }
  const title = choose(ABOUT.title).text;
  document.title = title;
  document.querySelector("h1").textContent = title;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = words()[node.dataset.word];
  byId("query").placeholder = words().search;
  byId("query").setAttribute("aria-label", words().search);
  byId("hits").setAttribute("aria-label", words().search);
  byId("map").setAttribute("aria-label", words().map(STATEMENTS.length));
  byId("side").setAttribute("aria-label", words().menu);
  byId("menu").setAttribute("aria-label", words().menu);
  byId("menu").textContent = "☰";
  showHits();
}

function showTools() {
  const w = words();
  const focused = document.activeElement.dataset.tool;
  const tool = (name, text, onclick, more) => button({ "data-tool": name, onclick, ...more }, text);
  const speak = (lang) => rearrange(() => (state.lang = lang));
  const tongue = (lang) => (WORDS[lang] ? WORDS[lang].short : lang);
  const languages = LANGUAGES.length < 4
    ? LANGUAGES.map((lang) => tool(`lang-${lang}`, tongue(lang), () => speak(lang), {
      "aria-pressed": String(lang === state.lang), "lang": lang,
    }))
    : [element("select", { "aria-label": w.language, "onchange": (event) => speak(event.target.value) },
      ...LANGUAGES.map((lang) => element("option", { value: lang, selected: lang === state.lang }, tongue(lang))))];
  const dark = state.theme === "dark";
  const theme = tool("theme", dark ? w.light : w.dark, () => {
    state.theme = dark ? "light" : "dark";
    dress();
    refresh();
  });
  refill(byId("tools"), element("div", { "class": "joined", "role": "group", "aria-label": w.language }, ...languages), theme);

  const small = (name, sign, label, onclick) =>
    tool(name, sign, onclick, { "class": "icon", "aria-label": label, "title": label });
  const level = (name) => tool(`level-${name}`, w.levels[name], () => rearrange(() => {
    state.level = name;
    state.folded = new Set(foldedAt(name));
  }), { "aria-pressed": String(atLevel(name)) });
  byId("controls").setAttribute("aria-label", w.controls);
  refill(
    byId("controls"),
    element("div", { "class": "joined", "role": "group", "aria-label": w.show },
      ...Object.keys(FOLDED).reverse().map(level)),
    tool("direction", state.toRight ? w.downward : w.toRight, () => rearrange(() => {
      state.toRight = !state.toRight;
    })),
    small("fit", "⤢", w.fit, fit),
    small("in", "+", w.zoomIn, () => zoom(1.25)),
    small("out", "−", w.zoomOut, () => zoom(0.8)),
  );
  if (focused) document.querySelector(`[data-tool="${CSS.escape(focused)}"]`)?.focus();
}

function atLevel(level) {
  const folded = foldedAt(level);
  return folded.length === state.folded.size && folded.every((id) => state.folded.has(id));
}

function openSide(open) {
  document.body.classList.toggle("side", open);
  byId("menu").setAttribute("aria-expanded", String(open));
}

byId("menu").addEventListener("click", () => openSide(!document.body.classList.contains("side")));
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    byId("query").focus();
    event.preventDefault();
  } else if (event.key === "Escape") {
    openSide(false);
    select(null);
  }
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  state.theme = preferredTheme();
  dress();
  refresh();
});
window.addEventListener("hashchange", open);

/* Open the page as the address says. */
function open() {
  const id = readAddress();
  state.selected = null;
  dress();
  arrange(true);
  refresh();
  home();
  if (id) select(id, { look: true });
}

open();
root.dataset.ready = "true";
window.whyso = { state, scene, network, CARDS, layout, select, toggleFold, find };
