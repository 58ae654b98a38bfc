// Dates in the viewer's zone and language, in Slack's token vocabulary.

const at = (seconds) => new Date(Number(seconds) * 1000);
const form = (options) => new Intl.DateTimeFormat(undefined, options);
const TIME = form({ hour: "2-digit", minute: "2-digit" });
const FULL = form({ dateStyle: "full", timeStyle: "long" });

export const time = (ts) => TIME.format(at(ts));
export const full = (ts) => FULL.format(at(ts));

export function day(ts) {
  return relative(at(ts)) || form({ weekday: "long", day: "numeric", month: "long" }).format(at(ts));
}

export const dayKey = (ts) => at(ts).toDateString();

export function ago(ts) {
  const minutes = Math.round((Date.now() - at(ts)) / 60000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 1440) return `${Math.round(minutes / 60)} h ago`;
  return day(ts);
}

function relative(date) {
  const days = Math.round((midnight(new Date()) - midnight(date)) / 86400000);
  return { 0: "Today", 1: "Yesterday", "-1": "Tomorrow" }[days] || "";
}

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const SHORT = { day: "numeric", month: "short", year: "numeric" };
const NORMAL = { day: "numeric", month: "long", year: "numeric" };
const pretty = (date, options) => relative(date).toLowerCase() || form(options).format(date);

const TOKENS = {
  date_num: (d) => `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, "0")}-${String(d.getDate()).padStart(2, "0")}`,
  date: (d) => form(NORMAL).format(d),
  date_short: (d) => form(SHORT).format(d),
  date_long: (d) => form(LONG).format(d),
  date_pretty: (d) => pretty(d, NORMAL),
  date_short_pretty: (d) => pretty(d, SHORT),
  date_long_pretty: (d) => pretty(d, LONG),
  time: (d) => TIME.format(d),
  time_secs: (d) => form({ hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(d),
  ago: (d) => ago(d / 1000),
};

export function tokens(template, seconds) {
  const text = template.replace(/\{(\w+)\}/g, (whole, name) => TOKENS[name]?.(at(seconds)) ?? whole);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
