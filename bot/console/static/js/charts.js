// The `data_visualization` block: line, area, bar and pie charts as SVG, with the figures for screen readers.

import { h } from "./dom.js";
import { plain } from "./mrkdwn.js";

const WIDTH = 640, HEIGHT = 240, LEFT = 52, RIGHT = 12, TOP = 12, BOTTOM = 30;

export function chart(block) {
  const { chart: what } = block;
  const drawn = what.type === "pie" ? pie(what) : axes(what);
  const names = what.type === "pie" ? what.segments.map((each) => each.label) : what.series.map((each) => each.name);
  return h("figure", { class: "chart", "data-testid": "chart" },
    h("figcaption", {}, plain({ text: block.title })),
    drawn,
    names.length > 1 && h("ul", { class: "legend" }, names.map((name, place) => h("li", {}, h("i", { class: `dot c${place % 12}` }), name))),
    figures(what));
}

function node(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const svg = (width, ...inside) => node("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true", class: "chart-area" }, ...inside);

function axes(what) {
  const { categories, x_label: under, y_label: beside } = what.axis_config;
  const values = what.series.flatMap((series) => series.data.map((point) => point.value));
  const steps = scale(Math.min(0, ...values), Math.max(0, ...values));
  const [low, high] = [steps[0], steps.at(-1)];
  const y = (value) => TOP + ((high - value) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
  const slot = (WIDTH - LEFT - RIGHT) / categories.length;
  const middle = (place) => LEFT + slot * (place + 0.5);
  const grid = steps.flatMap((step) => [
    node("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(step), y2: y(step), class: step === 0 ? "axis" : "grid" }),
    node("text", { x: LEFT - 8, y: y(step) + 4, "text-anchor": "end" }, short(step)),
  ]);
  const every = Math.ceil(categories.length / Math.max(3, Math.floor((WIDTH - LEFT) / (7.5 * Math.max(4, ...categories.map((c) => c.length))))));
  const below = categories.map((label, place) => (place % every ? "" : node("text", { x: middle(place), y: HEIGHT - 9, "text-anchor": "middle" }, label)));
  const draw = { bar: bars, line: lines, area: lines }[what.type];
  const drawing = what.series.flatMap((series, place) => draw({ series: inOrder(series, categories), place, count: what.series.length, y, middle, slot, filled: what.type === "area" }));
  return h("div", {}, beside && h("div", { class: "axis-label" }, beside), svg(WIDTH, ...grid, ...drawing, ...below), under && h("div", { class: "axis-label to-center" }, under));
}

const inOrder = (series, categories) => ({ name: series.name, data: categories.map((label) => series.data.find((point) => point.label === label) || { label, value: 0 }) });

function bars({ series, place, count, y, middle, slot }) {
  const width = Math.min(34, (slot * 0.72) / count);
  return series.data.map((point, at) => {
    const x = middle(at) - (width * count) / 2 + width * place;
    const top = Math.min(y(point.value), y(0));
    return node("rect", { x: x + 1, y: top, width: Math.max(1, width - 2), height: Math.max(1, Math.abs(y(point.value) - y(0))), rx: 2.5, class: `fill c${place % 12}` }, node("title", {}, `${series.name} · ${point.label}: ${point.value}`));
  });
}

function lines({ series, place, y, middle, filled }) {
  const points = series.data.map((point, at) => `${middle(at).toFixed(1)},${y(point.value).toFixed(1)}`);
  const shade = filled ? [node("path", { d: `M${middle(0)},${y(0)}L${points.join("L")}L${middle(points.length - 1)},${y(0)}Z`, class: `shade c${place % 12}` })] : [];
  const dots = series.data.map((point, at) => node("circle", { cx: middle(at), cy: y(point.value), r: 3, class: `fill c${place % 12}` }, node("title", {}, `${series.name} · ${point.label}: ${point.value}`)));
  return [...shade, node("polyline", { points: points.join(" "), class: `stroke c${place % 12}` }), ...dots];
}

function pie(what) {
  const total = what.segments.reduce((sum, each) => sum + each.value, 0);
  const [cx, cy, radius] = [HEIGHT / 2, HEIGHT / 2, HEIGHT / 2 - 14];
  let from = -Math.PI / 2;
  const slices = what.segments.map((each, place) => {
    const to = from + (each.value / total) * 2 * Math.PI;
    const at = (angle) => `${(cx + radius * Math.cos(angle)).toFixed(2)},${(cy + radius * Math.sin(angle)).toFixed(2)}`;
    const whole = what.segments.length === 1;
    const shape = whole ? node("circle", { cx, cy, r: radius, class: "fill c0" }) : node("path", { d: `M${cx},${cy}L${at(from)}A${radius},${radius} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}Z`, class: `fill slice c${place % 12}` });
    shape.append(node("title", {}, `${each.label}: ${each.value}`));
    from = to;
    return shape;
  });
  const drawn = svg(HEIGHT, ...slices);
  drawn.classList.add("round");
  return drawn;
}

// Round steps that hold both ends.
function scale(low, high) {
  if (low === high) high = low + 1;
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const steps = [];
  for (let value = Math.floor(low / step) * step; value < high + step * 0.999; value += step) steps.push(Number(value.toPrecision(12)));
  return steps;
}

const short = (value) => new Intl.NumberFormat(undefined, { notation: Math.abs(value) >= 10000 ? "compact" : "standard", maximumFractionDigits: 2 }).format(value);

function figures(what) {
  const rows = what.type === "pie"
    ? what.segments.map((each) => [each.label, each.value])
    : what.axis_config.categories.map((label) => [label, ...what.series.map((series) => series.data.find((point) => point.label === label)?.value)]);
  const head = what.type === "pie" ? ["", "Value"] : ["", ...what.series.map((series) => series.name)];
  return h("table", { class: "sr-only" }, h("tbody", {}, [head, ...rows].map((row) => h("tr", {}, row.map((cell) => h("td", {}, String(cell)))))));
}
