/* Making and finding elements. Text goes in as text; nothing here parses HTML. */

const byId = (id) => document.getElementById(id);
const present = (parts) => parts.flat(Infinity).filter((part) => part !== null && part !== undefined && part !== "");

/* Make an element: attributes by name, "on..." as listeners, then children. */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...present(children));
  return made;
}

const button = (attributes, ...children) => element("button", { type: "button", ...attributes }, ...children);

/* An element for a text of the data, { text, lang }, which says its language. */
const prose = (tag, attributes, said) =>
  element(tag, { dir: "auto", lang: said.lang, ...attributes }, said.text);

const refill = (parent, ...children) => parent.replaceChildren(...present(children));

/* Whether something differs from what a part was last made of. */
const madeOf = new WeakMap();
function isNew(part, ...sources) {
  const now = JSON.stringify(sources);
  const differs = madeOf.get(part) !== now;
  madeOf.set(part, now);
  return differs;
}

/* Copy a text, by hand where the browser gives no clipboard, and tell so. */
async function copy(text, told) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const before = document.activeElement;
    const field = element("textarea", {}, text);
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    before.focus();
  }
  notify(told);
}

/* Announce a text, and show it for a moment. */
function notify(text) {
  announce(text);
  byId("live").className = "toast";
  clearTimeout(notify.timer);
  notify.timer = setTimeout(() => { byId("live").className = "unseen"; }, 2500);
}

const announce = (text) => { byId("live").textContent = text; };

/* A link, if the address is one that cannot run anything. */
function link(address) {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return element("span", {}, address);
  return element("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, address);
}
