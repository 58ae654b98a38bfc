// The middle pane with a channel or direct message.

import { byId, h, icon, plural } from "./dom.js";
import { composer } from "./composer.js";
import { MessageList } from "./messages.js";
import { menuButton } from "./mobile.js";
import { avatar } from "./people.js";
import { headTools } from "./tools.js";
import { act, author, channelName, isRoot, older, on, sign, soon, store } from "./store.js";

const NEAR_PX = 120; // this close to an end of the list counts as being there
let pane = null;

export function startChannels() {
  on("all place", () => (store.place.kind === "channel" ? open() : close()));
  on("messages", update);
  addEventListener("focus", () => pane && markRead());
}

export const focusComposer = () => pane?.composer.focus();

function close() {
  pane?.observer.disconnect();
  pane = null;
  store.reading = "";
}

function open() {
  const channel = store.channels.get(store.place.id);
  if (!channel) return;
  close();
  const list = new MessageList({ channel: channel.id, wanted: isRoot, unreadFrom: firstUnread(channel) });
  const top = h("div", { class: "list-top" });
  const scroller = h("div", { class: "scroller", tabIndex: 0, "aria-label": "Conversation", onscroll: scrolled }, h("div", { class: "scroll-fill" }), top, list.node);
  const down = h("button", { type: "button", class: "to-newest", hidden: true, "data-testid": "to-newest", onclick: toEnd }, icon("down", 15), "Newest");
  const box = composer({ channel: channel.id, label: `Message ${sign(channel)}`, list });
  pane = { channel, list, scroller, top, down, composer: box, observer: new ResizeObserver(keepEnd), stuck: true, busy: false };
  pane.observer.observe(list.node); // pictures and tables grow after they were added
  byId("pane").replaceChildren(header(channel), h("div", { class: "scroll-box" }, scroller, down), box.node);
  list.update();
  drawTop();
  markRead();
  toEnd();
  if (matchMedia("(hover: hover)").matches) box.focus();
}

function header(channel) {
  const people = channel.members.map(author);
  const other = channel.is_direct && (people.find((p) => p.id !== store.user) || people[0]);
  return h("header", { class: "pane-head" },
    menuButton(),
    h("div", { class: "pane-title" },
      h("h2", {}, other ? avatar(other, 24) : icon(channel.is_private ? "lock" : "hash", 18), channelName(channel)),
      channel.topic?.value && h("p", {}, channel.topic.value)),
    !channel.is_direct && h("span", { class: "members", title: people.map((p) => p.real_name).join(", ") },
      h("span", { class: "faces" }, people.filter((p) => p.kind === "person").slice(0, 3).map((p) => avatar(p, 22))), plural(people.length, "member")),
    headTools());
}

// The message at which reading goes on; none if everything was read, or nothing ever was.
function firstUnread(channel) {
  const mark = store.read[channel.id];
  if (!mark || !store.unread[channel.id]) return "";
  return [...store.messages.get(channel.id).values()].filter((m) => isRoot(m) && m.ts > mark && m.user !== store.user).map((m) => m.ts).sort()[0] || "";
}

function drawTop() {
  const { channel, list, top } = pane;
  top.replaceChildren(store.complete.has(channel.id) ? introduction(channel, list.size > 0) : h("div", { class: "loading-older" }, h("span", { class: "spinner" }), "Earlier messages"));
}

function introduction(channel, small) {
  const app = author(store.team.bot_user);
  const offered = store.examples.length ? store.examples : store.commands.slice(0, 4).map(({ name, description }) => ({ value: name + " ", description }));
  const tries = offered.map(({ value, description }) => h("button", { type: "button", class: "try", "data-testid": "try", onclick: () => pane.composer.fill(value) },
    h("code", {}, value), h("span", {}, description)));
  const direct = channel.is_direct;
  return h("div", { class: "intro" + (small ? " small" : "") },
    !small && h("div", { class: "intro-mark" }, direct ? avatar(app, 56) : icon(channel.is_private ? "lock" : "hash", 28)),
    h("h3", {}, direct ? channelName(channel) : `#${channel.name}`),
    h("p", {}, direct ? `Messages between you and ${channelName(channel)}.` : channel.topic?.value || "Nothing was said here yet."),
    !small && tries.length > 0 && h("div", { class: "tries" }, h("h4", {}, "Try a command"), tries));
}

let changed = ""; // a message whose beginning has to be seen
const redraw = soon(() => {
  if (!pane) return;
  const stick = pane.stuck;
  pane.list.update();
  drawTop();
  if (stick) toEnd();
  if (stick && changed) showTop(changed);
  changed = "";
  markRead();
});

function update(change = {}) {
  if (!pane || (change.channel && change.channel !== pane.channel.id)) return;
  if (change.message && !isRoot(change.message)) return;
  if (change.fresh && (change.message.user === store.user || change.message.is_ephemeral)) pane.stuck = true;
  changed = change.message && (!change.fresh || change.message.is_ephemeral) ? change.message.ts : "";
  redraw();
}

// A message that grew, or an answer too tall for the pane, is shown from where it begins.
function showTop(ts) {
  const over = pane.scroller.getBoundingClientRect().top + 8 - (pane.list.nodeOf(ts)?.getBoundingClientRect().top ?? Infinity);
  if (over <= 0) return;
  pane.stuck = false; // else its growing would draw the end back into sight
  pane.scroller.scrollTop -= over;
}

const atEnd = () => pane.scroller.scrollHeight - pane.scroller.scrollTop - pane.scroller.clientHeight < NEAR_PX;

function keepEnd() {
  if (pane?.stuck) pane.scroller.scrollTop = pane.scroller.scrollHeight;
}

function scrolled() {
  if (!pane) return;
  pane.stuck = atEnd();
  store.reading = pane.stuck ? "" : pane.channel.id;
  pane.down.hidden = pane.stuck;
  if (pane.scroller.scrollTop < 600) loadOlder();
  markRead();
}

// What was fetched is put above, and what one looks at stays where it is.
async function loadOlder() {
  const here = pane;
  if (here.busy || store.complete.has(here.channel.id)) return;
  here.busy = true;
  await older(here.channel.id);
  here.busy = false;
  if (here !== pane) return;
  const fromEnd = here.scroller.scrollHeight - here.scroller.scrollTop;
  here.list.update();
  drawTop();
  if (!here.stuck) here.scroller.scrollTop = here.scroller.scrollHeight - fromEnd;
}

// At once, in the picture that shows the new message: what one is about to press must not move away.
function toEnd() {
  pane.stuck = true;
  pane.scroller.scrollTop = pane.scroller.scrollHeight;
}

function markRead() {
  const { id } = pane.channel;
  let newest = "";
  for (const ts of store.messages.get(id)?.keys() || []) if (ts > newest) newest = ts;
  if (!newest || document.hidden || !pane.stuck || newest <= (store.read[id] || "")) return;
  store.read[id] = newest;
  store.unread[id] = 0;
  act("read", { channel: id, ts: newest });
}
