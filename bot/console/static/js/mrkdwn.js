// Slack's mrkdwn as DOM nodes: text arrives with & < > escaped, and <...> are references.

import { h } from "./dom.js";
import { drawing, emoji } from "./emoji.js";
import { full, tokens } from "./dates.js";
import { author, channelName, store } from "./store.js";

export function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

export function mrkdwn(text) {
  const out = document.createDocumentFragment();
  String(text).split(/```\n?([\s\S]*?)\n?```/g).forEach((part, place) => {
    if (place % 2) out.append(h("pre", { class: "code-block" }, h("code", {}, inCode(part))));
    else out.append(...lines(place ? part.replace(/^\n/, "") : part));
  });
  return out;
}

const inCode = (text) => unescape(text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, link, label) => label || link));

function lines(text) {
  const nodes = [];
  let quote = null;
  if (!text) return nodes;
  text.split("\n").forEach((line, place) => {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append(h("br"));
      else nodes.push((quote = h("blockquote", {})));
      quote.append(...inline(quoted[1]));
      return;
    }
    const follows = place > 0 && !quote;
    quote = null;
    const bullet = /^(\s*)([•◦▪-]|\d+\.) (.*)$/.exec(line);
    if (bullet) {
      const mark = h("span", { class: "bullet-mark" }, bullet[2] === "-" ? "–" : bullet[2]);
      nodes.push(h("span", { class: "bullet" }, mark, h("span", {}, inline(bullet[3]))));
      return;
    }
    if (follows && nodes.at(-1)?.className !== "bullet") nodes.push(h("br"));
    nodes.push(...inline(line));
  });
  return nodes;
}

const TOKEN = new RegExp(
  [
    "`([^`\\n]+)`",
    "<([^<>\\n]+)>",
    "(?<![\\w*])\\*([^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\w*])",
    "(?<![\\w_])_([^\\s_](?:[^_\\n]*[^\\s_])?)_(?![\\w_])",
    "(?<![\\w~])~([^\\s~](?:[^~\\n]*[^\\s~])?)~(?![\\w~])",
    ":([a-z0-9_+-]+(?:::[a-z0-9-]+)?):",
    "(https?://[^\\s<>|]*[^\\s<>|.,;:!?)\\]'\"])",
  ].join("|"),
  "g",
);

export function inline(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(TOKEN)) {
    nodes.push(unescape(text.slice(done, match.index)));
    nodes.push(token(match));
    done = match.index + match[0].length;
  }
  nodes.push(unescape(text.slice(done)));
  return nodes.filter((node) => node !== "");
}

function token([whole, code, reference, bold, italic, struck, sign, url]) {
  if (code !== undefined) return h("code", {}, inCode(code));
  if (reference !== undefined) return refer(reference, whole);
  if (bold !== undefined) return h("strong", {}, inline(bold));
  if (italic !== undefined) return h("em", {}, inline(italic));
  if (struck !== undefined) return h("s", {}, inline(struck));
  if (sign !== undefined) return emojiNode(sign) || whole;
  return link(unescape(url));
}

export function emojiNode(name) {
  const sign = drawing(name) || emoji(name);
  return sign && h("span", { class: "emoji", role: "img", "aria-label": name.replace(/_/g, " ") }, sign);
}

function refer(reference, whole) {
  const bar = reference.indexOf("|");
  const target = bar < 0 ? reference : reference.slice(0, bar);
  const label = bar < 0 ? "" : unescape(reference.slice(bar + 1));
  if (target.startsWith("@")) return userMention(target.slice(1), label);
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!")) return h("span", { class: "mention wide" }, "@" + (label || target.slice(1).split("^")[0]));
  return link(unescape(target), label) || unescape(whole);
}

export function userMention(id, label = "") {
  const person = author(id);
  const name = person.kind === "system" ? label || id : person.name;
  const own = id === store.user ? " own" : "";
  return h("span", { class: "mention" + own, title: person.title || person.real_name }, "@" + name);
}

export function channelMention(id, label = "") {
  const known = store.channels.get(id);
  return h("span", { class: "mention" }, "#" + (known ? channelName(known) : label || id));
}

export function link(url, label = "") {
  if (!/^(https?|mailto|tel):/i.test(url)) return null;
  const shown = label || url.replace(/^(mailto|tel):/, "");
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, shown);
}

function date(target, fallback) {
  const [, seconds, template, address] = target.split("^");
  const shown = h("time", { title: full(seconds) }, tokens(template || "", seconds) || fallback);
  return address ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, shown) : shown;
}

// plain_text: only emoji shortcodes are special.
export function plain(object) {
  const text = String(object?.text ?? "");
  if (object?.emoji === false) return [text];
  return text.split(/(:[a-z0-9_+-]+:)/g).map((part) => (part.startsWith(":") && emojiNode(part.slice(1, -1))) || part);
}

export function textObject(object) {
  return object?.type === "mrkdwn" ? mrkdwn(object.text) : plain(object);
}
