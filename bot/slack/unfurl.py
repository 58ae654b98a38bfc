"""Links to a customer's folder in the config repository, shown as a small card under the message that has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from bot.slack.buttons import button_element
from bot.slack.mrkdwn import code, escape
from bot.slack.sections import Json, context, section
from engine.book import Book
from engine.errors import Invalid, Refused
from handlers.kit.reply import Button
from handlers.kit.wording import show_limit

MOST = 5
_CUSTOMER = re.compile(r"/customers/(?:[0-9a-f]{2}/)?([a-z0-9][a-z0-9-]{0,63})(?:/[^?#]*)?$")


def customer_of(url: str, bases: Iterable[str]) -> str:
    """Give the id of the customer a link below one of ``bases`` leads to; empty if to none."""
    link = urlsplit(url)
    for base in map(urlsplit, bases):
        below = base.path.rstrip("/") + "/"
        is_below = (link.scheme, link.netloc.lower()) == (base.scheme, base.netloc.lower())
        if is_below and link.path.startswith(below):
            found = _CUSTOMER.search("/" + unquote(link.path[len(below) :]))
            return found[1] if found else ""
    return ""


def cards_of(links: Sequence[str], book: Book) -> Mapping[str, Json]:
    """Give the cards for the links that lead to customers: address -> card."""
    cards: dict[str, Json] = {}
    for url in links:
        name = customer_of(url, book.settings.slack.links)
        if name and len(cards) < MOST:
            card = _card(name, book)
            cards |= {url: card} if card else {}
    return cards


def _card(name: str, book: Book) -> Json:
    """Show what everybody in a channel may see: no contact, no note, no money."""
    try:
        customer = book.customer(name)
    except (Refused, Invalid):
        return {}
    limits = customer.limits
    facts = " \u00b7 ".join(
        (
            str(customer.status).replace("_", " "),
            f"channels {show_limit(limits.channels)}",
            f"CPS {show_limit(limits.cps)}",
        )
    )
    text = section(f"*{escape(customer.name)}*  {code(name)}\n{escape(facts)}")
    card = Button("Open", "customer show", {"customer": name})
    tags = [context(escape(f"Tags: {', '.join(customer.tags)}"))] if customer.tags else []
    return {"blocks": [text | {"accessory": button_element(card, "run:unfurled")}, *tags]}
