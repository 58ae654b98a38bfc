// Avatars and names.

import { h, icon } from "./dom.js";

const PALETTE = ["#0f766e", "#b45309", "#6d28d9", "#be185d", "#1d4ed8", "#4d7c0f", "#b91c1c", "#0e7490"];

export function avatar(person, size = 36) {
  const vars = { "--size": `${size}px`, "--tint": person.color || tint(person.id) };
  if (person.kind === "app" || person.kind === "system") {
    return h("span", { class: `avatar of-${person.kind}`, vars, "aria-hidden": "true" }, icon(person.kind === "app" ? "list" : "alert", size * 0.58));
  }
  return h("span", { class: "avatar", vars, "aria-hidden": "true" }, person.initials);
}

function tint(id) {
  let sum = 0;
  for (const character of String(id)) sum = (sum * 31 + character.codePointAt(0)) % 9973;
  return PALETTE[sum % PALETTE.length];
}
