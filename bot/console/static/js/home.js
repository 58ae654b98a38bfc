// The App Home tab.

import { byId, h, icon } from "./dom.js";
import { explain, viewContext } from "./actions.js";
import { blocksNode } from "./blocks.js";
import { menuButton } from "./mobile.js";
import { headTools } from "./tools.js";
import { inspect } from "./inspector.js";
import { problem } from "./messages.js";
import { avatar } from "./people.js";
import { act, author, on, store } from "./store.js";

let opened = "";

export function startHome() {
  on("all place", () => {
    if (store.place.kind !== "home") return (opened = "");
    draw();
    if (opened !== store.user) ask();
  });
  on("home", () => store.place.kind === "home" && draw());
}

async function ask() {
  opened = store.user;
  const outcome = await act("home");
  if (!outcome.ok && store.place.kind === "home") byId("pane").querySelector(".problem-slot")?.replaceChildren(problem(explain(outcome)));
}

function draw() {
  const app = author(store.team.bot_user);
  const slot = h("div", { class: "problem-slot" });
  const scroll = byId("pane").querySelector(".home-scroll")?.scrollTop || 0;
  const view = store.home;
  const context = view && viewContext(view, (outcome) => slot.replaceChildren(...(outcome ? [problem(explain(outcome))] : [])));
  const body = view ? blocksNode(view.blocks, context) : h("div", { class: "intro" }, h("div", { class: "intro-mark" }, icon("home", 28)), h("h3", {}, "Nothing here yet"), h("p", {}, `${app.real_name} has not published a home tab for you.`));
  byId("pane").replaceChildren(
    h("header", { class: "pane-head" }, menuButton(), h("div", { class: "pane-title" }, h("h2", {}, avatar(app, 24), app.real_name), h("p", {}, "Home")),
      view && h("button", { type: "button", class: "icon-link", "aria-label": "Inspect payload", title: "Inspect payload", onclick: () => inspect({ view }) }, icon("braces", 18)), headTools()),
    h("div", { class: "scroller home-scroll", "data-testid": "home" }, h("div", { class: "home" }, slot, body)));
  byId("pane").querySelector(".home-scroll").scrollTop = scroll;
}
