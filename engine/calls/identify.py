"""Whose call it is: by address, by user and password, or as the simulation was told."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from engine.calls.config import Sender
from engine.calls.model import ANONYMOUS
from engine.calls.patterns import is_caller
from engine.calls.walk import Verdict, Walk, failed, passed, skipped
from schemas.auth import Auth, IPRecord, SIPUser
from schemas.voice import CallDirection, Direction


def identify(walk: Walk) -> Verdict:
    """Find the customer: by address before by user; what a person named outright needs no finding."""
    call = walk.call
    if call.ip:
        verdict = _by_address(walk)
        if verdict is not None:
            return verdict
    if call.user:
        return _by_user(walk)
    if call.customer:
        return _as_told(walk)
    if not call.ip:
        return failed("ip-unknown", "neither an address nor a user nor a customer was given")
    return _unknown_address(walk)


def _by_address(walk: Walk) -> Verdict | None:
    senders = walk.config.senders(walk.call.ip)
    if walk.call.customer:
        senders = tuple(one for one in senders if one.customer == walk.call.customer)
    if not senders:
        return None
    fitting = _by_tech_prefix(senders, walk.number)
    if not fitting:
        wanted = " or ".join(_prefix(one) for one in senders)
        return failed(
            "no-route",
            f"calls from {walk.call.ip} need {wanted} in front of the number",
            senders[0].place("numbers", "tech_prefix"),
        )
    if len({one.customer for one in fitting}) > 1:
        fitting = _by_caller(walk, fitting)
    if len({one.customer for one in fitting}) != 1:
        names = ", ".join(sorted({one.customer for one in fitting or senders}))
        return failed(
            "source-ambiguous",
            f"{walk.call.ip} belongs to several customers and nothing tells the call apart: {names}",
            senders[0].place("hosts"),
        )
    return _taken(walk, fitting[0], f"{walk.call.ip} is")


def _prefix(sender: Sender) -> str:
    return sender.record.numbers.tech_prefix or ""


def _by_tech_prefix(senders: Sequence[Sender], number: str) -> tuple[Sender, ...]:
    """Give those whose tech prefix stands in front of the number, of which the longest; none counts as shortest."""
    fitting = [one for one in senders if number.startswith(_prefix(one))]
    longest = max((len(_prefix(one)) for one in fitting), default=0)
    return tuple(one for one in fitting if len(_prefix(one)) == longest)


def _by_caller(walk: Walk, senders: Sequence[Sender]) -> tuple[Sender, ...]:
    """Give those whose CLI rules or DIDs know the caller number; only records that say so are told apart by it."""
    marked = [
        one for one in senders if isinstance(one.record, IPRecord) and one.record.cli_authentication
    ]
    return tuple(one for one in marked if _knows(walk, one, walk.cli.removeprefix("+")))


def _knows(walk: Walk, sender: Sender, cli: str) -> bool:
    held = walk.config.customer(sender.customer)
    dids = walk.config.dids(sender.customer)
    if held is None or not cli or cli == ANONYMOUS:
        return False
    if dids is not None and any(did.number == cli for did in dids[1].dids):
        return True
    return any(
        rule.enabled
        and rule.direction is CallDirection.TERMINATION
        and rule.cli is not None
        and is_caller(rule.cli, cli)
        for _, rules in walk.config.caller_rules(sender.customer, held[1])
        for rule in rules.rules
    )


def _by_user(walk: Walk) -> Verdict:
    sender = walk.config.user(walk.call.user)
    if sender is None:
        return failed("user-unknown", f"no customer has a SIP user {walk.call.user}")
    user = sender.record
    if not user.enabled:
        return failed(
            "user-unknown",
            f"SIP user {walk.call.user} of {sender.customer} is disabled",
            sender.place("enabled"),
        )
    if isinstance(user, SIPUser) and user.ip_whitelist and walk.call.ip:
        address = ipaddress.ip_address(walk.call.ip)
        if not any(address in ipaddress.ip_network(one) for one in user.ip_whitelist):
            return failed(
                "user-source",
                f"{walk.call.ip} is not among the addresses of SIP user {walk.call.user}",
                sender.place("ip_whitelist"),
            )
    return _taken(walk, sender, f"user {walk.call.user} is")


def _as_told(walk: Walk) -> Verdict:
    """Take the customer as named; the record too, if only one expects calls."""
    if walk.config.customer(walk.call.customer) is None:
        return failed("ip-unknown", f"there is no customer {walk.call.customer} that holds")
    auth = walk.config.auth(walk.call.customer)
    senders = [] if auth is None else _enabled(walk.call.customer, auth[0], auth[1])
    if len(senders) == 1:
        return _taken(walk, senders[0], "the customer is given, and only one record sends:")
    walk.customer_id = walk.call.customer
    many = f"{len(senders)} records send" if senders else "it has no record that sends"
    told = f"the customer is given; {many}, so no record's rules are applied"
    walk.warnings.append(f"{told}: name an address or a user to have them applied.")
    return _known(walk, skipped(told))


def _enabled(customer: str, path: str, auth: Auth) -> list[Sender]:
    by_address = [
        Sender(customer, path, ("ip", place), record)
        for place, record in enumerate(auth.ip)
        if record.enabled and record.direction is not Direction.RECEIVES
    ]
    by_user = [
        Sender(customer, path, ("users", place), user)
        for place, user in enumerate(auth.users)
        if user.enabled
    ]
    return [*by_address, *by_user]


def _unknown_address(walk: Walk) -> Verdict:
    ip = walk.call.ip
    refusal = "challenge" if walk.config.has_users else "ip-unknown"
    for shut in walk.config.shut_senders(ip):
        why = "only receives calls" if shut.record.enabled else "is disabled"
        field = "direction" if shut.record.enabled else "enabled"
        return failed(
            refusal,
            f"record {shut.record.id} of {shut.customer} has {ip} but {why}",
            shut.place(field),
        )
    asked = ": it is asked for a user" if refusal == "challenge" else ""
    return failed(refusal, f"no record expects calls from {ip}{asked}")


def _taken(walk: Walk, sender: Sender, said: str) -> Verdict:
    walk.sender = sender
    walk.customer_id = sender.customer
    return _known(walk, passed(f"{said} {sender.record.id} of {sender.customer}", sender.place()))


def _known(walk: Walk, verdict: Verdict) -> Verdict:
    held = walk.config.customer(walk.customer_id)
    if held is None:
        return failed("inactive", f"the file of customer {walk.customer_id} does not hold")
    walk.customer_path, walk.customer = held
    return verdict
