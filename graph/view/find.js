/* Ways through the argument: what is near a card, and the shortest way from one card to another. */

/* The cards within some hops, each with the line that leads on to the start; steps are no hop. */
function around(start, most = Infinity) {
  const found = new Map([[start, null]]);
  let ring = [start];
  for (let hops = 0; ring.length; hops += 1) {
    const next = [];
    for (const id of ring) { /* which grows by the steps that are met */
      for (const line of CARDS.get(id).lines) {
        const at = other(line, id);
        const into = CARDS.get(at).step ? ring : hops < most ? next : null;
        if (!into || found.has(at)) continue;
        found.set(at, line);
        into.push(at);
      }
    }
    ring = next;
  }
  return found;
}

/* Bring the neighbourhood and the way up to date: scene.near, and scene.way from the chosen card. */
function findWays() {
  const { near, centre, to, selected } = state;
  scene.near = near ? around(centre, near) : null;
  for (const id of near ? [...scene.near.keys()].reverse() : []) { /* a step joins at least two */
    const { step, lines } = CARDS.get(id);
    if (step && lines.filter((line) => scene.near.has(other(line, id))).length < 2) scene.near.delete(id);
  }
  const lines = to && selected && to !== selected ? around(to) : new Map();
  scene.way = lines.has(selected) ? new Map() : null;
  for (let at = scene.way && selected; at;) {
    const line = lines.get(at);
    scene.way.set(at, line);
    at = line && other(line, at);
  }
}

const isOnWay = (line) => line && scene.way && [line.source, line.target].some((id) => scene.way.get(id) === line);
const isFar = ({ id }) => scene.near && !scene.near.has(id);
const isOnMap = (card) => scene.way?.has(card.id) || !(isFiltered(card) || isFar(card));

/* Show only what is within so many hops of the chosen card; all again, if that is shown already. */
function goNear(hops) {
  const { near, centre, selected } = state;
  rearrange({ near: near === hops && centre === selected ? 0 : hops, centre: selected });
  announce(byId("count").textContent);
}

/* Show the way to this card from each that is chosen from now on. */
function goTo(id) {
  state.to = state.to === id ? null : id;
  select(id);
}

/* Leave the way, else the neighbourhood; tell whether there was one. */
function leave() {
  const { to, near } = state;
  if (to || near) rearrange(to ? { to: null } : { near: 0 });
  return Boolean(to || near);
}

function wayTools() {
  const { near, centre, to, selected } = state;
  const w = words();
  return [
    element("span", { class: "quiet" }, w.near),
    joined(w.near, ...[1, 2, 3].map((hops) => tool(`near-${hops}`, hops, () => goNear(hops),
      { "aria-pressed": near === hops && centre === selected }))),
    tool("to", w.to, () => goTo(selected), { "aria-pressed": to === selected }),
  ];
}

/* The way in words: each relation, and the card that it leads to. */
function wayTold() {
  const { to, selected } = state;
  const w = words();
  if (!to) return [];
  const ways = [...scene.way || []].filter(([, line]) => line).map(([id, line]) => element("p", {},
    element("span", { class: "way" }, relationSign(line.relation), w.relation[line.relation][line.source === id ? 0 : 1]),
    cardLink(other(line, id))));
  return [element("div", { id: "way", class: "step" }, element("h2", {}, fill(w.way, quoted(to))),
    scene.way ? ways : element("p", {}, to === selected ? w.pickOther : w.noWay))];
}
const wayText = () => present([...document.querySelectorAll("#way > *")]
  .map((part) => [...part.childNodes].map((each) => each.textContent).join(" "))).join(words().semicolon);
