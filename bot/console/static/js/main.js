// Starts the page.

import { byId, h } from "./dom.js";
import { focusComposer, startChannels } from "./channel.js";
import { startHome } from "./home.js";
import { startModals } from "./modal.js";
import { startSidebar } from "./sidebar.js";
import { go, load, on, openThread, store } from "./store.js";

startSidebar();
startChannels();
startHome();
startModals();

on("all place", () => {
  document.title = `${store.team.name} · console`;
  const { kind, id } = store.place;
  history.replaceState(null, "", kind === "home" ? "#home" : `#${id}`);
  byId("app").removeAttribute("aria-busy");
});

const hash = location.hash.slice(1);
if (hash) store.place = hash === "home" ? { kind: "home" } : { kind: "channel", id: hash };

load(sessionStorage.getItem("user") || "").catch((error) => {
  byId("pane").replaceChildren(h("div", { class: "intro" }, h("h3", {}, "The console cannot be reached"), h("p", {}, error.message)));
});

addEventListener("keydown", (event) => {
  if (document.querySelector("[role=dialog], [role=alertdialog], .drawer, .popover")) return;
  const typing = event.target.matches?.("input, textarea, select");
  if (event.key === "/" && !typing) focusComposer();
  if (event.key === "Escape" && store.thread) openThread(null);
  if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  }
});

function step(by) {
  const places = [{ kind: "home" }, ...[...store.channels.values()].sort((a, b) => a.is_direct - b.is_direct).map((channel) => ({ kind: "channel", id: channel.id }))];
  const at = places.findIndex((place) => place.kind === store.place.kind && place.id === store.place.id);
  go(places[(at + by + places.length) % places.length]);
}
