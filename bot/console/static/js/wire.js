// What the app called of the Web API lately, with the answers, for whoever wonders what happened.

import { h } from "./dom.js";
import { colored, drawer, verdict } from "./inspector.js";
import { time } from "./dates.js";
import { act } from "./store.js";

export async function openWire() {
  const { calls = [] } = await act("calls");
  const rows = calls.reverse().map((call) => h("details", { class: "call" },
    h("summary", {}, h("time", {}, time(call.at)), h("code", {}, call.method), h("span", { class: call.error ? "status bad" : "status good" }, call.error || "ok")),
    call.findings.length > 0 && verdict(call.findings),
    h("pre", { class: "json" }, colored(call.arguments))));
  drawer("Calls of the app", rows.length ? rows : h("p", { class: "muted padded" }, "The app has not called the Web API yet."));
}
