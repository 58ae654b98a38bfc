"""The console against a real Bolt app: what people do, what the app gets, what they see."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest

from bot.console.server import Console
from tests.bot.console.shop import ADA, BEN, open_shop

OPS = "C0OPS"


def place_order(console: Console, name: str) -> None:
    workspace = console.workspace
    assert workspace.slash(ADA.id, OPS, "/order").ok
    view = workspace.open_view(ADA.id)
    assert view is not None
    workspace.suggest(ADA.id, view, "customer", "ac")
    assert workspace.submit_view(ADA.id, view["id"], {"name": name, "customer": "acme"}).ok


def test_an_order_goes_from_the_command_to_the_thread(console: Console) -> None:
    workspace = console.workspace

    workspace.slash(ADA.id, OPS, "/order add ORD-1")
    view = workspace.open_view(ADA.id)
    assert view is not None
    assert view["blocks"][0]["element"]["initial_value"] == "ORD-1"
    offered = workspace.suggest(ADA.id, view, "customer", "a").options
    assert [item["value"] for item in offered] == ["acme", "amber", "borealis", "cobalt"]
    assert workspace.submit_view(ADA.id, view["id"], {"customer": "acme"}).ok
    assert workspace.open_view(ADA.id) is None

    [card] = workspace.messages(OPS)
    assert workspace.press(BEN.id, card, "approve").ok
    root, reply = workspace.messages("#ops")
    assert root["text"] == "Order ORD-1 approved"
    assert root["reply_count"] == 1
    assert reply["files"][0]["name"] == "ORD-1.csv"
    assert "Hammer" in reply["files"][0]["preview"]


def test_a_field_error_of_the_app_keeps_the_modal_open(console: Console) -> None:
    workspace = console.workspace
    place_order(console, "ORD-1")
    workspace.slash(ADA.id, OPS, "/order add ORD-1")
    view = workspace.open_view(ADA.id)
    assert view is not None
    workspace.suggest(ADA.id, view, "customer", "")

    outcome = workspace.submit_view(ADA.id, view["id"], {"customer": "cobalt"})

    assert outcome.errors == {"name": "ORD-1 is taken; choose another"}
    assert workspace.open_view(ADA.id) == view


def test_a_required_field_is_asked_for_without_asking_the_app(console: Console) -> None:
    workspace = console.workspace
    workspace.slash(ADA.id, OPS, "/order")
    view = workspace.open_view(ADA.id)
    assert view is not None

    outcome = workspace.submit_view(ADA.id, view["id"], {"amount": "0.5"})

    assert set(outcome.errors) == {"name", "customer", "amount"}


def test_the_modal_tells_the_app_that_it_was_closed(console: Console) -> None:
    workspace = console.workspace
    workspace.slash(ADA.id, OPS, "/order")
    view = workspace.open_view(ADA.id)
    assert view is not None

    assert workspace.close_view(ADA.id, view["id"]).ok

    assert workspace.open_view(ADA.id) is None
    assert workspace.sent[-1].what == "view_closed"


def test_the_home_tab_is_published_when_opened(console: Console) -> None:
    workspace = console.workspace
    place_order(console, "ORD-1")

    assert workspace.open_home(BEN.id).ok

    home = workspace.home(BEN.id)
    assert home is not None
    assert "ORD-1" in home["blocks"][1]["text"]["text"]
    assert workspace.press(BEN.id, home, "any_refresh").ok


def test_an_answer_in_the_acknowledgement_is_for_the_person_only(console: Console) -> None:
    workspace = console.workspace

    workspace.slash(ADA.id, OPS, "/order what is this")

    [whisper] = workspace.ephemerals(ADA.id)
    assert whisper["text"].startswith("I do not know `what is this`")
    assert not workspace.ephemerals(BEN.id)
    assert not workspace.messages(OPS)


def test_an_in_channel_answer_is_for_everybody(console: Console) -> None:
    console.workspace.slash(ADA.id, OPS, "/order public")

    asked, answered = console.workspace.messages(OPS)
    assert (asked["user"], asked["text"]) == (ADA.id, "/order public")
    assert answered["text"] == "Everybody sees this"


def test_a_response_url_answers_after_the_acknowledgement(console: Console) -> None:
    console.workspace.slash(ADA.id, OPS, "/order later")

    texts = {message["text"] for message in console.workspace.ephemerals(ADA.id)}
    assert texts == {"Working on it", "Done, as promised"}


def test_an_app_that_is_too_slow_is_told_as_slack_tells_it(console: Console) -> None:
    outcome = console.workspace.slash(ADA.id, OPS, "/order stuck")

    assert (outcome.ok, outcome.error) == (False, "operation_timeout")
    [whisper] = console.workspace.ephemerals(ADA.id)
    assert "operation_timeout" in whisper["text"]


def test_an_app_that_fails_is_told_as_slack_tells_it(console: Console) -> None:
    outcome = console.workspace.slash(ADA.id, OPS, "/order broken")

    assert (outcome.error, outcome.status) == ("dispatch_failed", 500)


def test_an_unknown_command_never_reaches_the_app(console: Console) -> None:
    outcome = console.workspace.slash(ADA.id, OPS, "/nothing here")

    assert outcome.error == "unknown"
    assert not console.workspace.sent
    said = console.workspace.ephemerals(ADA.id)[-1]["text"]
    assert said.startswith("`/nothing` is not a command here. There are `/order`")


def test_typed_names_and_addresses_arrive_in_slacks_form(console: Console) -> None:
    console.workspace.slash(ADA.id, OPS, "/order echo @ben a@b.example #ops R&D <3")

    [whisper] = console.workspace.ephemerals(ADA.id)
    assert whisper["text"] == (
        "<@U0BEN|ben> <mailto:a@b.example|a@b.example> <#C0OPS|ops> R&amp;D &lt;3"
    )


def test_a_mention_reaches_the_app_as_an_event(console: Console) -> None:
    console.workspace.say(ADA.id, OPS, "@shopkeeper are you there?")

    [message] = console.workspace.messages(OPS)
    assert message["reactions"] == [{"name": "eyes", "users": ["U0CONSOLE"], "count": 1}]


def test_two_workspaces_at_one_moment_name_nothing_alike() -> None:
    """An app tells repeats by these ids; a console started anew must not look like a repeat of the last."""
    seen: list[dict[str, str]] = []
    for _ in range(2):
        with open_shop(events=("app_mention",)) as shop:
            shop.workspace.say(ADA.id, OPS, "@shopkeeper are you there?")
            shop.workspace.slash(ADA.id, OPS, "/order")
            event, command = (one.body for one in shop.workspace.sent)
            names = {"event": json.loads(event)["event_id"]}
            seen.append(names | {"trigger": parse_qs(command)["trigger_id"][0]})

    first, second = seen
    assert first["event"] != second["event"]
    assert first["trigger"] != second["trigger"]


def test_shortcuts_open_the_form(console: Console) -> None:
    workspace = console.workspace
    place_order(console, "ORD-1")
    [card] = workspace.messages(OPS)

    assert workspace.shortcut(ADA.id, "copy_order", card).ok
    view = workspace.open_view(ADA.id)
    assert view is not None
    assert view["blocks"][0]["element"]["initial_value"] == "ORD-1-B"
    assert workspace.shortcut(BEN.id, "new_order").ok
    assert workspace.open_view(BEN.id) is not None


def test_every_element_of_the_gallery_is_accepted_and_reported(console: Console) -> None:
    workspace = console.workspace
    workspace.slash(ADA.id, OPS, "/order gallery")
    _, controls, _ = workspace.messages(OPS)

    assert workspace.press(ADA.id, controls, "any_level", "high").ok
    assert workspace.press(ADA.id, controls, "any_checks", ["low", "middle"]).ok
    assert workspace.press(ADA.id, controls, "any_user", BEN.id).ok
    payload = workspace.sent[-1].payload
    assert payload["actions"][0]["selected_user"] == BEN.id
    state = {
        key: part for each in payload["state"]["values"].values() for key, part in each.items()
    }
    assert state["any_day"]["selected_date"] == "2026-11-23"
    assert state["any_checks"]["selected_options"][0]["value"] == "low"


def test_a_file_input_hands_over_what_was_uploaded(console: Console) -> None:
    workspace = console.workspace
    workspace.slash(ADA.id, OPS, "/order everything")
    view = workspace.open_view(ADA.id)
    assert view is not None
    name = workspace.upload(ADA.id, "rates.csv", b"prefix,rate\n49,0.01\n")

    assert workspace.submit_view(ADA.id, view["id"], {"file": [name], "levels": ["low"]}).ok

    values = workspace.sent[-1].payload["view"]["state"]["values"].values()
    [file] = next(part["file"]["files"] for part in values if "file" in part)
    assert (file["name"], file["mimetype"], file["size"]) == ("rates.csv", "text/csv", 20)


def test_a_file_of_another_kind_is_refused_before_the_app_is_asked(console: Console) -> None:
    workspace = console.workspace
    workspace.slash(ADA.id, OPS, "/order everything")
    view = workspace.open_view(ADA.id)
    assert view is not None
    asked = len(workspace.sent)
    picture = workspace.upload(ADA.id, "rates.PNG", b"x")

    outcome = workspace.submit_view(ADA.id, view["id"], {"file": [picture], "levels": ["low"]})

    assert list(outcome.errors.values()) == [
        "rates.PNG is not a supported file type. Please choose csv."
    ]
    assert len(workspace.sent) == asked


def test_the_same_request_can_be_delivered_again(console: Console) -> None:
    console.workspace.slash(ADA.id, OPS, "/order public")

    assert console.workspace.repeat_last(sign_again=False).ok

    first, second = console.workspace.sent
    assert first.headers == second.headers
    assert first.body == second.body


def test_the_app_proves_that_it_owns_its_route(console: Console) -> None:
    assert console.workspace.verify_url().ok


def test_values_for_fields_that_are_not_there_are_refused(console: Console) -> None:
    console.workspace.slash(ADA.id, OPS, "/order")
    view = console.workspace.open_view(ADA.id)
    assert view is not None

    with pytest.raises(LookupError, match="nmae"):
        console.workspace.submit_view(ADA.id, view["id"], {"nmae": "ORD-1"})


def test_a_wrong_signing_secret_is_met_with_a_refusal() -> None:
    with open_shop(signing_secret="another-secret") as console:
        outcome = console.workspace.slash(ADA.id, OPS, "/order")

    assert (outcome.error, outcome.status) == ("dispatch_failed", 401)


def test_an_app_that_does_not_listen_is_told_as_a_failed_dispatch(console: Console) -> None:
    console.deliver_to = "http://127.0.0.1:9/slack/events"

    assert console.workspace.slash(ADA.id, OPS, "/order").error == "dispatch_failed"
