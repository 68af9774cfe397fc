/* In every page of the server: it learns when the files change, and leads from a card to what is around it. */
(function () {
"use strict";
const told = JSON.parse(document.getElementById("data-served")?.textContent || "{}");
let known = told.version || document.documentElement.dataset.version || null;

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
  line.textContent = `The files were changed and cannot be read; this is what they were before. ${trouble}`;
}

/* From the chosen card to what is around it: the map holds a part only. */
function lead() {
  const panel = document.getElementById("panel");
  const chosen = globalThis.whyso?.state.selected;
  const actions = panel?.querySelector(".actions");
  if (!actions || !chosen || actions.querySelector("a.around")) return;
  const more = told.more[chosen];
  const link = document.createElement("a");
  link.className = "around";
  link.href = `${location.pathname}?${new URLSearchParams({ claim: chosen, depth: 1 })}`;
  link.textContent = more ? `Show what is around it (${more} more)` : "Show what is around it";
  actions.append(link);
}

if (told.more) {
  new MutationObserver(lead).observe(document.getElementById("panel"), { childList: true, subtree: true });
  lead();
}
look();
})();
