"""What every document model has in common, and the markers a field can carry.

Models hold field rules only; whatever spans fields or files is a check of the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import AliasChoices, BaseModel, ConfigDict, model_validator


class Section(BaseModel):
    """A group of fields: frozen, no unknown field, and an empty value (``channels:``) means absent.

    Empty values are dropped before anything else, so that a group whose lines are all commented out is the group of
    its defaults, and a required field left empty is reported as missing.

    Fields stand in the order of the class, those it inherits first. ``FIRST`` names the ones that lead all the same:
    what identifies the thing, as people write it. Files, forms, JSON Schema and reference follow that order.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    FIRST: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Bring the fields into their order, before anything is built from them (``defer_build``)."""
        super().__pydantic_init_subclass__(**kwargs)
        fields = cls.__pydantic_fields__
        for name in (*cls.FIRST, *(name for name in tuple(fields) if name not in cls.FIRST)):
            fields[name] = fields.pop(name)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty_values(cls, value: Any) -> Any:
        if isinstance(value, Mapping) and None in value.values():
            return {key: item for key, item in value.items() if item is not None}
        return value


class Document(Section):
    """The whole content of one file."""


class DocumentKind(StrEnum):
    """The kinds of documents, by the name used in policies, references and commands."""

    SETTINGS = "settings"
    OPERATORS = "operators"
    POLICY = "policy"
    CUSTOMER = "customer"
    CONTACTS = "contacts"
    AUTH = "auth"
    ROUTING = "routing"
    CLI = "cli"
    DIDS = "dids"
    PACKAGES = "packages"
    ALERTS = "alerts"
    CONTRACTS = "contracts"
    PROVIDER = "provider"
    STOCK = "stock"
    FX = "fx"
    RATE_CARD = "rate-card"
    PACKAGE = "package"
    CONTRACT = "contract"
    PREFIX_SET = "prefix-set"
    STRATEGY = "strategy"
    SHARED_ALERTS = "shared-alerts"
    TAG_ROUTING = "tag-routing"
    TAG_CLI = "tag-cli"
    EXPECTATIONS = "expectations"


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a field whose value is the id of another document or list item of this kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class Immutable:
    """Marks a field that keeps its first value for ever; ``hint`` says what to do instead."""

    hint: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Marks a field that only the commands about secrets write: a secret, or what is noted about one."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Gives a field its short name in commands and forms where the last part of its path would not do."""

    name: str


def formerly(name: str, *old: str) -> AliasChoices:
    """Accept ``old`` names of the field ``name`` in files; only ``name`` is ever written."""
    return AliasChoices(name, *old)
