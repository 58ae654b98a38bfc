"""Show a contract: its revisions, the wording of the newest or of the one named, and who has to sign it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.document_areas import CONTRACTS
from handlers.kit.document_replies import document_card
from handlers.kit.documents import held
from handlers.kit.reply import Block, Button, File, Reply, Table, Text
from handlers.kit.services import Services
from schemas.contracts import Contract, ContractRevision
from schemas.operators import Role
from schemas.quantities import Count
from schemas.values import ContractRef

LONGEST_SHOWN = 2_000
"""Characters of a wording that fit into a message; a longer one comes as a file too."""


class Args(BaseModel):
    """Which contract, which wording of it."""

    model_config = ConfigDict(extra="forbid")

    contract: ContractRef = Field(description="Which contract.", examples=["terms-of-service"])
    revision: Count | None = Field(
        None, description="Which wording. Absent: the newest.", examples=[1]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Draw its card, with one wording in full."""
    contract: Contract = held(CONTRACTS, args.contract, services.book)
    shown = _revision(args, contract)
    rows = tuple(
        (str(one.number), str(one.date), one.text.partition("\n")[0]) for one in contract.revisions
    )
    table = Table(("Revision", "Date", "Begins"), rows, numbers=("Revision",))
    revise = Button("Add revision", "contract revise", {"contract": args.contract}, form=True)
    return document_card(
        CONTRACTS,
        args.contract,
        services,
        actor,
        more=(table, *_wording(args.contract, shown)),
        buttons=(revise,),
        values={"revision": shown.number},
    )


def _revision(args: Args, contract: Contract) -> ContractRevision:
    if args.revision is None:
        return contract.revisions[-1]
    found = next((one for one in contract.revisions if one.number == args.revision), None)
    if found is None:
        raise Refused(
            f"contract {args.contract} has no revision {args.revision}",
            f"its newest is {contract.revisions[-1].number}",
        )
    return found


def _wording(name: str, revision: ContractRevision) -> tuple[Block, ...]:
    title = f"Revision {revision.number} of {revision.date}"
    if len(revision.text) <= LONGEST_SHOWN:
        return (Text(f"{title}:"), Text(revision.text))
    begins = revision.text[:LONGEST_SHOWN].rsplit("\n", 1)[0]
    whole = File(f"{name}-{revision.number}.txt", title, revision.text)
    return (Text(f"{title} begins:"), Text(begins), whole)


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("contract show terms-of-service", "contract show terms-of-service --revision 1"),
)
