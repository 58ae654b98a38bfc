"""Field types for network addresses and secrets."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated

from schemas.addresses import host_name
from schemas.base import Sealed
from schemas.faults import fault, quoted
from schemas.quantities import Switch
from schemas.scalars import Scalar, text_of

# Wider networks are a mistake in a list of who may call at our cost.
WIDEST_V4 = 8
WIDEST_V6 = 16

_NUMBERED = re.compile(r"[0-9.]+(/[0-9]+)?\Z|.*:.*")
_AGE = re.compile(
    r"-----BEGIN AGE ENCRYPTED FILE-----\n(?:[A-Za-z0-9+/]{1,64}={0,2}\n)+-----END AGE ENCRYPTED FILE-----\Z"
)


def network(value: object) -> str:
    """Read an IPv4 or IPv6 address or a network in CIDR form; given back in canonical form."""
    text = text_of(value, wanted="an address or network").strip()
    try:
        found = ipaddress.ip_network(text, strict=False)
        exact = ipaddress.ip_interface(text)
    except ValueError:
        raise fault(
            "address",
            f"{quoted(text)} is not an address or network",
            "write for example 203.0.113.7 or 203.0.113.0/29",
        ) from None
    if exact.ip != found.network_address:
        raise fault(
            "address",
            f"{quoted(text)} has bits set behind the network part",
            f"write {found} or {exact.ip}",
        )
    if found.prefixlen < (WIDEST_V4 if found.version == 4 else WIDEST_V6):
        raise fault(
            "address-range",
            f"{quoted(text)} covers {found.num_addresses:,} addresses",
            "write the networks meant",
        )
    return str(found.network_address if found.prefixlen == found.max_prefixlen else found)


def ip_address(value: object) -> str:
    """Read one IPv4 or IPv6 address; given back in canonical form."""
    text = text_of(value, wanted="an address").strip()
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise fault(
            "address", f"{quoted(text)} is not an IP address", "write for example 203.0.113.7"
        ) from None


def endpoint_host(value: object) -> str:
    """Read where an endpoint is: an address, a network, or a host name."""
    text = text_of(value, wanted="an address, a network or a host name").strip()
    return network(text) if _NUMBERED.match(text) else host_name(text)


def gateway_host(value: object) -> str:
    """Read where calls are sent: one address or a host name."""
    text = text_of(value, wanted="an address or a host name").strip()
    return ip_address(text) if _NUMBERED.match(text) else host_name(text)


def age_text(value: object) -> str:
    """Read a secret: armoured age text. What was written is never repeated in the message."""
    text = text_of(value, wanted="age-encrypted text").strip()
    if _AGE.match(text):
        return text + "\n"
    raise fault(
        "secret",
        "this is not age-encrypted text",
        "commands set secrets; never write one in the clear",
    )


Network = Annotated[str, Scalar(network, {"type": "string", "maxLength": 64})]
IPAddress = Annotated[str, Scalar(ip_address, {"type": "string", "maxLength": 64})]
EndpointHost = Annotated[str, Scalar(endpoint_host, {"type": "string", "maxLength": 253})]
GatewayHost = Annotated[str, Scalar(gateway_host, {"type": "string", "maxLength": 253})]
Secret = Annotated[
    str,
    Scalar(
        age_text,
        {"type": "string", "pattern": "^-----BEGIN AGE ENCRYPTED FILE-----\\n", "x-secret": True},
    ),
    Sealed(),
]
ToRotate = Annotated[Switch, Sealed()]
"""Beside a secret: true once somebody who may not read it any more could have."""
TO_ROTATE = (
    "Somebody who may not read secrets any more could read this one, so it has to be set anew. Written by "
    "`secrets rekey`, taken away when the secret is set."
)


def is_sealed(value: object) -> bool:
    """Tell whether a value of a document is a secret: age-encrypted text."""
    return isinstance(value, str) and value.startswith("-----BEGIN AGE ENCRYPTED FILE-----")
