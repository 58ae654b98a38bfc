// The pane beside a channel with one thread.

import { byId, h, icon } from "./dom.js";
import { composer } from "./composer.js";
import { MessageList } from "./messages.js";
import { on, openThread, sign, soon, store } from "./store.js";

let side = null;

export function startThreads() {
  on("thread all place", draw);
  on("messages", update);
}

function draw() {
  const node = byId("thread");
  const channel = store.place.kind === "channel" && store.thread && store.channels.get(store.place.id);
  node.hidden = !channel;
  byId("app").classList.toggle("with-thread", Boolean(channel));
  side = null;
  if (!channel) return node.replaceChildren();
  const ts = store.thread;
  const list = new MessageList({ channel: channel.id, wanted: (m) => m.ts === ts || m.thread_ts === ts, inThread: true });
  const box = composer({ channel: channel.id, label: "Reply…", threadTs: ts, list });
  const scroller = h("div", { class: "scroller" }, list.node, h("div", { class: "scroll-fill" }));
  side = { list, scroller, channel, ts };
  node.replaceChildren(
    h("header", { class: "pane-head" }, h("div", { class: "pane-title" }, h("h2", {}, "Thread"), h("p", {}, sign(channel))),
      h("button", { type: "button", class: "icon-link", "aria-label": "Close thread", title: "Close thread", "data-testid": "close-thread", onclick: () => openThread(null) }, icon("close", 18))),
    scroller, box.node);
  list.update();
  box.focus();
}

const redraw = soon(() => {
  if (!side) return;
  side.list.update();
  side.scroller.scrollTop = side.scroller.scrollHeight;
});

function update(change = {}) {
  if (side && (!change.channel || change.channel === side.channel.id)) redraw();
}
