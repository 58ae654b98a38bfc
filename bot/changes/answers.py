"""What a person reads at each turn of a change: the plan, the outcome, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.book import Book
from engine.draft import Draft
from engine.errors import Problem, Refused
from engine.plan import Action
from engine.ports.operations import FINAL_STATES, Operation, OperationState
from engine.ports.repository import CommitId, CommitInfo
from engine.undo import revives_secrets
from handlers.kit.command import AtOnce, Intent
from handlers.kit.reply import (
    Actions,
    Ask,
    Block,
    Button,
    Fields,
    Outcome,
    PlanView,
    Problems,
    Reply,
    Table,
    Text,
    Tone,
    decode,
)
from handlers.kit.rewritten import Rewritten
from handlers.kit.wording import few, one_line, plural, show
from schemas.policy import Need

MOST_TOLD, MOST_DETAILS, MOST_FILES = 8, 90, 5
_ANSWERED = FINAL_STATES | {OperationState.PROPOSED}
NOTHING_TO_CHANGE = Reply("Nothing to change: it is so already.")
NOT_YET_PROPOSED = Reply(
    "Recorded. It is proposed as soon as the config remote takes its branch.",
    (Text("Nothing is lost, and there is no need to ask again."),),
    outcome=Outcome.WAITS,
)
FROZEN = Reply(
    "Recorded, but the history of the config was rewritten. It will be committed once somebody adopts that.",
    (Text("Nothing is lost, and there is no need to ask again. An engineer runs: repo adopt"),),
    outcome=Outcome.WAITS,
)


def told_substitutes(book: Book) -> tuple[Text, ...]:
    """Name what was answered from an older version, because the file as it is now does not hold, and what was left out."""
    left_out = tuple(
        Text(f"Left out: {one.path}, of which no version is valid: {one.problems[0]}", Tone.WARNING)
        for one in book.left_out.values()
        if one.problems
    )
    return left_out + tuple(
        Text(
            f"This is from the last valid version of {one.path}; it is not valid now: {one.problems[0]}",
            Tone.WARNING,
        )
        for one in book.substitutes.values()
    )


def plan_reply(operation: Operation, intent: Intent, draft: Draft, note: str = "") -> Reply:
    """Show what would happen and ask; ``note`` says what is special about this time."""
    plan = draft.plan
    view = PlanView(
        intent.subject,
        plan.changes,
        plan.findings,
        plan.verdict.need,
        plan.verdict.reasons,
        plan.digest,
    )
    blocks: list[Block] = [Text(note, Tone.WARNING)] if note else []
    blocks += [view, *intent.shown, *(Text(said) for said in intent.notes)]
    if plan.verdict.need is not Need.DIRECT:
        blocks.append(Actions(_choices(operation, intent, plan.digest)))
    blocks += told_substitutes(draft.before)
    return Reply(
        f"Plan: {lower_first(intent.subject)}. Nothing has changed yet.",
        tuple(blocks),
        outcome=Outcome.ASKS,
        operation=operation.id,
        values={"digest": plan.digest},
    )


def _choices(operation: Operation, intent: Intent, digest: str) -> tuple[Button, ...]:
    named = {"operation": operation.id}
    return (
        Button(
            "Confirm",
            "confirm",
            named | {"digest": digest},
            Tone.BAD if intent.ask else Tone.GOOD,
            intent.ask,
        ),
        Button("Cancel", "cancel", named),
    )


def done_reply(
    subject: str, operation: Operation, commit: CommitId, then: tuple[Button, ...]
) -> Reply:
    """Say that it is done, with the commit that proves it and the way back, unless a secret changed or it was forgotten."""
    undo = Button(
        "Undo",
        "undo",
        {"operation": operation.id},
        Tone.BAD,
        Ask(
            "Undo this change?",
            f"{subject}: the values from before are put back by a new commit.",
            "Undo it",
        ),
    )
    back = (undo,) if operation.plan and not revives_secrets(operation.plan) else ()
    return Reply(
        f"Done: {lower_first(subject)}.",
        (Fields((("Commit", commit[:12]), ("Operation", operation.id))), Actions((*then, *back))),
        operation=operation.id,
        values={"commit": commit, "digest": operation.digest},
    )


def proposed_reply(operation: Operation, branch: str, link: str, *, is_other: bool) -> Reply:
    """Say that nothing has changed yet, and how it comes to be; ``is_other``: it means something else than they know."""
    subject = lower_first(subject_of(operation))
    how = f"Open its pull request: {link}" if link else "Open a pull request from that branch."
    again = "The config changed meanwhile, so this is what is proposed now."
    blocks: list[Block] = [Text(again, Tone.WARNING), *_values(operation)] if is_other else []
    blocks += [
        Fields((("Branch", branch), ("Operation", operation.id))),
        Text(
            f"{how} It is done once somebody merges it, and you are told. What waits: repo status"
        ),
        Actions((withdraw_button(operation),)),
    ]
    return Reply(
        f"Proposed: {subject}. Nothing has changed yet.",
        tuple(blocks),
        outcome=Outcome.WAITS,
        operation=operation.id,
        values={"branch": branch, "commit": operation.commit},
    )


def withdraw_button(operation: Operation) -> Button:
    """Offer to take a proposal back."""
    ask = Ask(
        "Withdraw this proposal?",
        f"{subject_of(operation)}: its branch is removed, and nothing is changed.",
        "Withdraw it",
    )
    return Button("Withdraw", "cancel", {"operation": operation.id}, ask=ask)


def proposed_to_channel(operation: Operation, who: str, branch: str, link: str) -> Reply:
    """Tell those who review what somebody proposes, and where."""
    subject = lower_first(subject_of(operation))
    where = Fields((("Branch", branch), ("Operation", operation.id)))
    address = (Text(link),) if link else ()
    return Reply(
        f"{who} proposes: {subject}. It counts once it is merged.",
        (*_values(operation), where, *address),
    )


def touched_reply(operation: Operation, branch: str, who: str) -> Reply:
    """Say that somebody else pushed to the branch of a proposal, and what that means."""
    return Reply(
        f"{who} pushed to {branch}, so it is left alone from now on.",
        (
            Text(
                "It is done once it is merged with what was proposed. If the branch goes, it is over."
            ),
        ),
        outcome=Outcome.WAITS,
        operation=operation.id,
        values={"branch": branch},
    )


def closed_reply(subject: str, branch: str, other: CommitId | None) -> Reply:
    """Say that a proposal is over; ``other`` is a commit that carries its name and says something else."""
    how = f"it was merged as {other[:12]} with other contents" if other else "it was not merged"
    return Reply(
        f"Cancelled: {lower_first(subject)}. The branch {branch} is gone, and {how}.",
        (Text("Ask for it again if it is still wanted."),),
        outcome=Outcome.REFUSED,
    )


def standing_reply(operation: Operation) -> Reply:
    """Give the answer of an operation that has one, or say that it is still at work."""
    if operation.reply is not None and operation.state in _ANSWERED:
        said = decode(operation.reply)
        if said.outcome is not Outcome.ASKS:  # else it is the plan, and nobody has seen more yet
            return said
    subject = lower_first(subject_of(operation))
    return Reply(f"Still at work: {subject}.", outcome=Outcome.WAITS, operation=operation.id)


def cancelled_reply(subject: str) -> Reply:
    """Say that nothing was changed."""
    return Reply(f"Cancelled: {lower_first(subject)}. Nothing was changed.")


def expired_reply(subject: str) -> Reply:
    """Say that a plan is too old to be confirmed."""
    return Reply(
        f"This plan is more than a day old: {lower_first(subject)}. Nothing was changed.",
        (Text("Ask for it again to see what it means now."),),
        outcome=Outcome.REFUSED,
    )


def waiting_reply(what: str, *, ahead: int = 0) -> Reply:
    """Say that a change is recorded and will be done when the outside is back."""
    queue = f" {ahead} before it." if ahead else ""
    return Reply(
        f"Recorded, but {what} is out of reach. It will be committed as soon as that is back.{queue}",
        (
            Text(
                "Nothing is lost, and there is no need to ask again. To have it looked at now: repo sync"
            ),
        ),
        outcome=Outcome.WAITS,
    )


def left_reply(what: str) -> Reply:
    """Say that what was asked for is recorded and will be done when the outside is back."""
    return Reply(
        f"Recorded, but {what} is out of reach. It will be done as soon as that is back.",
        (Text("Nothing is lost, and there is no need to ask again."),),
        outcome=Outcome.WAITS,
    )


def acted_reply(acted: AtOnce) -> Reply:
    """Say what was done at once, where nothing is left to commit."""
    return Reply(acted.said, (Actions(acted.then),) if acted.then else ())


def after(acted: AtOnce | None, reply: Reply) -> Reply:
    """Say first what was done at once, then what became of the commit: what was done holds also where that was refused."""
    if acted is None:
        return reply
    if reply.outcome not in (Outcome.REFUSED, Outcome.INVALID):
        return replace(reply, summary=f"{acted.said} {reply.summary}")
    said = f"{acted.said} That holds, but nothing was committed: {lower_first(reply.summary)}"
    again = Text(
        "When that is mended, ask for the same without --now: then it is in the config too."
    )
    return replace(reply, summary=said, blocks=(*reply.blocks, again))


def told_reply(operation: Operation, who: str, done: Reply) -> Reply:
    """Tell a channel what somebody changed, with the values, and the way back."""
    subject = lower_first(subject_of(operation))
    return replace(done, summary=f"{who}: {subject}.", blocks=(*_values(operation), *done.blocks))


def _values(operation: Operation) -> tuple[Block, ...]:
    """Tell the first values that a change moves, and how many more there are."""
    changes: Sequence[Mapping[str, Any]] = (operation.plan or {}).get("changes", ())  # type: ignore[assignment]
    fields = [change for change in changes if change["field"]]
    pairs = [(str(change["field"]), _turn(change)) for change in fields[:MOST_TOLD]]
    more = len(fields) - len(pairs)
    told: list[Block] = [Fields(tuple(pairs))] if pairs else []
    told += [Text(f"and {more} more")] if more > 0 else []
    return tuple(told)


def details_reply(operation: Operation) -> Reply | None:
    """Tell every value a change moved, where its message in the channel names only the first; else None."""
    changes: Sequence[Mapping[str, Any]] = (operation.plan or {}).get("changes", ())  # type: ignore[assignment]
    fields = [change for change in changes if change["field"]]
    if len(fields) <= MOST_TOLD:
        return None
    rows = tuple((str(one["document"]), str(one["field"]), _turn(one)) for one in fields)
    table = Table(("Document", "Field", "Value"), rows[:MOST_DETAILS])
    left = len(rows) - MOST_DETAILS
    more = (Text(f"and {left} more; the commit has all"),) if left > 0 else ()
    return Reply(f"All {len(rows)} values of it", (table, *more))


def _turn(change: Mapping[str, Any]) -> str:
    if change["action"] == Action.CHANGED:
        return f"{show(change['before'])} \u2192 {show(change['after'])}"
    return (
        show(change["after"])
        if change["action"] == Action.ADDED
        else f"{show(change['before'])}, removed"
    )


def broken_head_reply(head: CommitInfo, problems: Sequence[Problem]) -> Reply:
    """Tell of files that do not hold at a new head, whose commit that is, and what is done about it meanwhile."""
    files = sorted({problem.path for problem in problems})
    served = "Where an older version held, that is served until somebody mends the file. Changes of it from here are refused, unless they mend it."
    return Reply(
        f"The config at {head.id[:12]} has files that do not hold: {_few(files)}.",
        (_head(head), Problems(tuple(problems[:20])), Text(served)),
        outcome=Outcome.INVALID,
    )


def mended_reply(
    head: CommitInfo, again: Sequence[str], gone: Sequence[str], left: Sequence[str]
) -> Reply:
    """Tell which files hold again, which that did not hold are gone, and which still do not hold."""
    said = [f"holding again: {_few(again)}"] if again else []
    said += [f"gone: {_few(gone)}"] if gone else []
    rest = f"Not mended yet: {_few(left)}." if left else "Every file holds now."
    return Reply(f"Mended at {head.id[:12]}, {'; '.join(said)}.", (_head(head), Text(rest)))


def put_back_reply(head: CommitInfo) -> Reply:
    """Tell that history that was rewritten is as it was: nobody has to adopt anything."""
    return Reply(
        f"The history of the config was put back: {head.id[:12]} contains what we went by. Changes go on.",
        (_head(head),),
    )


def _head(head: CommitInfo) -> Fields:
    return Fields((("Newest commit", one_line(head.subject)), ("By", head.author.name)))


def _few(paths: Sequence[str]) -> str:
    return few(paths, MOST_FILES)


def rewritten_reply(refused: Refused, found: Rewritten, lost: Sequence[CommitInfo] | None) -> Reply:
    """Tell that somebody rewrote the history: both heads, what was lost, and who ends the standstill."""
    pairs = (
        ("We went by", found.old[:12]),
        ("The branch is at", found.new[:12]),
        ("Lost", "not known" if lost is None else plural(len(lost), "commit")),
    )
    return Reply(
        "The history of the config was rewritten. Nothing is changed until somebody adopts it.",
        (
            Fields(pairs),
            Text(f"{refused.hint}. Reading goes on, and so does suspending with --now."),
            Actions((Button("Look at it", "repo adopt", {}),)),
        ),
        outcome=Outcome.REFUSED,
    )


def adopted_reply(found: Rewritten, who: str) -> Reply:
    """Tell that rewritten history counts now."""
    return Reply(
        f"{who} adopted the rewritten history: the config is {found.new[:12]}, and no longer {found.old[:12]}."
        " Changes go on."
    )


def plan_values(intent: Intent, draft: Draft) -> dict[str, Any]:
    """Give a plan as JSON values, to be remembered with its operation."""
    return {
        "subject": intent.subject,
        "changes": [
            {
                "path": change.path,
                "kind": change.kind,
                "document": change.document,
                "field": change.field,
                "action": str(change.action),
                "before": change.before,
                "after": change.after,
                **({"sealed": True} if change.sealed else {}),
            }
            for change in draft.plan.changes
        ],
        "need": str(draft.plan.verdict.need),
        "reasons": list(draft.plan.verdict.reasons),
    }


def subject_of(operation: Operation) -> str:
    """Say in a few words what an operation is about."""
    plan: Mapping[str, Any] = operation.plan or {}
    return str(plan.get("subject") or operation.command)


def lower_first(text: str) -> str:
    """Put a sentence into the middle of another."""
    return text[:1].lower() + text[1:]
