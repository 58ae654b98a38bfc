"""How a customer stands now, told to people: the effective status, and the reason where something lies over the config."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.overlays import EffectiveStatus, Standing, standing
from engine.ports.overlays import Overlay
from handlers.kit.command import Actor
from handlers.kit.instants import told_in, zone_of
from handlers.kit.reply import Tone
from handlers.kit.services import Services
from handlers.kit.wording import show
from schemas.customer import CustomerStatus

TONES: Mapping[EffectiveStatus, Tone] = {
    EffectiveStatus.ACTIVE: Tone.GOOD,
    EffectiveStatus.INACTIVE: Tone.BAD,
    EffectiveStatus.PENDING_APPROVAL: Tone.WARNING,
    EffectiveStatus.SUSPENDED: Tone.BAD,
}

Overlays = Mapping[str, list[Overlay]]
"""Customer -> what lies over its config, the oldest first."""


def overlays_now(services: Services) -> Overlays:
    """Give what lies over the config of every customer; nothing where a past commit is looked at."""
    found: dict[str, list[Overlay]] = defaultdict(list)
    at = _instant(services)
    for overlay in services.overlays.in_force(at) if at else ():
        found[overlay.customer].append(overlay)
    return found


def _instant(services: Services) -> datetime | None:
    """Give the instant a request is about; of a commit nobody knows at which instants it was in force."""
    return services.clock.now() if services.live else services.moment


def stands(customer: str, status: CustomerStatus, laid: Overlays, services: Services) -> Standing:
    """Tell how one of many customers stands, by the overlays of all."""
    return standing(status, laid.get(customer, ()), _instant(services) or services.clock.now())


def standing_of(customer: str, services: Services, *, at: datetime | None = None) -> Standing:
    """Tell how one customer stands now, or at the instant ``at``.

    Raises:
        Refused: there is none of that id.
        Invalid: its document does not hold.
    """
    at = at or _instant(services)
    laid = services.overlays.in_force(at, customer=customer) if at else ()
    status = services.book.customer(customer).status
    return standing(status, laid, at or services.clock.now())


def status_words(found: Standing) -> str:
    """Write the effective status in words."""
    return str(found.status).replace("_", " ")


def why(found: Standing, services: Services, actor: Actor) -> str:
    """Say in a sentence who laid what decides over the config, when, why and until when; empty if nothing does."""
    overlay = found.overlay
    if overlay is None:
        return ""
    zone = zone_of(actor, services.book)
    return f"{_laid(overlay, zone)} The config says {str(found.config).replace('_', ' ')}."


def _laid(overlay: Overlay, zone: ZoneInfo) -> str:
    until = f"until {told_in(overlay.until, zone)}" if overlay.until else "until it is lifted"
    return (
        f"Suspended by {overlay.by} since {told_in(overlay.since, zone)}, {until}:"
        f" {show(overlay.reason)}."
    )


def standing_values(found: Standing) -> dict[str, object]:
    """Give how a customer stands as JSON values."""
    overlay = found.overlay
    return {
        "status": str(found.status),
        "config": str(found.config),
        "overlay": None
        if overlay is None
        else {
            "kind": str(overlay.kind),
            "reason": overlay.reason,
            "by": overlay.by,
            "since": overlay.since.isoformat(),
            "until": overlay.until.isoformat() if overlay.until else None,
            "operation": overlay.operation,
        },
    }
