"""The one error boundary: what goes wrong while a command runs becomes an answer, and each run one line of the log.

Whoever runs a command runs it in here. Nobody else catches what is none of the three outcomes for people.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

import structlog

from bot.people import Identity
from engine.errors import Invalid, Refused, Unavailable
from handlers.kit.catalogue import Entry
from handlers.kit.reply import Outcome, Problems, Reply, refusal

log = structlog.get_logger()


def guarded(
    entry: Entry,
    identity: Identity,
    run: Callable[[], Reply],
    *,
    ended: Callable[[Reply], Reply] = lambda reply: reply,
    tells: Callable[[Reply], bool] = lambda _: True,
) -> Reply:
    """Turn what goes wrong in ``run`` into an answer, and log the run; an error of ours gets an incident id and tells no more.

    ``ended`` is given the answer of what went wrong, and gives what is answered instead. ``tells`` says of a run that
    went well whether it is logged.
    """
    started = time.perf_counter()
    try:
        reply = run()
    except (Refused, Invalid, Unavailable) as problem:
        reply = ended(answer_to(problem))
    except Exception:  # the one error boundary: anything else is a bug and gets an incident id
        incident = f"inc-{secrets.token_hex(4)}"
        log.exception("command.bug", command=entry.name, incident=incident)
        reply = ended(_bug(incident))
    if reply.outcome in (Outcome.DONE, Outcome.WAITS) and not tells(reply):
        return reply
    log.info(
        "command.run",
        command=entry.name,
        who=str(identity),
        outcome=str(reply.outcome),
        **({"operation": reply.operation} if reply.operation else {}),
        **({"digest": digest} if (digest := reply.values.get("digest")) else {}),
        ms=round((time.perf_counter() - started) * 1000),
    )
    return reply


def answer_to(problem: Refused | Invalid | Unavailable) -> Reply:
    """Tell what was found and what would be right; of documents or arguments that do not hold, every problem."""
    match problem:
        case Refused():
            return refusal(problem.message, problem.hint)
        case Invalid():
            count = len(problem.problems)
            said = "There is 1 problem" if count == 1 else f"There are {count} problems"
            found = (Problems(problem.problems),)
            return Reply(f"{said} with that.", found, outcome=Outcome.INVALID)
        case Unavailable():
            return refusal(f"{problem}.", problem.remedy, outcome=Outcome.UNAVAILABLE)


def _bug(incident: str) -> Reply:
    return Reply(
        f"Something went wrong inside Trunkline. Nothing is lost; tell an engineer the number {incident}.",
        outcome=Outcome.BUG,
        incident=incident,
    )
