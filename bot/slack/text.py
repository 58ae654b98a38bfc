"""What people type in Slack, made into a command and its arguments.

Phones and desktops turn quotes and dashes into typographic ones, and Slack wraps addresses, numbers and people;
``normalise`` takes all of it back, once, for every command.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from handlers.kit.catalogue import Argument, Catalogue, Entry, Surface
from handlers.kit.reply import Outcome, Reply, Text
from handlers.kit.secret import secret_arguments

LONGEST_VALUE = 3000
_DOUBLE = dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02"), '"')
_SINGLE = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032"), "'")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2002\u2003\u2009\u3000\t\r\n"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"), None)
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\ufe63\uff0d"), "-")
_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_LONG_DASH = re.compile(
    r"(?:(?<=\s)|^)(?:[\u2014\u2013\u2012\u2015]{1,2}-?|-[\u2014\u2013])(?=[A-Za-z])"
)
_TOKEN = re.compile(r"""(?:[^\s"'=]+=)?"(?:\\.|[^"\\])*"?|(?:[^\s"'=]+=)?'[^']*'(?=\s|$)|\S+""")


def normalise(text: str, mention: Callable[[str], str] = lambda user: user) -> str:
    """Take back what keyboards and Slack did to a typed text; ``mention`` names the person behind a user id."""

    def unwrap(found: re.Match[str]) -> str:
        target, label = found[1], found[2]
        if target.startswith(("mailto:", "tel:")):
            return label or target.partition(":")[2]
        if target.startswith("@"):
            return mention(target[1:])
        if target.startswith("#"):
            return target[1:]
        if label and target == f"http://{label}":  # a bare host name, which Slack made a link of
            return label
        return target if "://" in target else found[0]

    plain = text.translate(_DOUBLE | _SINGLE | _SPACES | _INVISIBLE | _HYPHENS)
    plain = html.unescape(_LINK.sub(unwrap, plain))
    return _LONG_DASH.sub("--", plain).strip()


def split_words(text: str) -> tuple[str, ...]:
    """Split at spaces; double and single quotes hold words together, an unclosed quote runs to the end."""
    return tuple(_unquoted(found[0]) for found in _TOKEN.finditer(text))


def _unquoted(token: str) -> str:
    name, equals, value = token.partition("=")
    if equals and value[:1] in ('"', "'") and not name.startswith(('"', "'")):
        return f"{name}={_unquoted(value)}"
    if token[:1] == '"':
        inner = token[1:-1] if len(token) > 1 and token.endswith('"') else token[1:]
        return re.sub(r"\\(.)", r"\1", inner)
    if token[:1] == "'" and token.endswith("'") and len(token) > 1:
        return token[1:-1]
    return token


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as typed: its arguments as text, and whether to open its form instead of running it.

    ``at`` is the commit, branch or instant whose config is meant, empty for the newest.
    """

    entry: Entry
    args: dict[str, object] = field(default_factory=dict)
    form: bool = False
    at: str = ""


def parse(text: str, catalogue: Catalogue) -> Typed | Reply:
    """Understand a normalised text; a reply says why it is not understood, or is what was asked for."""
    words = split_words(text)
    found = catalogue.find([word.lower() for word in words])
    if found is None:
        return _unknown(words, catalogue)
    entry, count = found
    help_entry = catalogue.get("help")
    if help_entry is not None and words[count:] in (("--help",), ("-h",)):
        return Typed(help_entry, {"command": entry.name})
    if Surface.SLACK not in entry.surfaces:
        return Reply(
            f"{entry.name} runs on the command line only.",
            (Text(f"In a terminal: trunkline {entry.usage}"),),
            outcome=Outcome.USAGE,
        )
    return _arguments(entry, words[count:])


def _unknown(words: tuple[str, ...], catalogue: Catalogue) -> Typed | Reply:
    """Take ``customer ben-llc`` as the card or the list of that one, an area alone as its help, and guess at the rest."""
    from rapidfuzz import process

    asks_help = bool(words) and words[-1].lower() in ("help", "?")
    asked = tuple(word.lower() for word in (words[:-1] if asks_help else words))
    depth = next(n for n in range(len(asked), -1, -1) if catalogue.under(asked[:n]))
    help_entry = catalogue.get("help")
    if help_entry is not None and (asks_help or depth == len(asked)):
        return Typed(help_entry, {"command": " ".join(asked)} if asked else {})
    said = words[depth] if depth else " ".join(words[:2])
    names = {" ".join(entry.words[depth:]): entry.name for entry in catalogue.under(asked[:depth])}
    near = [
        names[name] for name, _, _ in process.extract(said, list(names), limit=2, score_cutoff=65)
    ]
    card = _about(asked[:depth], catalogue) if depth == len(words) - 1 else None
    if card is not None and not near:
        return Typed(card, {card.required[0].name: words[-1]})
    advice = f"Did you mean {' or '.join(near)}?" if near else "See what there is with: help"
    unknown = " ".join(words[: max(2, depth + 1)])
    return Reply(f'There is no command "{unknown}".', (Text(advice),), outcome=Outcome.USAGE)


def _about(area: tuple[str, ...], catalogue: Catalogue) -> Entry | None:
    """Give the command of an area that one name is enough for: its card, or else its list."""
    found = (catalogue.get(" ".join((*area, verb))) for verb in ("show", "list"))
    return next((entry for entry in found if entry and len(entry.required) == 1), None)


def _arguments(entry: Entry, words: tuple[str, ...]) -> Typed | Reply:
    args: dict[str, object] = {}
    loose: list[str] = []
    form, at = False, ""
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if word == "--form":
            form = True
        elif word.startswith("--") and len(word) > 2:
            name, equals, value = word[2:].partition("=")
            argument = entry.argument(name.lower())
            if argument is None and name.lower() == "at":
                at = value if equals else (waiting.pop(0) if waiting else "")
                continue
            if argument is None:
                return _unknown_flag(entry, name)
            enough = len(loose) >= len(entry.required)
            args[argument.name] = value if equals else _value(argument, waiting, greedy=enough)
        else:
            loose.append(word)
    left = _place(entry, loose, args)
    secrets = [one.name for one in secret_arguments(entry)]
    if any(args.get(name) for name in secrets) or (left and secrets):
        return _form_only(entry, secrets)
    if left:
        return _too_many(entry, left)
    if any(len(str(value)) > LONGEST_VALUE for value in args.values()):
        return Reply(
            "A value is longer than 3,000 characters.",
            (Text("Shorten it, or put it into the file."),),
            outcome=Outcome.USAGE,
        )
    # A file cannot be typed: whatever stands in its place asks for the form, which has a field for it.
    files = [one.name for one in entry.arguments if one.type == "file" and one.name in args]
    files += [name for name in secrets if name in args]
    said = {name: value for name, value in args.items() if name not in files}
    return Typed(entry, said, form or bool(files) or _wants_form(entry, said), at)


def _value(argument: Argument, waiting: list[str], *, greedy: bool) -> str:
    """Take the words of a flag's value: one, or for free text all up to the next flag."""
    taken: list[str] = []
    while (
        waiting
        and not waiting[0].startswith("--")
        and (not taken or (greedy and argument.type in _FREE))
    ):
        taken.append(waiting.pop(0))
    return " ".join(taken) if taken else ("true" if argument.type == "boolean" else "")


_FREE = frozenset({"text", "list", "map"})


def _place(entry: Entry, loose: list[str], args: dict[str, object]) -> list[str]:
    """Give loose words to the positional arguments, in order; the words nobody takes are left."""
    for argument in entry.positionals:
        if argument.name in args or not loose:
            continue
        if argument.name == entry.rest:
            args[argument.name] = " ".join(loose)
            return []
        args[argument.name] = loose.pop(0)
    return loose


def _wants_form(entry: Entry, args: dict[str, object]) -> bool:
    """A form opens where something required is missing, or where nothing is said of what to change or to read."""
    if any(argument.name not in args for argument in entry.required):
        return True
    required = {argument.name for argument in entry.required}
    asks = entry.fills or any(argument.type == "file" for argument in entry.arguments)
    return asks and not set(args) - required


def _unknown_flag(entry: Entry, name: str) -> Reply:
    from rapidfuzz import process

    known = [argument.name for argument in entry.arguments]
    near = [match[0] for match in process.extract(name, known, limit=2, score_cutoff=60)]
    advice = f"Did you mean --{' or --'.join(near)}?" if near else f"See: help {entry.name}"
    return Reply(
        f'{entry.name} has no argument "--{name}".', (Text(advice),), outcome=Outcome.USAGE
    )


def _form_only(entry: Entry, secrets: list[str]) -> Reply:
    """Refuse a secret that was typed. Nothing is stored, and no word repeated: a part of it may stand anywhere."""
    return Reply(
        f"{' and '.join(secrets)} of {entry.name} is a secret, so it is not typed here.",
        (
            Text(f"Open the form with: {entry.name} --form"),
            Text("What was typed is not kept, but whoever saw it knows it: choose another."),
        ),
        outcome=Outcome.USAGE,
    )


def _too_many(entry: Entry, left: list[str]) -> Reply:
    example = entry.examples[0] if entry.examples else entry.usage
    return Reply(
        f'{entry.name} does not know what to do with "{" ".join(left)}".',
        (Text(f"Put words that belong together in quotes, like: {example}"),),
        outcome=Outcome.USAGE,
    )
