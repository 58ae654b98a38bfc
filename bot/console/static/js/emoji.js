// A small set of emoji shortcodes, enough for what apps write most.
const TABLE = `
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|warning ⚠️|rotating_light 🚨|red_circle 🔴
large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_orange_circle 🟠|white_circle ⚪|black_circle ⚫
hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|clock1 🕐|clock3 🕒|clock9 🕘|calendar 📅|spiral_calendar_pad 🗓️
tada 🎉|rocket 🚀|fire 🔥|sparkles ✨|star ⭐|bulb 💡|bell 🔔|no_bell 🔕|loudspeaker 📢|mega 📣|speech_balloon 💬
telephone ☎️|telephone_receiver 📞|phone ☎️|iphone 📱|satellite_antenna 📡|signal_strength 📶|globe_with_meridians 🌐|earth_africa 🌍
lock 🔒|unlock 🔓|closed_lock_with_key 🔐|key 🔑|shield 🛡️|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|construction 🚧
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

export function emoji(name) {
  return EMOJI.get(name.split("::")[0]);
}
