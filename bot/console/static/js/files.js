// File cards: CSV as a small table, pictures inline, everything with a way to save it.

import { h, icon } from "./dom.js";

const ROWS = 6;

export function fileCard(file) {
  const address = `/files/${encodeURIComponent(file.id)}`;
  const head = h("div", { class: "file-head" },
    h("span", { class: "file-kind" }, icon("file", 20), h("b", {}, file.filetype.toUpperCase().slice(0, 4))),
    h("span", { class: "file-name" }, h("strong", {}, file.title || file.name), h("small", {}, [file.title !== file.name && file.name, size(file.size)].filter(Boolean).join(" · "))),
    h("a", { class: "icon-link", href: address, download: file.name, "aria-label": `Save ${file.name}` }, icon("download", 18)));
  return h("div", { class: "file", "data-testid": "file" }, head, preview(file, address));
}

function preview(file, address) {
  if (/^image\/(png|jpeg|gif)$/.test(file.mimetype)) return h("img", { class: "file-image", src: address, alt: file.alt_txt || file.title || file.name });
  if (!file.preview) return null;
  if (file.filetype === "csv") return csvTable(file);
  return h("pre", { class: "code-block file-text" }, file.preview.split("\n").slice(0, 10).join("\n"));
}

function csvTable(file) {
  const whole = file.preview.length >= file.size;
  const rows = csv(file.preview);
  if (!whole) rows.pop();
  const [head = [], ...body] = rows;
  const more = body.length > ROWS || !whole;
  const numeric = head.map((_, column) => body.length > 0 && body.every((row) => /^-?[\d.,\s%]*$/.test(row[column] ?? "")));
  const cell = (tag) => (text, column) => h(tag, { class: numeric[column] ? "to-right" : "" }, text);
  return h("div", { class: "table-box in-file" }, h("table", {},
    h("thead", {}, h("tr", {}, head.map(cell("th")))),
    h("tbody", {}, body.slice(0, ROWS).map((row) => h("tr", {}, row.map(cell("td")))))),
  more && h("div", { class: "table-more" }, whole ? `${body.length - ROWS} more rows in the file` : "More rows in the file"));
}

function csv(text) {
  const rows = [];
  let row = [], value = "", quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '"' && text[at + 1] === '"') { value += '"'; at += 1; }
      else if (sign === '"') quoted = false;
      else value += sign;
    } else if (sign === '"') quoted = true;
    else if (sign === ",") { row.push(value); value = ""; }
    else if (sign === "\n") { row.push(value.replace(/\r$/, "")); rows.push(row); row = []; value = ""; }
    else value += sign;
  }
  if (value || row.length) rows.push([...row, value]);
  return rows;
}

function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
