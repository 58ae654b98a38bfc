// What went over the wire lately, both ways, for whoever wonders what happened; and faults to order for the next call.

import { h, icon } from "./dom.js";
import { colored, drawer, verdict } from "./inspector.js";
import { time } from "./dates.js";
import { act, on } from "./store.js";

export async function openWire() {
  const list = h("div", { class: "wire", "data-testid": "wire-list" });
  const order = h("div", {});
  const opened = new Set(); // entries that are unfolded stay so when the list is drawn anew
  let due = 0;
  drawer("On the wire", [h("p", { class: "muted wire-intro" }, "Requests to the app and its calls of the Web API, newest first, as Slack would send and receive them."), order, list], { onclose: on("wire", later) });
  await draw();

  function later() {
    clearTimeout(due);
    due = setTimeout(draw, 80);
  }

  async function draw() {
    const { wire = [], ack_ms: limit, faults = [] } = await act("wire");
    if (!order.firstChild) order.append(faultForm(faults));
    list.replaceChildren(...(wire.length ? wire.map((entry) => row(entry, limit, opened)) : [h("p", { class: "muted" }, "Nothing was sent yet.")]));
  }
}

function row(entry, limit, opened) {
  const label = entry.to_app ? "to the app" : "from the app";
  const id = `${entry.at}/${entry.method}`;
  const bad = entry.findings.some((each) => each.severity === "error");
  const details = h("details", { class: `call ${entry.to_app ? "out" : "in"}`, open: opened.has(id), ontoggle: () => unfold() },
    h("summary", {}, h("span", { class: "way", title: label, role: "img", "aria-label": label }, icon(entry.to_app ? "right" : "left", 15)),
      h("span", { class: "call-name" }, h("code", {}, entry.method), entry.about && h("span", { class: "muted" }, entry.about)),
      entry.to_app && ack(entry, limit),
      (entry.error || bad) && h("span", { class: "status bad" }, entry.error || "refused"), h("time", {}, time(entry.at))));
  if (details.open) fill();
  return details;

  function unfold() {
    if (!details.open) return opened.delete(id);
    opened.add(id);
    if (details.childElementCount === 1) fill();
  }

  function fill() {
    details.append(
      entry.permits && Object.keys(entry.permits).length ? permits(entry.permits) : "",
      judged(entry) ? verdict(entry.findings) : "",
      h("pre", { class: "json" }, colored(entry.arguments)),
      ...answer(entry));
  }
}

const judged = ({ to_app, findings, arguments: sent }) => findings.length > 0 || (!to_app && ["blocks", "attachments", "view", "unfurls"].some((key) => sent[key]));

function answer(entry) {
  const body = entry.answer;
  if (!body || (typeof body === "object" && !Object.keys(body).length)) return entry.to_app ? [h("div", { class: "list-label" }, "Acknowledged with an empty body")] : [];
  return [h("div", { class: "list-label" }, entry.to_app ? "Acknowledged with" : "Answer"), h("pre", { class: "json" }, colored(body))];
}

function ack(entry, limit) {
  const slow = entry.elapsed_ms > limit / 2;
  return h("span", { class: "ack" + (slow ? " slow" : ""), title: `Acknowledged after ${entry.elapsed_ms} ms of ${limit}` }, `${entry.elapsed_ms} ms`);
}

function permits({ trigger, response_url: uses }) {
  return h("dl", { class: "permits" },
    trigger && h("div", {}, h("dt", {}, "trigger_id"), h("dd", {}, trigger)),
    uses && h("div", {}, h("dt", {}, "response_url"), h("dd", {}, `used ${uses}`)));
}

const KINDS = { rate_limit: "429, Retry-After 2 s", refuse: "refuse with internal_error", lose_answer: "do it, lose the answer" };

function faultForm(methods) {
  const which = h("select", { class: "field", "aria-label": "Method" }, methods.map((name) => h("option", { value: name }, name)));
  const kind = h("select", { class: "field", "aria-label": "Fault" }, Object.entries(KINDS).map(([value, words]) => h("option", { value }, words)));
  const said = h("span", { class: "muted", role: "status" });
  const order = async () => {
    await act("fault", { method: which.value, kind: kind.value });
    said.textContent = `The next ${which.value} meets it.`;
  };
  return h("details", { class: "faults" }, h("summary", {}, "Order a fault"),
    h("div", { class: "fault-row" }, which, kind, h("button", { type: "button", class: "btn small", onclick: order }, "Order")), said);
}
