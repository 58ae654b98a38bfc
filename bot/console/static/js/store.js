// What the page knows, kept up to date by the change feed. Views subscribe to topics and draw themselves.

const listeners = new Map();

export const store = {
  user: "", team: {}, people: new Map(), commands: [], shortcuts: [], examples: [], channels: new Map(),
  messages: new Map(), complete: new Set(), threads: new Set(), ephemerals: new Map(), stack: [], home: null, read: {}, unread: {},
  place: { kind: "channel", id: "" }, thread: null, findings: [], online: true,
  reading: "", // the channel in which one scrolled up
};

// Runs `work` once before the next picture, however often it was asked for; in a hidden tab a little later.
export function soon(work) {
  let asked = false;
  const run = () => {
    asked = false;
    work();
  };
  return () => {
    if (asked) return;
    asked = true;
    if (document.hidden) setTimeout(run, 100);
    else requestAnimationFrame(run);
  };
}

export function on(topics, listener) {
  for (const topic of topics.split(" ")) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(listener);
  }
  return () => topics.split(" ").forEach((topic) => listeners.get(topic).delete(listener));
}

export function emit(topic, detail) {
  for (const listener of [...(listeners.get(topic) || [])]) listener(detail);
}

export async function act(name, body = {}) {
  const response = await fetch(`/api/do/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: store.user, ...body }),
  });
  return response.json();
}

// Gives the file as Slack shows it, or {error} if it was not taken.
export async function upload(file) {
  const query = new URLSearchParams({ user: store.user, name: file.name });
  const response = await fetch(`/api/upload?${query}`, { method: "POST", body: file });
  return response.json();
}

let source = null;

export async function load(user) {
  if (source) source.close();
  const response = await fetch(`/api/state?${new URLSearchParams({ user })}`);
  if (response.status === 404 && user) return load("");
  if (!response.ok) throw new Error(await response.text());
  const state = await response.json();
  fill(state);
  follow(state.seq);
  emit("all");
}

const byTs = (messages) => new Map(messages.map((message) => [message.ts, message]));

function fill(state) {
  for (const key of ["user", "team", "commands", "shortcuts", "examples", "stack", "home", "read", "unread", "findings"]) store[key] = state[key];
  store.people = new Map(state.people.map((person) => [person.id, person]));
  store.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
  store.messages = new Map(Object.entries(state.messages).map(([channel, messages]) => [channel, byTs(messages)]));
  store.complete = new Set(Object.entries(state.messages).filter(([, messages]) => messages.length < state.page).map(([channel]) => channel));
  store.threads = new Set();
  store.ephemerals = byTs(state.ephemerals);
  if (store.place.kind === "channel" && !store.channels.has(store.place.id)) {
    store.place = { kind: "channel", id: state.channels[0]?.id || "" };
    store.thread = null;
  }
}

// Fetches what was said before the oldest message that is shown. Resolves to whether anything came.
export async function older(channel) {
  const known = store.messages.get(channel);
  const before = [...known.values()].filter(isRoot).map((message) => message.ts).sort()[0];
  if (!before || store.complete.has(channel)) return false;
  const { messages = [] } = await act("older", { channel, before });
  if (!messages.length) store.complete.add(channel);
  for (const message of messages) if (!known.has(message.ts)) known.set(message.ts, message);
  return messages.length > 0;
}

async function replies(channel, ts) {
  if (store.threads.has(ts)) return;
  const { messages = [] } = await act("thread", { channel, ts });
  store.threads.add(ts);
  for (const message of messages) store.messages.get(channel).set(message.ts, message);
  if (messages.length) emit("messages", { channel });
}

const MOST = 400, KEPT = 200;

// Lets go of what is far above, unless one reads there; scrolling up fetches it again.
function trim(channel) {
  const known = store.messages.get(channel);
  if (known.size <= MOST || store.reading === channel) return;
  const open = (message) => store.thread && (message.ts === store.thread || message.thread_ts === store.thread);
  for (const ts of [...known.keys()].sort().slice(0, known.size - KEPT)) if (!open(known.get(ts))) known.delete(ts);
  store.complete.delete(channel);
  store.threads = new Set(store.thread ? [store.thread] : []);
}

export const isRoot = (message) => !message.thread_ts || message.thread_ts === message.ts;

function follow(seq) {
  source = new EventSource(`/api/feed?${new URLSearchParams({ user: store.user, after: seq })}`);
  source.onmessage = (event) => apply(JSON.parse(event.data));
  source.addEventListener("reset", () => load(store.user));
  source.onopen = () => online(true);
  source.onerror = () => online(false);
}

function online(is) {
  if (store.online === is) return;
  store.online = is;
  emit("online");
}

const CHANGES = {
  message({ channel, message }) {
    if (!store.messages.has(channel)) store.messages.set(channel, new Map());
    const fresh = !store.messages.get(channel).has(message.ts);
    store.messages.get(channel).set(message.ts, message);
    if (fresh && isRoot(message) && message.user !== store.user && message.ts > (store.read[channel] || "")) store.unread[channel] = (store.unread[channel] || 0) + 1;
    trim(channel);
    emit("messages", { channel, message, fresh });
  },
  message_deleted({ channel, ts }) {
    store.messages.get(channel)?.delete(ts);
    emit("messages", { channel });
  },
  ephemeral({ message }) {
    const fresh = !store.ephemerals.has(message.ts);
    store.ephemerals.set(message.ts, message);
    emit("messages", { channel: message.channel, message, fresh });
  },
  ephemeral_deleted({ ts }) {
    const channel = store.ephemerals.get(ts)?.channel;
    store.ephemerals.delete(ts);
    emit("messages", { channel });
  },
  views({ stack }) { store.stack = stack; emit("views"); },
  home({ view }) { store.home = view; emit("home"); },
  channel({ channel }) {
    store.channels.set(channel.id, channel);
    if (!store.messages.has(channel.id)) store.messages.set(channel.id, new Map());
    store.complete.add(channel.id);
    emit("channels");
  },
  read({ channel, ts }) { store.read[channel] = ts; store.unread[channel] = 0; emit("channels"); },
  finding(finding) { store.findings.push(finding); emit("findings", finding); },
  wire() { emit("wire"); },
};

function apply(event) {
  CHANGES[event.kind]?.(event);
}

export function go(place) {
  store.place = place;
  store.thread = null;
  emit("place");
}

export function openThread(ts) {
  store.thread = ts;
  if (ts) replies(store.place.id, ts);
  emit("thread");
}

export function me() {
  return store.people.get(store.user);
}

export function author(user) {
  if (store.people.has(user)) return { ...store.people.get(user), kind: "person" };
  if (user === store.team.bot_user) {
    return { id: user, real_name: store.team.app_name, name: store.team.app_name, kind: "app" };
  }
  return { id: user, real_name: "Slackbot", name: "slackbot", kind: "system" };
}

export function channelName(channel) {
  if (!channel) return "";
  if (!channel.is_direct) return channel.name;
  const others = channel.members.filter((id) => id !== store.user);
  return others.map((id) => author(id).real_name).join(", ");
}

export const sign = (channel) => (channel.is_direct ? "" : "#") + channelName(channel);
