// A list of messages: grouped by author and day, each drawn once and redrawn only when it changed.

import { arrange, h, icon, plural } from "./dom.js";
import { contentNode } from "./blocks.js";
import { explain, messageContext } from "./actions.js";
import { inspect } from "./inspector.js";
import { emojiNode } from "./mrkdwn.js";
import { ago, day, dayKey, full, time } from "./dates.js";
import { avatar } from "./people.js";
import { closePopover, openPopover } from "./popover.js";
import { shortcutMenu } from "./shortcuts.js";
import { act, author, openThread, store } from "./store.js";

const GROUP_S = 300;

export class MessageList {
  constructor({ channel, wanted, inThread = false, unreadFrom = "" }) {
    this.channel = channel;
    this.unreadFrom = unreadFrom; // the message below the line "New"
    this.line = h("div", { class: "new-line", role: "separator", "aria-label": "New messages" }, h("span", {}, "New"));
    this.wanted = wanted;
    this.inThread = inThread;
    this.drawn = new Map(); // ts -> {message, node}
    this.days = new Map();
    this.pending = [];
    this.node = h("div", { class: "message-list", role: "log", "aria-label": "Messages" });
  }

  update() {
    const shown = [...(store.messages.get(this.channel)?.values() || []), ...[...store.ephemerals.values()].filter((m) => m.channel === this.channel)]
      .filter(this.wanted)
      .sort((a, b) => (a.ts < b.ts ? -1 : 1));
    const nodes = [];
    let before = null;
    for (const message of shown) {
      if (!this.inThread && (!before || dayKey(before.ts) !== dayKey(message.ts))) {
        nodes.push(this.dayNode(message.ts));
        before = null;
      }
      if (message.ts === this.unreadFrom) {
        nodes.push(this.line);
        before = null;
      }
      const node = this.draw(message);
      node.classList.toggle("compact", follows(before, message));
      nodes.push(node);
      before = message;
    }
    arrange(this.node, [...nodes, ...this.pending]);
    this.size = shown.length;
    if (this.drawn.size > shown.length) {
      const there = new Set(shown.map((message) => message.ts));
      for (const ts of this.drawn.keys()) if (!there.has(ts)) this.drawn.delete(ts);
    }
  }

  nodeOf(ts) {
    return this.drawn.get(ts)?.node;
  }

  dayNode(ts) {
    const key = dayKey(ts);
    if (!this.days.has(key)) this.days.set(key, h("div", { class: "day" }, h("span", {}, day(ts))));
    return this.days.get(key);
  }

  draw(message) {
    const known = this.drawn.get(message.ts);
    if (known?.message === message) return known.node;
    const node = messageNode(this.channel, message, this.inThread);
    if (known?.node.isConnected) known.node.replaceWith(node);
    else if (!message.is_ephemeral || Date.now() / 1000 - message.ts < 5) node.classList.add("arriving");
    this.drawn.set(message.ts, { message, node });
    return node;
  }

  // A line that says what was sent and not answered yet; gives a function that takes it away.
  sending(text) {
    const node = h("div", { class: "sending", "data-testid": "sending" }, h("span", { class: "spinner" }), h("code", {}, text), h("span", {}, "sending…"));
    this.pending.push(node);
    this.node.append(node);
    return () => {
      this.pending = this.pending.filter((each) => each !== node);
      node.remove();
    };
  }
}

function follows(before, message) {
  return Boolean(before) && before.user === message.user && message.ts - before.ts < GROUP_S
    && !before.is_ephemeral && !message.is_ephemeral && !message.blocks?.length && !before.blocks?.length;
}

function messageNode(channel, message, inThread) {
  const person = author(message.user);
  const slot = h("div", { class: "problem-slot" });
  const context = messageContext(channel, message, (outcome) => slot.replaceChildren(...(outcome ? [problem(explain(outcome))] : [])));
  return h("article", {
    class: `message ${message.is_ephemeral ? "ephemeral" : ""} by-${person.kind}`, "data-ts": message.ts,
    "data-testid": message.is_ephemeral ? "ephemeral" : "message", "aria-label": `${person.real_name} at ${time(message.ts)}`,
  },
  h("div", { class: "gutter" }, avatar(person), h("time", { class: "gutter-time" }, time(message.ts))),
  h("div", { class: "message-main" },
    message.is_ephemeral && h("div", { class: "only-you" }, icon("eye", 14), h("span", {}, "Only visible to you"),
      message.console_origin && h("code", {}, message.console_origin)),
    h("div", { class: "message-head" }, h("strong", { class: "who" }, person.real_name),
      person.kind === "app" && h("span", { class: "tag" }, "APP"),
      person.title && h("span", { class: "role" }, person.title),
      h("time", { title: full(message.ts) }, time(message.ts))),
    h("div", { class: "content" }, contentNode(message, context)),
    slot,
    reactions(message),
    message.is_ephemeral && h("button", { type: "button", class: "dismiss", "data-testid": "dismiss", onclick: () => act("dismiss", { ts: message.ts }) }, "Dismiss message"),
    !inThread && message.reply_count > 0 && replies(message)),
  tools(message, inThread));
}

export function problem(words) {
  return h("div", { class: "problem", role: "alert", "data-testid": "problem" }, icon("alert", 15), words);
}

const react = (message, name) => act("react", { channel: store.place.id, ts: message.ts, name });

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((each) => {
    const who = each.users.map((id) => author(id).real_name).join(", ");
    return h("button", { type: "button", class: "reaction", "aria-pressed": each.users.includes(store.user), title: who, "aria-label": `${each.name}, ${each.count}: ${who}`, onclick: () => react(message, each.name) },
      emojiNode(each.name) || `:${each.name}:`, ` ${each.count}`);
  }));
}

const OFTEN = ["+1", "eyes", "white_check_mark", "warning", "tada"];

function reactButton(message) {
  const button = h("button", { type: "button", "aria-label": "Add a reaction", title: "Add a reaction", "aria-haspopup": "menu", "aria-expanded": "false", "data-testid": "react", onclick: show }, icon("smile", 16));
  return button;

  function show() {
    const menu = OFTEN.map((name) => h("button", { type: "button", role: "menuitem", class: "emoji-choice", "aria-label": name, title: `:${name}:`, onclick: () => { closePopover(); react(message, name); } }, emojiNode(name) || name));
    openPopover(button, h("div", { role: "menu", class: "emoji-row" }, menu), { width: 214, align: "end" }).querySelector("button").focus();
  }
}

function replies(message) {
  return h("button", { type: "button", class: "replies", "data-testid": "replies", onclick: () => openThread(message.ts) },
    message.reply_users.slice(0, 3).map((id) => avatar(author(id), 22)),
    h("b", {}, plural(message.reply_count, "reply", "replies")),
    h("span", { class: "muted" }, `Last reply ${ago(message.latest_reply)}`));
}

function tools(message, inThread) {
  const shortcuts = message.is_ephemeral ? [] : store.shortcuts.filter((each) => each.on_messages);
  return h("div", { class: "tools" },
    !message.is_ephemeral && reactButton(message),
    shortcuts.length > 0 && shortcutMenu(shortcuts, { ts: message.ts, channel: store.place.id }),
    !message.is_ephemeral && !inThread && h("button", { type: "button", "aria-label": "Reply in thread", title: "Reply in thread", "data-testid": "reply", onclick: () => openThread(message.thread_ts || message.ts) }, icon("reply", 16)),
    h("button", { type: "button", "aria-label": "Inspect payload", title: "Inspect payload", "data-testid": "inspect", onclick: () => inspect({ message }) }, icon("braces", 16)));
}
