"""The method of the Web API that hangs previews on links: ``chat.unfurl``."""

from __future__ import annotations

from bot.console.arguments import Arguments
from bot.console.model import JSON, SlackError
from bot.console.state import State
from bot.console.unfurls import as_attachment, check_previews, find_shared


def chat_unfurl(state: State, args: Arguments) -> JSON:
    """Hang previews on the links of a message the app was told of."""
    shared = find_shared(state.unfurls, args)
    previews = args.parsed("unfurls", "invalid_unfurls_format")
    args.findings = state.note("chat.unfurl", check_previews(shared, previews))
    if any(finding.severity == "error" for finding in args.findings):
        raise SlackError("cannot_parse_attachment", findings=args.findings)
    app = {"bot_id": state.team.bot_id, "app_id": state.team.app_id}
    attached = {url: as_attachment(url, preview, app) for url, preview in previews.items()}
    state.conversations.attach(shared.channel, shared.ts, attached)
    return {}
