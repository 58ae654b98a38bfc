"""What people do in the workspace: type, press, choose, fill in, open. The browser and the tests use the same methods.

Each action sends what Slack would send, waits at most three seconds for the acknowledgement, and shows what Slack
would show. No lock is held while the app is asked, since it calls the Web API meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.console import acks, rules, values
from bot.console.delivery import Answer, Delivery, Sent
from bot.console.escaping import USUAL, as_slack_sends
from bot.console.model import (
    JSON,
    Call,
    Finding,
    Outcome,
    Shortcut,
    SlackError,
    SlashCommand,
    Suggestion,
)
from bot.console.payloads import Payloads
from bot.console.state import State
from bot.console.targets import blocks_of, by_block, element_key, find
from bot.console.telling import Teller
from bot.console.tickets import ResponseURL
from bot.console.values import Values


class Workspace:
    """The people's side of a `State`."""

    def __init__(
        self,
        state: State,
        delivery: Delivery,
        *,
        commands: Sequence[SlashCommand] = (),
        shortcuts: Sequence[Shortcut] = (),
        examples: Sequence[Suggestion] = (),
        events: Iterable[str] = ("app_home_opened",),
        escapes: Iterable[str] = USUAL,
    ) -> None:
        """``delivery`` is the way to the app; ``events`` are those the app subscribed to.

        ``examples`` are whole commands, offered where nothing was said yet.
        """
        self.state = state
        self.commands = tuple(commands)
        self.shortcuts = tuple(shortcuts)
        self.examples = tuple(examples)
        self._delivery = delivery
        self._escapes = frozenset(escapes)
        self._payloads = Payloads(state.team)
        self._teller = Teller(state, delivery, self._payloads, events)
        self._offered: dict[tuple[str, str, str], list[JSON]] = {}

    # --- reading ----------------------------------------------------------------------------------------------

    @property
    def calls(self) -> tuple[Call, ...]:
        """Calls of the app, oldest first."""
        return self.state.calls

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What Slack would refuse or advise against in the app's payloads."""
        return self.state.findings

    @property
    def sent(self) -> tuple[Sent, ...]:
        """The last few hundred requests to the app, oldest first."""
        return tuple(self._delivery.sent)

    def messages(self, channel: str) -> list[JSON]:
        """Messages of a channel (id, ``#name``, or a person's id for the direct message), replies included."""
        return self.state.conversations.messages(self._channel(channel)["id"])

    def ephemerals(self, user: str) -> list[JSON]:
        """What only this person sees, oldest first."""
        return self.state.conversations.ephemerals(user)

    def open_view(self, user: str) -> JSON | None:
        """The modal this person looks at, if any."""
        stack = self.state.views.stack(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> JSON | None:
        """The person's App Home, if the app published one."""
        return self.state.views.home(user)

    def _no_command(self, name: str) -> str:
        known = ", ".join(f"`{command.name}`" for command in self.commands)
        return f"`{name}` is not a command here. There are {known or 'none'}."

    # --- typing -----------------------------------------------------------------------------------------------

    def say(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[str] = (),
    ) -> Outcome:
        """Send an ordinary message, with uploaded files; the app is told if it is addressed and subscribed."""
        place = self._channel(channel)
        content: JSON = {"text": self._sent(text)}
        if files:
            content["files"] = [self.state.files.object(name) for name in files]
        message = self.state.conversations.post(
            place["id"], user=user, content=content, thread_ts=thread_ts
        )
        return _told(self._teller.message(place, message))

    def slash(self, user: str, channel: str, line: str) -> Outcome:
        """Type a slash command, as ``/name text``."""
        person, place = self.state.person(user), self._channel(channel)
        name, _, text = line.strip().partition(" ")
        if name not in {command.name for command in self.commands}:
            return self._complain(user, place, line, self._no_command(name), "unknown")
        url = ResponseURL(user, place["id"], self.state.seconds(), origin=line.strip())
        form = self._payloads.command(
            person,
            place,
            name=name,
            text=self._sent(text.strip()),
            trigger_id=self.state.tickets.trigger(user),
            response_url=self._url(url),
        )
        answer = self._delivery.command(form)
        if answer.error:
            said = f"`{name}` failed with the error \u201c{answer.error}\u201d"
            return self._complain(user, place, line, said, answer.error, answer)
        try:
            acks.show_command_answer(self.state, url, answer.body)
        except SlackError as error:
            said = f"`{name}` failed with the error \u201c{error.code}\u201d"
            return self._complain(user, place, line, said, error.code, answer)
        return _outcome(answer)

    # --- interacting ------------------------------------------------------------------------------------------

    def press(
        self,
        user: str,
        target: JSON,
        action_id: str,
        value: Any = None,
        *,
        block_id: str = "",
        values: Values | None = None,
    ) -> Outcome:
        """Press a button, or set another interactive element to ``value``, in a message or view.

        ``values`` is what else was entered there. A confirm dialog counts as confirmed.
        """
        entered: Values = values or {}
        block, element = find(target, action_id, block_id)
        action = self._action(target, block, element, value)
        if element["type"] not in ("button", "overflow", "workflow_button"):
            own = {**entered.get(block["block_id"], {}), action_id: value}
            entered = {**entered, block["block_id"]: own}
        payload = self._payloads.interaction(
            "block_actions",
            self.state.person(user),
            trigger_id=self.state.tickets.trigger(user),
            actions=[action],
            **self._place(user, target, entered),
        )
        return _outcome(self._interact(payload))

    def suggest(
        self, user: str, target: JSON, action_id: str, typed: str, *, block_id: str = ""
    ) -> Outcome:
        """Ask the app for options of an external select; they are in ``options`` of the outcome."""
        block, _ = find(target, action_id, block_id)
        place = self._place(user, target, {})
        place.pop("response_url", None)
        place.pop("state", None)
        payload = self._payloads.interaction(
            "block_suggestion",
            self.state.person(user),
            action_id=action_id,
            block_id=block["block_id"],
            value=typed,
            **place,
        )
        answer = self._interact(payload)
        if answer.error:
            return _outcome(answer)
        findings = self.state.note(f"options of {action_id}", rules.check_options(answer.body))
        if any(finding.severity == "error" for finding in findings):
            return Outcome(ok=False, error="invalid_options", elapsed_ms=answer.elapsed_ms)
        found = answer.body.get("options") or [
            option for group in answer.body.get("option_groups", ()) for option in group["options"]
        ]
        self._offered.setdefault(element_key(target, block, action_id), []).extend(found)
        return Outcome(ok=True, elapsed_ms=answer.elapsed_ms, options=tuple(found))

    def submit_view(
        self, user: str, view_id: str, entries: Mapping[str, Any] | None = None
    ) -> Outcome:
        """Submit a modal. ``entries`` maps an action id or block id to what is entered, or block ids to such maps."""
        view = self.state.views.of(user, view_id)
        entered = by_block(view, entries or {})
        wrong = values.problems(view["blocks"], entered, self.state.files.name_of)
        if wrong:
            return Outcome(ok=False, error="field_errors", errors=wrong)
        payload = self._payloads.interaction(
            "view_submission",
            self.state.person(user),
            trigger_id=self.state.tickets.trigger(user),
            view=self._with_state(view, entered),
            response_urls=[],
        )
        answer = self._interact(payload)
        if answer.error:
            return _outcome(answer)
        return acks.apply_submission(self.state, user, view, answer)

    def close_view(self, user: str, view_id: str, *, everything: bool = False) -> Outcome:
        """Close a modal with its button, or everything with the cross; the app is told if the view asks for it."""
        view = self.state.views.of(user, view_id)
        everything = everything or bool(view["clear_on_close"])
        closed = self.state.views.close(user, view_id, everything=everything)
        outcome = Outcome(ok=True)
        for each in closed:
            if each["notify_on_close"]:
                payload = self._payloads.interaction(
                    "view_closed", self.state.person(user), view=each, is_cleared=everything
                )
                outcome = _outcome(self._interact(payload))
        return outcome

    def open_home(self, user: str) -> Outcome:
        """Open the App Home tab."""
        self.state.person(user)
        return _told(self._teller.home_opened(user, self.home(user)))

    def shortcut(self, user: str, callback_id: str, message: JSON | None = None) -> Outcome:
        """Use a shortcut of the app, anywhere or on a message."""
        more: JSON = {"callback_id": callback_id, "action_ts": self.state.conversations.new_ts()}
        if message is not None:
            place = self._place(user, message, {})
            wanted = ("channel", "message", "response_url")
            more |= {key: place[key] for key in wanted} | {"message_ts": message["ts"]}
        kind = "shortcut" if message is None else "message_action"
        trigger_id = self.state.tickets.trigger(user)
        person = self.state.person(user)
        payload = self._payloads.interaction(kind, person, trigger_id=trigger_id, **more)
        return _outcome(self._interact(payload))

    def verify_url(self) -> Outcome:
        """Ask the app to prove that it owns its route, as Slack does when the route is registered."""
        challenge, answer = self._teller.challenge()
        said = answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body
        if not answer.error and said != challenge:
            return Outcome(ok=False, error="challenge_failed", status=answer.status)
        return _outcome(answer)

    def repeat_last(self, *, sign_again: bool = True) -> Outcome:
        """Deliver the last request a second time: signed anew as a retry, or byte for byte as a replay."""
        return _outcome(self._delivery.repeat(self._delivery.sent[-1], sign_again=sign_again))

    def upload(self, user: str, name: str, data: bytes) -> str:
        """Put a file where a ``file_input`` can refer to it; gives its id."""
        file_id = self.state.files.reserve(name, user=user)
        self.state.files.fill(file_id, data)
        self.state.files.complete(file_id)
        return file_id

    def react(self, user: str, channel: str, ts: str, name: str) -> Outcome:
        """Add a reaction, or take one's own back; the app is told of what is added, if subscribed."""
        message = self.state.conversations.message(channel, ts)
        own = any(
            item["name"] == name and user in item["users"] for item in message.get("reactions", ())
        )
        self.state.conversations.react(channel, ts, name, user, take_back=own)
        if own:
            return Outcome(ok=True)
        return _told(self._teller.reaction(user, channel, message, name))

    def dismiss(self, user: str, ts: str) -> None:
        """Take an ephemeral away."""
        self.state.conversations.dismiss(user, ts)

    # --- inside -----------------------------------------------------------------------------------------------

    def _channel(self, channel: str) -> JSON:
        return self.state.conversations.resolve(channel)

    def _sent(self, text: str) -> str:
        users = {person.name: person.id for person in self.state.people.values()}
        users[self.state.team.app_name.lower()] = self.state.team.bot_user
        channels = {
            item["name"]: item["id"] for item in self.state.conversations.all() if item.get("name")
        }
        return as_slack_sends(text, users=users, channels=channels, kinds=self._escapes)

    def _url(self, url: ResponseURL) -> str:
        return f"{self.state.files.base_url}/response/{self.state.tickets.response_url(url)}"

    def _interact(self, payload: JSON) -> Answer:
        return self._delivery.interaction(payload)

    def _complain(
        self, user: str, place: JSON, line: str, text: str, error: str, answer: Answer | None = None
    ) -> Outcome:
        self.state.conversations.whisper(
            place["id"], user, {"text": text}, origin=line.strip(), author="USLACKBOT"
        )
        return Outcome(
            ok=False,
            error=error,
            status=answer.status if answer else 0,
            elapsed_ms=answer.elapsed_ms if answer else 0,
        )

    def _action(self, target: JSON, block: JSON, element: JSON, value: Any) -> JSON:
        shared = {
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "action_ts": self.state.conversations.new_ts(),
        }
        if element["type"] in ("button", "workflow_button"):
            copied = ("type", "text", "value", "url", "style", "confirm")
            return shared | {key: element[key] for key in copied if key in element}
        entered = self._entered(target, block, element, value)
        return shared | entered

    def _entered(self, target: JSON, block: JSON, element: JSON, value: Any) -> JSON:
        return values.entered(
            element,
            value,
            file=self.state.files.object,
            offered=self._offered.get(element_key(target, block, element["action_id"]), []),
        )

    def _state_values(self, target: JSON, entered: Values) -> JSON:
        shown: JSON = {}
        for block, element in values.elements(blocks_of(target)):
            if values.has_state(element):
                value = values.current(entered, block, element)
                part = self._entered(target, block, element, value)
                shown.setdefault(block["block_id"], {})[element["action_id"]] = part
        return {"values": shown}

    def _with_state(self, view: JSON, entered: Values) -> JSON:
        return view | {"state": self._state_values(view, entered)}

    def _place(self, user: str, target: JSON, entered: Values) -> JSON:
        if "root_view_id" in target:
            container = {"type": "view", "view_id": target["id"]}
            return {"container": container, "view": self._with_state(target, entered)}
        channel = self._where(target)
        url = ResponseURL(
            user,
            channel["id"],
            self.state.seconds(),
            original=target["ts"],
            original_is_ephemeral=bool(target.get("is_ephemeral")),
            thread_ts=target.get("thread_ts"),
        )
        place = self._payloads.message_place(channel, target)
        more = {"state": self._state_values(target, entered), "response_url": self._url(url)}
        return place | more

    def _where(self, message: JSON) -> JSON:
        if message.get("is_ephemeral"):
            return self.state.conversations.channel(message["channel"])
        return self.state.conversations.place_of(message["ts"])


def _told(answer: Answer | None) -> Outcome:
    """What came of telling the app; nothing went wrong where there was nothing to tell."""
    return Outcome(ok=True) if answer is None else _outcome(answer)


def _outcome(answer: Answer) -> Outcome:
    return Outcome(
        ok=not answer.error,
        error=answer.error,
        status=answer.status,
        elapsed_ms=answer.elapsed_ms,
    )
