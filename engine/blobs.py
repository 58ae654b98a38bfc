"""How git names the bytes of a file, so that we can name them before git has seen them."""

from __future__ import annotations

import hashlib

from engine.ports.repository import BlobId


def blob_id(data: bytes) -> BlobId:
    """Give the id git gives to these bytes in a repository of SHA-1 objects."""
    head = b"blob %d\0" % len(data)
    return BlobId(hashlib.sha1(head + data, usedforsecurity=False).hexdigest())
