"""The page in a real browser: what a person sees, types and presses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.console.server import Console
from tests.bot.console.shop import ADA, BEN, open_shop
from tests.browser import open_chromium

OPS = "C0OPS"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def shop() -> Iterator[Console]:
    with open_shop(ack_s=0.5) as running:
        yield running


@pytest.fixture
def page(chromium: Browser, shop: Console) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.set_default_timeout(5000)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    opened.goto(shop.url)
    yield opened
    context.close()
    assert faults == []


def send(page: Page, text: str) -> None:
    composer = page.get_by_test_id("composer")
    composer.fill(text)
    composer.press("Enter")


def become(page: Page, user: str) -> None:
    page.get_by_test_id("act-as").click()
    page.locator(f"[data-testid=act-as-option][data-user={user}]").click()


def place_order(page: Page, name: str) -> None:
    send(page, f"/order add {name}")
    dialog = page.get_by_role("dialog")
    choose(dialog, page, "Acme Tools", "ac")
    dialog.get_by_test_id("modal-submit").click()


def choose(where: Locator, page: Page, label: str, typed: str) -> None:
    where.get_by_role("combobox").first.click()
    page.get_by_test_id("select-search").fill(typed)
    page.get_by_role("option", name=label).click()


def test_an_order_from_the_first_key_to_the_thread(page: Page) -> None:
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("/or")
    expect(page.get_by_test_id("completions")).to_contain_text("Place and follow orders")
    composer.press("Tab")
    composer.press_sequentially("ad")
    expect(page.get_by_test_id("completions")).to_contain_text("Place an order")
    composer.press("Tab")
    composer.press_sequentially("ORD-1")
    composer.press("Enter")

    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox").first).to_have_value("ORD-1")
    dialog.get_by_test_id("modal-submit").click()
    expect(dialog.get_by_test_id("field-error")).to_have_text(
        "Please complete this required field."
    )
    choose(dialog, page, "Acme Tools", "ac")
    expect(dialog.get_by_test_id("field-error")).to_have_count(0)
    dialog.get_by_test_id("modal-submit").click()
    expect(dialog).to_have_count(0)

    become(page, BEN.id)
    card = page.get_by_test_id("message").filter(has_text="Order ORD-1")
    card.get_by_role("button", name="Reject").click()
    confirm = page.get_by_role("alertdialog")
    expect(confirm).to_contain_text("ORD-1 will be closed for good.")
    confirm.get_by_role("button", name="Keep it").click()
    expect(confirm).to_have_count(0)
    card.get_by_role("button", name="Approve", exact=True).click()
    expect(card).to_contain_text("approved by @ben")
    expect(card.get_by_role("button", name="Approve", exact=True)).to_have_count(0)

    card.get_by_test_id("replies").click()
    file = page.locator("#thread").get_by_test_id("file")
    expect(file).to_contain_text("ORD-1.csv")
    expect(file.get_by_role("cell", name="Nails, long")).to_be_visible()

    page.get_by_test_id("open-home").click()
    expect(page.get_by_test_id("home")).to_contain_text("ORD-1")


def test_the_apps_field_error_stands_under_its_field_and_nothing_is_lost(page: Page) -> None:
    place_order(page, "ORD-1")
    expect(page.get_by_role("dialog")).to_have_count(0)
    place_order(page, "ORD-1")

    dialog = page.get_by_role("dialog")
    field = dialog.locator("[data-block-id=name]")
    expect(field.get_by_test_id("field-error")).to_have_text("ORD-1 is taken; choose another")
    expect(dialog.get_by_role("combobox")).to_have_text("Acme Tools")
    field.get_by_role("textbox").fill("ORD-2")
    field.get_by_role("textbox").press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_test_id("message").filter(has_text="Order ORD-2")).to_be_visible()


def test_an_ephemeral_is_marked_private_and_can_be_dismissed(page: Page) -> None:
    send(page, "/order what is this")

    ephemeral = page.get_by_test_id("ephemeral")
    expect(ephemeral).to_contain_text("Only visible to you")
    expect(ephemeral).to_contain_text("I do not know what is this")
    ephemeral.get_by_test_id("dismiss").click()
    expect(ephemeral).to_have_count(0)


def test_a_late_app_is_waited_for_and_then_told(page: Page) -> None:
    send(page, "/order stuck")

    expect(page.get_by_test_id("sending")).to_contain_text("/order stuck")
    expect(page.get_by_test_id("ephemeral")).to_contain_text("operation_timeout")
    expect(page.get_by_test_id("sending")).to_have_count(0)


def test_what_people_type_is_never_markup(page: Page) -> None:
    send(page, "<img src=x onerror=alert(1)> &amp; <script>1</script>")

    message = page.get_by_test_id("message")
    expect(message).to_contain_text("<img src=x onerror=alert(1)> &amp; <script>1</script>")
    assert message.locator("img, script").count() == 0


def test_what_others_write_arrives_and_counts_as_unread(page: Page, shop: Console) -> None:
    shop.workspace.state.conversations.post(
        shop.workspace.state.conversations.direct([ADA.id])["id"],
        user="U0CONSOLE",
        content={"text": "Your order has shipped"},
    )

    direct = page.get_by_test_id("channel").filter(has_text="Shopkeeper")
    expect(direct.locator(".badge")).to_have_text("1")
    direct.click()
    expect(page.get_by_test_id("message")).to_contain_text("Your order has shipped")
    expect(direct.locator(".badge")).to_have_count(0)


def test_every_block_is_drawn_and_every_input_reaches_the_app(page: Page, shop: Console) -> None:
    send(page, "/order gallery")
    expect(page.get_by_test_id("message")).to_have_count(3)
    expect(page.locator(".unknown")).to_have_count(0)
    send(page, "/order everything")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".unknown")).to_have_count(0)
    dialog.locator("[data-action-id=text]").fill("words")
    dialog.locator("[data-action-id=day]").fill("2026-11-24")
    dialog.get_by_label("High").check()
    dialog.locator("[data-action-id=people]").click()
    page.get_by_role("option", name="Ben Okafor").click()
    page.keyboard.press("Escape")
    upload = {"name": "rates.csv", "mimeType": "text/csv", "buffer": b"a,b\n"}
    dialog.locator("[data-action-id=file]").set_input_files([upload])
    expect(dialog.locator(".drop-names")).to_have_text("rates.csv")
    dialog.get_by_test_id("modal-submit").click()
    expect(dialog).to_have_count(0)

    sent = shop.workspace.sent[-1].payload["view"]["state"]["values"].values()
    values = {name: part for each in sent for name, part in each.items()}
    assert values["text"]["value"] == "words"
    assert values["day"]["selected_date"] == "2026-11-24"
    assert [option["value"] for option in values["checks"]["selected_options"]] == ["high"]
    assert [option["value"] for option in values["levels"]["selected_options"]] == ["low"]
    assert values["people"]["selected_users"] == [BEN.id]
    assert values["file"]["files"][0]["name"] == "rates.csv"


def test_the_inspector_shows_the_payload_and_its_check(page: Page) -> None:
    place_order(page, "ORD-1")
    card = page.get_by_test_id("message").filter(has_text="Order ORD-1")
    card.hover()
    card.get_by_test_id("inspect").click()

    expect(page.get_by_test_id("verdict")).to_have_text("Slack would take this as it is")
    expect(page.locator(".json")).to_contain_text('"event_type": "order"')


def test_a_closed_modal_gives_the_keyboard_back_to_the_composer(page: Page) -> None:
    send(page, "/order")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("composer")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_test_id("composer")).to_have_value("/order")


def test_ten_thousand_messages_open_with_the_newest_and_scroll_back(
    page: Page, shop: Console
) -> None:
    post = shop.workspace.state.conversations.post
    for number in range(10_000):
        post(OPS, user=BEN.id, content={"text": f"message {number}"})
    page.reload()

    messages = page.get_by_test_id("message")
    expect(messages.last).to_contain_text("message 9999")
    expect(messages).to_have_count(60)
    newest = page.get_by_text("message 9940", exact=True)
    page.locator(".scroller").evaluate("node => node.scrollTo(0, 0)")
    expect(messages).to_have_count(120)
    expect(newest).to_be_in_viewport()  # what one looked at stays where it is
    page.get_by_test_id("to-newest").click()
    expect(messages.last).to_be_in_viewport()


def test_reading_goes_on_at_the_line(page: Page, shop: Console) -> None:
    direct = shop.workspace.state.conversations.direct([ADA.id])["id"]
    post = shop.workspace.state.conversations.post
    sidebar = page.get_by_test_id("channel")
    post(direct, user="U0CONSOLE", content={"text": "known"})
    sidebar.filter(has_text="Shopkeeper").click()
    expect(page.get_by_test_id("message")).to_have_count(1)
    sidebar.filter(has_text="ops").click()
    expect(page.get_by_test_id("composer")).to_have_attribute("placeholder", "Message #ops")
    for text in ("first new", "second new"):
        post(direct, user="U0CONSOLE", content={"text": text})
    expect(sidebar.filter(has_text="Shopkeeper").locator(".badge")).to_have_text("2")

    sidebar.filter(has_text="Shopkeeper").click()

    line = page.get_by_role("separator", name="New messages")
    expect(line).to_be_visible()
    assert "first new" in line.evaluate("node => node.nextElementSibling.textContent")


def test_a_few_letters_lead_anywhere(page: Page) -> None:
    page.keyboard.press("Control+k")
    field = page.get_by_test_id("switcher-input")
    field.fill("qui")
    field.press("Enter")
    expect(page.get_by_test_id("composer")).to_have_attribute("placeholder", "Message #quiet")

    page.keyboard.press("Control+k")
    field.fill("ben")
    field.press("Enter")
    expect(page.get_by_test_id("act-as")).to_contain_text("Ben Okafor")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)


def test_a_chosen_file_can_be_taken_back_and_another_kind_is_refused(page: Page) -> None:
    send(page, "/order everything")
    dialog = page.get_by_role("dialog")
    file = dialog.locator("[data-action-id=file]")
    file.set_input_files([{"name": "a.png", "mimeType": "image/png", "buffer": b"x"}])
    expect(dialog.get_by_role("alert").filter(has_text="not a supported")).to_be_visible()

    file.set_input_files([{"name": "a.csv", "mimeType": "text/csv", "buffer": b"x"}])
    expect(dialog.get_by_role("alert").filter(has_text="not a supported")).to_have_count(0)
    dialog.get_by_role("button", name="Remove a.csv").click()
    expect(dialog.locator(".drop-names")).to_be_empty()


def test_a_file_is_posted_with_a_message_and_shown_as_a_table(page: Page) -> None:
    table = {"name": "rates.csv", "mimeType": "text/csv", "buffer": b"prefix,rate\n49,0.01\n"}
    page.get_by_test_id("attach").set_input_files([table])
    expect(page.locator(".composer-files")).to_contain_text("rates.csv")
    send(page, "the new rates")

    message = page.get_by_test_id("message")
    expect(message).to_contain_text("the new rates")
    expect(message.get_by_test_id("file").get_by_role("cell", name="0.01")).to_be_visible()
    expect(page.locator(".composer-files")).to_be_hidden()


def test_charts_and_sortable_tables_are_drawn(page: Page, shop: Console) -> None:
    cells = [[{"type": "raw_text", "text": "Route"}, {"type": "raw_text", "text": "Calls"}]]
    cells += [
        [{"type": "raw_text", "text": f"r{n}"}, {"type": "raw_number", "value": n * 7 % 11}]
        for n in range(8)
    ]
    pie = {"type": "pie", "segments": [{"label": "a", "value": 3}, {"label": "b", "value": 1}]}
    blocks = [
        {"type": "data_visualization", "title": "Share", "chart": pie},
        {"type": "data_table", "caption": "Calls by route", "rows": cells},
    ]
    content = {"text": "figures", "blocks": blocks}
    shop.workspace.state.conversations.post(OPS, user="U0CONSOLE", content=content)

    expect(page.get_by_test_id("chart").locator("path.slice")).to_have_count(2)
    table = page.get_by_test_id("data-table")
    expect(table.locator("tbody tr")).to_have_count(5)
    table.get_by_role("button", name="Calls").click()
    table.get_by_role("button", name="Calls").click()
    expect(table.locator("tbody tr").first).to_contain_text("10")
    table.get_by_role("button", name="Next page").click()
    expect(table.locator("tbody tr")).to_have_count(3)
    table.get_by_role("searchbox").fill("r7")
    expect(table.locator("tbody tr")).to_have_count(1)


def test_the_wire_follows_and_a_fault_meets_the_next_call(page: Page, shop: Console) -> None:
    page.get_by_test_id("wire").click()
    wire = page.get_by_test_id("wire-list")
    expect(wire.locator(".call")).to_have_count(1)  # the app asked who it is
    shop.workspace.slash(ADA.id, OPS, "/order what")
    call = wire.locator(".call").filter(has_text="/order")
    call.locator("summary").click()
    expect(call.locator(".permits")).to_contain_text("used 0 of 5")

    page.get_by_text("Order a fault").click()
    page.get_by_role("combobox", name="Method").select_option("views.open")
    page.get_by_role("button", name="Order", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="views.open")).to_be_visible()
    shop.workspace.slash(ADA.id, OPS, "/order add ORD-1")
    expect(wire.locator(".status.bad").first).to_have_text("ratelimited")


def test_a_narrow_screen_hides_the_channels_behind_a_button(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    quiet = page.get_by_test_id("channel").filter(has_text="quiet")
    expect(quiet).to_be_hidden()

    page.get_by_test_id("menu").click()
    quiet.click()

    expect(page.get_by_test_id("composer")).to_have_attribute("placeholder", "Message #quiet")
    expect(quiet).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reaction_is_given_and_taken_back(page: Page) -> None:
    send(page, "done")
    message = page.get_by_test_id("message")
    message.hover()
    message.get_by_test_id("react").click()
    page.get_by_role("menuitem", name="eyes").click()

    given = message.get_by_role("button", name="eyes, 1: Ada Byron")
    given.click()
    expect(given).to_have_count(0)


def test_every_control_has_a_name(page: Page) -> None:
    place_order(page, "ORD-1")
    expect(page.get_by_test_id("message").first).to_be_visible()

    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], input, textarea, select")]
            .filter(n => !(n.getAttribute("aria-label") || n.innerText?.trim() || n.title || n.labels?.length
                || n.getAttribute("aria-labelledby")) && n.type !== "hidden")
            .map(n => n.outerHTML.slice(0, 90))"""
    )
    assert nameless == []


def test_a_message_that_grows_is_shown_from_its_beginning(page: Page, shop: Console) -> None:
    conversations = shop.workspace.state.conversations
    for number in range(30):
        conversations.post(OPS, user=BEN.id, content={"text": f"message {number}"})
    card = conversations.whisper(OPS, ADA.id, {"text": "short"})
    expect(page.get_by_test_id("ephemeral")).to_be_in_viewport()

    conversations.rewhisper(ADA.id, card["ts"], {"text": "\n".join(map(str, range(90)))})

    expect(page.get_by_text("Only visible to you")).to_be_in_viewport()
