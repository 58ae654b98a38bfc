// Modals: the top view of the stack, with what was entered kept through updates, errors under fields, and a submit state.

import { byId, h, icon } from "./dom.js";
import { explain, viewContext } from "./actions.js";
import { blocksNode } from "./blocks.js";
import { keepFocusInside } from "./focus.js";
import { inspect } from "./inspector.js";
import { problem } from "./messages.js";
import { plain } from "./mrkdwn.js";
import { closePopover } from "./popover.js";
import { act, on, store } from "./store.js";

let shown = null; // {view, veil, release, before}

export function startModals() {
  on("all views", draw);
}

function draw() {
  const view = store.stack.at(-1);
  if (shown && shown.view === view) return;
  const same = shown && view && shown.view.id === view.id;
  const before = shown?.before || document.activeElement;
  const focus = same ? focused(shown.veil) : null;
  const scroll = same ? shown.veil.querySelector(".modal-body").scrollTop : 0;
  if (shown) take();
  if (!view) return before?.focus?.();
  show(view, before, { still: Boolean(same) });
  shown.veil.querySelector(".modal-body").scrollTop = scroll;
  if (focus) shown.veil.querySelector(focus)?.focus();
}

function take() {
  closePopover();
  shown.release();
  shown.veil.remove();
  shown = null;
}

const focused = (veil) => {
  const id = veil.contains(document.activeElement) && document.activeElement.dataset.actionId;
  return id ? `[data-action-id="${CSS.escape(id)}"]` : null;
};

function show(view, before, { still }) {
  const banner = h("div", { class: "problem-slot modal-problem" });
  const tell = (outcome) => banner.replaceChildren(...(outcome ? [problem(explain(outcome))] : []));
  const context = viewContext(view, tell, (block) => clear(box, block.block_id));
  const submit = view.submit && h("button", { type: "submit", class: "btn solid primary", "data-testid": "modal-submit" }, h("span", { class: "btn-label" }, plain(view.submit)));
  const box = h("form", {
    class: "modal" + (still ? " still" : ""), role: "dialog", "aria-modal": "true", "aria-labelledby": "modal-title", "data-view-id": view.id, novalidate: true,
    onsubmit: (event) => { event.preventDefault(); send(); },
    onkeydown: (event) => { if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) send(); },
  },
  h("header", { class: "modal-head" },
    store.stack.length > 1 && h("button", { type: "button", class: "icon-link", "aria-label": "Back", onclick: () => close(false) }, icon("back", 18)),
    h("h2", { id: "modal-title" }, plain(view.title)),
    h("button", { type: "button", class: "icon-link", "aria-label": "Inspect payload", title: "Inspect payload", onclick: () => inspect({ view }) }, icon("braces", 18)),
    h("button", { type: "button", class: "icon-link", "aria-label": "Close", "data-testid": "modal-x", onclick: () => close(true) }, icon("close", 18))),
  h("div", { class: "modal-body", tabIndex: -1 }, banner, blocksNode(view.blocks, context)),
  h("footer", { class: "modal-foot" },
    h("button", { type: "button", class: "btn", "data-testid": "modal-close", onclick: () => close(false) }, view.close ? plain(view.close) : submit ? "Cancel" : "Close"), submit));
  const veil = h("div", { class: "veil" + (still ? " still" : "") }, box);
  byId("modals").append(veil);
  shown = { view, veil, before, release: keepFocusInside(box, () => close(false)) };
  if (!still) (box.querySelector("[autofocus]") || box.querySelector(".modal-body input:not([type=file]):not([type=radio]):not([type=checkbox]), .modal-body textarea, .modal-body button") || submit || box.querySelector("[data-testid=modal-close]")).focus();

  async function close(everything) {
    const outcome = await act("close", { view: view.id, everything });
    if (!outcome.ok && outcome.error !== "not_found") console.warn(explain(outcome));
  }

  async function send() {
    if (!submit || box.getAttribute("aria-busy")) return;
    tell(null);
    box.querySelectorAll(".field-error").forEach((node) => node.remove());
    box.setAttribute("aria-busy", "true");
    const outcome = await act("submit", { view: view.id, values: context.entries }).catch(() => ({ ok: false, error: "console_unreachable" }));
    box.removeAttribute("aria-busy");
    if (outcome.error === "field_errors") mark(box, outcome.errors);
    else if (!outcome.ok) tell(outcome);
  }
}

function slotOf(box, blockId) {
  return box.querySelector(`[data-block-id="${CSS.escape(blockId)}"]`);
}

function clear(box, blockId) {
  const block = slotOf(box, blockId);
  block?.classList.remove("wrong");
  block?.querySelector(".field-error")?.remove();
}

function mark(box, errors) {
  for (const [blockId, words] of Object.entries(errors)) {
    const block = slotOf(box, blockId);
    block?.classList.add("wrong");
    block?.querySelector(".field-error-slot")?.replaceChildren(h("div", { class: "field-error", role: "alert", "data-testid": "field-error" }, icon("alert", 14), words));
  }
  const first = box.querySelector(".wrong");
  first?.scrollIntoView({ block: "nearest" });
  first?.querySelector("input, textarea, button")?.focus();
}
