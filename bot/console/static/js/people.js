// Avatars and names.

import { h, icon } from "./dom.js";

export function avatar(person, size = 36) {
  const vars = { "--size": `${size}px`, "--tint": person.color || "#667572" };
  if (person.kind === "app" || person.kind === "system") {
    return h("span", { class: `avatar of-${person.kind}`, vars, "aria-hidden": "true" }, icon(person.kind === "app" ? "list" : "alert", size * 0.58));
  }
  return h("span", { class: "avatar", vars, "aria-hidden": "true" }, person.initials);
}
