// The payload of a message or view as JSON, and what the block check says about it.

import { byId, h, icon } from "./dom.js";
import { keepFocusInside } from "./focus.js";
import { act } from "./store.js";

export async function inspect(subject) {
  const payload = subject.message || subject.view;
  const answer = await act("check", subject.message ? { message: payload } : { view: payload });
  drawer(subject.message ? "Message payload" : "View payload", [verdict(answer.findings || []), h("pre", { class: "json" }, colored(payload))], { tool: copyButton(payload) });
}

export function drawer(title, body, { tool, onclose } = {}) {
  const before = document.activeElement;
  const box = h("section", { class: "drawer", role: "region", "aria-label": title },
    h("header", { class: "modal-head" }, h("h2", {}, title), tool,
      h("button", { type: "button", class: "icon-link", "aria-label": "Close", "data-testid": "drawer-close", onclick: () => finish() }, icon("close", 18))),
    h("div", { class: "drawer-body" }, body));
  const veil = h("div", { class: "veil side above", onmousedown: (event) => event.target === veil && finish() }, box);
  byId("modals").append(veil);
  const release = keepFocusInside(box, finish);
  box.querySelector("[data-testid=drawer-close]").focus();

  function finish() {
    release();
    veil.remove();
    onclose?.();
    before?.focus?.();
  }
}

function copyButton(payload) {
  const node = h("button", { type: "button", class: "btn small", onclick: async () => {
    await navigator.clipboard.writeText(JSON.stringify(payload, null, 2));
    node.textContent = "Copied";
  } }, "Copy");
  return node;
}

export function verdict(findings) {
  if (!findings.length) return h("div", { class: "verdict good", "data-testid": "verdict" }, icon("check", 16), "Slack would take this as it is");
  return h("div", { class: "verdict bad", "data-testid": "verdict" }, findings.map((each) =>
    h("div", { class: "finding" }, h("b", { class: each.severity }, each.severity), h("span", {}, each.message), h("code", {}, each.pointer || "/"))));
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?/g;

export function colored(value) {
  const text = JSON.stringify(value, null, 2);
  const out = document.createDocumentFragment();
  let done = 0;
  for (const match of text.matchAll(TOKEN)) {
    out.append(text.slice(done, match.index));
    const kind = match[2] ? "key" : match[1] ? "text" : "value";
    out.append(h("span", { class: `j-${kind}` }, match[1] || match[0]), match[2] || "");
    done = match.index + match[0].length;
  }
  out.append(text.slice(done));
  return out;
}
