"""The user and password we answer with when a remote system challenges our calls: set together, or removed together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, Field

from engine.edits import DeleteKey, EditDocument
from engine.errors import Refused
from engine.sealed import Secret
from handlers.kit.command import FieldError, Intent
from handlers.kit.item_places import ItemList, find, place_of
from handlers.kit.items import resealed
from handlers.kit.passwords import drawn_for_file, secret_for_file
from handlers.kit.secret import SecretText
from handlers.kit.services import Services
from schemas.auth import SIPUsername
from schemas.quantities import Switch

NOT_UNDONE = "The old password is not kept, so this cannot be undone."


class OurLogin(BaseModel):
    """What a login of ours is made of."""

    username: SIPUsername | None = Field(
        None, description="User name we answer with.", examples=["harbour"]
    )
    password: SecretText | None = Field(None, description="Password we answer with.")
    remove: Switch = Field(
        False,
        description="Take the login away: no challenge is answered any more.",
        examples=[True],
    )


def check_our_login(args: Any) -> Iterator[FieldError]:
    """Tell beside its field which half is missing."""
    if args.remove and (args.username is not None or args.password is not None):
        yield FieldError("remove", "there is a login to set too; say one of them")
    if not args.remove and args.username is None:
        yield FieldError("username", "a login needs its user name")
    if not args.remove and args.password is None:
        yield FieldError("password", "a login needs its password")


def sealed_for_readers(password: SecretText | None, services: Services) -> dict[str, object]:
    """Draw the sealed text of a password that is needed as it is; nothing if there is none.

    Raises:
        Refused: secrets are not set up.
    """
    if password is None:
        return {}
    plain = password.revealed(services.safe.vault.open)
    return drawn_for_file(Secret(text=plain), services)


def our_login_set(items: ItemList, args: Any, services: Services) -> Intent:
    """Give an item this login in the place of the old one, or none."""
    if args.remove:
        return _removed(items, args, services)
    values = {
        "login.username": args.username,
        "login.secret": secret_for_file(services),
    }
    notes = (NOT_UNDONE,) if "login" in _written(items, args, services) else ()
    return resealed(items, args, services, values, subject="Set the login", notes=notes)


def _written(items: ItemList, args: Any, services: Services) -> Mapping[str, Any]:
    """Give what the file says of the item, word for word."""
    whose = items.whose(args)
    listed = place_of(items, whose, services).listed
    return listed[find(items, whose, getattr(args, items.argument), listed)]


def _removed(items: ItemList, args: Any, services: Services) -> Intent:
    whose = items.whose(args)
    place = place_of(items, whose, services)
    spot = find(items, whose, getattr(args, items.argument), place.listed)
    written: Mapping[str, Any] = place.listed[spot]
    called = f"{items.noun} {items.label(spot, written)} of {items.called(whose)}"
    if "login" not in written:
        raise Refused(f"{called} has no login", f"see it with: {items.command('show')}")
    edit = DeleteKey((*place.list_at, spot, "login"))
    return Intent(f"Remove the login of {called}", (EditDocument(place.path, (edit,)),))
