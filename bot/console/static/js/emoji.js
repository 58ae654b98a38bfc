// A small set of emoji shortcodes, enough for what apps write most.
const TABLE = `
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|warning ⚠️|rotating_light 🚨|red_circle 🔴
large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_orange_circle 🟠|small_blue_diamond 🔹|white_circle ⚪|black_circle ⚫
hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|clock1 🕐|clock3 🕒|clock9 🕘|calendar 📅|spiral_calendar_pad 🗓️
tada 🎉|rocket 🚀|fire 🔥|sparkles ✨|star ⭐|bulb 💡|bell 🔔|no_bell 🔕|loudspeaker 📢|mega 📣|speech_balloon 💬
telephone ☎️|telephone_receiver 📞|phone ☎️|iphone 📱|satellite_antenna 📡|signal_strength 📶|globe_with_meridians 🌐|earth_africa 🌍
lock 🔒|unlock 🔓|closed_lock_with_key 🔐|electric_plug 🔌|key 🔑|shield 🛡️|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|construction 🚧
pencil 📝|pencil2 ✏️|memo 📝|page_facing_up 📄|clipboard 📋|file_folder 📁|card_index_dividers 🗂️|paperclip 📎|link 🔗|mag 🔍|label 🏷️
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|moneybag 💰|euro 💶|dollar 💵|credit_card 💳|receipt 🧾
arrow_up ⬆️|arrow_down ⬇️|arrow_left ⬅️|arrow_right ➡️|arrows_counterclockwise 🔄|repeat 🔁|leftwards_arrow_with_hook ↩️|fast_forward ⏩
heavy_plus_sign ➕|heavy_minus_sign ➖|information_source ℹ️|question ❓|exclamation ❗|grey_question ❔|bangbang ‼️
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|wave 👋|eyes 👀|clap 👏|pray 🙏|raised_hands 🙌|point_right 👉|muscle 💪
smile 😄|slightly_smiling_face 🙂|thinking_face 🤔|sweat_smile 😅|cry 😢|sob 😭|heart ❤️|zzz 💤|ghost 👻|robot_face 🤖
gear ⚙️|wrench 🔧|hammer_and_wrench 🛠️|package 📦|wastebasket 🗑️|bust_in_silhouette 👤|busts_in_silhouette 👥|office 🏢|recycle ♻️
black_square_for_stop ⏹️|double_vertical_bar ⏸️|arrow_forward ▶️|snowflake ❄️|bookmark 🔖|pushpin 📌|round_pushpin 📍|test_tube 🧪|seedling 🌱
`;

const EMOJI = new Map(
  TABLE.trim().split(/[|\n]/).map((entry) => {
    const [name, sign] = entry.trim().split(" ");
    return [name, sign];
  }),
);

const DISCS = { red: "#dc2626", orange: "#ea7317", yellow: "#eab308", green: "#16a34a", blue: "#2563eb", purple: "#7c3aed", white: "#d5dbd9", black: "#2b3432" };
const TICK = ["M7 12.500l3.500 3.500L17 8.500", "#fff"];
const CROSS = ["M8 8l8 8M16 8l-8 8", "#fff"];
const BANG = ["M12 9v5M12 17h.01", "#3b2500"];
const DISC = "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z";
const SQUARE = "M6 2.500h12a3.500 3.500 0 0 1 3.500 3.500v12a3.500 3.500 0 0 1-3.500 3.500H6A3.500 3.500 0 0 1 2.500 18V6A3.500 3.500 0 0 1 6 2.500z";
const TRIANGLE = "M12 2.500c.9 0 1.600.4 2 1.200l8 14.600c.9 1.600-.2 3.200-2 3.200H4c-1.800 0-2.900-1.600-2-3.200l8-14.600c.4-.8 1.100-1.200 2-1.200z";
const LAMP = "M5 18v-6a7 7 0 0 1 14 0v6h2v3.500H3V18z";

// Signs that carry meaning are drawn, so that they look the same where no emoji font is installed.
const DRAWN = {
  white_check_mark: [SQUARE, "#16a34a", TICK], heavy_check_mark: [DISC, "#16a34a", TICK], ballot_box_with_check: [SQUARE, "#2563eb", TICK],
  x: [DISC, "#dc2626", CROSS], no_entry: [DISC, "#dc2626", ["M7 12h10", "#fff"]], no_entry_sign: [DISC, "#dc2626", ["M6.500 6.500l11 11", "#fff"]],
  warning: [TRIANGLE, "#fbbf24", BANG], rotating_light: [LAMP, "#dc2626", ["M9 12a3 3 0 0 1 3-3", "#fff"]],
  grey_question: [DISC, "#6b7976", ["M9.500 9.500a2.500 2.500 0 1 1 3.600 2.200c-.8.4-1.100.9-1.100 1.800M12 17h.01", "#fff"]],
  electric_plug: [DISC, "#ea7317", ["M12 7v5.500M12 16.500h.01", "#fff"]],
  information_source: [SQUARE, "#2563eb", ["M12 11v6M12 7.500h.01", "#fff"]], hourglass_flowing_sand: [DISC, "#6b7976", ["M12 7v5l3.500 2", "#fff"]],
  small_blue_diamond: ["M12 6.500l5.500 5.500-5.500 5.500L6.500 12z", "#2563eb"],
  paperclip: [SQUARE, "#6b7976", ["M16.500 11.500l-4.500 4.500a2.800 2.800 0 0 1-4-4l5-5a1.900 1.900 0 0 1 2.700 2.700l-4.700 4.700", "#fff"]],
  lock: [SQUARE, "#b45309", ["M8 11h8v6H8zM9.500 11V9a2.500 2.500 0 0 1 5 0v2", "#fff"]], key: [SQUARE, "#b45309", ["M14 7a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM11.800 12.200L7 17M8.500 15.500l1.500 1.500", "#fff"]],
  hourglass: [DISC, "#6b7976", ["M12 7v5l3.500 2", "#fff"]], stopwatch: [DISC, "#6b7976", ["M12 7v5l3.500 2", "#fff"]],
};
for (const [name, color] of Object.entries(DISCS)) DRAWN[`large_${name}_circle`] = DRAWN[`${name}_circle`] = [DISC, color];

export function drawing(name) {
  const found = DRAWN[name];
  if (!found) return null;
  const [shape, fill, mark] = found;
  const svg = element("svg", { viewBox: "0 0 24 24", width: 17, height: 17, "aria-hidden": "true" });
  svg.append(element("path", { d: shape, fill }));
  if (mark) svg.append(element("path", { d: mark[0], stroke: mark[1], "stroke-width": 2.6, "stroke-linecap": "round", "stroke-linejoin": "round", fill: "none" }));
  return svg;
}

function element(name, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

export function emoji(name) {
  return EMOJI.get(name.split("::")[0]);
}
