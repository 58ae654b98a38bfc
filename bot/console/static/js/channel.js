// The middle pane with a channel or direct message, and the thread beside it.

import { byId, h, icon, plural } from "./dom.js";
import { composer } from "./composer.js";
import { MessageList } from "./messages.js";
import { avatar } from "./people.js";
import { openWire } from "./wire.js";
import { act, author, channelName, on, openThread, store } from "./store.js";

const isRoot = (message) => !message.thread_ts || message.thread_ts === message.ts;
let pane = null;
let side = null;

export function startChannels() {
  on("all place", () => (store.place.kind === "channel" ? openChannel() : closeChannel()));
  on("messages", update);
  on("thread all place", drawThread);
  on("findings", () => byId("pane").querySelector(".head-tools")?.replaceWith(headTools()));
}

function closeChannel() {
  pane?.observer.disconnect();
  pane = null;
}

export const focusComposer = () => pane?.composer.focus();

function openChannel() {
  const channel = store.channels.get(store.place.id);
  if (!channel) return;
  const list = new MessageList({ channel: channel.id, wanted: isRoot });
  const empty = h("div", { class: "empty-slot" });
  const scroller = h("div", { class: "scroller", tabIndex: 0, "aria-label": "Conversation" }, h("div", { class: "scroll-fill" }), empty, list.node);
  const name = (channel.is_direct ? "" : "#") + channelName(channel);
  const box = composer({ channel: channel.id, label: `Message ${name}`, list });
  pane?.observer.disconnect();
  pane = { channel, list, scroller, composer: box, empty, observer: new ResizeObserver(keepEnd), stuck: true };
  scroller.addEventListener("scroll", () => pane && (pane.stuck = atEnd()), { passive: true });
  pane.observer.observe(list.node); // pictures and tables grow after they were added
  byId("pane").replaceChildren(header(channel), scroller, box.node);
  list.update();
  drawEmpty();
  markRead();
  toEnd();
  box.focus();
}

function header(channel) {
  const people = channel.members.map(author);
  return h("header", { class: "pane-head" },
    h("div", { class: "pane-title" },
      h("h2", {}, channel.is_direct ? avatar(people.find((p) => p.id !== store.user) || people[0], 24) : icon(channel.is_private ? "lock" : "hash", 19), channelName(channel)),
      channel.topic?.value && h("p", {}, channel.topic.value)),
    !channel.is_direct && h("span", { class: "members", title: people.map((p) => p.real_name).join(", ") },
      h("span", { class: "faces" }, people.filter((p) => p.kind === "person").slice(0, 3).map((p) => avatar(p, 22))), plural(people.length, "member")),
    headTools());
}

export function headTools() {
  return h("div", { class: "head-tools" },
    h("button", { type: "button", class: "icon-link", "aria-label": "On the wire", title: "What went over the wire", "data-testid": "wire", onclick: openWire }, icon("wire", 18), findingsDot()),
    h("button", { type: "button", class: "icon-link theme", "aria-label": "Light or dark", title: "Light or dark", "data-testid": "theme", onclick: () => window.toggleTheme() }, icon("sun", 18), icon("moon", 18)));
}

function findingsDot() {
  const count = store.findings.length;
  return count > 0 && h("span", { class: "dot", title: plural(count, "payload problem") });
}

function drawEmpty() {
  const some = [...(store.messages.get(pane.channel.id)?.values() || [])].length > 0 || pane.list.node.childNodes.length > 0;
  pane.empty.replaceChildren(introduction(pane.channel, some));
}

function introduction(channel, small) {
  const app = author(store.team.bot_user);
  const tries = store.commands.slice(0, 4).map((command) => h("button", { type: "button", class: "try", onclick: () => pane.composer.fill(command.name + " ") },
    h("code", {}, command.name), h("span", {}, command.description)));
  const direct = channel.is_direct;
  return h("div", { class: "intro" + (small ? " small" : "") },
    h("div", { class: "intro-mark" }, direct ? avatar(app, 56) : icon(channel.is_private ? "lock" : "hash", 30)),
    h("h3", {}, direct ? channelName(channel) : `This is #${channel.name}`),
    h("p", {}, direct ? `Private messages between you and ${channelName(channel)}.` : channel.topic?.value || "Nothing was said here yet."),
    !small && tries.length > 0 && h("div", { class: "tries" }, h("h4", {}, "Try a command"), tries));
}

function update(change = {}) {
  if (!pane || (change.channel && change.channel !== pane.channel.id)) return updateThread();
  const stick = pane.stuck;
  pane.list.update();
  drawEmpty();
  if (stick || (change.fresh && change.message?.user === store.user) || change.message?.is_ephemeral) toEnd(true);
  markRead();
  updateThread();
}

const atEnd = () => pane.scroller.scrollHeight - pane.scroller.scrollTop - pane.scroller.clientHeight < 120;

function keepEnd() {
  if (pane?.stuck) pane.scroller.scrollTop = pane.scroller.scrollHeight;
}

function toEnd(smooth = false) {
  const { scroller } = pane;
  pane.stuck = true;
  requestAnimationFrame(() => scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" }));
}

function markRead() {
  const newest = [...(store.messages.get(pane.channel.id)?.keys() || [])].sort().at(-1);
  if (newest && newest > (store.read[pane.channel.id] || "") && !document.hidden) {
    store.read[pane.channel.id] = newest;
    act("read", { channel: pane.channel.id, ts: newest });
  }
}

function drawThread() {
  const node = byId("thread");
  const open = store.thread && store.place.kind === "channel" && pane;
  node.hidden = !open;
  byId("app").classList.toggle("with-thread", Boolean(open));
  if (!open) return (side = null), node.replaceChildren();
  const { channel } = pane;
  const ts = store.thread;
  const list = new MessageList({ channel: channel.id, wanted: (m) => m.ts === ts || m.thread_ts === ts, inThread: true });
  const box = composer({ channel: channel.id, label: "Reply…", threadTs: ts, list });
  const scroller = h("div", { class: "scroller" }, list.node, h("div", { class: "scroll-fill" }));
  side = { list, scroller };
  node.replaceChildren(
    h("header", { class: "pane-head" }, h("div", { class: "pane-title" }, h("h2", {}, "Thread"), h("p", {}, (channel.is_direct ? "" : "#") + channelName(channel))),
      h("button", { type: "button", class: "icon-link", "aria-label": "Close thread", "data-testid": "close-thread", onclick: () => openThread(null) }, icon("close", 18))),
    scroller, box.node);
  list.update();
  box.focus();
}

function updateThread() {
  if (!side) return;
  side.list.update();
  requestAnimationFrame(() => side?.scroller.scrollTo({ top: side.scroller.scrollHeight, behavior: "smooth" }));
}
