"""Let one of our own refusals be sent as it is again."""

from __future__ import annotations

from pydantic import Field

from engine.edits import DeleteKey, EditDocument
from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import SETTINGS
from handlers.kit.item_args import OfCarrier
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.voice import SIPCode


class Args(OfCarrier):
    """Which code."""

    code: SIPCode = Field(description="The SIP code of our refusal.", examples=["402"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the codes of the settings."""
    book = services.book
    now = book.settings.sip_codes
    if args.code not in now:
        known = f"codes that are: {', '.join(now)}" if now else "none is"
        raise Refused(f"{args.code} is not sent as another answer", known)
    at = ("sip_codes", args.code) if len(now) > 1 else ("sip_codes",)
    return Intent(
        f"Send {args.code} as it is",
        (EditDocument(book.path_of("settings", "settings"), (DeleteKey(at),)),),
        then=(SETTINGS.button("settings"),),
    )


COMMAND = Command(role=Role.ADMIN, effect=Effect.CONFIG, examples=("settings code drop 402",))
