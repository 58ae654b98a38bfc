from __future__ import annotations

from engine.tags import TagUse, tag_use, tag_uses
from tests.builders import TEXT, a_book, a_carrier, a_customer

ALERT = {"id": "a", "name": "A", "notify": ["contacts"], "area": "balance", "operator": "always"}
BOOK = a_book(
    a_carrier(
        {"ben-llc": a_customer(tags=["retail", "uk"]), "zed": a_customer("Zed", tags=["retail"])},
        extra={
            "templates/tags/uk/routing.yaml": TEXT.write(
                {"routes": [{"id": "a", "deliver_to": "internal"}]}
            ),
            "templates/tags/lost/cli.yaml": TEXT.write({"rules": [{"id": "a", "cli": "442"}]}),
            "alerts/both.yaml": TEXT.write(
                {"watch": {"tags": ["retail", "eu"]}, "alerts": [ALERT]}
            ),
        },
    )
)


def test_tags_are_those_of_customers_and_those_that_documents_are_about() -> None:
    assert tuple(tag_uses(BOOK)) == ("eu", "lost", "retail", "uk")


def test_a_tag_tells_who_has_it_and_what_it_brings() -> None:
    uses = tag_uses(BOOK)

    assert uses["retail"] == TagUse("retail", ("ben-llc", "zed"), 0, 0, 1, ("both",))
    assert uses["uk"] == TagUse("uk", ("ben-llc",), 1, 0, 0, ())
    assert uses["lost"] == TagUse("lost", (), 0, 1, 0, ())
    assert tag_use(BOOK, "uk") == uses["uk"]


def test_a_tag_nobody_knows_brings_nothing() -> None:
    assert tag_use(BOOK, "nowhere") == TagUse("nowhere", (), 0, 0, 0, ())
