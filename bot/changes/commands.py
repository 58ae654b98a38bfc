"""The command of an operation, run anew on a book: who may, what it would change, what it does at once and hands over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from bot.books import Books
from bot.changes import answers
from bot.letters import effects_of
from bot.people import authorise, identity_of
from engine.book import Book, file_blob
from engine.draft import Draft, Seen, make_draft
from engine.errors import Refused
from engine.ports.clock import Clock
from engine.ports.effects import Effect
from engine.ports.operations import Operation
from engine.ports.repository import CommitId
from handlers.kit.catalogue import Catalogue, Entry
from handlers.kit.command import Actor, AtOnce, Intent
from handlers.kit.offers import as_offered, offered
from handlers.kit.reply import Reply
from handlers.kit.services import Services, ServicesFor
from handlers.kit.wording import command_line, one_line
from schemas.policy import Need
from schemas.settings import Landing


@dataclass(frozen=True, slots=True)
class Worked:
    """An intent worked out on a base."""

    intent: Intent
    draft: Draft

    @property
    def is_to_be_merged(self) -> bool:
        """Whether a person is to merge the change: the policy may ask that of it, the settings of every one."""
        need, settings = self.draft.plan.verdict.need, self.draft.before.settings
        return need is Need.PULL_REQUEST or settings.land is Landing.PULL_REQUEST

    @property
    def before(self) -> Mapping[str, str | None]:
        """The files that differ as they were: path -> blob id, None where there was no file."""
        return {path: file_blob(self.draft.before.documents, path) for path in self.draft.files}

    @property
    def after(self) -> Mapping[str, str | None]:
        """The files that differ as they would be."""
        return {path: file_blob(self.draft.after.documents, path) for path in self.draft.files}


class Commands:
    """Runs what operations remember; safe for several threads."""

    def __init__(
        self, *, catalogue: Catalogue, books: Books, clock: Clock, services_for: ServicesFor
    ) -> None:
        """Run commands of ``catalogue``; ``services_for`` gives a command its services on a book."""
        self._catalogue = catalogue
        self._books = books
        self._clock = clock
        self._services_for = services_for

    def entry(self, operation: Operation) -> Entry:
        """Give the command. Raises ``Refused`` if there is no such command any more."""
        entry = self._catalogue.get(operation.command)
        if entry is None:
            raise Refused(
                f'there is no command "{operation.command}" any more', "it was renamed or removed"
            )
        return entry

    def asker(self, operation: Operation, book: Book) -> Actor:
        """Give the person who asked, if they still may; raises ``Refused`` if not."""
        actor = authorise(self.entry(operation), identity_of(operation), book)
        if actor.id != operation.actor:
            # The account may be another person's by now, and the commit carries the name of who asked.
            raise Refused(
                f"{operation.id} was asked for by {operation.actor}, and {identity_of(operation)} is {actor.name} now",
                "ask for it again",
            )
        return actor

    def work_out(self, operation: Operation, book: Book) -> Worked | Reply:
        """Run the command on a book, if the person still may; a reply means that there is nothing to commit."""
        actor = self.asker(operation, book)
        module = self.entry(operation).load()
        services = self._services_for(lambda: book, live=True).replaying(operation)
        answer = module.run(module.Args.model_validate(operation.args), services, actor)
        if isinstance(answer, Reply):
            return as_offered(answer, self._catalogue, actor)
        answer = replace(answer, then=offered(answer.then, self._catalogue, actor))
        draft = make_draft(
            book,
            answer.edits,
            services.text,
            least=answer.least,
            look=partial(self._outcomes, services),
        )
        return Worked(answer, draft) if draft.files else answers.NOTHING_TO_CHANGE

    def _outcomes(
        self, services: Services, before: Book, after: Book, files: Mapping[str, bytes | None]
    ) -> Seen:
        """Say what a change does to calls."""
        from engine.outcomes import outcomes

        return outcomes(services.calls(before), services.calls(after), files, self._clock.now())

    def act(self, operation: Operation) -> tuple[AtOnce, Actor] | None:
        """Do what the command does at once, by what is known of the config; twice is as once."""
        module = self.entry(operation).load()
        at_once = getattr(module, "at_once", None)
        if at_once is None:
            return None
        book = self._books.known()
        actor = self.asker(operation, book)
        services = self._services_for(lambda: book, live=True).replaying(operation)
        args = module.Args.model_validate(operation.args)
        acted: AtOnce | None = at_once(args, services, actor, operation)
        if acted is None:
            return None
        return replace(acted, then=offered(acted.then, self._catalogue, actor)), actor

    def letters(self, operation: Operation, actor: Actor, commit: CommitId) -> tuple[Effect, ...]:
        """Hand over what the command has for somebody now that it has landed."""
        entry = self._catalogue.get(operation.command)
        # What has landed is done, also if this program does not know the command any more.
        if entry is None:
            return ()
        module = entry.load()
        afterwards = getattr(module, "afterwards", None)
        if afterwards is None:
            return ()
        services = self._services_for(lambda: self._books.at(commit), live=True)
        args = module.Args.model_validate(operation.args)
        letters = afterwards(args, services.replaying(operation), actor)
        return effects_of(letters, operation, actor, self._clock.now())

    def message(self, operation: Operation, actor: Actor, worked: Worked) -> str:
        """Write the message of the commit: what for, and in trailers for whom and by which plan."""
        trailers = {
            "Op-Id": operation.id,
            "Plan-Digest": worked.draft.plan.digest,
            "Requested-by": f"{actor.id} ({actor.via})",
            "Command": command_line(self.entry(operation), operation.args),
        }
        lines = [f"{key}: {one_line(value)}" for key, value in trailers.items()]
        return "\n".join([one_line(worked.intent.subject), "", *lines, ""])
