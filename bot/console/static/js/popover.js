// Small floating panels: menus, select lists, the person switcher. One at a time; Escape or a click outside closes it.

import { byId, h } from "./dom.js";

let current = null;

export function openPopover(anchor, content, { width, align = "start", above = false, onclose } = {}) {
  closePopover();
  const panel = h("div", { class: "popover" }, content);
  byId("popovers").append(panel);
  current = { panel, anchor, onclose };
  place(panel, anchor, { width, align, above });
  anchor.setAttribute("aria-expanded", "true");
  return panel;
}

export function closePopover({ refocus = false } = {}) {
  if (!current) return;
  const { panel, anchor, onclose } = current;
  current = null;
  panel.remove();
  anchor.setAttribute("aria-expanded", "false");
  onclose?.();
  if (refocus) anchor.focus();
}

export const isOpenFor = (anchor) => current?.anchor === anchor;

export function reposition() {
  if (current) place(current.panel, current.anchor, current.options || {});
}

function place(panel, anchor, options) {
  current.options = options;
  const box = anchor.getBoundingClientRect();
  const width = options.width || Math.max(box.width, 220);
  panel.style.width = `${width}px`;
  const height = panel.offsetHeight;
  const left = options.align === "end" ? box.right - width : box.left;
  const below = innerHeight - box.bottom;
  const up = options.above || (below < height + 16 && box.top > below);
  panel.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  panel.style.top = up ? `${Math.max(8, box.top - height - 6)}px` : `${box.bottom + 6}px`;
}

addEventListener("mousedown", (event) => {
  if (!current) return;
  if (!current.panel.contains(event.target) && !current.anchor.contains(event.target)) closePopover();
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && current) {
    event.stopPropagation();
    closePopover({ refocus: true });
  }
}, true);
addEventListener("resize", () => closePopover());

// A list that is walked with the arrow keys while the focus stays in an input.
export class Listbox {
  constructor({ choose, id = "list" }) {
    this.node = h("div", { class: "listbox", role: "listbox", id });
    this.choose = choose;
    this.items = [];
    this.at = -1;
  }

  show(nodes, { start = 0 } = {}) {
    this.node.replaceChildren(...nodes);
    this.items = [...this.node.querySelectorAll("[role=option]")];
    this.items.forEach((item) => {
      item.addEventListener("mousemove", () => this.mark(this.items.indexOf(item)));
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => this.choose(item));
    });
    this.mark(this.items.length ? Math.min(start, this.items.length - 1) : -1);
  }

  mark(place) {
    this.items[this.at]?.removeAttribute("data-active");
    this.at = place;
    this.items[place]?.setAttribute("data-active", "");
    this.items[place]?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (!this.items.length) return false;
    const last = this.items.length - 1;
    if (event.key === "ArrowDown") this.mark(this.at >= last ? 0 : this.at + 1);
    else if (event.key === "ArrowUp") this.mark(this.at <= 0 ? last : this.at - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && this.at >= 0) this.choose(this.items[this.at]);
    else return false;
    event.preventDefault();
    return true;
  }
}
