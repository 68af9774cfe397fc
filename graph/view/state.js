/* The state in the address: what is chosen, the language, the theme, what is folded and filtered. */

const shortNames = new Map();
for (const card of CARDS.values()) {
  const name = (card.step || card).name;
  if (name) shortNames.set(name, shortNames.has(name) ? null : card.id);
}
const shortOf = (id) => {
  const { name } = CARDS.get(id).step || CARDS.get(id);
  return shortNames.get(name) === id ? name : id;
};
const idOf = (name) => shortNames.get(name) || (CARDS.has(name) ? name : null);
const preferredTheme = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

function writeAddress() {
  const said = new URLSearchParams();
  if (state.selected) said.set("n", shortOf(state.selected));
  if (state.lang !== ABOUT.lang) said.set("lang", state.lang);
  if (state.theme !== preferredTheme()) said.set("theme", state.theme);
  if (state.toRight) said.set("dir", "right");
  if (state.level !== firstLevel) said.set("show", state.level);
  const usual = new Set(foldedAt(state.level));
  const folded = [...state.folded].filter((id) => !usual.has(id));
  const opened = [...usual].filter((id) => !state.folded.has(id));
  if (folded.length) said.set("fold", folded.map(shortOf).join(" "));
  if (opened.length) said.set("open", opened.map(shortOf).join(" "));
  if (state.hidden.size) said.set("hide", [...state.hidden].join(" "));
  const hash = said.toString();
  if (hash !== location.hash.slice(1)) history.replaceState(null, "", hash ? `#${hash}` : location.pathname);
}

/* Read the address into the state; return the card to look at. */
function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  const lang = said.get("lang") || ABOUT.lang;
  state.lang = LANGUAGES.find((known) => known === lang) || LANGUAGES.find((known) => known === baseOf(lang)) || "en";
  state.theme = ["dark", "light"].includes(said.get("theme")) ? said.get("theme") : preferredTheme();
  state.toRight = said.get("dir") === "right";
  const ids = (name) => (said.get(name) || "").split(" ").map(idOf).filter(Boolean);
  state.level = said.get("show") in FOLDED ? said.get("show") : firstLevel;
  state.folded = new Set(foldedAt(state.level));
  for (const id of ids("open")) state.folded.delete(id);
  for (const id of ids("fold")) if (CARDS.get(id).kids.length) state.folded.add(id);
  state.hidden = new Set((said.get("hide") || "").split(" ").filter(Boolean));
  return idOf(said.get("n"));
}

function copyLink() {
  if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(() => announce(words().copied));
}
