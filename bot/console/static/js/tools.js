// The buttons at the right end of a pane's header.

import { byId, h, icon, plural } from "./dom.js";
import { on, store } from "./store.js";
import { openSwitcher } from "./switcher.js";
import { openWire } from "./wire.js";

export function startTools() {
  on("findings", () => byId("pane").querySelector(".head-tools")?.replaceWith(headTools()));
}

export function headTools() {
  return h("div", { class: "head-tools" },
    tool("search", "Go to…", { title: "Go to… (Ctrl K)", "data-testid": "switcher", onclick: openSwitcher }),
    tool("wire", "On the wire", { title: "What went over the wire", "data-testid": "wire", onclick: openWire }, findingsDot()),
    h("button", { type: "button", class: "icon-link theme", "aria-label": "Light or dark", title: "Light or dark", "data-testid": "theme", onclick: () => window.toggleTheme() }, icon("sun", 18), icon("moon", 18)));
}

const tool = (sign, label, more, ...inside) => h("button", { type: "button", class: "icon-link", "aria-label": label, ...more }, icon(sign, 18), inside);

function findingsDot() {
  const count = store.findings.length;
  return count > 0 && h("span", { class: "dot", title: plural(count, "payload problem") });
}
