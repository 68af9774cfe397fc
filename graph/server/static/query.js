/* The query page: YASGUI with this endpoint, the ontology's names, and the shipped queries as examples. */
(function () {
"use strict";
const told = JSON.parse(document.getElementById("data-query").textContent);
const endpoint = new URL("/sparql", location.href).href;
const { Yasqe, Yasr } = Yasgui;

/* What the completers would ask other hosts for. */
const matching = (names, { string = "", autocompletionString = string } = {}) =>
  Promise.resolve(names.filter((name) => name.toLowerCase().includes(autocompletionString.toLowerCase())));
const prefixLines = Object.entries(told.prefixes).map(([name, iri]) => `${name}: <${iri}>`);
const own = { prefixes: prefixLines, class: told.classes, property: told.properties };
for (const [name, names] of Object.entries(own)) {
  if (Yasqe.Autocompleters[name]) Yasqe.Autocompleters[name].get = (yasqe, token) => matching(names, token);
}
if (Yasr.defaults) Yasr.defaults.prefixes = told.prefixes;

const prologue = `PREFIX arg: <${told.prefixes.arg}>
PREFIX rdfs: <${told.prefixes.rdfs}>

SELECT ?question ?label {
  ?question a arg:UnderlyingQuestion ; rdfs:label ?label .
}
LIMIT 100
`;
Yasqe.defaults.value = prologue;

const yasgui = new Yasgui(document.getElementById("yasgui"), {
  copyEndpointOnNewTab: false,
  persistenceId: null,
  requestConfig: { endpoint, method: "POST", acceptHeaderGraph: "text/turtle" },
  endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [], renderItem: () => {} },
  yasqe: { value: prologue, createShareableLink: null, prefixCcApi: null },
  yasr: { prefixes: told.prefixes },
});

/* What the sources describe is described here too. */
document.getElementById("yasgui").addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link?.href.startsWith(told.ids)) link.href = `/id/${link.href.slice(told.ids.length)}`;
}, true);

const text = () => yasgui.getTab().getYasqe().getValue();
const example = document.getElementById("example");
for (const { name, title } of told.examples) example.append(new Option(title, name));
example.addEventListener("change", () => {
  const chosen = told.examples.find(({ name }) => name === example.value);
  if (!chosen) return;
  yasgui.addTab(true, {
    name: chosen.title,
    requestConfig: { endpoint },
    yasqe: { value: chosen.text },
  });
  example.value = "";
});
document.getElementById("draw").addEventListener("click", () => {
  const place = new URLSearchParams({ query: text() });
  const lang = new URLSearchParams(location.search).get("lang");
  if (lang) place.set("lang", lang);
  open(`/view?${place}`, "_blank", "noopener");
});

/* What is written stays when the language is changed. */
for (const link of document.querySelectorAll(".tongues a")) {
  link.addEventListener("click", () => {
    link.hash = text() === prologue ? "" : new URLSearchParams({ query: text() });
  });
}
globalThis.yasgui = yasgui;
})();
