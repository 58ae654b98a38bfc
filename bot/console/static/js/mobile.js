// On a narrow screen the sidebar is a drawer behind a button.

import { byId, h, icon } from "./dom.js";
import { on } from "./store.js";

export function startMobile() {
  byId("curtain").addEventListener("click", () => show(false));
  on("all place", () => show(false));
}

const show = (open) => byId("app").classList.toggle("with-menu", open);

export function menuButton() {
  return h("button", { type: "button", class: "icon-link menu-button", "aria-label": "Channels and people", "data-testid": "menu", onclick: () => show(true) }, icon("menu", 19));
}

export const closeMenu = () => show(false);
