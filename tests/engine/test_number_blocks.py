from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.book import Book
from engine.number_blocks import blocks, first_free, gaps, said, users_in
from tests.builders import TEXT, a_book, a_carrier, a_customer


def a_numbered_book(*taken: tuple[str, int | None]) -> Book:
    customers = {}
    for place, (start, size) in enumerate(taken):
        block: dict[str, object] = {"start": start} | ({"size": size} if size else {})
        customers[f"c{place}"] = a_customer(f"C{place}", internal_numbers=block)
    return a_book(a_carrier(customers))


def test_blocks_are_given_in_the_order_of_numbers_with_the_usual_size() -> None:
    book = a_numbered_book(("5000", 10), ("1000", None))

    assert [(block.customer, block.said) for block in blocks(book)] == [
        ("c1", "1000-1999"),
        ("c0", "5000-5009"),
    ]


def test_the_first_free_block_is_aligned_to_its_size() -> None:
    assert first_free(a_numbered_book(), 1000, 1000) == 1000
    assert first_free(a_numbered_book(("1000", None)), 1000, 1000) == 2000
    assert first_free(a_numbered_book(("1000", 1500)), 1000, 1000) == 3000
    assert first_free(a_numbered_book(("1000", 1500)), 1000, 500) == 2500
    assert first_free(a_numbered_book(("500", 600)), 1000, 1000) == 2000


@settings(max_examples=60, deadline=None)
@given(
    starts=st.lists(st.integers(0, 40), unique=True, max_size=8),
    size=st.integers(1, 250),
)
def test_what_is_free_overlaps_nothing_and_nothing_before_it_is_free(
    starts: list[int], size: int
) -> None:
    book = a_numbered_book(*((str(1000 + 100 * start), 100) for start in starts))
    first = first_free(book, 1000, size)
    taken = [block.numbers for block in blocks(book)]

    def is_free(at: int) -> bool:
        return all(at + size <= one.start or one.stop <= at for one in taken)

    assert is_free(first)
    assert not any(is_free(at) for at in range(1000, first, size))


def test_gaps_lie_between_blocks() -> None:
    book = a_numbered_book(("1000", 100), ("1300", 100), ("1400", 100))

    assert [said(gap) for gap in gaps(blocks(book), 1000)] == ["1100-1299"]
    assert [said(gap) for gap in gaps(blocks(book), 900)] == ["900-999", "1100-1299"]


def test_users_in_a_block_are_those_whose_name_is_one_of_its_numbers() -> None:
    users = [{"id": name, "username": name} for name in ("1001", "1999", "2000", "front")]
    extra = {"customers/ben-llc/auth.yaml": TEXT.write({"users": users})}

    assert users_in(a_book(a_carrier(extra=extra)), "ben-llc", range(1000, 2000)) == (
        "1001",
        "1999",
    )
