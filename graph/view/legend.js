/* The legend, which is also the filter: every sign with its meaning, its count, and a switch. */

function showLegend() {
  const counts = new Map();
  const count = (key) => counts.set(key, (counts.get(key) || 0) + 1);
  for (const card of STATEMENTS) {
    count(`kind:${card.kind}`);
    if (card.status) count(`status:${card.status}`);
  }
  for (const line of LINES) {
    if (line.source !== line.step) count(`relation:${line.relation}`);
  }
  const group = (title, kind, names, sign, word) => {
    const rows = names.filter((name) => counts.get(`${kind}:${name}`)).map((name) => {
      const key = `${kind}:${name}`;
      return button(
        {
          "class": "row", "data-key": key, "aria-pressed": String(!state.hidden.has(key)),
          "onclick": () => toggleFilter(key),
        },
        sign(name), element("span", {}, word(name)), element("span", { class: "number" }, counts.get(key)),
      );
    });
    return rows.length ? [element("h2", {}, title), element("div", { class: "rows" }, ...rows)] : [];
  };
  const { kinds, relations, statuses, kind, relation, status } = words();
  refill(
    byId("legend"),
    ...group(kinds, "kind", Object.keys(KINDS), kindSign, (name) => kind[name]),
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
