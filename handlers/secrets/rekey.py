"""Encrypt every secret anew, for everybody who may read them now; with --add and --remove, also say who that is.

Whoever is removed could read the secrets until now, and can for ever in old commits: each of them is marked to be set
anew, until it is. Needs the key that opens them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict, Field, field_validator

from engine.book import Book
from engine.documents import Loaded
from engine.edits import DeleteItem, DocumentEdit, EditDocument, FieldEdit, InsertItem, SetKey
from engine.errors import Refused
from engine.formats import SETTINGS
from engine.ports.operations import OperationState
from engine.sealed import Place, read_secret, secrets_in
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import edits_for, split_list, split_map
from handlers.kit.passwords import holds_secret
from handlers.kit.services import Services
from handlers.kit.wording import few, plural
from handlers.secrets.status import is_marked
from schemas.base import DocumentKind
from schemas.fields import key_order, model_at
from schemas.kinds import kind_named
from schemas.operators import Role
from schemas.recipients import AgeRecipient
from schemas.settings import Settings
from schemas.values import Slug

NAMED = 20
_WAITING = (OperationState.PLANNED, OperationState.QUEUED, OperationState.PROPOSED)


class Args(BaseModel):
    """Who comes and who goes."""

    model_config = ConfigDict(extra="forbid")

    add: Mapping[Slug, AgeRecipient] = Field(
        default_factory=dict,
        description="Who may read the secrets from now on: a name and the recipient of their key.",
        examples=[{"bot": "age1..."}],
    )
    remove: tuple[Slug, ...] = Field(
        (), description="Who may not read them any more, by name.", examples=["rosa"]
    )

    _map = field_validator("add", mode="before")(split_map)
    _list = field_validator("remove", mode="before")(split_list)


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell beside the field who is there already, or is not."""
    known = {reader.id: reader.key for reader in book.settings.secrets.recipients}
    for name, key in args.add.items():
        if name in known:
            yield FieldError("add", f"there is a recipient {name} already")
        elif key in known.values():
            yield FieldError("add", f"the key of {name} is there already, under another name")
    for name in args.remove:
        if name not in known:
            yield FieldError(
                "remove", f"there is no recipient {name}; there are: {', '.join(known)}"
            )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Seal everything anew."""
    book = services.book
    before = [(reader.id, reader.key) for reader in book.settings.secrets.recipients]
    after = [one for one in before if one[0] not in args.remove] + list(args.add.items())
    if not after:
        raise Refused("nobody would be left who may read secrets", "add somebody first")
    _refuse_unread(book)
    keys = tuple(key for _, key in after)
    sealed: dict[str, list[FieldEdit]] = {}
    leaked = []
    for place in secrets_in(book):
        edits, leaks = _resealed(place, tuple(key for _, key in before), keys, services)
        sealed.setdefault(place.path, []).extend(edits)
        leaked += [place] if leaks else []
    documents: list[DocumentEdit] = []
    if args.add or args.remove:
        documents.append(_settings(args, services))
    documents += [EditDocument(path, tuple(edits)) for path, edits in sealed.items()]
    notes = (*_notes(len(sealed), keys, leaked), *_waiting(args, services))
    return Intent(_subject(args), tuple(documents), notes=notes)


def _subject(args: Args) -> str:
    changes = [f"add {name}" for name in args.add] + [f"remove {name}" for name in args.remove]
    return f"Encrypt all secrets anew{': ' if changes else ''}{', '.join(changes)}"


def _resealed(
    place: Place, before: tuple[str, ...], keys: tuple[str, ...], services: Services
) -> tuple[list[FieldEdit], bool]:
    """Give the edits for one secret, and whether somebody who is gone could read it."""
    inside = read_secret(services.safe.vault.open(place.sealed))
    # What another hand sealed does not say who can read it: everybody named until now, as far as we know.
    inside = inside if inside.readers else inside.read_by(before)
    leaks = bool(inside.leaked_to(keys))
    orders = key_order(_model(services.book.documents.load(place.path), place))[()]
    sealed = services.safe.vault.seal(inside.read_by(keys).written(), keys)
    edits: list[FieldEdit] = [SetKey(place.at, sealed, orders)]
    if leaks and not is_marked(place, services.book):
        edits.append(SetKey((*place.at[:-1], "rotate"), True, orders))
    return edits, leaks


def _model(loaded: Loaded, place: Place) -> type[BaseModel]:
    found = model_at(loaded.kind.model, place.at[:-1])
    return found if found is not None else loaded.kind.model


def _settings(args: Args, services: Services) -> EditDocument:
    """Bring the list of recipients to what it will be, item by item, so that comments stay."""
    data = services.book.documents.data(SETTINGS)
    file = services.text.read(SETTINGS, data).value or {}
    known = [reader.id for reader in services.book.settings.secrets.recipients]
    coming = [{"id": name, "key": key} for name, key in args.add.items()]
    if not known:
        return EditDocument(SETTINGS, edits_for(Settings, {"secrets.recipients": coming}, file))
    at = ("secrets", "recipients")
    edits: list[FieldEdit] = [
        InsertItem((*at, len(known) + place), item) for place, item in enumerate(coming)
    ]
    edits += [
        DeleteItem((*at, known.index(name)))
        for name in sorted(args.remove, key=known.index, reverse=True)
    ]
    return EditDocument(SETTINGS, tuple(edits))


def _refuse_unread(book: Book) -> None:
    """Refuse while a file cannot be read: its secrets would stay sealed to whoever is removed."""
    unread = []
    for kind in (DocumentKind.AUTH, DocumentKind.PROVIDER):
        for name in book.ids(kind_named(kind).name) or ():
            path = book.path_of(kind, name)
            loaded = book.documents.load(path)
            unread += [path] if loaded.model is None or loaded.stands_in is not None else []
    if unread:
        raise Refused(
            f"{', '.join(unread)} does not hold, so the secrets in it cannot be encrypted anew",
            "mend it first; trunkline validate tells what is wrong",
        )


def _notes(files: int, keys: tuple[str, ...], leaked: list[Place]) -> Iterator[str]:
    yield f"{plural(files, 'file')} with secrets, sealed to {plural(len(keys), 'key')}."
    if leaked:
        names = few([f"{place.document} {place.owner}" for place in leaked], NAMED)
        yield (
            f"Somebody who may not read them any more knows {plural(len(leaked), 'secret')}, for ever, from old "
            f"commits. Each is marked until it is set anew: {names}. See: secrets status"
        )


def _waiting(args: Args, services: Services) -> Iterator[str]:
    """Name the changes that wait with a secret sealed for those who may read until now: they end when this has landed."""
    if not (args.add or args.remove):
        return
    found = [
        f"{one.id} of {one.actor} ({(one.plan or {}).get('subject')})"
        for one in services.store.operations.unfinished(_WAITING)
        if holds_secret(one)
    ]
    if found:
        yield (
            f"{plural(len(found), 'change')} with a secret still {'waits' if len(found) == 1 else 'wait'}, sealed for "
            f"those who may read it now: {few(found, NAMED)}. Once this has landed, they are refused and have to be asked "
            "for again. A proposal among them can be merged on the forge until then; secrets status tells if it was."
        )


COMMAND = Command(
    role=Role.ADMIN,
    effect=Effect.CONFIG,
    examples=("secrets rekey", "secrets rekey --remove rosa"),
)
