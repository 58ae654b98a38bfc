// The app's shortcuts, as a menu behind a bolt.

import { h, icon } from "./dom.js";
import { explain } from "./actions.js";
import { closePopover, openPopover } from "./popover.js";
import { act } from "./store.js";

export function shortcutMenu(shortcuts, target = {}) {
  const button = h("button", {
    type: "button", "aria-label": "Shortcuts", title: "Shortcuts", "aria-haspopup": "menu", "aria-expanded": "false", "data-testid": "shortcuts", onclick: show,
  }, icon("bolt", 16));
  return button;

  function show() {
    const items = shortcuts.map((each) => h("button", { type: "button", class: "menu-item", role: "menuitem", onclick: () => run(each) },
      h("span", { class: "option-text" }, h("span", {}, each.name), each.description && h("small", {}, each.description))));
    openPopover(button, h("div", { role: "menu" }, items), { width: 260, align: target.ts ? "end" : "start", above: !target.ts }).querySelector("button").focus();
  }

  async function run(shortcut) {
    closePopover({ refocus: true });
    const outcome = await act("shortcut", { ...target, callback_id: shortcut.callback_id });
    button.title = outcome.ok ? "Shortcuts" : explain(outcome);
    button.classList.toggle("failed", !outcome.ok);
  }
}
