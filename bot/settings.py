"""The environment, read once: every variable, what it should look like, and which front end needs it.

The only reader of the environment and of ``.env``. A value is looked at only when somebody needs it, so that a
malformed mail server does not stop the command line.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.errors import Refused


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: the field of ``Settings``, its meaning, who needs it, and the form it must have."""

    name: str
    field: str
    meaning: str
    needed_by: tuple[str, ...]
    form: str
    looks_like: str
    secret: bool = False


class Settings(BaseSettings):
    """Values of the environment as text; an absent or empty one is an empty text."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", env_ignore_empty=True, case_sensitive=True
    )

    config_repo: str = Field("", validation_alias="TRUNKLINE_CONFIG_REPO")
    config_branch: str = Field("", validation_alias="TRUNKLINE_CONFIG_BRANCH")
    state_dir: str = Field("", validation_alias="TRUNKLINE_STATE_DIR")
    committer: str = Field(
        "Trunkline <trunkline@localhost>", validation_alias="TRUNKLINE_COMMITTER"
    )
    signing_key: str = Field("", validation_alias="TRUNKLINE_SIGNING_KEY")
    database_url: str = Field("", validation_alias="DATABASE_URL")
    slack_bot_token: SecretStr = Field(SecretStr(""), validation_alias="SLACK_BOT_TOKEN")
    slack_signing_secret: SecretStr = Field(SecretStr(""), validation_alias="SLACK_SIGNING_SECRET")
    slack_app_token: SecretStr = Field(SecretStr(""), validation_alias="SLACK_APP_TOKEN")
    slack_api_url: str = Field("", validation_alias="SLACK_API_URL")
    age_key_file: str = Field("", validation_alias="TRUNKLINE_AGE_KEY_FILE")
    smtp_url: SecretStr = Field(SecretStr(""), validation_alias="SMTP_URL")
    mail_from: str = Field("", validation_alias="MAIL_FROM")
    metrics_address: str = Field("", validation_alias="METRICS_ADDRESS")
    home: str = Field("", validation_alias="HOME")
    state_home: str = Field("", validation_alias="XDG_STATE_HOME")

    def value(self, variable: Variable) -> str:
        """Give the text of a variable, also of a secret one."""
        held = getattr(self, variable.field)
        return held.get_secret_value() if isinstance(held, SecretStr) else str(held)


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "TRUNKLINE_CONFIG_REPO",
        "config_repo",
        "The remote that holds the config: a path or an address git can push to. The command line has --repo instead.",
        ("http", "socket"),
        r"\S.*",
        "/srv/carrier-config.git or git@forge.example.com:carrier/config.git",
    ),
    Variable(
        "TRUNKLINE_CONFIG_BRANCH",
        "config_branch",
        "The branch that is the truth. Absent: the default branch of the remote.",
        (),
        r"[^\s~^:?*\[\\-][^\s~^:?*\[\\]*",
        "main",
    ),
    Variable(
        "TRUNKLINE_STATE_DIR",
        "state_dir",
        "Folder for our clone and the embedded store. Absent: trunkline below XDG_STATE_HOME or ~/.local/state.",
        (),
        r"\S.*",
        "/var/lib/trunkline",
    ),
    Variable(
        "TRUNKLINE_COMMITTER",
        "committer",
        "Name and e-mail address of the bot as committer; the author is always the person.",
        (),
        r"[^<>\n]+ <[^<>\s@]+@[^<>\s@]+>",
        "Trunkline <trunkline@carrier.example>",
    ),
    Variable(
        "TRUNKLINE_SIGNING_KEY",
        "signing_key",
        "File of the SSH key that signs every commit. Absent: commits are not signed.",
        (),
        r"\S.*",
        "/etc/trunkline/signing_key",
    ),
    Variable(
        "DATABASE_URL",
        "database_url",
        "The store of operations and messages. Absent: a SQLite file in the state folder. The command line has --store.",
        (),
        r"(sqlite:///.+|postgres(ql(\+psycopg)?)?://\S+)",
        "sqlite:////var/lib/trunkline/store.db or postgresql://trunkline@db.carrier.example/trunkline",
    ),
    Variable(
        "SLACK_BOT_TOKEN",
        "slack_bot_token",
        "Bot token of the Slack app, from its page OAuth & Permissions.",
        ("http", "socket"),
        r"xoxb-[A-Za-z0-9-]+",
        "xoxb- and letters, digits, hyphens",
        secret=True,
    ),
    Variable(
        "SLACK_SIGNING_SECRET",
        "slack_signing_secret",
        "Signing secret of the Slack app, from its page Basic Information.",
        ("http",),
        r"[0-9a-f]{32}",
        "32 hexadecimal digits",
        secret=True,
    ),
    Variable(
        "SLACK_APP_TOKEN",
        "slack_app_token",
        "App-level token with connections:write, for Socket Mode.",
        ("socket",),
        r"xapp-[A-Za-z0-9-]+",
        "xapp- and letters, digits, hyphens",
        secret=True,
    ),
    Variable(
        "SLACK_API_URL",
        "slack_api_url",
        "Base address of the Slack Web API, for a stand-in. Absent: Slack itself.",
        (),
        r"https?://\S+/",
        "http://127.0.0.1:3999/api/ with the slash at its end",
    ),
    Variable(
        "TRUNKLINE_AGE_KEY_FILE",
        "age_key_file",
        "File with the age key that opens the secrets of the config. Absent: secrets are sealed, and none is opened.",
        (),
        r"\S.*",
        "/etc/trunkline/age.key",
    ),
    Variable(
        "SMTP_URL",
        "smtp_url",
        "Mail server. smtps: TLS from the start; smtp: STARTTLS, which ?starttls=no leaves out. Absent: no mail is sent.",
        (),
        r"(smtps?://[^\s/]+(/?\?starttls=(yes|no))?/?|folder:/\S+)",
        "smtps://user:password@mail.example.com:465, smtp://mail.example.com:25?starttls=no, or folder:/path to "
        "write mail into files",
        secret=True,
    ),
    Variable(
        "MAIL_FROM",
        "mail_from",
        "Sender of every mail.",
        (),
        r"([^<>\n]+ <[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)",
        "Harbour Voice <noc@carrier.example>",
    ),
    Variable(
        "METRICS_ADDRESS",
        "metrics_address",
        "Where /metrics, /livez and /readyz are served, for machines of ours only: HOST:PORT. Absent: nowhere.",
        (),
        r"\S+:\d{1,5}",
        "127.0.0.1:9464",
    ),
)
"""Every variable, in the order of the docs."""


def demand(settings: Settings, front_end: str, used: Collection[str] = ()) -> None:
    """Make sure that a front end has what it needs, in the right form; ``used`` names optional ones it reads too.

    Raises:
        Refused: names every variable that is missing or malformed, and what it should be.
    """
    wrong = []
    for variable in VARIABLES:
        value = settings.value(variable)
        if not value and front_end in variable.needed_by:
            wrong.append(
                f"{variable.name} is missing; it should be {variable.looks_like}. {variable.meaning}"
            )
        elif _looked_at(variable, front_end, used) and not _fits(variable, value):
            found = "its value" if variable.secret else f'"{_without_login(value)}"'
            wrong.append(f"{variable.name} is malformed: {found} should be {variable.looks_like}.")
    if wrong:
        raise Refused(f"the {front_end} front end cannot start", "\n".join(wrong))


def _without_login(value: str) -> str:
    """Hide the user and password that an address may hold, also where the address is malformed."""
    return re.sub(r"//[^/]*@", "//***@", value)


def _looked_at(variable: Variable, front_end: str, used: Collection[str]) -> bool:
    return front_end in variable.needed_by or variable.name in used


def _fits(variable: Variable, value: str) -> bool:
    return not value or re.fullmatch(variable.form, value) is not None


def address_of(text: str) -> tuple[str, int]:
    """Read ``HOST:PORT``.

    Raises:
        Refused: it is something else.
    """
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 <= int(port) < 65536:
        raise Refused(
            f'"{text}" is no address to listen on', "write HOST:PORT, for example 127.0.0.1:3000"
        )
    return host.strip("[]"), int(port)
