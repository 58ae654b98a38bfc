"""Which route a call takes, and the lists that count for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from engine.calls.config import PlacedRoute
from engine.calls.model import Place
from engine.calls.patterns import best, fits, is_caller
from engine.calls.prices import has_rate
from engine.calls.walk import Verdict, Walk, failed, passed, skipped
from schemas.routing import Delivery


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a route fits; ``length`` counts the digits its lines fit by."""

    placed: PlacedRoute
    prefix: str
    length: int
    place: Place


def match_route(walk: Walk) -> Verdict:
    """Choose one route: longest tech prefix, longest prefix, a card with a rate, own before tag, order."""
    customer = walk.customer
    assert customer is not None
    fitting: list[_Fit] = []
    excluded: tuple[PlacedRoute, str] | None = None
    seen = 0
    for placed in walk.config.routes(walk.customer_id, customer):
        if not placed.route.enabled:
            continue
        seen += 1
        found = _fit(walk, placed)
        if isinstance(found, _Fit):
            fitting.append(found)
        elif found and excluded is None:
            excluded = placed, found
    if fitting:
        return _chosen(walk, fitting)
    if excluded is not None:
        return failed("dial-plan", excluded[1], excluded[0].place("dial"))
    told = f"none of {seen} routes is for {walk.number}" if seen else "the customer has no route"
    return failed("no-route", told, walk.of_customer())


def _fit(walk: Walk, placed: PlacedRoute) -> _Fit | str:
    """Hold a route against the number; a text says which dial plan shuts it out, empty: it is another route's."""
    route, number = placed.route, walk.number
    prefix = route.tech_prefix or ""
    if not number.startswith(prefix):
        return ""
    rest = number[len(prefix) :]
    length, place = _dialled(walk, placed, rest)
    if length is None:
        return f"route {route.id} is not for {rest}" if prefix else ""
    if best(route.dial_except, rest) is not None:
        return f"route {route.id} leaves {rest} out"
    return _Fit(placed, prefix, length, place)


def _dialled(walk: Walk, placed: PlacedRoute, number: str) -> tuple[int | None, Place]:
    """Give by how many digits the lines of a route fit, None if none does, and the line that does."""
    route = placed.route
    if not route.dial and route.prefix_set is None:
        return 0, placed.place()
    found: tuple[int | None, Place] = (None, placed.place("dial"))
    for at, line in enumerate(route.dial):
        length = fits(line, number)
        if length is not None and (found[0] is None or length > found[0]):
            found = length, placed.place("dial", at)
    held = walk.config.prefix_set(route.prefix_set) if route.prefix_set else None
    if held is not None and best(held[1].excluding, number) is None:
        for at, line in enumerate(held[1].lines):
            length = fits(line, number)
            if length is not None and (found[0] is None or length > found[0]):
                found = length, Place(held[0], ("lines", at))
    return found


def _chosen(walk: Walk, fitting: list[_Fit]) -> Verdict:
    def order(fit: _Fit) -> tuple[int, int]:
        return -len(fit.prefix), -fit.length

    fitting.sort(key=order)
    tied = [fit for fit in fitting if order(fit) == order(fitting[0])]
    priced = tied
    if len(tied) > 1:
        priced = [fit for fit in tied if _is_priced(walk, fit)] or tied
    fit = next((one for one in priced if not one.placed.tag), priced[0])
    same = [one for one in priced if bool(one.placed.tag) == bool(fit.placed.tag)]
    if len(same) > 1:
        names = " and ".join(one.placed.route.id for one in same)
        walk.warnings.append(f"Routes {names} fit equally well; the first in the file counts.")
    walk.route = fit.placed
    walk.number = walk.number[len(fit.prefix) :]
    told = f"route {fit.placed.route.id}"
    if fit.placed.tag:
        told += f" of tag {fit.placed.tag}"
    if fit.prefix:
        told += f": tech prefix {fit.prefix} taken off, {walk.number} is left"
    return passed(told, fit.place)


def _is_priced(walk: Walk, fit: _Fit) -> bool:
    route = fit.placed.route
    if route.deliver_to is not Delivery.PROVIDERS:
        return True
    return route.rate_card is not None and has_rate(
        walk, route.rate_card, walk.number[len(fit.prefix) :]
    )


def global_lists(walk: Walk) -> Verdict:
    """Refuse numbers that are listed for everybody, unless the caller is listed as allowed."""
    lists = walk.config.global_lists
    if not lists:
        return skipped("there are no lists for everybody")
    for path, one in lists:
        if one.everywhere.allow_cli and _is_in(one.lines, one.excluding, walk.cli, caller=True):
            walk.exempt = True
            return passed(
                f"CLI {walk.cli} is allowed past filters by {one.name}", Place(path, ("lines",))
            )
    for path, one in lists:
        if one.everywhere.block_dialled and _is_in(one.lines, one.excluding, walk.number):
            return failed(
                "listed", f"{walk.number} is on the list {one.name}", Place(path, ("lines",))
            )
        if one.everywhere.block_cli and _is_in(one.lines, one.excluding, walk.cli, caller=True):
            return failed(
                "listed", f"CLI {walk.cli} is on the list {one.name}", Place(path, ("lines",))
            )
    return passed("on no list that counts for everybody")


def _is_in(
    lines: tuple[str, ...], excluding: tuple[str, ...], number: str, *, caller: bool = False
) -> bool:
    listed = best(lines, number) is not None or (
        caller and any(is_caller(line, number) for line in lines)
    )
    return listed and best(excluding, number) is None
