"""Arguments as a front end understood them -> typed and checked, with every problem told at once.

The messages name the argument; which front end asked makes no difference.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ValidationError

from engine.book import Book
from engine.errors import Invalid, Problem, Refused
from engine.sealed import recipients_of
from handlers.kit.catalogue import Entry
from handlers.kit.command import FieldError, field_errors
from handlers.kit.secret import secret_arguments
from schemas.faults import faults_of

_SWITCH_WORDS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def typed(entry: Entry, raw: Mapping[str, object], book: Book | None) -> BaseModel:
    """Give the arguments of a command as its model; what they refer to is looked up in ``book``, if there is one.

    Raises:
        Invalid: what is wrong with them, each argument named.
    """
    module = entry.load()
    try:
        args = module.Args.model_validate(_shaped(entry, raw))
    except ValidationError as error:
        raise Invalid(_problems(entry, error, module.Args)) from error
    if book is None:
        return args
    wrong = _wrong_references(entry, args, book) + field_errors(module, args, book)
    if wrong:
        raise Invalid([_problem(entry, one.field, one.message) for one in wrong])
    return args


def argument_errors(entry: Entry, raw: Mapping[str, object], book: Book) -> tuple[FieldError, ...]:
    """Check arguments on a book at hand, without asking anything outside: what a form answers at once."""
    try:
        typed(entry, raw, book)
        _must_be_sealable(entry, raw, book)
    except Invalid as invalid:
        return tuple(FieldError(problem.field, _sentence(problem)) for problem in invalid.problems)
    return ()


def _must_be_sealable(entry: Entry, raw: Mapping[str, object], book: Book) -> None:
    secrets = [one.name for one in secret_arguments(entry) if raw.get(one.name)]
    try:
        if secrets:
            recipients_of(book.settings)
    except Refused as refused:
        raise Invalid([_problem(entry, secrets[0], refused.message, refused.hint)]) from refused


def _wrong_references(entry: Entry, args: BaseModel, book: Book) -> tuple[FieldError, ...]:
    found = []
    for argument in entry.arguments:
        value = getattr(args, argument.name, None)
        if not argument.reference or not value:
            continue
        for named in value if isinstance(value, tuple) else (value,):
            wrong = book.wrong_reference(argument.reference, str(named))
            if wrong:
                found.append(FieldError(argument.name, "; ".join(part for part in wrong if part)))
    return tuple(found)


def _shaped(entry: Entry, raw: Mapping[str, object]) -> dict[str, object]:
    """Let people say yes and no where a switch is meant; files and schemas know only true and false."""
    switches = {argument.name for argument in entry.arguments if argument.type == "boolean"}
    return {
        name: _SWITCH_WORDS.get(value.lower(), value)
        if name in switches and isinstance(value, str)
        else value
        for name, value in raw.items()
    }


def _problems(entry: Entry, error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    return [
        _problem(
            entry,
            # A person types a list in one piece: the message quotes the item that is wrong.
            ".".join(part for part in fault.pointer if isinstance(part, str)),
            fault.message,
            fault.hint,
            rule=fault.rule,
        )
        for fault in faults_of(error, model)
    ]


def _problem(
    entry: Entry, name: str, message: str, hint: str = "", *, rule: str = "argument"
) -> Problem:
    return Problem(path=entry.name, field=name, rule=rule, message=message, hint=hint)


def _sentence(problem: Problem) -> str:
    return f"{problem.message}; {problem.hint}" if problem.hint else problem.message
