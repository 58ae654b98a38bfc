// rich_text elements as DOM nodes.

import { h } from "./dom.js";
import { channelMention, emojiNode, link, userMention } from "./mrkdwn.js";
import { tokens } from "./dates.js";

export function richText(elements) {
  return (elements || []).map(part);
}

function part(element) {
  const inside = () => (element.elements || []).map(piece);
  switch (element.type) {
    case "rich_text_list":
      return h(element.style === "ordered" ? "ol" : "ul", { vars: { "--indent": element.indent || 0 } }, element.elements.map((item) => h("li", {}, part(item))));
    case "rich_text_preformatted":
      return h("pre", { class: "code-block" }, h("code", {}, inside()));
    case "rich_text_quote":
      return h("blockquote", {}, inside());
    default:
      return h("div", { class: "rich-section" }, inside());
  }
}

function piece(element) {
  const nodes = bare(element);
  const { bold, italic, strike, code, underline } = element.style || {};
  let node = nodes;
  if (code) node = h("code", {}, node);
  if (bold) node = h("strong", {}, node);
  if (italic) node = h("em", {}, node);
  if (strike) node = h("s", {}, node);
  if (underline) node = h("u", {}, node);
  return node;
}

function bare(element) {
  switch (element.type) {
    case "text":
      return element.text.split("\n").flatMap((line, place) => (place ? [h("br"), line] : [line]));
    case "link":
      return link(element.url, element.text) || element.text || element.url;
    case "user":
      return userMention(element.user_id);
    case "channel":
      return channelMention(element.channel_id);
    case "emoji":
      return emojiNode(element.name) || `:${element.name}:`;
    case "date":
      return h("time", {}, tokens(element.format, element.timestamp) || element.fallback);
    case "broadcast":
      return h("span", { class: "mention wide" }, "@" + element.range);
    default:
      return element.text || "";
  }
}
