"""The forms in which the values of facts are compared and ordered: names, numbers, blocks of numbers, networks."""

from __future__ import annotations

import ipaddress

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def folded(text: str) -> str:
    """Give the form in which names and addresses are compared: no case, no spaces."""
    return "".join(text.casefold().split())


def number_key(number: str) -> str:
    """Give the form in which internal numbers are ordered: as numbers, not as text."""
    return f"{int(number):015d}"


def range_key(start: int, size: int) -> str:
    """Give the form in which number blocks are ordered: magnitude of the size, first number, size.

    A size of 0 is the carrier's. In one magnitude all blocks that reach a number begin within one span of it.
    """
    return f"{len(str(size)) if size else 0}:{start:015d}/{size}"


def network_of(host: str) -> Network | None:
    """Read an address or network; None for a host name."""
    try:
        return ipaddress.ip_network(host)
    except ValueError:
        return None


def network_key(network: Network) -> str:
    """Give the form in which networks are ordered: version, first address, length.

    All networks inside another lie between its own key and that of its last address.
    """
    width = 8 if network.version == 4 else 32
    return f"{network.version}:{int(network.network_address):0{width}x}/{network.prefixlen:03d}"


def network_span(network: Network) -> tuple[str, str]:
    """Give the lowest and highest key of networks that begin inside this one."""
    width = 8 if network.version == 4 else 32
    first, last = int(network.network_address), int(network.broadcast_address)
    return f"{network.version}:{first:0{width}x}/", f"{network.version}:{last:0{width}x}/~"


def wider_keys(network: Network) -> tuple[str, ...]:
    """Give the keys of every network that holds this one, itself left out, the narrowest first."""
    bits, width = network.max_prefixlen, network.max_prefixlen // 4
    first = int(network.network_address)
    return tuple(
        f"{network.version}:{first >> bits - length << bits - length:0{width}x}/{length:03d}"
        for length in range(network.prefixlen - 1, -1, -1)
    )


def caller_key(network: Network, tech_prefix: str, *, cli: bool) -> str:
    """Give the form in which sending endpoints are ordered: network, then what else tells their calls apart."""
    return f"{network_key(network)}|{tech_prefix}|{'cli' if cli else ''}"
