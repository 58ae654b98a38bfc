// What went over the wire lately, both ways, for whoever wonders what happened.

import { h, icon } from "./dom.js";
import { colored, drawer, verdict } from "./inspector.js";
import { time } from "./dates.js";
import { act } from "./store.js";

export async function openWire() {
  const { wire = [] } = await act("wire");
  const intro = h("p", { class: "muted wire-intro" }, "Requests to the app and its calls of the Web API, newest first. Payloads are as Slack would send and receive them.");
  drawer("On the wire", wire.length ? [intro, ...wire.map(row)] : h("p", { class: "muted" }, "Nothing was sent yet."));
}

function row(entry) {
  const label = entry.to_app ? "to the app" : "from the app";
  return h("details", { class: `call ${entry.to_app ? "out" : "in"}` },
    h("summary", {}, h("span", { class: "way", title: label, role: "img", "aria-label": label }, icon(entry.to_app ? "right" : "left", 15)),
      h("code", {}, entry.method), entry.to_app && h("span", { class: "muted" }, `${entry.elapsed_ms} ms`),
      h("span", { class: entry.error ? "status bad" : "status good" }, entry.error || "ok"), h("time", {}, time(entry.at))),
    entry.findings.length > 0 && verdict(entry.findings),
    h("pre", { class: "json" }, colored(entry.arguments)),
    entry.answer && h("div", {}, h("div", { class: "list-label" }, "Answer"), h("pre", { class: "json" }, colored(entry.answer))));
}
