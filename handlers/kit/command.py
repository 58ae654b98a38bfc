"""What a command module declares, and what discovery makes of it.

A command is one file under ``handlers``; its path is its name. Nothing here runs a command.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel

from engine.book import Book
from engine.edits import DocumentEdit
from handlers.kit.catalogue import EVERYWHERE, Effect, Surface
from handlers.kit.reply import Ask, Block, Button, Reply
from schemas.operators import Role
from schemas.policy import Need

if TYPE_CHECKING:
    from handlers.kit.services import Services


ONE_OF = " or "
"""Between the roles of a command of which one is enough."""

CHANGERS = (Role.OPERATOR, Role.ENGINEER, Role.FINANCE)
"""Who may change something, and so may confirm, cancel and undo what was theirs to ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """How a command behaves: who may run it, what it may touch, where it is offered.

    ``role`` None means anybody, known or not; of several roles one is enough. ``form`` names the fields that its form shows first; the others are
    one click away. ``form`` empty shows every field. ``book`` False: runs for anybody, also where no config repository is
    set up, unless it asks for the book itself. ``positional`` names optional arguments that are given without a flag
    behind the required ones. ``rest`` names the last positional if it takes all words that follow, joined by spaces.
    ``look`` names the switch with which the command only looks and changes nothing: then it runs as a reading command
    without a book does. ``urgent`` names the switch that says it cannot wait: then the request counts as confirmed, and
    what can be done without the config remote is done before that is asked anything. ``moment``: an instant given as
    ``--at`` is also that of what the command is about; where the config of that time is not known, the head is taken.
    ``piped`` names the file argument that standard input goes to where the first positional is missing or ``-``.
    """

    role: Role | tuple[Role, ...] | None
    effect: Effect
    examples: tuple[str, ...]
    surfaces: frozenset[Surface] = EVERYWHERE
    form: tuple[str, ...] = ()
    book: bool = True
    positional: tuple[str, ...] = ()
    rest: str = ""
    look: str = ""
    urgent: str = ""
    moment: bool = False
    piped: str = ""


def role_text(role: Role | tuple[Role, ...] | None) -> str:
    """Write the role a command asks for: ``engineer``, ``engineer or finance``, nothing."""
    return ONE_OF.join(role) if isinstance(role, tuple) else role or ""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, as ``operators.yaml`` knows them."""

    id: str
    name: str
    email: str
    roles: frozenset[Role]
    via: str  # how they are known here: "slack:U0ADA001", "os:ada"

    @property
    def is_known(self) -> bool:
        """Whether ``operators.yaml`` names the person, with or without a role."""
        return self.id != self.via

    def may(self, role: str) -> bool:
        """Whether a command that asks for ``role`` (``engineer or finance``; empty: none) is theirs to run."""
        if not role or Role.ADMIN in self.roles:
            return True
        wanted = {Role(one) for one in role.split(ONE_OF)}
        return bool(wanted & self.roles) or (Role.VIEWER in wanted and bool(self.roles))


@dataclass(frozen=True, slots=True)
class Intent:
    """What a config command wants done on the book it was given.

    ``subject`` is one imperative line, the first of the commit. ``then`` is offered once it is done. ``notes`` are
    shown with the plan: what its changes do not tell; ``shown`` stands between the two. ``least`` is what it needs whatever the policy says, and ``ask``
    what is asked once more before it is confirmed.
    """

    subject: str
    edits: tuple[DocumentEdit, ...]
    then: tuple[Button, ...] = ()
    notes: tuple[str, ...] = ()
    least: Need = Need.DIRECT
    ask: Ask | None = None
    shown: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What a command did before anything was committed: ``said`` in one sentence.

    ``is_all`` if nothing is left to commit, ``then`` is offered in that case. ``news`` is what others are told of it.
    """

    said: str
    is_all: bool = False
    news: str = ""
    then: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldError:
    """An argument that cannot be right, told beside its field."""

    field: str
    message: str


class Module(Protocol):
    """The shape of a command module. It may also have ``check(args, book) -> Iterable[FieldError]``,
    ``fill(services, typed) -> dict`` (what its form comes filled with) and
    ``at_once(args, services, actor, operation) -> AtOnce | None``: what it does outside the config once it is confirmed and
    before the commit. That may be run again after a crash, so it has to be the same to do it twice.

    ``draw(args, services, actor) -> dict`` draws what depends on chance or on the clock; it is asked once, and what it
    gives (JSON values, secrets sealed) is ``services.drawn`` whenever the command is worked out.
    ``afterwards(args, services, actor) -> Iterable[Letter]`` is asked once the change has landed, on the book of its commit,
    or behind ``run`` of a command without a commit. It too may be asked twice after a crash."""

    Args: type[BaseModel]
    COMMAND: Command

    def run(self, args: Any, services: Services, actor: Actor) -> Reply | Intent:
        """Answer, or say what to change."""
        ...


def field_errors(module: Module, args: BaseModel, book: Book) -> tuple[FieldError, ...]:
    """Run the module's own ``check``, if it has one."""
    check = getattr(module, "check", None)
    found: Iterable[FieldError] = check(args, book) if check is not None else ()
    return tuple(found)
