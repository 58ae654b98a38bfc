// Select menus: one or many options, searched as one types; fixed lists, people, channels, or options from the app.

import { h, icon } from "./dom.js";
import { closePopover, isOpenFor, Listbox, openPopover, reposition } from "./popover.js";
import { plain, textObject } from "./mrkdwn.js";
import { channelName, store } from "./store.js";
import { avatar } from "./people.js";

const asOption = (label, value, extra = {}) => ({ text: { type: "plain_text", text: label, emoji: false }, value, ...extra });

const PLACEHOLDERS = { users: "Choose a person", channels: "Choose a channel", conversations: "Choose a conversation" };

// `ask(typed)` gives options of an external select; `change(value)` gets plain values (or whole options if external).
export function selectMenu(element, { value, change, ask, invalid }) {
  const kind = element.type.replace(/^multi_/, "").replace(/_select$/, "");
  const many = element.type.startsWith("multi_");
  const whole = kind === "external";
  const chosen = new Map();
  let asked = 0;
  for (const item of many ? value || [] : value ? [value] : []) remember(item);

  const shown = h("span", { class: "select-value" });
  const button = h("button", {
    class: "select" + (many ? " many" : ""), type: "button", role: "combobox", "aria-haspopup": "listbox",
    "aria-expanded": "false", "data-action-id": element.action_id, "aria-invalid": invalid,
    onclick: toggle, onkeydown: openByKey,
  }, shown, icon("chevron", 16));
  draw();
  return button;

  function remember(item) {
    const option = typeof item === "object" ? item : known().find((each) => each.value === item) || asOption(item, item);
    chosen.set(option.value, option);
  }

  function known() {
    if (kind === "users") return people();
    if (kind === "channels") return channels(false);
    if (kind === "conversations") return channels(true);
    return [...(element.options || []), ...(element.option_groups || []).flatMap((group) => group.options)];
  }

  function draw() {
    if (!chosen.size) {
      const words = element.placeholder ? plain(element.placeholder) : [PLACEHOLDERS[kind] || "Choose an option"];
      shown.replaceChildren(h("span", { class: "placeholder" }, words));
    } else if (!many) {
      shown.replaceChildren(...[plain([...chosen.values()][0].text)].flat());
    } else {
      shown.replaceChildren(...[...chosen.values()].map(chip));
    }
  }

  function chip(option) {
    const remove = h("span", {
      class: "chip-x", role: "button", "aria-label": `Remove ${option.text.text}`,
      onclick: (event) => { event.stopPropagation(); pick(option); },
    }, icon("close", 12));
    return h("span", { class: "chip" }, h("span", {}, plain(option.text)), remove);
  }

  function pick(option) {
    if (!many) chosen.clear();
    if (many && chosen.has(option.value)) chosen.delete(option.value);
    else if (!(element.max_selected_items <= chosen.size)) chosen.set(option.value, option);
    draw();
    const values = [...chosen.values()].map((each) => (whole || element.type === "multi_static_select" ? each : each.value));
    change(many ? values : values[0]);
  }

  function openByKey(event) {
    if (event.key === "ArrowDown" || (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey)) {
      event.preventDefault();
      open(event.key.length === 1 ? event.key : "");
    }
  }

  function toggle() {
    if (isOpenFor(button)) closePopover({ refocus: true });
    else open("");
  }

  function open(typed) {
    const list = new Listbox({ choose: (item) => choose(item.option) });
    const input = h("input", {
      class: "select-search", type: "text", value: typed, placeholder: "Type to search", "aria-label": "Search options",
      autocomplete: "off", spellcheck: "false", "data-testid": "select-search",
      oninput: () => fill(list, input.value),
      onkeydown: (event) => list.key(event),
    });
    openPopover(button, [h("div", { class: "search-row" }, icon("search", 16), input), list.node], {
      width: Math.max(button.offsetWidth, 260),
      onclose: () => (asked += 1), // whatever is still being asked is no longer wanted
    });
    fill(list, typed);
    input.focus();
  }

  function choose(option) {
    pick(option);
    if (!many) closePopover({ refocus: true });
    else document.querySelectorAll(".popover [role=option]").forEach((node) => node.setAttribute("aria-selected", chosen.has(node.option.value)));
  }

  async function fill(list, typed) {
    if (!whole) return show(list, groups(typed));
    const turn = ++asked;
    if (typed.length < (element.min_query_length ?? 3)) {
      return show(list, [], `Type at least ${element.min_query_length ?? 3} characters`);
    }
    if (!list.items.length) show(list, [], "Asking the app…");
    await new Promise((done) => setTimeout(done, typed ? 120 : 0));
    if (turn !== asked) return;
    const answer = await ask(typed);
    if (turn !== asked) return;
    if (!answer.ok) return show(list, [], `The app did not answer (${answer.error})`);
    show(list, [[null, answer.options]]);
  }

  function groups(typed) {
    const wanted = typed.toLowerCase();
    const fits = (option) => (option.text.text + " " + (option.search || "")).toLowerCase().includes(wanted);
    const listed = element.option_groups?.map((group) => [group.label, group.options]) || [[null, known()]];
    return listed.map(([label, options]) => [label, options.filter(fits)]).filter(([, options]) => options.length);
  }

  function show(list, listed, words = "Nothing fits") {
    const nodes = listed.flatMap(([label, options]) => [
      label && h("div", { class: "list-label" }, plain(label)),
      ...options.map(row),
    ]).filter(Boolean);
    list.show(nodes.length ? nodes : [h("div", { class: "list-empty" }, words)]);
    reposition();
  }

  function row(option) {
    const node = h("div", { class: "option", role: "option", "aria-selected": chosen.has(option.value), "data-value": option.value },
      option.person && avatar(option.person, 20),
      h("span", { class: "option-text" }, h("span", {}, textObject(option.text)),
        option.description && h("small", {}, textObject(option.description))),
      icon("check", 16));
    node.option = option;
    return node;
  }
}

function people() {
  return [...store.people.values()].map((person) =>
    asOption(person.real_name, person.id, { search: person.name, person, description: person.title ? { type: "plain_text", text: person.title } : undefined }));
}

function channels(direct) {
  return [...store.channels.values()].filter((channel) => direct || !channel.is_direct)
    .map((channel) => asOption((channel.is_direct ? "" : "#") + channelName(channel), channel.id));
}
