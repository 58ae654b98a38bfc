// The message box: sends messages and slash commands, completes both, remembers what was typed.

import { h, icon } from "./dom.js";
import { Listbox } from "./popover.js";
import { avatar } from "./people.js";
import { shortcutMenu } from "./shortcuts.js";
import { act, store, upload } from "./store.js";

const history = [];
const drafts = new Map();

export function composer({ channel, label, threadTs = null, list }) {
  const key = `${channel}/${threadTs || ""}`;
  const menu = new Listbox({ choose: accept, id: `completions-${key}` });
  const foot = h("div", { class: "completions-foot" });
  const popup = h("div", { class: "completions", hidden: true, "data-testid": "completions" }, menu.node, foot);
  const area = h("textarea", {
    rows: 1, placeholder: label, "aria-label": label, "data-testid": threadTs ? "thread-composer" : "composer", spellcheck: "false",
    autocomplete: "off", oninput: typed, onkeydown: key_, onblur: () => hide(), onclick: () => suggest(),
  });
  area.value = drafts.get(key) || "";
  const send = h("button", { type: "button", class: "send", "aria-label": "Send", "data-testid": "send", onclick: submit }, icon("send", 18));
  const hint = h("div", { class: "composer-hint" }, ...hints(threadTs));
  const chosen = h("div", { class: "composer-files", hidden: true });
  const picker = h("input", { type: "file", class: "sr-only", multiple: true, tabIndex: -1, "aria-label": "Attach files", "data-testid": "attach", onchange: () => attach([...picker.files]) });
  const clip = h("button", { type: "button", class: "composer-tool", "aria-label": "Attach a file", title: "Attach a file", onclick: () => picker.click() }, icon("clip", 17));
  const box = h("div", { class: "composer-box", ondragover: (event) => event.preventDefault(), ondrop: (event) => { event.preventDefault(); attach([...event.dataTransfer.files]); } },
    globalShortcuts(threadTs), clip, picker, area, send);
  const node = h("div", { class: "composer" }, popup, chosen, box, hint);
  let attached = [];
  let back = -1;
  let turn = 0;
  let walked = false; // with the arrow keys, so the choice is deliberate
  let eager = true; // the list is a closed set: Enter takes from it
  requestAnimationFrame(grow);
  return { node, focus: () => area.focus(), fill };

  function fill(text) {
    area.value = text;
    typed();
    area.focus();
  }

  function typed() {
    back = -1;
    drafts.set(key, area.value);
    grow();
    suggest();
  }

  function grow() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
    send.disabled = !area.value.trim() && !attached.length;
  }

  async function suggest() {
    const text = area.value;
    const mine = ++turn;
    if (threadTs || area.selectionStart !== text.length) return hide();
    const mention = /(?:^|\s)([@#][\w.-]*)$/.exec(text);
    if (mention) return showMentions(mention[1]);
    if (!text.startsWith("/")) return hide();
    if (!text.includes(" ")) return showCommands(text);
    const answer = await act("complete", { text });
    if (mine !== turn) return;
    show((answer.suggestions || []).slice(0, 30).map((each) => row(each.value, each.description, withWord(text, each))), { closed: false });
  }

  function showCommands(text) {
    show(store.commands.filter((command) => command.name.startsWith(text) && command.name !== text)
      .map((command) => row([command.name, h("span", { class: "usage" }, " " + command.usage)], command.description, command.name + " ")));
  }

  function showMentions(word) {
    const wanted = word.slice(1).toLowerCase();
    const before = area.value.slice(0, area.value.length - word.length);
    const rows = word[0] === "@"
      ? [...store.people.values()].filter((p) => (p.name + p.real_name).toLowerCase().includes(wanted)).map((p) => row([avatar(p, 20), p.real_name], "@" + p.name, `${before}@${p.name} `))
      : [...store.channels.values()].filter((c) => c.name && c.name.includes(wanted)).map((c) => row("#" + c.name, c.topic?.value, `${before}#${c.name} `));
    show(rows.slice(0, 8));
  }

  function row(label_, description, result) {
    const option = h("div", { class: "option completion", role: "option", "data-value": result }, h("span", { class: "completion-label" }, label_), h("span", { class: "completion-text" }, description));
    option.result = result;
    return option;
  }

  function show(rows, { closed = true } = {}) {
    if (!rows.length || document.activeElement !== area) return hide();
    walked = false;
    eager = closed;
    foot.textContent = closed ? "Enter or Tab to take it" : "Tab to take it, Enter to send";
    popup.hidden = false;
    menu.show(rows);
  }

  function hide() {
    turn += 1;
    popup.hidden = true;
    menu.show([]);
  }

  function accept(option) {
    if (!option) return;
    area.value = option.result;
    area.setSelectionRange(area.value.length, area.value.length);
    typed();
  }

  function key_(event) {
    if (event.isComposing) return;
    if (!popup.hidden && menuKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); submit(); }
    else if (event.key === "ArrowUp" && (back >= 0 || !area.value)) { event.preventDefault(); recall(1); }
    else if (event.key === "ArrowDown" && back >= 0) { event.preventDefault(); recall(-1); }
  }

  // Tab completes; Enter completes only a command's name, a mention, or what was walked to with the arrows, else it sends.
  function menuKey(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      hide();
      return true;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") walked = true;
    if (event.key === "Enter" && (event.shiftKey || !(walked || eager))) return false;
    return menu.key(event);
  }

  function recall(step) {
    const place = Math.max(-1, Math.min(history.length - 1, back + step));
    area.value = place < 0 ? "" : history[place];
    drafts.set(key, area.value);
    hide();
    grow();
    back = place;
  }

  async function attach(list) {
    picker.value = "";
    const taken = await Promise.all(list.map((file) => upload(file).catch(() => ({ error: true }))));
    if (taken.some((file) => file.error)) refuse("A file was not taken; the console holds files up to 20 MB.");
    holdFiles([...attached, ...taken.filter((file) => !file.error)]);
    area.focus();
  }

  function holdFiles(files) {
    attached = files;
    chosen.hidden = !files.length;
    chosen.replaceChildren(...files.map((file) => h("span", { class: "chip" }, icon("file", 14), h("span", {}, file.name),
      h("button", { type: "button", class: "chip-x", "aria-label": `Remove ${file.name}`, onclick: () => holdFiles(attached.filter((each) => each !== file)) }, icon("close", 12)))));
    grow();
  }

  async function submit() {
    const text = area.value.trim();
    const files = attached.map((file) => file.id);
    if (!text && !files.length) return;
    hide();
    if (threadTs && text.startsWith("/")) return refuse("Slash commands do not work in threads.");
    if (files.length && text.startsWith("/")) return refuse("A slash command takes no files.");
    if (text && history[0] !== text) history.unshift(text);
    holdFiles([]);
    area.value = "";
    typed();
    const done = list.sending(text);
    list.node.lastElementChild?.scrollIntoView({ block: "end" });
    try {
      await act(text.startsWith("/") ? "slash" : "say", { channel, text, files, thread_ts: threadTs || undefined });
    } catch {
      fill(text);
      refuse("The console is not reachable; nothing was sent.");
    } finally {
      done();
    }
  }

  function refuse(words) {
    hint.replaceChildren(h("span", { class: "refused", role: "alert" }, words));
    setTimeout(() => hint.replaceChildren(...hints(threadTs)), 4000);
  }
}

function globalShortcuts(threadTs) {
  const shortcuts = store.shortcuts.filter((each) => !each.on_messages);
  return !threadTs && shortcuts.length > 0 && h("span", { class: "composer-bolt" }, shortcutMenu(shortcuts));
}

function withWord(text, suggestion) {
  const start = /(?:^|\s)("[^"]*|\S*)$/.exec(text);
  const word = start ? start[1] : "";
  return text.slice(0, text.length - word.length) + suggestion.value + (suggestion.final ? "" : " ");
}

function hints(threadTs) {
  const key = (sign, words) => h("span", {}, h("kbd", {}, sign), words);
  return threadTs ? [key("Enter", "reply")] : [key("/", "commands"), key("Enter", "send"), key("Shift Enter", "new line"), key("↑", "history")];
}
