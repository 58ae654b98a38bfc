// The left column: workspace, App Home, channels, direct messages, and whom one acts as.

import { byId, h, icon } from "./dom.js";
import { closePopover, openPopover } from "./popover.js";
import { avatar } from "./people.js";
import { closeMenu } from "./mobile.js";
import { author, channelName, go, load, me, on, soon, store } from "./store.js";

export function startSidebar() {
  on("all place", draw);
  on("channels messages online", soon(draw));
}

function draw() {
  const channels = [...store.channels.values()];
  const before = document.activeElement?.dataset?.key;
  byId("sidebar").replaceChildren(
    head(),
    h("div", { class: "side-scroll" },
      section("Apps", [homeRow()]),
      section("Channels", channels.filter((c) => !c.is_direct).map(row)),
      section("Direct messages", channels.filter((c) => c.is_direct).map(row))),
    foot());
  if (before) byId("sidebar").querySelector(`[data-key="${CSS.escape(before)}"]`)?.focus();
}

function head() {
  return h("header", { class: "side-head" },
    h("img", { src: "/static/icon.svg", alt: "", width: 32, height: 32 }),
    h("div", {}, h("h1", {}, store.team.name), h("p", { class: store.online ? "" : "offline" }, store.online ? "Console on this computer" : "Reconnecting…")));
}

function section(title, rows) {
  return rows.length > 0 && h("section", {}, h("h2", {}, title), h("ul", {}, rows.map((each) => h("li", {}, each))));
}

function homeRow() {
  const here = store.place.kind === "home";
  return h("button", { type: "button", class: "side-row", "aria-current": here ? "page" : undefined, "data-key": "home", "data-testid": "open-home", onclick: () => { closeMenu(); go({ kind: "home" }); } },
    icon("home", 17), h("span", { class: "side-name" }, `${store.team.app_name} home`));
}

function row(channel) {
  const here = store.place.kind === "channel" && store.place.id === channel.id;
  const count = here ? 0 : store.unread[channel.id] || 0;
  const other = channel.is_direct && author(channel.members.find((id) => id !== store.user) || store.user);
  return h("button", {
    type: "button", class: "side-row" + (count ? " unread" : ""), "aria-current": here ? "page" : undefined, "data-key": channel.id,
    "data-testid": "channel", "data-channel": channel.id, onclick: () => { closeMenu(); go({ kind: "channel", id: channel.id }); },
  },
  other ? avatar(other, 20) : icon(channel.is_private ? "lock" : "hash", 17),
  h("span", { class: "side-name" }, channelName(channel)),
  count > 0 && h("span", { class: "badge", "aria-label": `${count} unread` }, count > 99 ? "99+" : count));
}

function foot() {
  const person = me();
  const button = h("button", { type: "button", class: "act-as", "data-testid": "act-as", "aria-haspopup": "menu", "aria-expanded": "false", onclick: show },
    avatar(person, 34),
    h("span", { class: "act-text" }, h("small", {}, "Acting as"), h("strong", {}, person.real_name), person.title && h("span", { class: "role" }, person.title)),
    icon("chevron", 16));
  return h("footer", { class: "side-foot" }, button);

  function show() {
    const items = [...store.people.values()].map((each) => h("button", {
      type: "button", class: "menu-item person", role: "menuitemradio", "aria-checked": each.id === store.user, "data-user": each.id, "data-testid": "act-as-option",
      onclick: () => { closePopover(); become(each.id); },
    }, avatar(each, 30), h("span", { class: "option-text" }, h("span", {}, each.real_name), each.title && h("small", {}, each.title)), icon("check", 16)));
    openPopover(button, h("div", { role: "menu", "aria-label": "Act as" }, h("div", { class: "list-label" }, "Act as another person"), items), { width: 300, above: true })
      .querySelector("[aria-checked=true]").focus();
  }
}

export function become(user) {
  sessionStorage.setItem("user", user);
  return load(user);
}
