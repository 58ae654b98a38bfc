// Using interactive elements: entries of each message or view, telling the app, and showing what went wrong.

import { act } from "./store.js";

const kept = new Map(); // message ts or view id -> entries

export function entriesOf(key) {
  if (!kept.has(key)) kept.set(key, {});
  return kept.get(key);
}

export function messageContext(channel, message, problem) {
  const entries = entriesOf(message.ts);
  return context({ channel, ts: message.ts }, entries, problem);
}

export function viewContext(view, problem, changed) {
  return { ...context({ view: view.id }, entriesOf(view.id), problem), changed };
}

function context(target, entries, problem) {
  return {
    target, entries,
    async fire(block, element, value) {
      problem(null);
      const body = { ...target, action_id: element.action_id, block_id: block.block_id, value, values: entries };
      const outcome = await act("press", body);
      if (!outcome.ok) problem(outcome);
      return outcome;
    },
  };
}

const WORDS = {
  operation_timeout: "The app did not answer within 3 seconds",
  dispatch_failed: "The app could not handle that",
  invalid_response: "The app's answer could not be used",
  bad_request: "That could not be sent",
};

export function explain(outcome) {
  const words = WORDS[outcome.error] || "That did not work";
  const status = outcome.status && outcome.status !== 200 ? `, HTTP ${outcome.status}` : "";
  return `${words} (${outcome.error}${status}).`;
}
