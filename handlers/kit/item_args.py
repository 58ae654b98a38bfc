"""The parts that arguments of commands about items are put together from: whose list, a new id, what is unset, which page.

``class Args(NewItem)`` is about a customer, ``class Args(WithId, OfTag)`` about a tag: whose it is comes last, and so first
in the command.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from handlers.kit.fields import split_list
from schemas.base import Reference
from schemas.quantities import Count
from schemas.values import CustomerRef, Slug, Tag, text_type

ItemWord = Annotated[str, text_type(400)]
"""What people type to name an item: its id, or what it is called by."""


TagWord = Annotated[Tag, Reference("tag")]
"""A tag, suggested from those there are; a new one is as good."""


class OfCarrier(BaseModel):
    """Arguments of every command about the items of the carrier: nobody needs to be named."""

    model_config = ConfigDict(extra="forbid")


class OfCustomer(OfCarrier):
    """Arguments of every command about the items of a customer."""

    customer: CustomerRef = Field(description="Which customer.", examples=["ben-llc"])


class OfTag(OfCarrier):
    """Arguments of every command about the items of all customers with a tag."""

    tag: TagWord = Field(description="Which tag.", examples=["retail"])


class OfWatched(OfCarrier):
    """Arguments of every command about alerts that are nobody's own."""

    watched: Slug = Field(
        description="What is watched: carrier, all-providers, all-customers, or the id of one provider.",
        examples=["all-providers"],
    )


class WithId(BaseModel):
    """What a new item has besides its fields."""

    id: Slug | None = Field(
        None,
        description="Id in files and commands; made from the other values if not given. It never changes.",
        examples=["second"],
    )


class WithUnset(BaseModel):
    """What an edit of an item has besides its fields."""

    unset: tuple[str, ...] = Field(
        (), description="Fields to take back to their defaults.", examples=["notes"]
    )

    _split = field_validator("unset", mode="before")(split_list)


class Paged(BaseModel):
    """What a list has besides whose it is."""

    page: Count = Field(1, description="Which page, counted from 1.", examples=[2])


class OfRecord(OfCustomer):
    """Arguments of every command about what stands inside an auth record of a customer."""

    record: ItemWord = Field(
        description="Which IP record or SIP user, by id, address or user name.",
        examples=["office-pbx"],
    )


class OfRoute(OfCustomer):
    """Arguments of every command about what stands inside a route of a customer."""

    route: ItemWord = Field(description="Which route, by id or name.", examples=["standard"])


class NewItem(WithId, OfCustomer):
    """A new item of a customer."""


class ChangedItem(WithUnset, OfCustomer):
    """An edit of an item of a customer."""
