/* Where the cards stand: the same sums as layout.py, in whole pixels. */

const GAP = 16;
const INDENT = 36;
const COLUMN_GAP = 32;
const ROW_GAP = 44;
const LEVEL_GAP = 72;
const ROOT_GAP = 96;
const SIDE_BY_SIDE = 6;

/* sizes: id to [width, height]; children: id to ids; spread: the ids of the questions.
   Returns { boxes: id to [x, y, width, height], limit }. */
function layout(sizes, children, roots, { spread = new Set(), aspect = 160, limit = 0, toRight = false }) {
  const heading = (id) => !toRight && spread.has(id);
  const kidsOf = (id) => children.get(id) || [];
  const blocks = new Map();
  const columns = new Map();
  const fluid = [];

  const order = [];
  const waiting = [...roots].reverse();
  while (waiting.length) {
    const id = waiting.pop();
    order.push(id);
    for (let i = kidsOf(id).length - 1; i >= 0; i--) waiting.push(kidsOf(id)[i]);
  }
  /* Only blocks with columns in them depend on the limit; the others are measured once, here. */
  const isFluid = new Set();
  for (const id of order.reverse()) {
    const kids = kidsOf(id);
    if ((kids.length && heading(id)) || kids.some((kid) => isFluid.has(kid))) {
      isFluid.add(id);
      fluid.push(id);
    } else {
      blocks.set(id, blockOf(id));
    }
  }

  function blockOf(id) {
    const [width, height] = sizes.get(id);
    const kids = kidsOf(id);
    if (!kids.length) return [width, height];
    let widest = 0;
    let total = 0;
    for (const kid of kids) {
      const [w, h] = blocks.get(kid);
      widest = Math.max(widest, w);
      total += h + GAP;
    }
    if (toRight) return [width + LEVEL_GAP + widest, Math.max(height, total - GAP)];
    return [Math.max(width, INDENT + widest), height + total];
  }

  function measure(most, balanced) {
    for (const id of fluid) {
      if (!heading(id) || !kidsOf(id).length) {
        blocks.set(id, blockOf(id));
        continue;
      }
      const own = columnsOf(id, most, balanced);
      columns.set(id, own);
      const [width, height] = sizes.get(id);
      const row = own.reduce((sum, column) => sum + column.width + COLUMN_GAP, -COLUMN_GAP);
      const deepest = own.reduce((most, column) => Math.max(most, column.height), 0);
      blocks.set(id, [Math.max(width, row), height + ROW_GAP + deepest]);
    }
  }

  function columnsOf(id, most, balanced) {
    const answers = kidsOf(id).filter((kid) => !heading(kid));
    const questions = kidsOf(id).filter(heading);
    const own = flow(answers, most, balanced);
    if (questions.length > SIDE_BY_SIDE) return own.concat(flow(questions, most, balanced));
    return own.concat(questions.map((kid) => {
      const [width, height] = blocks.get(kid);
      return { ids: [kid], indent: 0, width, height };
    }));
  }

  function flow(ids, most, balanced) {
    const heights = ids.map((id) => blocks.get(id)[1]);
    const cut = balanced && ids.length ? balance(heights, most) : most;
    return breaks(heights, cut).map(([start, end]) => {
      const part = ids.slice(start, end);
      const width = INDENT + part.reduce((widest, id) => Math.max(widest, blocks.get(id)[0]), 0);
      const height = heights.slice(start, end).reduce((sum, h) => sum + h + GAP, -GAP);
      return { ids: part, indent: INDENT, width, height };
    });
  }

  function bestLimit() {
    let most = 240;
    let found = 240;
    let best = 0;
    let tallest = 0;
    for (const [, height] of sizes.values()) tallest += height + GAP;
    for (;;) {
      measure(most, false);
      let width = 0;
      let height = 0;
      for (const [root, x, y] of shelves()) {
        width = Math.max(width, x + blocks.get(root)[0]);
        height = Math.max(height, y + blocks.get(root)[1]);
      }
      const score = Math.max(width * 100, height * aspect);
      if (!best || score < best) [best, found] = [score, most];
      if (most >= tallest || !fluid.length) return found;
      most += Math.floor(most / 3);
    }
  }

  function shelves() {
    let area = 0;
    let wanted = 0;
    for (const root of roots) {
      const [width, height] = blocks.get(root);
      area += (width + ROOT_GAP) * (height + ROOT_GAP);
      wanted = Math.max(wanted, width);
    }
    wanted = Math.max(wanted, Math.floor(Math.sqrt(Math.floor((area * aspect) / 100))));
    let [x, y, row] = [0, 0, 0];
    return roots.map((root) => {
      const [width, height] = blocks.get(root);
      if (x && x + width > wanted) [x, y, row] = [0, y + row + ROOT_GAP, 0];
      const place = [root, x, y];
      x += width + ROOT_GAP;
      row = Math.max(row, height);
      return place;
    });
  }

  function place() {
    const boxes = new Map();
    const todo = shelves().reverse();
    while (todo.length) {
      let [id, x, y] = todo.pop();
      const [width, height] = sizes.get(id);
      const own = columns.get(id);
      boxes.set(id, [x, y, own ? blocks.get(id)[0] : width, height]);
      if (own) {
        for (const column of own) {
          let top = y + height + ROW_GAP;
          for (const kid of column.ids) {
            todo.push([kid, x + column.indent, top]);
            top += blocks.get(kid)[1] + GAP;
          }
          x += column.width + COLUMN_GAP;
        }
        continue;
      }
      [x, y] = toRight ? [x + width + LEVEL_GAP, y] : [x + INDENT, y + height + GAP];
      for (const kid of kidsOf(id)) {
        todo.push([kid, x, y]);
        y += blocks.get(kid)[1] + GAP;
      }
    }
    return boxes;
  }

  const used = limit || bestLimit();
  measure(used, true);
  return { boxes: place(), limit: used };
}

/* Cut a run of blocks into columns no higher than the limit (a higher block stands alone). */
function breaks(heights, limit) {
  const cuts = [];
  let start = 0;
  let height = 0;
  heights.forEach((block, index) => {
    if (index > start && height + GAP + block > limit) {
      cuts.push([start, index]);
      [start, height] = [index, block];
    } else {
      height += block + (index > start ? GAP : 0);
    }
  });
  return heights.length ? [...cuts, [start, heights.length]] : [];
}

/* The smallest limit that needs no more columns, so that they come out about equal. */
function balance(heights, limit) {
  const wanted = breaks(heights, limit).length;
  let low = heights.reduce((most, height) => Math.max(most, height), 0);
  let high = Math.max(limit, low);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (breaks(heights, middle).length <= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
