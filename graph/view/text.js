/* Measuring and wrapping text in the reader's own fonts, in any script. */

const FAMILY = getComputedStyle(document.documentElement).getPropertyValue("--font").trim();
const ruler = document.createElement("canvas").getContext("2d");
const WIDE = new RegExp("[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff" +
  "\\ua000-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uff60\\uffe0-\\uffe6]");
const NOT_FIRST = "，。、；：？！）」』》〉】’”,.;:?!)]}…%";
const NOT_LAST = "（「『《〈【‘“([{";

const fontOf = (size, weight = 400) => `${weight} ${size}px ${FAMILY}`;

/* The map is drawn many times a second: what was measured is remembered. */
const remembered = new Map();
function remember(key, make) {
  if (!remembered.has(key)) {
    if (remembered.size > 20000) remembered.clear();
    remembered.set(key, make());
  }
  return remembered.get(key);
}

function measure(text, font) {
  if (ruler.font !== font) ruler.font = font;
  return ruler.measureText(text).width;
}
const widthOf = (text, font) => remember(`${font}|${text}`, () => measure(text, font));

/* Cut a text where a line may break: after spaces, and between wide characters, except that no
   closing mark starts a line and no opening one ends it (kinsoku). */
function* tokensOf(text) {
  let token = "";
  let before = " ";
  for (const sign of text) {
    const wide = WIDE.test(sign) || WIDE.test(before);
    const glued = NOT_FIRST.includes(sign) || NOT_LAST.includes(before);
    if ((before === " " && sign !== " ") || (wide && !glued)) {
      yield token;
      token = "";
    }
    token += sign;
    before = sign;
  }
  yield token;
}

/* Wrap a text to at most so many lines; what is left over ends in an ellipsis. */
function wrap(text, font, width, most) {
  const lines = [];
  let line = "";
  const sure = width / parseFloat(font.slice(4)); /* letters are not wider than they are high */
  const fits = (piece) => piece.length < sure || measure(piece.trimEnd(), font) <= width;
  for (const token of tokensOf(text)) {
    for (const piece of fits(token) ? [token] : token) {
      if (line && !fits(line + piece)) {
        if (lines.length === most - 1) return [...lines, shorten(line + piece, font, width, true)];
        lines.push(line.trimEnd());
        line = "";
      }
      line += piece;
    }
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}

/* Shorten one line to a width with an ellipsis. */
function shorten(text, font, width, always = false) {
  return remember(`${font}|${Math.round(width)}|${always}|${text}`, () => {
    if (!always && measure(text, font) <= width) return text;
    const signs = [...text.trimEnd()];
    const start = (count) => signs.slice(0, count).join("");
    let [few, many] = [0, signs.length]; /* so many fit; more than so many do not */
    while (few < many) {
      const half = Math.ceil((few + many) / 2);
      if (measure(`${start(half)}…`, font) <= width) few = half;
      else many = half - 1;
    }
    return start(few).replace(/[\s，。、；：,.;:]+$/, "") + "…";
  });
}

function linesOf(card, font, width, most) {
  const { text } = labelOf(card);
  return remember(`${font}|${Math.round(width)}|${most}|${text}`, () => wrap(text, font, width, most));
}
