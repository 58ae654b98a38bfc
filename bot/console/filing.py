"""The methods of the Web API that take an app's files in: reserve, upload, complete and share, look up."""

from __future__ import annotations

from bot.console.arguments import Arguments
from bot.console.checking import check_content
from bot.console.model import JSON, SlackError
from bot.console.state import State

_ALT_TEXT = 1000


def files_get_upload_url_external(state: State, args: Arguments) -> JSON:
    """Say where the bytes of a file go."""
    name = args.need("filename")
    length = args.need("length")
    if not length.isdecimal() or int(length) <= 0:
        raise SlackError("invalid_arguments", ("[ERROR] length must be more than 0",))
    if len(args.text("alt_txt")) > _ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    file_id = state.files.reserve(
        name, user=state.team.bot_user, alt_text=args.text("alt_txt"), length=int(length)
    )
    return {"upload_url": f"{state.files.base_url}/upload/{file_id}", "file_id": file_id}


def files_complete_upload_external(state: State, args: Arguments) -> JSON:
    """Share uploaded files, in a channel if one is named; one message holds all of them."""
    listed = args.parsed("files", "invalid_arguments")
    if not isinstance(listed, list) or not listed or not all(map(_names_a_file, listed)):
        raise SlackError("invalid_arguments", ("[ERROR] files must list objects with an id",))
    channels = [_place(state, name) for name in _places_named(args)]
    for item in listed:
        state.files.complete(item["id"], str(item.get("title") or ""))
    objects = [state.files.object(item["id"]) for item in listed]
    content: JSON = {
        "text": args.text("initial_comment"),
        "blocks": args.parsed("blocks", "invalid_blocks_format"),
    }
    if content["text"] or content["blocks"]:
        args.findings = check_content(state, content, "files.completeUploadExternal")
    for channel in channels:
        state.conversations.post(
            channel["id"],
            user=state.team.bot_user,
            content={**content, "files": objects},
            thread_ts=args.text("thread_ts") or None,
        )
    return {"files": objects}


def files_info(state: State, args: Arguments) -> JSON:
    """One file."""
    return {"file": state.files.object(args.need("file"))}


def _names_a_file(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("id"), str)


def _places_named(args: Arguments) -> list[str]:
    several = args.text("channels").split(",")
    return [name for name in (args.text("channel_id"), *several) if name]


def _place(state: State, name: str) -> JSON:
    """A channel by its id: a name does not do here, unlike for messages."""
    channel = state.conversations.channel(name)
    if state.team.bot_user not in channel["members"]:
        raise SlackError("not_in_channel")
    return channel
