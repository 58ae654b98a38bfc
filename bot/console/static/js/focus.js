// Keeps the keyboard inside a dialog; the newest dialog has it.

const stack = [];
const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), textarea, select, [tabindex='0']";

export function keepFocusInside(box, escape) {
  const entry = { box, escape };
  stack.push(entry);
  return () => stack.splice(stack.indexOf(entry), 1);
}

addEventListener("keydown", (event) => {
  const top = stack.at(-1);
  if (!top || document.querySelector(".popover")) return;
  if (event.key === "Escape") {
    event.preventDefault();
    top.escape();
  } else if (event.key === "Tab") {
    wrap(event, [...top.box.querySelectorAll(FOCUSABLE)].filter((node) => node.offsetParent));
  }
});

function wrap(event, nodes) {
  const [first, last] = [nodes[0], nodes.at(-1)];
  if (event.shiftKey && (document.activeElement === first || !nodes.includes(document.activeElement))) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && (document.activeElement === last || !nodes.includes(document.activeElement))) {
    event.preventDefault();
    first?.focus();
  }
}
