"""The methods of the Web API, each a function of the state and its arguments that gives Slack's answer.

Raising `SlackError` answers ``{"ok": false}``. Nothing here knows HTTP.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.console.arguments import Arguments, page
from bot.console.checking import check_content, check_view
from bot.console.filing import (
    files_complete_upload_external,
    files_get_upload_url_external,
    files_info,
)
from bot.console.linking import chat_unfurl
from bot.console.model import JSON, SlackError
from bot.console.rooms import kind_of, public_object
from bot.console.state import State

METADATA_BYTES = 8000  # not documented in figures; metadata_too_large is

Method: TypeAlias = Callable[[State, Arguments], JSON]


# --- auth, users ---------------------------------------------------------------------------------------------------


def auth_test(state: State, args: Arguments) -> JSON:
    """Say who the token belongs to."""
    team = state.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": team.app_name.lower(),
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


def users_info(state: State, args: Arguments) -> JSON:
    """One user."""
    return {"user": state.user_object(args.need("user"))}


def users_list(state: State, args: Arguments) -> JSON:
    """Everybody, and the bot user."""
    users = [state.user_object(user) for user in (*state.people, state.team.bot_user)]
    shown, more = page(users, args)
    return {"members": shown, **more, "cache_ts": int(state.seconds())}


def users_lookup_by_email(state: State, args: Arguments) -> JSON:
    """The person with an e-mail address."""
    wanted = args.need("email").lower()
    for person in state.people.values():
        if person.email.lower() == wanted:
            return {"user": state.user_object(person.id)}
    raise SlackError("users_not_found")


# --- conversations -------------------------------------------------------------------------------------------------


def conversations_open(state: State, args: Arguments) -> JSON:
    """Open a direct message."""
    if args.text("channel"):
        return {"channel": public_object(state.conversations.channel(args.need("channel")))}
    users = [user for user in args.text("users").split(",") if user]
    if not users:
        raise SlackError("users_list_not_supplied")
    for user in users:
        state.person(user)
    channel = state.conversations.direct(users)
    return {"channel": public_object(channel) if args.flag("return_im") else {"id": channel["id"]}}


def conversations_list(state: State, args: Arguments) -> JSON:
    """Channels of the kinds asked for."""
    kinds = {kind.strip() for kind in (args.text("types") or "public_channel").split(",")}
    if kinds - {"public_channel", "private_channel", "im", "mpim"}:
        raise SlackError("invalid_types")
    wanted = [public_object(item) for item in state.conversations.all() if kind_of(item) in kinds]
    shown, more = page(wanted, args)
    return {"channels": shown, **more}


def conversations_info(state: State, args: Arguments) -> JSON:
    """One channel."""
    channel = state.conversations.channel(args.need("channel"))
    members = {"num_members": len(channel["members"])} if args.flag("include_num_members") else {}
    return {"channel": public_object(channel) | members}


def conversations_members(state: State, args: Arguments) -> JSON:
    """Who is in a channel."""
    channel = state.conversations.channel(args.need("channel"))
    shown, more = page(channel["members"], args)
    return {"members": shown, **more}


def conversations_history(state: State, args: Arguments) -> JSON:
    """Messages of a channel, newest first, replies left out."""
    channel = _joined(state, args)
    roots = state.conversations.roots(channel["id"])
    shown, more = page(_within(roots, args)[::-1], args)
    return {"messages": _with_metadata(shown, args), **more, "pin_count": 0}


def conversations_replies(state: State, args: Arguments) -> JSON:
    """A thread, oldest first, its root included."""
    channel = _joined(state, args)
    ts = args.need("ts")
    try:
        message = state.conversations.message(channel["id"], ts)
    except SlackError:
        raise SlackError("thread_not_found") from None
    thread = [message, *state.conversations.replies(channel["id"], ts)]
    shown, more = page(_within(thread, args), args)
    return {"messages": _with_metadata(shown, args), **more}


# --- chat ----------------------------------------------------------------------------------------------------------


def chat_post_message(state: State, args: Arguments) -> JSON:
    """Post as the app."""
    channel = _postable(state, state.conversations.resolve(args.need("channel")))
    content = _content(state, args, "chat.postMessage")
    message = state.conversations.post(
        channel["id"],
        user=state.team.bot_user,
        content=content,
        thread_ts=args.text("thread_ts") or None,
    )
    return {"channel": channel["id"], "ts": message["ts"], "message": message}


def chat_post_ephemeral(state: State, args: Arguments) -> JSON:
    """Post for one person's eyes."""
    channel = _postable(state, state.conversations.resolve(args.need("channel")))
    user = args.need("user")
    if user not in state.people or user not in channel["members"]:
        raise SlackError("user_not_in_channel")
    content = _content(state, args, "chat.postEphemeral")
    thread_ts = args.text("thread_ts") or None
    message = state.conversations.whisper(channel["id"], user, content, thread_ts=thread_ts)
    return {"message_ts": message["ts"]}


def chat_update(state: State, args: Arguments) -> JSON:
    """Change one of the app's messages."""
    channel = state.conversations.channel(args.need("channel"))
    ts = args.need("ts")
    state.conversations.own(channel["id"], ts, "cant_update_message")
    content = _content(state, args, "chat.update")
    message = state.conversations.update(channel["id"], ts, content)
    return {"channel": channel["id"], "ts": ts, "text": message["text"], "message": message}


def chat_delete(state: State, args: Arguments) -> JSON:
    """Remove one of the app's messages."""
    channel = state.conversations.channel(args.need("channel"))
    ts = args.need("ts")
    state.conversations.delete(channel["id"], ts)
    return {"channel": channel["id"], "ts": ts}


def chat_get_permalink(state: State, args: Arguments) -> JSON:
    """The link to a message."""
    channel = state.conversations.channel(args.need("channel"))
    message = state.conversations.message(channel["id"], args.need("message_ts"))
    place = f"{channel['id']}/p{message['ts'].replace('.', '')}"
    return {
        "channel": channel["id"],
        "permalink": f"https://{state.team.domain}.slack.com/archives/{place}",
    }


def reactions_add(state: State, args: Arguments) -> JSON:
    """React as the app."""
    return _react(state, args, take_back=False)


def reactions_remove(state: State, args: Arguments) -> JSON:
    """Take the app's reaction back."""
    return _react(state, args, take_back=True)


def _react(state: State, args: Arguments, *, take_back: bool) -> JSON:
    channel = state.conversations.channel(args.need("channel"))
    name, ts = args.need("name").strip(":"), args.need("timestamp")
    state.conversations.react(channel["id"], ts, name, state.team.bot_user, take_back=take_back)
    return {}


# --- views ---------------------------------------------------------------------------------------------------------


def views_open(state: State, args: Arguments) -> JSON:
    """Open a modal for who pressed."""
    view = _view(state, args, "views.open", "modal")
    user = state.tickets.redeem(args.need("trigger_id"))
    return {"view": state.views.open(user, view)}


def views_push(state: State, args: Arguments) -> JSON:
    """Put a modal on top of the open one."""
    view = _view(state, args, "views.push", "modal")
    user = state.tickets.redeem(args.need("trigger_id"))
    return {"view": state.views.push(user, view)}


def views_update(state: State, args: Arguments) -> JSON:
    """Replace an open modal's content."""
    view = _view(state, args, "views.update", "modal")
    updated = state.views.update(
        view,
        view_id=args.text("view_id"),
        external_id=args.text("external_id"),
        view_hash=args.text("hash"),
    )
    return {"view": updated}


def views_publish(state: State, args: Arguments) -> JSON:
    """Set somebody's App Home."""
    user = state.person(args.need("user_id")).id
    view = _view(state, args, "views.publish", "home")
    return {"view": state.views.publish(user, view, view_hash=args.text("hash"))}


def apps_connections_open(state: State, args: Arguments) -> JSON:
    """Give the address of a connection for Socket Mode."""
    if state.sockets is None:
        raise SlackError("socket_mode_not_enabled")
    return {"url": state.sockets.open_url()}


METHODS: Mapping[str, Method] = {
    "apps.connections.open": apps_connections_open,
    "auth.test": auth_test,
    "chat.delete": chat_delete,
    "chat.getPermalink": chat_get_permalink,
    "chat.postEphemeral": chat_post_ephemeral,
    "chat.postMessage": chat_post_message,
    "chat.unfurl": chat_unfurl,
    "chat.update": chat_update,
    "conversations.history": conversations_history,
    "conversations.info": conversations_info,
    "conversations.list": conversations_list,
    "conversations.members": conversations_members,
    "conversations.open": conversations_open,
    "conversations.replies": conversations_replies,
    "files.completeUploadExternal": files_complete_upload_external,
    "files.getUploadURLExternal": files_get_upload_url_external,
    "files.info": files_info,
    "reactions.add": reactions_add,
    "reactions.remove": reactions_remove,
    "users.info": users_info,
    "users.list": users_list,
    "users.lookupByEmail": users_lookup_by_email,
    "views.open": views_open,
    "views.publish": views_publish,
    "views.push": views_push,
    "views.update": views_update,
}


# --- shared --------------------------------------------------------------------------------------------------------


def _content(state: State, args: Arguments, where: str) -> JSON:
    content: JSON = {
        "text": args.get("text"),
        "blocks": args.parsed("blocks", "invalid_blocks_format"),
        "attachments": args.parsed("attachments", "invalid_attachments"),
        "metadata": _metadata(args),
    }
    if args.get("markdown_text"):
        if content["text"] or content["blocks"]:
            raise SlackError("markdown_text_conflict")
        content["text"] = args.text("markdown_text")
    args.findings = check_content(state, content, where)
    return content


def _metadata(args: Arguments) -> JSON | None:
    metadata = args.parsed("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    known = isinstance(metadata, dict) and isinstance(metadata.get("event_payload"), dict)
    if not known or not metadata.get("event_type"):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


def _view(state: State, args: Arguments, where: str, kind: str) -> JSON:
    view = args.parsed("view", "invalid_arguments")
    args.findings = check_view(state, view, where, kind)
    shown: JSON = view
    return shown


def _postable(state: State, channel: JSON) -> JSON:
    if state.team.bot_user not in channel["members"]:
        raise SlackError("not_in_channel")
    return channel


def _joined(state: State, args: Arguments) -> JSON:
    return _postable(state, state.conversations.channel(args.need("channel")))


def _within(messages: list[JSON], args: Arguments) -> list[JSON]:
    oldest, latest = args.text("oldest") or "0", args.text("latest") or "9" * 12
    inclusive = args.flag("inclusive")
    low, high = float(oldest), float(latest)

    def inside(ts: str) -> bool:
        at = float(ts)
        return low < at < high or (inclusive and (ts in (oldest, latest)))

    return [message for message in messages if inside(message["ts"])]


def _with_metadata(messages: list[JSON], args: Arguments) -> list[JSON]:
    if args.flag("include_all_metadata"):
        return messages
    return [{key: m[key] for key in m if key != "metadata"} for m in messages]
