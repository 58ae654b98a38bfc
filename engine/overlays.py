"""How a customer stands: what the config says, and what lies over it for a while. The strictest counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.ports.overlays import Overlay, OverlayKind
from schemas.customer import CustomerStatus


class EffectiveStatus(StrEnum):
    """What counts for calls, from loose to strict; only the first lets any pass."""

    ACTIVE = "active"
    PENDING_APPROVAL = "pending_approval"
    INACTIVE = "inactive"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts for a customer at an instant, and why: what the config says, and the overlay that decides."""

    status: EffectiveStatus
    config: CustomerStatus
    overlay: Overlay | None = None


_LAID: Mapping[OverlayKind, EffectiveStatus] = {
    OverlayKind.SUSPENSION: EffectiveStatus.SUSPENDED,
}
_STRICTNESS = {status: place for place, status in enumerate(EffectiveStatus)}


def standing(config: CustomerStatus, overlays: Iterable[Overlay], at: datetime) -> Standing:
    """Tell how a customer stands at an instant: the strictest of its config and of its overlays in force.

    Of overlays that are equally strict the one that lasts longest is named.
    """
    written = EffectiveStatus(config.value)
    in_force = [one for one in overlays if one.is_in_force(at)]
    strictest = max(in_force, key=_weight, default=None)
    if strictest is None or _STRICTNESS[_LAID[strictest.kind]] < _STRICTNESS[written]:
        return Standing(written, config)
    return Standing(_LAID[strictest.kind], config, strictest)


def _weight(overlay: Overlay) -> tuple[int, bool, datetime]:
    end = overlay.until
    return (_STRICTNESS[_LAID[overlay.kind]], end is None, end or overlay.since)
