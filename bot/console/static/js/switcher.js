// Ctrl K: go to a channel, a direct message, the App Home, or start a command or act as somebody, by typing a few letters.

import { byId, h, icon } from "./dom.js";
import { focusComposer } from "./channel.js";
import { keepFocusInside } from "./focus.js";
import { avatar } from "./people.js";
import { Listbox } from "./popover.js";
import { become } from "./sidebar.js";
import { author, channelName, go, store } from "./store.js";

let finish = null;

export function openSwitcher() {
  if (finish) return finish();
  const before = document.activeElement;
  const list = new Listbox({ choose: (item) => { finish(); item.go(); }, id: "switcher-list" });
  const input = h("input", {
    class: "switch-input", type: "text", placeholder: "Go to a channel, a person, the home…", "aria-label": "Go to", role: "combobox", "aria-controls": "switcher-list", "aria-expanded": "true",
    autocomplete: "off", spellcheck: "false", "data-testid": "switcher-input", oninput: () => show(list, input.value), onkeydown: (event) => list.key(event),
  });
  const box = h("div", { class: "switch", role: "dialog", "aria-modal": "true", "aria-label": "Go to" },
    h("div", { class: "search-row" }, icon("search", 17), input, h("kbd", {}, "Esc")), list.node);
  const veil = h("div", { class: "veil top above", onmousedown: (event) => event.target === veil && finish() }, box);
  byId("modals").append(veil);
  const release = keepFocusInside(box, () => finish());
  finish = () => {
    release();
    veil.remove();
    finish = null;
    before?.focus?.();
  };
  show(list, "");
  input.focus();
}

function show(list, typed) {
  const wanted = typed.toLowerCase().replace(/^[#@]/, "");
  const found = places().filter((place) => place.words.toLowerCase().includes(wanted));
  found.sort((a, b) => Number(b.words.toLowerCase().startsWith(wanted)) - Number(a.words.toLowerCase().startsWith(wanted)));
  const rows = found.slice(0, 12).map((place) => {
    const row = h("div", { class: "option", role: "option" }, place.sign, h("span", { class: "option-text" }, h("span", {}, place.label)), place.count > 0 && h("span", { class: "badge" }, place.count), h("small", { class: "muted" }, place.kind));
    row.go = place.go;
    return row;
  });
  list.show(rows.length ? rows : [h("div", { class: "list-empty" }, "Nothing is called that")]);
}

function places() {
  const here = (channel) => () => { go({ kind: "channel", id: channel.id }); focusComposer(); };
  const channels = [...store.channels.values()].map((channel) => {
    const other = channel.is_direct && author(channel.members.find((id) => id !== store.user) || store.user);
    return {
      words: channelName(channel), label: channelName(channel), kind: channel.is_direct ? "direct message" : "", count: store.unread[channel.id] || 0,
      sign: other ? avatar(other, 20) : icon(channel.is_private ? "lock" : "hash", 17), go: here(channel),
    };
  });
  const home = { words: `${store.team.app_name} home`, label: `${store.team.app_name} home`, kind: "app", sign: icon("home", 17), go: () => go({ kind: "home" }) };
  const people = [...store.people.values()].filter((person) => person.id !== store.user).map((person) => (
    { words: `${person.real_name} act as`, label: person.real_name, kind: "act as", sign: avatar(person, 20), go: () => become(person.id) }));
  return [...channels, home, ...people];
}
