"""Whose a list is, and where it stands: the words of its commands, the file, the group in it, the item a word names.

A list is declared as an ``ItemList`` (those there are stand in ``handlers.kit.item_lists``):

* ``owner`` says whose it is: of a customer or a tag (a file of its own, which comes and goes with its items), of a
  provider, a rate card or the carrier (a list in a document that has to be there).
* ``key`` is the dotted path of the list in the file: ``rules``, ``build.profit``.
* ``within`` names the lists whose items hold it, ``inside`` what commands call such an item: the rewrites of an IP
  record or SIP user have ``key="numbers.rewrites"``, ``within=(ADDRESSES, USERS)``, ``inside="record"``.
* Items of a model without ``id`` are known by their position, counted from 1, or by what ``named_by`` says.

Commands name whose list they mean by arguments: ``customer``, or ``customer`` and ``record``, or none for the carrier.
``ItemList.whose`` takes those of a command; every function here and in ``items`` and ``item_replies`` starts from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, TypeAlias

from pydantic import BaseModel
from rapidfuzz import process

from engine.book import Book
from engine.documents import at_path, to_plain
from engine.edits import Plain, Pointer
from engine.errors import Invalid, Refused
from engine.fact_keys import folded
from engine.facts import Index
from handlers.kit.fields import written_as
from handlers.kit.reply import Button
from handlers.kit.services import Services
from schemas.faults import quoted
from schemas.kinds import kind_named

LONGEST_VALUE = 120
"""Characters; with its position in front a label still fits an option of a Slack select (150)."""

Whose: TypeAlias = Mapping[str, str]
"""The arguments that say whose list is meant: name -> value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who may have lists. ``argument`` is what commands call it, empty if there is only one of it.

    ``kind`` is the kind of document that makes it exist; empty: its files may come before anybody has it (a tag).
    ``card`` is the command that shows it. ``document`` gives the id of the document its lists stand in, where that
    is another one than its own; ``begin`` what such a document says besides the list when it is made.
    """

    argument: str
    noun: str
    kind: str = ""
    card: str = ""
    document: Callable[[str, Book], str] | None = None
    begin: Callable[[str], Mapping[str, Plain]] | None = None

    def called(self, name: str) -> str:
        """Name it in a sentence: ``customer ben-llc``."""
        return f"{self.noun} {name}" if self.argument else self.noun


CUSTOMER = Owner(argument="customer", noun="customer", kind="customer", card="customer show")
TAG = Owner(argument="tag", noun="tag", card="tag show")
PROVIDER = Owner(argument="provider", noun="provider", kind="provider", card="provider show")
RATE_CARD = Owner(argument="card", noun="rate card", kind="rate-card", card="rate card show")
CARRIER = Owner(argument="", noun="the carrier")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList:
    """A list in a file, and the words people use for it.

    ``tab`` is the kind of the file, ``key`` the list in it. ``area`` is what its commands begin with, ``argument``
    what they call an item. ``named_by`` are the flags people know an item by; the id is made from the first that is
    said. ``card_tab`` is the tab of the owner's card that shows it. ``unique`` maps flags no two items may share to
    the index that tells of the whole carrier. ``personal`` are the flags that hold addresses of people, ``sealed``
    those nobody is shown. ``ordered``: what stands first counts, so items can be moved.
    """

    tab: str
    key: str
    model: type[BaseModel]
    noun: str
    plural: str
    area: str
    argument: str
    named_by: tuple[str, ...]
    columns: tuple[str, ...]
    owner: Owner = CUSTOMER
    card_tab: str = ""
    within: tuple[ItemList, ...] = ()
    inside: str = ""
    unique: Mapping[str, Index | None] = field(default_factory=dict)
    personal: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    ordered: bool = False
    new: str = "add"
    gone: str = "remove"

    @property
    def has_ids(self) -> bool:
        """Whether an item has an id; else it is known by its position."""
        return "id" in self.model.model_fields

    @property
    def name(self) -> str:
        """The list as machines know it: the last part of its path."""
        return self.key.rpartition(".")[2]

    def whose(self, args: BaseModel | Mapping[str, object]) -> Whose:
        """Take what says whose list is meant out of the arguments of a command."""
        said = args if isinstance(args, Mapping) else vars(args)
        return {name: str(said[name]) for name in (self.owner.argument, self.inside) if name}

    def called(self, whose: Whose) -> str:
        """Say whose list it is: ``customer ben-llc``, ``office-pbx of customer ben-llc``."""
        return f"{self.inner(whose)}{self.owner.called(whose.get(self.owner.argument, ''))}"

    def inner(self, whose: Whose) -> str:
        """Name the item that holds the list, in front of its owner: ``office-pbx of``; nothing if none does."""
        if not self.inside:
            return ""
        first, _, rest = whose[self.inside].partition(":")
        name = rest if any(parent.key == first for parent in self.within) else whose[self.inside]
        return f"{name} of "

    def command(self, verb: str) -> str:
        """Name one of the commands about these items: ``contact add``."""
        return f"{self.area} {verb}"

    def button(
        self, verb: str, label: str, whose: Whose, item: str = "", *, form: bool = False
    ) -> Button:
        """Make a button that runs a command about one item, or about the list."""
        named = {self.argument: item} if item else {}
        return Button(label, self.command(verb), {**whose, **named}, form=form)

    def label(self, place: int, item: Mapping[str, Any]) -> str:
        """Give the word that names an item and nothing else: its id, or its position and value (``2:^00(.*)$``)."""
        if self.has_ids:
            return str(item.get("id"))
        value = next((said for said in _names(self, item)), "")
        short = 0 < len(value) <= LONGEST_VALUE
        return f"{place + 1}:{value}" if short else str(place + 1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list stands: the file, the group in it that holds the list, and what that group says word for word.

    ``key`` is the pointer of the list from the group, as the file writes it.
    """

    path: str
    at: Pointer
    model: type[BaseModel]
    file: Mapping[str, Any]
    key: tuple[str, ...]

    @property
    def list_at(self) -> Pointer:
        """The pointer of the list from the root of the file."""
        return (*self.at, *self.key)

    @property
    def listed(self) -> Sequence[Mapping[str, Any]]:
        """The items, word for word."""
        said = at_path(self.file, ".".join(self.key))
        return [item if isinstance(item, Mapping) else {} for item in said or ()]


# --- where it stands ----------------------------------------------------------------------------------------------


def items_of(items: ItemList, whose: Whose, book: Book) -> tuple[Any, ...]:
    """Give the items; none if there is no such file.

    Raises:
        Invalid: the file does not hold, and no version of it that held is known.
        Refused: the item that holds the list is not there.
    """
    if items.within:
        holder, name = _holder(items, whose, lambda parent: _plain_items(parent, whose, book))
        listed = items_of(holder, holder.whose(whose), book)
        return _at(listed[find(holder, whose, name, _plain_items(holder, whose, book))], items)
    document = book.tab(items.tab, _document(items, whose, book), kind_named(items.tab).model)
    return () if document is None else _at(document, items)


def _at(model: Any, items: ItemList) -> tuple[Any, ...]:
    return tuple(reduce(getattr, items.key.split("."), model))


def _plain_items(items: ItemList, whose: Whose, book: Book) -> Sequence[Mapping[str, Any]]:
    return [to_plain(item) for item in items_of(items, items.whose(whose), book)]


def _document(items: ItemList, whose: Whose, book: Book) -> str:
    """Give the id of the document the list stands in; the one of its kind if the owner is the carrier."""
    owner = items.owner
    name = whose[owner.argument] if owner.argument else items.tab
    return owner.document(name, book) if owner.document else name


def path_of(items: ItemList, whose: Whose, book: Book) -> str:
    """Give the place of the file, whether it is there or not.

    Raises:
        Refused: there is no such owner.
    """
    kind, document = kind_named(items.tab), _document(items, whose, book)
    own = book.path_of(items.owner.kind, document) if items.owner.kind else ""
    stands = book.documents.path_of(items.tab, document)
    if stands is not None:
        return stands
    if own:
        return f"{own.rpartition('/')[0]}/{kind.pattern.rpartition('/')[2]}"
    return kind.path(document)


def place_of(items: ItemList, whose: Whose, services: Services) -> Place:
    """Find the list in its file, word for word; a file that is not there says nothing.

    Raises:
        Refused: there is no such owner, or no such item that holds the list.
        Invalid: the file cannot be read.
    """
    if items.within:
        above: dict[str, Place] = {}

        def listed(parent: ItemList) -> Sequence[Mapping[str, Any]]:
            above[parent.key] = place_of(parent, parent.whose(whose), services)
            return above[parent.key].listed

        holder, name = _holder(items, whose, listed)
        outer = above[holder.key]
        spot = find(holder, whose, name, outer.listed)
        group = outer.listed[spot]
        key = written_as(holder.model, items.key, group)
        return Place(outer.path, (*outer.list_at, spot), holder.model, group, key)
    path = path_of(items, whose, services.book)
    model, file = kind_named(items.tab).model, _file(items, whose, path, services)
    return Place(path, (), model, file, written_as(model, items.key, file))


def _file(items: ItemList, whose: Whose, path: str, services: Services) -> Mapping[str, Any]:
    documents = services.book.documents
    if documents.path_of(items.tab, _document(items, whose, services.book)) is None:
        return {}
    if documents.file_of(path) != path:  # an older format, which is read but not changed
        model = documents.load(path).model
        return to_plain(model) if model is not None else {}
    reading = services.text.read(path, documents.data(path))
    said = reading.meant if reading.value is None else reading.value
    if said is None:
        raise Invalid(reading.problems)
    return said


def _holder(
    items: ItemList, whose: Whose, listed: Callable[[ItemList], Sequence[Mapping[str, Any]]]
) -> tuple[ItemList, str]:
    """Tell which list has the item that holds this one, and the word that names it there."""
    word = whose[items.inside]
    first, colon, rest = word.partition(":")
    by_key = {parent.key: parent for parent in items.within}
    if colon and first in by_key:
        return by_key[first], rest
    found = [parent for parent in items.within if matches(parent, word, listed(parent))]
    if len(found) == 1:
        return found[0], word
    if found:
        raise Refused(
            f"{quoted(word)} may be {' or '.join(parent.noun for parent in found)}",
            f"say which: {' or '.join(f'{parent.key}:{word}' for parent in found)}",
        )
    known = [name for parent in items.within for name in _labels(parent, listed(parent))]
    owner = items.owner.called(whose.get(items.owner.argument, ""))
    nouns = " or ".join(parent.noun for parent in items.within)
    near = [match[0] for match in process.extract(word, known, limit=2, score_cutoff=55)]
    raise Refused(
        f"{owner} has no {nouns} {quoted(word)}",
        f"did you mean {' or '.join(near)}?" if near else "",
    )


# --- which item ---------------------------------------------------------------------------------------------------


def item_named(items: ItemList, whose: Whose, word: str, book: Book) -> tuple[int, Any]:
    """Give the item that ``word`` names, and its position from 0.

    Raises:
        Refused: there is none; names the nearest.
    """
    found = items_of(items, whose, book)
    place = find(items, whose, word, [to_plain(item) for item in found])
    return place, found[place]


def find(items: ItemList, whose: Whose, word: str, known: Sequence[Mapping[str, Any]]) -> int:
    """Give the position of the item that has this id or, if no other has it too, goes by this name.

    Raises:
        Refused: there is none, or more than one; names the nearest.
    """
    called = matches(items, word, known)
    if len(called) == 1:
        return called[0]
    labels = _labels(items, known)
    near = process.extract(word, labels, limit=2, score_cutoff=55)
    if called:
        hint = f"say which by its id: {' or '.join(labels[place] for place in called)}"
    elif near:
        hint = f"did you mean {' or '.join(match[0] for match in near)}?"
    else:
        owner = whose.get(items.owner.argument, "")
        hint = f"list them with: {items.command('list')} {owner}".rstrip()
    several = f"several {items.plural}" if called else f"no {items.noun}"
    raise Refused(f"{items.called(items.whose(whose))} has {several} {quoted(word)}", hint)


def matches(items: ItemList, word: str, known: Sequence[Mapping[str, Any]]) -> list[int]:
    """Give the positions of the items that a word may mean; an id or an exact label means only itself."""
    if items.has_ids:
        ids = _labels(items, known)
        return [ids.index(word)] if word in ids else _called(items, word, known)
    number, _, value = word.partition(":")
    if not number.isdecimal():
        return _called(items, word, known)
    place = int(number) - 1
    if value:  # what stood there when somebody looked; it may have moved since
        named = _called(items, value, known)
        return [place] if place in named else named
    at = [place] if 0 <= place < len(known) else []
    return sorted({*at, *_called(items, word, known)})


def _labels(items: ItemList, known: Sequence[Mapping[str, Any]]) -> list[str]:
    return [items.label(place, item) for place, item in enumerate(known)]


def _called(items: ItemList, word: str, known: Sequence[Mapping[str, Any]]) -> list[int]:
    wanted = alike(word)
    return [
        place
        for place, item in enumerate(known)
        if any(alike(said) == wanted for said in _names(items, item))
    ]


def alike(text: str) -> str:
    """Give the form in which names and numbers are compared."""
    return folded(text).removeprefix("+")


def _names(items: ItemList, item: Mapping[str, Any]) -> list[str]:
    paths = (".".join(written_as(items.model, name, item)) for name in items.named_by)
    return [said for path in paths for said in texts(at_path(item, path))]


def texts(value: object) -> list[str]:
    """Give what a field says as texts: one for each item of a list, none for nothing."""
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    return [] if value is None else [str(value)]
