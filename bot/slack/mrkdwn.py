"""Text that a person or a file supplied, made safe for Slack's markup."""

from __future__ import annotations


def escape(text: str) -> str:
    """Escape what Slack would take for markup, a link or a mention."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def code(text: str) -> str:
    """Show text as code on one line; backticks in it become apostrophes."""
    inner = escape(text.replace("`", "'").replace("\n", " "))
    return f"`{inner}`" if inner.strip() else "-"


def fenced(text: str) -> str:
    """Show lines of text as they are; nothing in them ends the block."""
    inner = escape(text).replace("`", "'")
    return f"```{inner}```"


_BREAKS_A_LINK = str.maketrans({"<": "%3C", ">": "%3E", "|": "%7C", " ": "%20", "\n": "%0A"})


def link(address: str, label: str) -> str:
    """Show a label that leads to an address; nothing in either begins or ends a link."""
    return f"<{escape(address.translate(_BREAKS_A_LINK))}|{escape(label)}>"


def cut(text: str, longest: int) -> str:
    """Shorten to ``longest`` characters with an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
