"""Arguments as they may be stored: what is secret among them is checked while it can be read, and sealed."""

from __future__ import annotations

from collections.abc import Mapping

from bot.arguments import typed
from bot.books import Books
from bot.people import Identity, authorise
from engine.ports.secrets import Vault
from engine.sealed import recipients_of
from handlers.kit.catalogue import Entry
from handlers.kit.secret import secret_arguments, with_sealed


class Sealing:
    """Seals to whoever the settings name as readers of secrets."""

    def __init__(self, books: Books, vault: Vault) -> None:
        """Seal with ``vault``; ``books`` knows the readers."""
        self._books = books
        self._vault = vault

    def sealed(
        self, entry: Entry, args: Mapping[str, object], who: Identity | None = None
    ) -> dict[str, object]:
        """Give the raw arguments of a command with every secret sealed; without one they are as they were.

        Raises:
            Invalid: a secret breaks its rules.
            Refused: nobody is named who may read secrets, or ``who`` may not run the command.
        """
        if not any(isinstance(args.get(one.name), str) for one in secret_arguments(entry)):
            return dict(args)
        book = self._books.known()
        if who is not None:
            authorise(entry, who, book)
        typed(entry, args, None)
        recipients = recipients_of(book.settings)
        return with_sealed(entry, args, lambda text: self._vault.seal(text, recipients))
