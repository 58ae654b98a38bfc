// The confirm dialog of an element; resolves to whether the person went on.

import { byId, h } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";
import { keepFocusInside } from "./focus.js";

export function confirmDialog(confirm) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const yes = h("button", { type: "button", class: `btn solid ${confirm.style === "danger" ? "danger" : "primary"}`, "data-testid": "confirm-yes", onclick: () => finish(true) }, confirm.confirm ? plain(confirm.confirm) : "Yes");
    const no = h("button", { type: "button", class: "btn", "data-testid": "confirm-no", onclick: () => finish(false) }, confirm.deny ? plain(confirm.deny) : "Cancel");
    const box = h("div", { class: "confirm", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
      h("h2", { id: "confirm-title" }, plain(confirm.title)),
      h("div", { id: "confirm-text", class: "confirm-text" }, textObject(confirm.text)),
      h("div", { class: "confirm-foot" }, no, yes));
    const veil = h("div", { class: "veil above", onmousedown: (event) => event.target === veil && finish(false) }, box);
    byId("modals").append(veil);
    const release = keepFocusInside(box, () => finish(false));
    (confirm.style === "danger" ? no : yes).focus();

    function finish(answer) {
      release();
      veil.remove();
      before?.focus?.();
      resolve(answer);
    }
  });
}
