// Blocks, attachments and files as DOM nodes.

import { h, icon } from "./dom.js";
import { interactive } from "./elements.js";
import { fileCard } from "./files.js";
import { markdown } from "./markdown.js";
import { mrkdwn, plain, textObject } from "./mrkdwn.js";
import { chart } from "./charts.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";
import { tokens } from "./dates.js";

export function blocksNode(blocks, context) {
  return h("div", { class: "blocks" }, (blocks || []).map((block) => draw(block, context)));
}

function draw(block, context) {
  const make = MAKERS[block.type];
  if (!make) return h("div", { class: "unknown" }, `A ${block.type} block (not drawn here)`);
  const node = make(block, context);
  node.classList.add("block");
  node.dataset.blockId = block.block_id || "";
  return node;
}

function section(block, context) {
  const accessory = block.accessory;
  return h("div", { class: "section" + (accessory?.type === "image" ? " with-image" : "") },
    h("div", { class: "section-body" },
      block.text && h("div", { class: "text" }, textObject(block.text)),
      block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "text field-text" }, textObject(field))))),
    accessory && h("div", { class: "accessory" }, accessory.type === "image" ? image(accessory) : interactive(accessory, block, context)));
}

function image(element) {
  const held = element.slack_file?.id || /\/files\/(F\w+)\//.exec(element.slack_file?.url || "")?.[1];
  const source = held ? `/files/${held}` : element.image_url;
  return h("img", { src: source, alt: element.alt_text, loading: "lazy" });
}

function imageBlock(block) {
  return h("figure", { class: "image-block" }, block.title && h("figcaption", {}, plain(block.title)), image(block));
}

function input(block, context) {
  const id = `label-${block.block_id}`;
  const node = interactive(block.element, block, context);
  node.setAttribute("aria-labelledby", id);
  return h("div", { class: "input-block" },
    h("label", { class: "label", id, onclick: () => (node.matches("input,textarea,button") ? node : node.querySelector("input"))?.focus() },
      plain(block.label), block.optional && h("span", { class: "optional" }, "optional")),
    node,
    h("div", { class: "field-error-slot" }),
    block.hint && h("div", { class: "hint" }, plain(block.hint)));
}

const LEVELS = { info: "info", success: "check", default: "info" };

function feedback(element, block, context) {
  if (element.type !== "feedback_buttons") return interactive({ ...element, type: "button" }, block, context);
  return [element.positive_button, element.negative_button].map((each) => interactive({ ...each, type: "button", action_id: element.action_id }, block, context));
}

const MAKERS = {
  section, input, table, data_table: dataTable, data_visualization: chart,
  context_actions: (block, context) => h("div", { class: "actions" }, block.elements.map((element) => feedback(element, block, context))),
  header: (block) => h("h3", { class: "header-block" }, plain(block.text)),
  divider: () => h("hr", { class: "divider" }),
  context: (block) => h("div", { class: "context" }, block.elements.map((element) =>
    element.type === "image" ? image(element) : h("span", { class: "text" }, textObject(element)))),
  actions: (block, context) => h("div", { class: "actions" }, block.elements.map((element) => interactive(element, block, context))),
  image: imageBlock,
  rich_text: (block) => h("div", { class: "text" }, richText(block.elements)),
  markdown: (block) => markdown(block.text),
  alert: (block) => h("div", { class: `alert-block of-${block.level || "default"}` }, icon(LEVELS[block.level || "default"] || "alert", 18), h("div", { class: "text" }, textObject(block.text))),
};

export function attachmentNode(attachment, context) {
  const color = { good: "#15803d", warning: "#d97706", danger: "#dc2626" }[attachment.color] || attachment.color;
  const vars = color ? { "--bar": color.startsWith("#") ? color : "#" + color } : {};
  return h("div", { class: "attachment", vars }, attachment.blocks ? blocksNode(attachment.blocks, context) : classic(attachment));
}

function classic(attachment) {
  return h("div", { class: "text" },
    attachment.pretext && h("div", {}, mrkdwn(attachment.pretext)),
    attachment.author_name && h("div", { class: "muted" }, attachment.author_name),
    attachment.title && h("strong", {}, attachment.title_link ? h("a", { href: /^https?:/.test(attachment.title_link) ? attachment.title_link : undefined, target: "_blank", rel: "noopener noreferrer" }, attachment.title) : attachment.title),
    attachment.text && h("div", {}, mrkdwn(attachment.text)),
    attachment.image_url && h("img", { class: "file-image", src: attachment.image_url, alt: attachment.title || attachment.fallback || "", loading: "lazy" }),
    attachment.fields && h("div", { class: "fields" }, attachment.fields.map((field) => h("div", { class: "text" }, h("strong", {}, field.title), h("br"), mrkdwn(field.value || "")))),
    (attachment.footer || attachment.ts) && h("div", { class: "muted" }, [attachment.footer, attachment.ts && tokens("{date_short_pretty} {time}", attachment.ts)].filter(Boolean).join(" · ")));
}

export function contentNode(message, context) {
  const parts = [];
  if (message.blocks?.length) parts.push(blocksNode(message.blocks, context));
  else if (message.text) parts.push(h("div", { class: "text plain-message" }, mrkdwn(message.text), message.edited && h("span", { class: "edited" }, " (edited)")));
  for (const attachment of message.attachments || []) parts.push(attachmentNode(attachment, context));
  for (const file of message.files || []) parts.push(fileCard(file));
  return parts;
}
