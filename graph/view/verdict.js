/* The verdict: what stands for a reader who grants something, under grounded semantics. It is found
   from the equations of graph/semantics/translation.py straight away, without a framework. */

const [IN, OUT] = [1, -1];
const STATUS_WORDS = { [IN]: "accepted", [OUT]: "rejected", 0: "undecided" };

/* Decide claims and links, numbered one after the other, when some claims are retracted: they go with
   the links from them and onto them. Returns the labels, and why a claim has its own. */
function decide({ links, needs }, grants, retracted) {
  const claims = grants.length;
  const size = claims + links.length;
  const flags = () => new Uint8Array(size);
  const [helps, granted, open, alive, circular, told] = [1, 2, 3, 4, 5, 6].map(flags);
  const pairs = [];
  const join = (node, next) => retracted.has(next) || pairs.push(node, next);
  open.fill(1);
  alive.fill(1);
  links.forEach(([sources, targets, attacks], index) => {
    const link = claims + index;
    if (sources.some((claim) => retracted.has(claim))) return;
    helps[link] = !attacks;
    sources.forEach((claim) => join(claim, link));
    targets.forEach((end) => join(link, end));
  });
  needs.forEach(([needing, needed]) => join(needed, needing));

  /* What a node bears on: nexts from its first one to before that of the next node. */
  const first = new Int32Array(size + 2);
  const nexts = new Int32Array(pairs.length / 2);
  for (let at = 0; at < pairs.length; at += 2) first[pairs[at] + 2] += 1;
  for (let node = 2; node < size; node += 1) first[node + 1] += first[node];
  for (let at = 0; at < pairs.length; at += 2) nexts[first[pairs[at] + 1]++] = pairs[at + 1];
  const eachPair = (meet) => {
    for (let node = 0; node < size; node += 1) {
      for (let at = first[node]; at < first[node + 1]; at += 1) meet(node, nexts[at]);
    }
  };
  eachPair((node, next) => { if (helps[node]) open[next] = 0; });
  for (let claim = 0; claim < claims; claim += 1) {
    granted[claim] = grants[claim] === "1" && !retracted.has(claim);
    if (granted[claim]) open[claim] = 0;
  }

  /* Follow what is certain from node to node. A node is accepted when it waits for nothing any more,
     a claim without a ground of its own rejected when no reason may hold any more. Attacks count only
     where it is said which links are capped: these are never accepted. */
  const sweep = (given, opens, capped) => {
    const [labels, waits, hopes] = [Int8Array, Int32Array, Int32Array].map((Numbers) => new Numbers(size));
    const queue = [];
    const label = (node, value) => {
      if (!labels[node]) queue.push(node);
      labels[node] ||= value;
    };
    const meet = (node) => --waits[node] || label(node, IN);
    eachPair((node, next) => {
      if (helps[node]) hopes[next] += alive[node];
      else if (node < claims || capped) waits[next] += 1;
    });
    for (let node = 0; node < size; node += 1) {
      waits[node] += node < claims ? !given[node] : capped ? capped[node] : 0;
      if (!waits[node]) label(node, IN);
      else if (node < claims && !given[node] && !opens[node] && (circular[node] || !hopes[node])) label(node, OUT);
    }
    for (let at = 0; at < queue.length; at += 1) {
      const node = queue[at];
      const holds = labels[node] === IN;
      for (let edge = first[node]; edge < first[node + 1]; edge += 1) {
        const next = nexts[edge];
        if (!helps[node]) {
          if (node < claims ? holds : capped && !holds) meet(next);
          else if (node < claims || capped) label(next, OUT);
        } else if (alive[node] && !given[next] && hopes[next] >= 0) {
          if (!holds) --hopes[next] || label(next, OUT);
          else {
            hopes[next] = -1;
            meet(next);
          }
        }
      }
    }
    return labels;
  };

  /* What only a circle holds up is rejected; what is beaten may leave further circles. */
  let labels;
  for (let again = true; again;) {
    const founded = sweep(granted.map((is, node) => is || open[node]), open);
    for (let claim = 0; claim < claims; claim += 1) circular[claim] ||= !founded[claim];
    const sure = sweep(granted, flags());
    const sound = (mask) => mask.map((is, node) => is && !circular[node]);
    labels = sweep(sound(granted), sound(open), sure.map((value) => value !== IN));
    again = false;
    for (let link = claims; link < size; link += 1) {
      again ||= labels[link] === OUT && alive[link];
      if (labels[link] === OUT) alive[link] = 0;
    }
  }
  /* told: 1: a reason holds, 2: an attack does, 4: one may, 8: what it needs is rejected */
  eachPair((node, next) => {
    const label = labels[node];
    if (node < claims) told[next] |= label === OUT && 8;
    else if (label !== OUT) told[next] |= helps[node] ? label : label ? 2 : 4;
  });
  const ground = (claim) => {
    const [reason, attack, threat, lack] = [1, 2, 4, 8].map((sign) => told[claim] & sign);
    if (labels[claim] === IN) return granted[claim] ? "granted" : "supported";
    if (labels[claim] === OUT) {
      return attack ? "attacked" : lack ? "deprived" : circular[claim] ? "circular" : "unsupported";
    }
    if (open[claim]) return "open";
    return threat && (granted[claim] || reason) ? "contested" : "resting";
  };
  return { labels, ground };
}
