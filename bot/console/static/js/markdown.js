// The `markdown` block: headings, lists, quotes, fences, tables, and inline marks, as DOM nodes.

import { h } from "./dom.js";
import { emojiNode, link } from "./mrkdwn.js";

export function markdown(text) {
  const out = h("div", { class: "markdown" });
  const rows = text.split("\n");
  while (rows.length) out.append(block(rows));
  return out;
}

function block(rows) {
  const first = rows[0];
  const heading = /^(#{1,6})\s+(.*)$/.exec(first);
  if (heading) return rows.shift(), h("h" + Math.min(heading[1].length + 2, 6), {}, inline(heading[2]));
  if (/^```/.test(first)) return fence(rows);
  if (/^\s*([-*+]|\d+\.)\s/.test(first)) return list(rows);
  if (/^>/.test(first)) return h("blockquote", {}, paragraphs(take(rows, /^>/).map((row) => row.replace(/^> ?/, ""))));
  if (/^\s*(-{3,}|\*{3,})\s*$/.test(first)) return rows.shift(), h("hr");
  if (/^\|.*\|/.test(first) && /^\|[\s:|-]+\|/.test(rows[1] || "")) return table(rows);
  if (!first.trim()) return rows.shift(), document.createTextNode("");
  return h("p", {}, paragraphs(take(rows, /^(?!#|```|>|\||\s*([-*+]|\d+\.)\s|\s*$)/)));
}

function take(rows, pattern) {
  const taken = [rows.shift()];
  while (rows.length && pattern.test(rows[0])) taken.push(rows.shift());
  return taken;
}

const paragraphs = (rows) => rows.flatMap((row, place) => (place ? [h("br"), ...inline(row)] : inline(row)));

function fence(rows) {
  rows.shift();
  const code = [];
  while (rows.length && !/^```/.test(rows[0])) code.push(rows.shift());
  rows.shift();
  return h("pre", { class: "code-block" }, h("code", {}, code.join("\n")));
}

function list(rows) {
  const ordered = /^\s*\d/.test(rows[0]);
  const items = take(rows, /^\s*([-*+]|\d+\.)\s/).map((row) => h("li", {}, inline(row.replace(/^\s*([-*+]|\d+\.)\s/, ""))));
  return h(ordered ? "ol" : "ul", {}, items);
}

function table(rows) {
  const cells = (row) => row.replace(/^\||\|\s*$/g, "").split("|").map((cell) => cell.trim());
  const head = cells(rows.shift());
  rows.shift();
  const body = [];
  while (rows.length && rows[0].startsWith("|")) body.push(cells(rows.shift()));
  return h("div", { class: "table-box" }, h("table", {},
    h("thead", {}, h("tr", {}, head.map((cell) => h("th", {}, inline(cell))))),
    h("tbody", {}, body.map((row) => h("tr", {}, row.map((cell) => h("td", {}, inline(cell))))))));
}

const TOKEN = /`([^`]+)`|\*\*(.+?)\*\*|(?<![\w*])\*([^*\s][^*]*)\*|(?<!\w)_([^_\s][^_]*)_(?!\w)|~~(.+?)~~|\[([^\]]+)\]\(([^)\s]+)\)|:([a-z0-9_+-]+):/g;

function inline(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(TOKEN)) {
    nodes.push(text.slice(done, match.index), token(match));
    done = match.index + match[0].length;
  }
  return [...nodes, text.slice(done)];
}

function token([whole, code, bold, italic, other, struck, label, url, sign]) {
  if (code) return h("code", {}, code);
  if (bold) return h("strong", {}, inline(bold));
  if (italic || other) return h("em", {}, inline(italic || other));
  if (struck) return h("s", {}, inline(struck));
  if (label) return link(url, label) || label;
  return emojiNode(sign) || whole;
}
