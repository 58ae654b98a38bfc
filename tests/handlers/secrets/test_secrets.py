"""Who may read secrets: keys, encrypting anew, and what has to be set anew when somebody leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.memory.secrets import MemoryVault
from adapters.secrets.age import AgeVault
from bot.people import Identity
from bot.schedule import take_up_changes
from engine.sealed import Secret, read_secret, secrets_in
from handlers.kit.reply import Outcome
from schemas.network import is_sealed
from tests.builders import TEXT, Carrier, a_carrier, a_house, a_real_house
from tests.git_remote import human_commit, proposed, protect

AUTH = "customers/ben-llc/auth.yaml"
NOTE = b"# who may open the secrets\n"


class Keys:
    """Keys of three people, as files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.of = {
            name: AgeVault("").make_key(str(folder / f"{name}.key"))
            for name in ("bot", "rosa", "safe")
        }

    def vault(self, name: str) -> AgeVault:
        return AgeVault(str(self.folder / f"{name}.key"))


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path)


@pytest.fixture
def carrier(tmp_path: Path, keys: Keys) -> Carrier:
    (tmp_path / "age.key").write_text((tmp_path / "bot.key").read_text())
    recipients = [{"id": name, "key": keys.of[name]} for name in ("bot", "rosa")]
    files = a_carrier(secrets={"recipients": recipients})
    files["settings.yaml"] = files["settings.yaml"].replace(b"secrets:", NOTE + b"secrets:")
    made = a_real_house(tmp_path, files)
    made.change("auth user add ben-llc 1001", "rosa")
    made.change("auth user add ben-llc 1002", "rosa")
    return made


def push(carrier: Carrier, files: dict[str, bytes | None]) -> None:
    human_commit(carrier.remote, files)
    carrier.clock.advance(10)


def opened(carrier: Carrier, vault: AgeVault) -> list[Secret]:
    book = carrier.house.books.head().book
    return [read_secret(vault.open(place.sealed)) for place in secrets_in(book)]


def test_who_comes_can_read_and_who_leaves_cannot(carrier: Carrier, keys: Keys) -> None:
    before = opened(carrier, keys.vault("bot"))
    done = carrier.change(f"secrets rekey --add safe={keys.of['safe']} --remove rosa", "rosa")
    carrier.clock.advance(10)
    after = opened(carrier, keys.vault("safe"))

    assert done.outcome is Outcome.DONE
    assert [one.digests for one in after] == [one.digests for one in before]
    with pytest.raises(Exception, match="our key does not open"):
        opened(carrier, keys.vault("rosa"))


def test_what_somebody_knew_who_left_is_marked_until_it_is_set_anew(
    carrier: Carrier, keys: Keys
) -> None:
    plan = carrier.type("secrets rekey --remove rosa", "rosa")
    carrier.confirm(plan, "rosa")
    carrier.clock.advance(10)
    status = carrier.run("secrets status")
    rotated = carrier.change("auth user rotate ben-llc 1001")
    carrier.clock.advance(10)
    left = carrier.run("secrets status").values["to_rotate"]

    assert "knows 2 secrets" in str(plan.blocks)
    assert len(status.values["to_rotate"]) == 2
    assert rotated.outcome is Outcome.DONE
    assert [one["secret"] for one in left] == ["1002: users.secret"]
    assert carrier.file(AUTH).count(b"rotate: true") == 1


def test_encrypting_anew_again_keeps_the_marks(carrier: Carrier) -> None:
    carrier.change("secrets rekey --remove rosa", "rosa")
    carrier.clock.advance(10)
    again = carrier.change("secrets rekey", "rosa")

    assert again.outcome is Outcome.DONE
    assert carrier.file(AUTH).count(b"rotate: true") == 2


def test_comments_of_the_settings_stay(carrier: Carrier, keys: Keys) -> None:
    carrier.change(f"secrets rekey --add safe={keys.of['safe']} --remove bot", "rosa")

    settings = carrier.file("settings.yaml")
    assert NOTE in settings
    assert keys.of["bot"].encode() not in settings
    assert settings.index(keys.of["rosa"].encode()) < settings.index(keys.of["safe"].encode())


def test_a_plan_that_is_worked_out_again_is_the_same_plan(carrier: Carrier) -> None:
    plan = carrier.type("secrets rekey", "rosa")
    carrier.clock.advance(10)
    again = carrier.type("secrets rekey", "rosa")

    assert plan.values["digest"] == again.values["digest"]
    assert carrier.confirm(plan, "rosa").outcome is Outcome.DONE


def test_the_last_reader_stays(carrier: Carrier) -> None:
    reply = carrier.type('secrets rekey --remove "bot, rosa"', "rosa")

    assert reply.outcome is Outcome.REFUSED
    assert "nobody would be left" in reply.summary


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("secrets rekey --remove nobody", "there is no recipient nobody; there are: bot, rosa"),
        ("secrets rekey --add x=age1qqqq", "is no age recipient"),
        ("secrets rekey --add bot={safe}", "there is a recipient bot already"),
        ("secrets rekey --add other={rosa}", "is there already, under another name"),
    ],
)
def test_who_is_named_wrongly_is_told(carrier: Carrier, keys: Keys, line: str, told: str) -> None:
    assert told in str(carrier.type(line.format(**keys.of), "rosa"))


def test_only_an_admin_may(carrier: Carrier) -> None:
    assert carrier.type("secrets rekey").outcome is Outcome.REFUSED


def test_without_the_key_nothing_can_be_encrypted_anew(tmp_path: Path, carrier: Carrier) -> None:
    (tmp_path / "age.key").unlink()
    reply = carrier.type("secrets rekey", "rosa")

    assert reply.outcome is Outcome.REFUSED
    assert "TRUNKLINE_AGE_KEY_FILE" in str(reply)


def test_a_file_that_does_not_hold_stops_it(carrier: Carrier) -> None:
    push(carrier, {AUTH: b"users: [broken]\n"})
    reply = carrier.type("secrets rekey --remove rosa", "rosa")

    assert reply.outcome is Outcome.REFUSED
    assert AUTH in reply.summary


def test_secrets_of_another_hand_are_kept_as_they_are(carrier: Carrier, keys: Keys) -> None:
    by_hand = keys.vault("bot").seal("4711", [keys.of["bot"]])
    auth = {"users": [{"id": "a", "username": "1", "voicemail": {"secret": by_hand}}]}
    push(carrier, {AUTH: TEXT.write(auth)})
    carrier.change("secrets rekey --remove rosa", "rosa")
    carrier.clock.advance(10)

    [inside] = opened(carrier, keys.vault("bot"))
    assert inside.text == "4711"
    assert b"rotate: true" in carrier.file(AUTH)


def test_plans_and_validation_need_no_key(tmp_path: Path, carrier: Carrier) -> None:
    (tmp_path / "age.key").unlink()

    assert carrier.change("auth user edit ben-llc 1001 --channels 2").outcome is Outcome.DONE
    assert carrier.run("secrets status").outcome is Outcome.DONE
    assert is_sealed(str(TEXT.read(AUTH, carrier.file(AUTH)).value["users"][0]["secret"]))


def test_a_key_is_made_on_the_machine_that_keeps_it(tmp_path: Path) -> None:
    carrier = a_house()
    file = tmp_path / "new.key"
    made = carrier.ask_as(Identity("os", "anybody"), "secrets keygen", {"file": str(file)})
    refused = carrier.ask_as(Identity("slack", "U1"), "secrets keygen", {"file": "x.key"})

    assert made.values["recipient"] in file.read_text()
    assert isinstance(carrier.house.safe.vault, MemoryVault)
    assert refused.outcome is Outcome.REFUSED


def test_a_plan_that_waits_with_a_secret_is_named_and_ends_when_the_readers_change(
    carrier: Carrier, keys: Keys
) -> None:
    waiting = carrier.type("auth user add ben-llc 1003")
    other = carrier.type("customer edit ben-llc --channels 40")
    rekey = carrier.type("secrets rekey --remove rosa", "rosa")

    assert "1 change with a secret still waits" in str(rekey.blocks)
    assert f"{waiting.operation} of ada" in str(rekey.blocks)
    assert other.operation not in str(rekey.blocks)

    carrier.confirm(rekey, "rosa")
    carrier.clock.advance(10)
    refused = carrier.confirm(waiting)

    assert refused.outcome is Outcome.REFUSED
    assert "who may read secrets changed meanwhile" in refused.summary.lower()
    assert b'"1003"' not in carrier.file(AUTH)
    assert carrier.confirm(other).outcome is Outcome.DONE


def test_encrypting_anew_for_the_same_readers_ends_nothing(carrier: Carrier) -> None:
    waiting = carrier.type("auth user add ben-llc 1003")
    rekey = carrier.type("secrets rekey", "rosa")
    carrier.confirm(rekey, "rosa")
    carrier.clock.advance(10)

    assert "still wait" not in str(rekey.blocks)
    assert carrier.confirm(waiting).outcome is Outcome.DONE


def test_a_proposal_with_a_secret_is_taken_back_when_the_readers_change(
    carrier: Carrier, keys: Keys
) -> None:
    protect(carrier.remote)
    carrier.change("auth user add ben-llc 1003")
    assert len(proposed(carrier.remote)) == 1

    without_rosa = a_carrier(secrets={"recipients": [{"id": "bot", "key": keys.of["bot"]}]})
    human_commit(carrier.remote, {"settings.yaml": without_rosa["settings.yaml"]})
    carrier.clock.advance(15)
    take_up_changes(carrier.house)

    assert proposed(carrier.remote) == []
