/* In every page of the server: it learns when the files change, and leads from a card to what is around it. */
(function () {
"use strict";
const told = JSON.parse(document.getElementById("data-served")?.textContent || "{}");
let known = told.version || null;
/* A map changes its language while it is open. */
const language = () => document.documentElement.lang.toLowerCase().split("-")[0];
const words = () => told.words[language()] || told.words.en;

/* The newest version of the files is shown; where it cannot be read, that is told. */
async function look() {
  try {
    const answer = await fetch("/version", { cache: "no-store" });
    const { version, trouble } = await answer.json();
    if (known !== null && version !== known) return location.reload();
    known = version;
    warn(trouble);
  } catch {
    /* the server was ended; it may come back */
  }
  setTimeout(look, 1000);
}

function warn(trouble) {
  let line = document.getElementById("trouble");
  if (!trouble) return line?.remove();
  if (!line) {
    line = document.createElement("p");
    line.id = "trouble";
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  line.textContent = words().trouble.replace("{0}", () => trouble);
}

/* From the chosen card to what is around it: the map holds a part only. */
function lead() {
  const panel = document.getElementById("panel");
  const chosen = globalThis.whyso?.state.selected;
  const actions = panel?.querySelector(".actions");
  if (!actions || !chosen || actions.querySelector("a.around")) return;
  const more = told.more[chosen];
  const link = document.createElement("a");
  const place = new URLSearchParams({ claim: chosen, depth: 1 });
  if (told.own || language() !== told.lang) place.set("lang", language());
  link.className = "around";
  link.href = `${location.pathname}?${place}`;
  link.textContent = more ? words().more.replace("{0}", more) : words().around;
  actions.append(link);
}

if (told.more) {
  new MutationObserver(lead).observe(document.getElementById("panel"), { childList: true, subtree: true });
  lead();
}
look();
})();
