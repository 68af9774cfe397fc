/* The legend, which is also the filter: every sign with its meaning, its count, and a switch. */

function showLegend() {
  if (!isNew(byId("legend"), state.lang, state.theme, [...state.hidden])) return;
  const counts = new Map();
  const count = (key) => counts.set(key, (counts.get(key) || 0) + 1);
  for (const { kind, status } of STATEMENTS) {
    count(`kind:${kind}`);
    count(`status:${status}`);
  }
  for (const line of LINES) if (line.source !== line.step) count(`relation:${line.relation}`);
  const row = (key, drawn, word) => button(
    { "class": "row", "data-key": key, "aria-pressed": !state.hidden.has(key), "onclick": () => toggleFilter(key) },
    drawn, element("span", {}, word), element("span", { class: "number" }, counts.get(key)));
  const group = (title, facet, names, drawn, word) => {
    const rows = names.filter((name) => counts.has(`${facet}:${name}`))
      .map((name) => row(`${facet}:${name}`, drawn(name), word(name)));
    return rows.length ? [element("h2", {}, title), ...rows] : [];
  };
  const { kinds, relations, statuses, kind, relation, status } = words();
  refill(
    byId("legend"),
    ...group(kinds, "kind", Object.keys(KINDS), (name) => kindSign(name), (name) => kind[name]),
    ...group(relations, "relation", Object.keys(RELATIONS), relationSign, (name) => relation[name][0]),
    ...group(statuses, "status", STATUSES, statusSign, (name) => status[name]),
  );
}

function toggleFilter(key) {
  if (!state.hidden.delete(key)) state.hidden.add(key);
  arrange();
  refresh();
  byId("legend").querySelector(`[data-key="${CSS.escape(key)}"]`).focus();
}
