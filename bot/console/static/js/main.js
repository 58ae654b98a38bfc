// Starts the page.

import { byId, h } from "./dom.js";
import { focusComposer, startChannels } from "./channel.js";
import { startHome } from "./home.js";
import { startMobile } from "./mobile.js";
import { startModals } from "./modal.js";
import { startSidebar } from "./sidebar.js";
import { openSwitcher } from "./switcher.js";
import { startThreads } from "./thread.js";
import { startTools } from "./tools.js";
import { go, load, on, openThread, store } from "./store.js";

startSidebar();
startChannels();
startThreads();
startHome();
startModals();
startTools();
startMobile();

on("all place", () => {
  const { kind, id } = store.place;
  history.replaceState(null, "", kind === "home" ? "#home" : `#${id}`);
  byId("app").removeAttribute("aria-busy");
});
on("all channels messages", () => {
  const waiting = Object.values(store.unread).reduce((sum, count) => sum + count, 0);
  document.title = `${waiting ? `(${waiting}) ` : ""}${store.team.name} · console`;
});

const hash = location.hash.slice(1);
if (hash) store.place = hash === "home" ? { kind: "home" } : { kind: "channel", id: hash };

load(sessionStorage.getItem("user") || "").catch((error) => {
  byId("app").removeAttribute("aria-busy");
  byId("pane").replaceChildren(h("div", { class: "intro" }, h("h3", {}, "The console cannot be reached"), h("p", {}, error.message)));
});

addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (!document.querySelector(".modal, [role=alertdialog], .drawer")) openSwitcher();
    return;
  }
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
