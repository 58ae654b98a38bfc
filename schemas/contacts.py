"""contacts.yaml: the people at a customer; each is also a login of the customer portal."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from schemas.addresses import E164, Email
from schemas.base import Document, Flag, Section, formerly
from schemas.network import Network
from schemas.quantities import Switch
from schemas.shared import ItemId, Remarks
from schemas.values import Line, Name


class Verified(Section):
    """What staff vouches for by hand; a code confirmed by the contact counts just as much."""

    email: Annotated[Switch, Flag("email_verified")] = Field(
        default=False,
        description="Staff vouches that the e-mail address is the contact's.",
        examples=[True],
    )
    mobile: Annotated[Switch, Flag("mobile_verified")] = Field(
        default=False,
        description="Staff vouches that the mobile is the contact's.",
        examples=[True],
    )


class Contact(Section):
    """A person at the customer."""

    id: ItemId = Field(description="Short name of the contact; never changes.", examples=["ben"])
    name: Name = Field(description="Real name.", examples=["Ben Archer"])
    email: Email = Field(
        description="E-mail address, and the login of the portal; one contact per address.",
        examples=["ben@ben.example.com"],
    )
    type: Line = Field(
        default="General",
        validation_alias=formerly("type", "contact_type"),
        description="What the person is for: General, Accounts, Technical or any other word. For people only.",
        examples=["Accounts"],
    )
    department: Line | None = Field(
        default=None, description="Department at the customer.", examples=["Facilities"]
    )
    phone: E164 | None = Field(
        default=None, description="Phone, in quotes.", examples=["+442079460018"]
    )
    mobile: E164 | None = Field(
        default=None, description="Mobile for text messages, in quotes.", examples=["+447700900123"]
    )
    auto_generate_password: Switch = Field(
        default=True,
        description="How the contact gets a portal password: true, one is made and mailed; false, staff sets it by hand.",
        examples=[False],
    )
    verified: Verified = Field(
        default_factory=Verified, description="What staff vouches for by hand."
    )
    ip_whitelist: tuple[Network, ...] = Field(
        default=(),
        description="Addresses the contact may log in from. Absent: anywhere.",
        examples=[["203.0.113.0/29"]],
    )
    notes: Remarks = Field(default_factory=Remarks, description="Notes about the contact.")


class Contacts(Document):
    """The people at a customer."""

    contacts: tuple[Contact, ...] = Field(
        default=(),
        description="One entry per person.",
        examples=[[{"id": "ben", "name": "Ben Archer", "email": "ben@ben.example.com"}]],
    )
