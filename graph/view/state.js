/* The state in the address: what is chosen, the language, the theme, what is folded and filtered. */

const nameToId = new Map();
for (const card of CARDS.values()) {
  const { name } = card.step || card;
  if (name) nameToId.set(name, nameToId.has(name) ? null : card.id);
}
for (const { id, name, sources } of STEPS.values()) { /* a step without a card leads to what it starts from */
  const [start] = sources.filter((source) => CARDS.has(source));
  if (start && !CARDS.has(id)) [id, name].forEach((said) => nameToId.has(said) || nameToId.set(said, start));
}
const shortOf = (id) => {
  const { name } = CARDS.get(id).step || CARDS.get(id);
  return nameToId.get(name) === id ? name : id;
};
const idOf = (name) => nameToId.get(name) || (CARDS.has(name) ? name : null);
const preferredTheme = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

function addressNow() {
  const usual = new Set(foldedAt(state.level));
  const said = new URLSearchParams();
  const say = (name, value, unsaid = "") => value !== unsaid && said.set(name, value);
  const list = (ids) => ids.map(shortOf).join(" ");
  say("n", state.selected ? shortOf(state.selected) : "");
  say("lang", state.lang, startLanguage(ABOUT.lang));
  say("theme", state.theme, preferredTheme());
  say("dir", state.toRight ? "right" : "");
  say("show", state.level, firstLevel);
  say("read", state.read ? "1" : "");
  say("fold", list([...state.folded].filter((id) => !usual.has(id))));
  say("open", list([...usual].filter((id) => !state.folded.has(id))));
  say("hide", [...state.hidden].join(" "));
  if (state.near) say("near", present([state.near, state.centre === state.selected ? "" : shortOf(state.centre)]).join(" "));
  say("to", state.to ? shortOf(state.to) : "");
  say("for", state.reader, firstReader);
  say("false", list([...state.assumed]));
  const hash = said.toString();
  return hash ? `#${hash}` : "";
}

/* Whole, since in a notebook's frame a relative address would be relative to the notebook. */
const pageItself = () => location.href.split("#")[0];

/* Where the reader has been, to go back to; the rest of the address is about how it is shown. */
const PLACE = ["n", "near", "to", "for", "false"];
const placeIn = (hash) => PLACE.map((name) => new URLSearchParams(hash.slice(1)).get(name)).join("|");

/* Browsers stop heeding a page that writes its address too often, as a held arrow key would: after a
   few times at once, it is written only after each pause. */
const address = { pause: 150, atOnce: 5, written: 0, timer: 0, held: false };
function writeAddress(anew) {
  clearTimeout(address.timer);
  if (address.held) return;
  address.written = Math.max(address.written, performance.now() - address.atOnce * address.pause);
  const early = address.written + address.pause - performance.now();
  if (early > 0) {
    address.timer = setTimeout(writeAddress, early, anew);
    return;
  }
  const [now, before] = [addressNow(), location.hash];
  if (now === before) return;
  address.written += address.pause;
  const same = anew || placeIn(now) === placeIn(before);
  history[same ? "replaceState" : "pushState"](null, "", pageItself() + now);
}

const startLanguage = (lang) =>
  LANGUAGES.find((known) => known === lang) || LANGUAGES.find((known) => known === baseOf(lang)) || "en";

/* Read the address into the state; return the card to look at. */
function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  const list = (name) => (said.get(name) || "").split(" ").filter(Boolean);
  const ids = (name) => list(name).map(idOf).filter((id) => id && CARDS.get(id).kids.length);
  state.lang = startLanguage(said.get("lang") || ABOUT.lang);
  state.theme = ["dark", "light"].includes(said.get("theme")) ? said.get("theme") : preferredTheme();
  state.toRight = said.get("dir") === "right";
  state.read = Boolean(TEXT) && said.get("read") === "1";
  state.level = Object.keys(FOLDED).includes(said.get("show")) ? said.get("show") : firstLevel;
  state.folded = new Set([...foldedAt(state.level), ...ids("fold")]);
  ids("open").forEach((id) => state.folded.delete(id));
  state.hidden = new Set(list("hide"));
  const [hops, centre] = list("near");
  state.centre = idOf(centre || said.get("n"));
  state.near = state.centre && /^[123]$/.test(hops) ? Number(hops) : 0;
  state.to = idOf(said.get("to"));
  const reader = said.get("for");
  state.reader = reader === "none" || READERS.has(reader) ? reader : firstReader;
  state.assumed = new Set(list("false").map(idOf).filter((id) => id && isClaim(id)));
  return idOf(said.get("n"));
}

const copyLink = () => copy(pageItself() + addressNow(), words().copied);
