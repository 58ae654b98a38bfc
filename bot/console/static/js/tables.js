// Tables: the plain `table` block, and `data_table`, which sorts, filters and turns pages.

import { h, icon, plural } from "./dom.js";
import { richText } from "./richtext.js";

export function table(block) {
  const settings = block.column_settings || [];
  const [head, ...rows] = block.rows;
  const numeric = head.map((_, column) => rows.length > 0 && !settings[column]?.align && rows.every((row) => NUMBER.test(words(row[column]))));
  const cell = (tag) => (entry, column) => h(tag, {
    class: [`to-${settings[column]?.align || (numeric[column] ? "right" : "left")}`, settings[column]?.is_wrapped ? "wraps" : ""].join(" ").trim(),
  }, inside(entry));
  return h("div", { class: "table-box", tabIndex: 0, role: "region", "aria-label": "Table" }, h("table", {},
    h("thead", {}, h("tr", {}, head.map(cell("th")))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell("td")))))));
}

const NUMBER = /^\s*[-+−]?[\d.,]+\s*%?\s*$/;
const inside = (entry) => (entry.type === "rich_text" ? richText(entry.elements) : words(entry));

function words(entry) {
  if (!entry) return "";
  if (entry.type === "rich_text") return JSON.stringify(entry.elements).replace(/.*?"text":"([^"]*)"[^"]*/g, "$1 ");
  return String(entry.text ?? entry.value ?? "");
}

export function dataTable(block) {
  const [head, ...rows] = block.rows;
  const size = block.page_size || 5;
  const key = block.row_header_column_index || 0;
  let page = 0, by = -1, down = false, wanted = "";
  const body = h("tbody", {});
  const foot = h("div", { class: "table-foot" });
  const heads = head.map((entry, column) => h("th", { "aria-sort": "none", scope: "col" },
    h("button", { type: "button", class: "sort", onclick: () => sort(column) }, inside(entry), icon("sort", 13))));
  const filter = h("input", { class: "filter", type: "search", placeholder: "Filter", "aria-label": "Filter rows", oninput: () => { wanted = filter.value.toLowerCase(); page = 0; draw(); } });
  draw();
  return h("div", { class: "table-box data-table", "data-testid": "data-table" },
    h("div", { class: "table-head" }, h("strong", {}, block.caption), rows.length > size && filter),
    h("div", { class: "table-scroll" }, h("table", {}, h("caption", { class: "sr-only" }, block.caption), h("thead", {}, h("tr", {}, heads)), body)), foot);

  function sort(column) {
    down = by === column && !down;
    by = column;
    heads.forEach((node, place) => node.setAttribute("aria-sort", place !== by ? "none" : down ? "descending" : "ascending"));
    draw();
  }

  function draw() {
    const shown = rows.filter((row) => row.some((entry) => words(entry).toLowerCase().includes(wanted)));
    if (by >= 0) shown.sort((a, b) => (down ? -1 : 1) * compare(a[by], b[by]));
    const pages = Math.max(1, Math.ceil(shown.length / size));
    page = Math.min(page, pages - 1);
    body.replaceChildren(...shown.slice(page * size, (page + 1) * size).map((row) => h("tr", {}, row.map((entry, column) =>
      h(column === key ? "th" : "td", { class: entry.type === "raw_number" ? "to-right" : "", scope: column === key ? "row" : undefined }, inside(entry))))));
    foot.replaceChildren(h("span", {}, plural(shown.length, "row")), ...(pages > 1 ? [turn(-1, "Previous page", page > 0), h("span", {}, `${page + 1} of ${pages}`), turn(1, "Next page", page < pages - 1)] : []));
  }

  function turn(step, label, can) {
    return h("button", { type: "button", class: "icon-link", "aria-label": label, disabled: !can, onclick: () => { page += step; draw(); } }, icon(step < 0 ? "left" : "right", 15));
  }
}

function compare(a, b) {
  if (a.type === "raw_number" && b.type === "raw_number") return a.value - b.value;
  return words(a).localeCompare(words(b), undefined, { numeric: true });
}
