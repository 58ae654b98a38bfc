"""Set our password at the portal of a provider; it is kept encrypted, and shown to nobody.

It is typed into the form. An old one is not kept, so it cannot be brought back.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from engine.documents import at_path
from engine.edits import EditDocument, Plain
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import PROVIDERS
from handlers.kit.fields import edits_for
from handlers.kit.our_logins import NOT_UNDONE, sealed_for_readers
from handlers.kit.passwords import secret_for_file
from handlers.kit.secret import SecretText
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.provider import Provider
from schemas.values import ProviderRef


class Args(BaseModel):
    """At which provider, and the password."""

    model_config = ConfigDict(extra="forbid")

    provider: ProviderRef = Field(description="Which provider.", examples=["atlas-carrier"])
    password: SecretText = Field(description="Our password at its portal.")


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, object]:
    """Seal the password."""
    return sealed_for_readers(args.password, services)


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Write it into the provider; the mark that it had to be set anew goes."""
    book = services.book
    path = book.path_of("provider", args.provider)
    file = services.text.read(path, book.documents.data(path)).value or {}
    values: dict[str, Plain] = {"portal.secret": secret_for_file(services)}
    if at_path(file, "portal.rotate") is not None:
        values["portal.rotate"] = None
    return Intent(
        f"Set our password at the portal of provider {args.provider}",
        (EditDocument(path, edits_for(Provider, values, file)),),
        then=(PROVIDERS.button(args.provider),),
        notes=(NOT_UNDONE,) if at_path(file, "portal.secret") is not None else (),
    )


COMMAND = Command(
    role=Role.ENGINEER, effect=Effect.CONFIG, examples=("provider password atlas-carrier",)
)
