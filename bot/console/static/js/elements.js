// Interactive elements of blocks. `context` says where they are and what happens when they are used:
//   target: {channel, ts} or {view}; entries: block id -> action id -> plain value;
//   fire(block, element, value): tell the app; changed(): something was entered.

import { h, icon } from "./dom.js";
import { closePopover, openPopover } from "./popover.js";
import { confirmDialog } from "./confirm.js";
import { plain, textObject } from "./mrkdwn.js";
import { selectMenu } from "./select.js";
import { act, upload } from "./store.js";

export function interactive(element, block, context) {
  const make = MAKERS[element.type] || (element.type.endsWith("_select") ? select : null);
  if (!make) return h("span", { class: "unknown" }, `${element.type} is not drawn here`);
  return make(element, block, context);
}

export function enteredValue(context, block, element) {
  const own = context.entries[block.block_id];
  return own && element.action_id in own ? own[element.action_id] : initial(element);
}

function initial(element) {
  if ("initial_option" in element) return element.type === "external_select" ? element.initial_option : element.initial_option.value;
  for (const key of ["initial_options", "initial_value", "initial_date", "initial_time", "initial_date_time", "initial_user",
    "initial_users", "initial_conversation", "initial_conversations", "initial_channel", "initial_channels"]) {
    if (element[key] !== undefined) return element[key];
  }
  return undefined;
}

function enter(context, block, element, value) {
  (context.entries[block.block_id] ||= {})[element.action_id] = value;
  context.changed?.(block);
}

// Input blocks keep what is entered; elsewhere (or with dispatch_action) the app is told at once.
async function use(context, block, element, value) {
  if (element.confirm && !(await confirmDialog(element.confirm))) return false;
  enter(context, block, element, value);
  if (block.type !== "input" || block.dispatch_action) context.fire(block, element, value);
  return true;
}

function button(element, block, context) {
  const node = h("button", {
    type: "button", class: `btn ${element.style || ""}`, "data-action-id": element.action_id,
    "aria-label": element.accessibility_label, onclick: press,
  }, h("span", { class: "btn-label" }, plain(element.text)));
  return node;

  async function press() {
    if (node.getAttribute("aria-busy")) return;
    if (element.confirm && !(await confirmDialog(element.confirm))) return;
    if (element.url) open(element.url, "_blank", "noopener,noreferrer");
    node.setAttribute("aria-busy", "true");
    await context.fire(block, element, element.value);
    node.removeAttribute("aria-busy");
  }
}

function overflow(element, block, context) {
  const node = h("button", {
    type: "button", class: "btn icon-btn", "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false",
    "data-action-id": element.action_id, onclick: show,
  }, icon("more", 16));
  return node;

  function show() {
    const items = element.options.map((option) => h("button", {
      class: "menu-item", role: "menuitem", type: "button", onclick: () => choose(option),
    }, plain(option.text)));
    openPopover(node, h("div", { role: "menu" }, items), { width: 200, align: "end" }).querySelector("button").focus();
  }

  async function choose(option) {
    closePopover();
    if (element.confirm && !(await confirmDialog(element.confirm))) return;
    if (option.url) open(option.url, "_blank", "noopener,noreferrer");
    context.fire(block, element, option.value);
  }
}

function select(element, block, context) {
  return selectMenu(element, {
    value: enteredValue(context, block, element),
    change: (value) => use(context, block, element, value),
    ask: (typed) => act("suggest", { ...context.target, action_id: element.action_id, block_id: block.block_id, typed }),
  });
}

const typed = (type, more = {}) => (element, block, context) => {
  const node = h(element.multiline ? "textarea" : "input", {
    class: "field", type: element.multiline ? undefined : type, "data-action-id": element.action_id,
    placeholder: element.placeholder?.text, maxlength: element.max_length, rows: element.multiline ? 4 : undefined,
    autocomplete: "off", spellcheck: element.multiline ? undefined : "false", autofocus: element.focus_on_load, ...more,
    oninput: typing, onkeydown: dispatch,
  });
  const wanted = (block.dispatch_action && (element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"])) || [];
  let waiting = 0;
  node.value = enteredValue(context, block, element) ?? "";
  return node;

  function typing() {
    enter(context, block, element, node.value);
    if (!wanted.includes("on_character_entered")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => context.fire(block, element, node.value), 300);
  }

  function dispatch(event) {
    if (event.key !== "Enter" || !wanted.includes("on_enter_pressed")) return;
    event.preventDefault();
    event.stopPropagation();
    context.fire(block, element, node.value);
  }
};

const picked = (type) => (element, block, context) => {
  const node = h("input", {
    class: "field picker", type, "data-action-id": element.action_id, "aria-label": element.placeholder?.text,
    onchange: () => use(context, block, element, read(node, type)),
  });
  const value = enteredValue(context, block, element);
  node.value = type === "datetime-local" && value ? local(value) : value ?? "";
  return node;
};

const read = (node, type) => (type === "datetime-local" && node.value ? Math.floor(new Date(node.value).getTime() / 1000) : node.value);

function local(seconds) {
  const date = new Date(seconds * 1000);
  return new Date(date - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function ticks(element, block, context) {
  const many = element.type === "checkboxes";
  const held = enteredValue(context, block, element);
  const chosen = new Set(many ? (held || []).map((item) => item.value ?? item) : [held]);
  const name = `${block.block_id}-${element.action_id}-${Math.random()}`;
  return h("div", { class: "ticks", role: many ? "group" : "radiogroup", "data-action-id": element.action_id }, element.options.map((option) =>
    h("label", { class: "tick" },
      h("input", { type: many ? "checkbox" : "radio", name, value: option.value, checked: chosen.has(option.value), onchange: (event) => toggle(option, event) }),
      h("span", { class: "tick-text" }, h("span", {}, textObject(option.text)), option.description && h("small", {}, textObject(option.description))))));

  function toggle(option, event) {
    if (!many) chosen.clear();
    if (event.target.checked) chosen.add(option.value);
    else chosen.delete(option.value);
    use(context, block, element, many ? [...chosen] : option.value);
  }
}

function files(element, block, context) {
  const most = element.max_files ?? 10;
  const kinds = element.filetypes || [];
  let held = enteredValue(context, block, element) || []; // file ids
  const names = h("div", { class: "drop-names" });
  const told = h("small", { class: "refused", role: "alert" });
  const input = h("input", {
    type: "file", class: "sr-only", multiple: most > 1, "data-action-id": element.action_id,
    accept: kinds.map((kind) => "." + kind).join(",") || undefined, onchange: () => take([...input.files]),
  });
  const rule = [kinds.map((kind) => "." + kind).join(", "), most > 1 ? `up to ${most} files` : ""].filter(Boolean).join(" · ");
  const zone = h("label", {
    class: "drop",
    ondragover: (event) => { event.preventDefault(); zone.classList.add("over"); },
    ondragleave: () => zone.classList.remove("over"),
    ondrop: (event) => { event.preventDefault(); zone.classList.remove("over"); take([...event.dataTransfer.files]); },
  }, input, icon("upload", 20), h("span", {}, "Drop a file, or ", h("b", {}, "choose one")), rule && h("small", {}, rule));
  const node = h("div", { class: "files-input" }, zone, names, told);
  draw();
  return node;

  async function take(list) {
    input.value = "";
    told.textContent = "";
    const wrong = list.find((file) => kinds.length && !kinds.includes(file.name.split(".").pop().toLowerCase()));
    if (wrong) return (told.textContent = `${wrong.name} is not a supported file type. Please choose ${kinds.join(" or ")}.`);
    zone.setAttribute("aria-busy", "true");
    const taken = await Promise.all(list.slice(0, most).map((file) => upload(file).catch(() => ({ error: "console_unreachable" }))));
    zone.removeAttribute("aria-busy");
    const bad = taken.find((file) => file.error);
    if (bad) told.textContent = bad.error === "file_too_large" ? "That file is too large for the console." : `That file was not taken (${bad.error}).`;
    const fresh = taken.filter((file) => !file.error);
    for (const file of fresh) known.set(file.id, file);
    hold(most === 1 && fresh.length ? [fresh[0].id] : [...held, ...fresh.map((file) => file.id)].slice(0, most));
  }

  function hold(ids) {
    held = ids;
    enter(context, block, element, held);
    draw();
  }

  function draw() {
    names.replaceChildren(...held.map((id) => h("span", { class: "chip" }, icon("file", 14), h("span", {}, known.get(id)?.name || id),
      h("button", { type: "button", class: "chip-x", "aria-label": `Remove ${known.get(id)?.name || id}`, onclick: () => hold(held.filter((each) => each !== id)) }, icon("close", 12)))));
  }
}

const known = new Map(); // file id -> file object; forms are drawn anew, and the names with them

const MAKERS = {
  button, overflow, workflow_button: button,
  plain_text_input: typed("text"), email_text_input: typed("email"), url_text_input: typed("url"),
  number_input: typed("text", { inputmode: "decimal" }), rich_text_input: (element, ...rest) => typed("text")({ ...element, multiline: true }, ...rest),
  datepicker: picked("date"), timepicker: picked("time"), datetimepicker: picked("datetime-local"),
  checkboxes: ticks, radio_buttons: ticks, file_input: files,
};
