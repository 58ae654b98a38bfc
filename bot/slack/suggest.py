"""Suggestions: what a reference field may hold, and how a half-typed command may go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.slack.forms import option
from bot.slack.sections import Json
from bot.slack.text import split_words
from engine.book import Book
from engine.ports.repository import CommitId
from engine.tags import tag_uses
from handlers.kit.catalogue import Argument, Catalogue, Entry, Surface
from handlers.kit.every_list import item_names, lists_behind
from schemas.codes import CODE_KINDS, code_names

MOST = 100


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: the word that replaces the last one, and what it means.

    ``final`` says that the word is only a reminder of what to type, or that nothing needs to follow.
    """

    word: str
    description: str
    final: bool = False


def suggest_references(book: Book, kind: str, typed: str) -> list[Json]:
    """Give options for a select: everything of this kind that contains what was typed."""
    known = named_ids(book, kind)
    if kind == "tag" and typed and typed not in dict(known):
        known = [*known, (typed, f"{typed} (new)")]  # what nobody has yet can be given routes too
    return suggest(known, typed)


class Names:
    """Remembers the names of everything of a kind at one commit: a select asks at every keystroke, and waits."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[str, tuple[CommitId, Sequence[tuple[str, str]]]] = {}

    def of(self, book: Book, kind: str) -> Sequence[tuple[str, str]]:
        """List (id, name) of everything a reference of this kind may name."""
        known = self._known.get(kind)
        if known is None or known[0] != book.commit:
            known = self._known[kind] = (book.commit, named_ids(book, kind))
        return known[1]


def suggest(named: Sequence[tuple[str, str]], typed: str) -> list[Json]:
    """Give options for a select: of (value, label) those that contain what was typed."""
    needle = typed.casefold()
    hits = [pair for pair in named if needle in pair[0].casefold() or needle in pair[1].casefold()]
    # What begins with the typed text is what was meant; the rest only contains it.
    hits.sort(
        key=lambda pair: (
            not (pair[0].casefold().startswith(needle) or pair[1].casefold().startswith(needle))
        )
    )
    return [option(value, label) for value, label in hits[:MOST]]


def named_ids(book: Book, kind: str) -> Sequence[tuple[str, str]]:
    """List (id, name) of everything a reference of this kind may name."""
    if kind == "customer":
        return [(name, customer.name) for name, customer in book.customers.items()]
    if kind == "operator":
        return [(person.id, person.name) for person in book.operators]
    if kind == "tag":
        return [(tag, tag) for tag in tag_uses(book)]
    if kind in CODE_KINDS:
        return [(code, f"{code} {name}") for code, name in code_names(kind).items()]
    return [(value, value) for value in book.ids(kind) or ()]


def complete(catalogue: Catalogue, book: Book, command: str, text: str) -> list[Completion]:
    """Say how the text of a slash command may go on: a word of a command, a value, or a flag."""
    area = command.removeprefix("/")
    prefix = () if area == "trunkline" else (area,)
    words = (*prefix, *split_words(text))
    fresh = not text or text.endswith(" ")
    done, begun = (words, "") if fresh else (words[:-1], words[-1])
    found = catalogue.find([word.lower() for word in done])
    if found is None:
        return list(_next_words(catalogue, done, begun))
    entry, count = found
    return list(_arguments(entry, done[count:], begun, book))


def _next_words(catalogue: Catalogue, done: Sequence[str], begun: str) -> Iterator[Completion]:
    seen: set[str] = set()
    for entry in catalogue.under(done):
        word = entry.words[len(done)]
        if Surface.SLACK in entry.surfaces and word not in seen and word.startswith(begun.lower()):
            seen.add(word)
            last = len(entry.words) == len(done) + 1
            yield Completion(word, entry.help if last else catalogue.verbs([*done, word]))


def _arguments(entry: Entry, done: Sequence[str], begun: str, book: Book) -> Iterator[Completion]:
    flag = entry.argument(done[-1][2:]) if done and done[-1].startswith("--") else None
    if flag is not None:
        yield from _values(flag, begun, book)
        return
    if not begun.startswith("--"):
        given = tuple(_without_flags(done))
        if len(given) < len(entry.positionals):
            argument = entry.positionals[len(given)]
            said = {one.name: word for one, word in zip(entry.positionals, given, strict=False)}
            items = item_names(lists_behind(entry.words, argument.name), said, book)
            yield from _values(argument, begun, book, items)
    positional = {argument.name for argument in entry.positionals}
    for argument in entry.arguments:
        typed = f"--{argument.name}"
        if (
            argument.name not in positional
            and typed not in done
            and typed.startswith(begun or "--")
        ):
            yield Completion(typed, argument.description)


def _without_flags(words: Sequence[str]) -> Iterator[str]:
    skip = False
    for word in words:
        if skip or word.startswith("--"):
            skip = word.startswith("--")
            continue
        yield word


def _values(
    argument: Argument, begun: str, book: Book, items: Sequence[tuple[str, str]] = ()
) -> Iterator[Completion]:
    choices: Sequence[tuple[str, str]] = items or [(one, one) for one in argument.choices]
    if argument.reference:
        choices = named_ids(book, argument.reference)
    if argument.type == "boolean":
        choices = [("true", "yes"), ("false", "no")]
    needle = begun.casefold()
    hits = [
        pair for pair in choices if needle in pair[0].casefold() or needle in pair[1].casefold()
    ]
    for value, label in hits[:MOST]:
        yield Completion(_in_quotes(value), label if label != value else argument.description)
    if not choices and not begun:
        yield Completion("", f"{argument.name.upper()}: {argument.description}", final=True)


def _in_quotes(value: str) -> str:
    return f'"{value}"' if " " in value else value
