"""Have an answer sent instead of one of our own refusals: for a SIP code another code, with a text."""

from __future__ import annotations

from pydantic import Field

from engine.edits import EditDocument, SetKey
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import SETTINGS
from handlers.kit.item_args import OfCarrier
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.settings import Settings
from schemas.voice import SIPAnswer, SIPCode


class Args(OfCarrier):
    """Which code, and what is sent instead."""

    code: SIPCode = Field(description="The SIP code of our refusal.", examples=["402"])
    answer: SIPAnswer = Field(
        description="The code sent instead, perhaps with a text.", examples=["503 Funds Required"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Write it among the codes of the settings."""
    book = services.book
    order = tuple(Settings.model_fields)
    now = book.settings.sip_codes
    edit = (
        SetKey(("sip_codes", args.code), args.answer)
        if now
        else SetKey(("sip_codes",), {args.code: args.answer}, order)
    )
    edits = () if now.get(args.code) == args.answer else (edit,)
    return Intent(
        f"Answer {args.answer} instead of {args.code}",
        (EditDocument(book.path_of("settings", "settings"), edits),),
        then=(SETTINGS.button("settings"),),
    )


COMMAND = Command(
    role=Role.ADMIN,
    effect=Effect.CONFIG,
    examples=('settings code put 402 "503 Funds Required"',),
    rest="answer",
)
