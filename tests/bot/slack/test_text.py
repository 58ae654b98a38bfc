"""What people type in Slack."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.text import Typed, normalise, parse, split_words
from handlers.kit.catalogue import Catalogue
from handlers.kit.reply import Outcome, Reply

CATALOGUE = Catalogue.read()


def typed(text: str) -> Typed:
    found = parse(normalise(text), CATALOGUE)
    assert isinstance(found, Typed), found
    return found


def said(text: str) -> str:
    found = parse(normalise(text), CATALOGUE)
    assert isinstance(found, Reply), found
    assert found.outcome is Outcome.USAGE
    return " ".join([found.summary, *(block.text for block in found.blocks)])


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("“Ben LLC”", '"Ben LLC"'),
        ("„Ben“ «Bob» ‘it’s’", '"Ben" "Bob" \'it\'s\''),
        ("—channels 5", "--channels 5"),
        ("a –channels 5 ―cps 2", "a --channels 5 --cps 2"),
        ("––channels 5 —-cps 2 -–tag x", "--channels 5 --cps 2 --tag x"),
        ("mon–fri — daily", "mon–fri — daily"),
        ("a\u00a0b\u202fc\u2009d\u3000e\tf\ng", "a b c d e f g"),
        ("ben\u2011llc ben\u2010llc", "ben-llc ben-llc"),
        ("<mailto:a@example.com|a@example.com>", "a@example.com"),
        ("<mailto:a@example.com>", "a@example.com"),
        ("<tel:+442079460000|+44 20 7946 0000>", "+44 20 7946 0000"),
        (
            "<https://www.example.com/x?a=1&amp;b=2|www.example.com>",
            "https://www.example.com/x?a=1&b=2",
        ),
        ("<https://www.example.com>", "https://www.example.com"),
        ("<http://pbx.ben.example.com|pbx.ben.example.com>", "pbx.ben.example.com"),
        ("<@U0ADA001|ada>", "U0ADA001"),
        ("<@U0ADA001>", "U0ADA001"),
        ("<#C123|general>", "C123"),
        ("<!channel> <!subteam^S1|@noc>", "<!channel> <!subteam^S1|@noc>"),
        ("R&amp;D &lt;x&gt; &amp;amp;", "R&D <x> &amp;"),
        ("zero\u200bwidth\ufeff \u00adsoft", "zerowidth soft"),
        ("  both ends  ", "both ends"),
        ("🦊 שקד טלקום", "🦊 שקד טלקום"),
        ("", ""),
    ],
)
def test_what_keyboards_and_slack_did_is_taken_back(raw: str, plain: str) -> None:
    assert normalise(raw) == plain


def test_a_mention_becomes_the_operator_it_is() -> None:
    assert (
        normalise("<@U0ADA001|ada> <@U9>", {"U0ADA001": "ada", "U9": "@U9"}.__getitem__)
        == "ada @U9"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a "b c" d', ("a", "b c", "d")),
        ("'b c' d", ("b c", "d")),
        ('--name="b c" x', ("--name=b c", "x")),
        ("--name='b c'", ("--name=b c",)),
        ('"unclosed words', ("unclosed words",)),
        ('say "a \\"b\\" c"', ("say", 'a "b" c')),
        ("O'Rourke & 'tis", ("O'Rourke", "&", "'tis")),
        ('""', ("",)),
        ("", ()),
    ],
)
def test_quotes_hold_words_together(text: str, words: tuple[str, ...]) -> None:
    assert split_words(text) == words


def test_positionals_and_flags_in_any_order_with_any_dashes() -> None:
    expected = {"name": "Ben LLC", "currency": "USD", "debit_limit": "-50", "portal": "true"}

    assert typed("customer add “Ben LLC” USD —debit-limit -50 --portal").args == expected
    assert typed('customer add --portal --debit_limit=-50 "Ben LLC" USD').args == expected
    assert typed("Customer ADD 'Ben LLC' USD ––debit_limit -50 –-portal").args == expected


def test_free_text_of_a_flag_runs_to_the_next_flag() -> None:
    found = typed("customer edit ben-llc --notes moves to the new switch --channels 5")

    assert found.args == {
        "customer": "ben-llc",
        "notes": "moves to the new switch",
        "channels": "5",
    }


def test_the_last_words_of_a_search_belong_together() -> None:
    assert typed("customer find two words").args == {"text": "two words"}


def test_a_form_opens_where_something_is_missing_or_asked_for() -> None:
    assert typed("customer add").form
    assert typed("customer add Ben").form
    assert typed("customer edit ben-llc").form
    assert typed("customer show ben-llc --form").form
    assert not typed("customer add Ben USD").form
    assert not typed("customer edit ben-llc --channels 5").form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("help", {})),
        ("help", ("help", {})),
        ("customer", ("help", {"command": "customer"})),
        ("customer help", ("help", {"command": "customer"})),
        ("customer add --help", ("help", {"command": "customer add"})),
        ("customer ?", ("help", {"command": "customer"})),
        ("customer ben-llc", ("customer show", {"customer": "ben-llc"})),
        ("Contact ben-llc", ("contact list", {"customer": "ben-llc"})),
        ("auth ip ben-llc", ("auth ip list", {"customer": "ben-llc"})),
        ("auth", ("help", {"command": "auth"})),
        ("auth IP", ("help", {"command": "auth ip"})),
        ("auth ip help", ("help", {"command": "auth ip"})),
    ],
)
def test_short_ways_are_understood(text: str, expected: tuple[str, dict[str, str]]) -> None:
    found = typed(text)

    assert (found.entry.name, found.args) == expected


def test_an_unknown_command_is_guessed_at() -> None:
    assert "Did you mean customer list" in said("customer lst")
    assert "Did you mean customer add" in said("custmer add")
    assert "See what there is with: help" in said("zzz qqq")


def test_an_unknown_verb_below_two_words_is_guessed_at() -> None:
    assert "Did you mean auth ip remove?" in said("auth ip remvoe ben-llc x")


def test_an_unknown_flag_is_guessed_at() -> None:
    assert 'no argument "--chanels". Did you mean --channels' in said("customer edit b --chanels 5")
    assert "See: help customer show" in said("customer show b --zzzzzz 5")


def test_words_that_fit_nowhere_are_named_with_an_example() -> None:
    assert 'does not know what to do with "LLC"' in said("customer add Ben USD LLC")


def test_a_command_of_the_command_line_says_so() -> None:
    assert said("validate config") == (
        "validate runs on the command line only. In a terminal: trunkline validate [PATH]"
    )


def test_a_value_of_3001_characters_is_refused_and_3000_are_fine() -> None:
    assert "longer than 3,000 characters" in said(f"customer edit ben-llc --notes {'x' * 3001}")
    assert typed(f"customer edit ben-llc --notes {'x' * 3000}").args["notes"] == "x" * 3000
    assert "longer than 3,000" in said(f'customer edit ben-llc --notes "{"x y " * 800}"')


@given(st.text())
def test_any_text_is_understood_or_answered(text: str) -> None:
    assert isinstance(parse(normalise(text), CATALOGUE), Typed | Reply)


FLAGS = st.sampled_from(
    [
        "--channels",
        "--notes",
        "--unset",
        "—cps",
        "--form",
        "--",
        "--=",
        "-x",
        '"',
        "'",
        "<",
        "&amp;",
        "<@U1|a>",
    ]
)


@given(st.lists(FLAGS | st.text(max_size=8)).map(" ".join))
def test_any_command_line_is_understood_or_answered(text: str) -> None:
    assert isinstance(parse(normalise(f"customer edit ben-llc {text}"), CATALOGUE), Typed | Reply)


def test_a_flag_may_begin_with_a_capital_as_phones_write_it() -> None:
    assert typed("customer list --Status active").args == {"status": "active"}


@pytest.mark.parametrize(
    "text", ["customer show ben-llc --at main~1", "customer show --at=main~1 ben-llc"]
)
def test_any_command_takes_the_commit_it_is_meant_at(text: str) -> None:
    typed = parse(text, CATALOGUE)

    assert isinstance(typed, Typed)
    assert (typed.args, typed.at, typed.form) == ({"customer": "ben-llc"}, "main~1", False)
