"""The browser's side over HTTP: who is let in, what is shown, and that the feed follows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2
import pytest

from bot.console.server import Console
from tests.bot.console.shop import ADA, BEN

OPS = "C0OPS"


@pytest.fixture
def origin(console: Console) -> str:
    parts = urlsplit(console.url)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.fixture
def browser(console: Console, origin: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(
        base_url=origin, headers={"Origin": origin}, follow_redirects=True
    ) as client:
        client.get(console.url)
        yield client


def test_the_token_is_traded_for_a_cookie_of_this_site_only(console: Console) -> None:
    answer = httpx2.get(console.url)

    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("path", ["/", "/?token=wrong", "/api/state", "/static/js/main.js"])
def test_nothing_is_shown_without_the_cookie(origin: str, path: str) -> None:
    assert httpx2.get(origin + path).status_code == 403


def test_another_host_name_is_refused(browser: httpx2.Client) -> None:
    assert browser.get("/", headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize("other", ["http://evil.example", "null", ""])
def test_a_post_from_another_origin_is_refused(browser: httpx2.Client, other: str) -> None:
    answer = browser.post("/api/do/home", headers={"Origin": other}, json={"user": ADA.id})

    assert answer.status_code == 403


def test_a_read_from_another_site_is_refused(browser: httpx2.Client) -> None:
    assert browser.get("/api/state", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_page_runs_only_its_own_scripts(browser: httpx2.Client) -> None:
    answer = browser.get("/")

    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_each_person_sees_only_their_own_ephemerals(
    browser: httpx2.Client, console: Console
) -> None:
    console.workspace.slash(ADA.id, OPS, "/order what")

    shown = {
        user: browser.get("/api/state", params={"user": user}).json()["ephemerals"]
        for user in (ADA.id, BEN.id)
    }

    assert len(shown[ADA.id]) == 1
    assert not shown[BEN.id]


def test_actions_are_the_workspaces_own(browser: httpx2.Client, console: Console) -> None:
    body = {"user": ADA.id, "channel": OPS, "text": "/order"}
    assert browser.post("/api/do/slash", json=body).json()["ok"]
    view = console.workspace.open_view(ADA.id)
    assert view is not None

    values = {"name": {"value": "ORD-9"}, "gone": {"x": "kept by the page"}}
    body = {"user": ADA.id, "view": view["id"], "values": values}
    answer = browser.post("/api/do/submit", json=body).json()

    assert answer["errors"] == {"customer": "Please complete this required field."}


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("nothing", {}, 404),
        ("slash", {}, 400),
        ("slash", {"user": "U0NOBODY", "channel": OPS, "text": "/order"}, 404),
        ("press", {"user": ADA.id, "channel": OPS, "ts": "1.1", "action_id": "a"}, 404),
    ],
)
def test_bad_requests_are_answered(
    browser: httpx2.Client, name: str, body: dict[str, str], status: int
) -> None:
    assert browser.post(f"/api/do/{name}", json=body).status_code == status


def test_completions_come_from_the_program(browser: httpx2.Client) -> None:
    body = {"user": ADA.id, "text": "/order ga"}

    [suggestion] = browser.post("/api/do/complete", json=body).json()["suggestions"]

    assert suggestion["value"] == "gallery"


def test_the_feed_tells_each_person_what_they_may_see(
    browser: httpx2.Client, console: Console
) -> None:
    seq = browser.get("/api/state", params={"user": BEN.id}).json()["seq"]
    console.workspace.slash(ADA.id, OPS, "/order what")
    console.workspace.slash(ADA.id, OPS, "/order public")

    with browser.stream("GET", "/api/feed", params={"user": BEN.id, "after": seq}) as answer:
        events = (json.loads(line[6:]) for line in answer.iter_lines() if line[:5] == "data:")
        first = next(event for event in events if event["kind"] != "wire")

    assert (first["kind"], first["message"]["text"]) == ("message", "/order public")


def test_an_uploaded_file_is_served_as_a_download(browser: httpx2.Client) -> None:
    query = {"user": ADA.id, "name": 'a"b.html'}
    name = browser.post("/api/upload", params=query, content=b"<script>").json()["id"]

    answer = browser.get(f"/files/{name}")

    assert answer.content == b"<script>"
    assert answer.headers["content-disposition"] == 'attachment; filename="ab.html"'
    assert browser.get("/files/F0").status_code == 404
