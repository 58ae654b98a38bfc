"""The page of the environment: every variable the programs read, and the names kept for later parts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.docs.markdown import code, page, table, text
from bot.settings import VARIABLES, Settings, Variable

FRONT_ENDS = {
    "http": "`serve --http`",
    "socket": "`serve --socket`",
    "cli": "command line",
}
_PLACES = (
    ("HOME", "Where `~` is, for the default of TRUNKLINE_STATE_DIR."),
    ("XDG_STATE_HOME", "Where programs keep their state, for the default of TRUNKLINE_STATE_DIR."),
)


@dataclass(frozen=True, slots=True)
class Reserved:
    """A name that a later part will read."""

    name: str
    meaning: str
    needed_by: str
    form: str


RESERVED = (
    Reserved(
        "CDR_URL",
        "Store of call records and charges, where it is not DATABASE_URL.",
        "cdr",
        "a database URL",
    ),
    Reserved(
        "GITHUB_TOKEN",
        "Token for pull requests at the forge.",
        "forge",
        "ghp_, github_pat_ or an app token",
    ),
    Reserved(
        "GITHUB_API_URL", "Base address of the forge's API.", "forge", "https://api.github.com"
    ),
    Reserved(
        "PUBLIC_URL", "Address under which people reach our web pages.", "web", "https://host"
    ),
)


def environment_page() -> str:
    """Write both tables."""
    return page(
        "# Environment",
        "Variables are also read from a file `.env` in the working folder; the environment wins. An empty value counts "
        "as absent. A front end names at its start whatever it needs and lacks, and whatever is malformed.",
        table(
            ("Name", "Meaning", "Needed by", "Form"),
            (_row(variable) for variable in VARIABLES),
        ),
        "These two are read as on any Unix system:",
        table(("Name", "Meaning"), ((code(name), meaning) for name, meaning in _PLACES)),
        "## Not read yet",
        "Names kept for parts that do not exist yet; setting them has no effect.",
        table(
            ("Name", "Meaning", "Needed by", "Form"),
            (
                (
                    code(name.name),
                    f"{text(name.meaning)} Not read yet.",
                    text(name.needed_by),
                    code(name.form),
                )
                for name in RESERVED
            ),
        ),
    )


def _row(variable: Variable) -> tuple[str, ...]:
    needed = ", ".join(FRONT_ENDS.get(front_end, front_end) for front_end in variable.needed_by)
    default = Settings.model_fields[variable.field].default
    shown = f" Default: {code(default)}." if isinstance(default, str) and default else ""
    secret = " Secret." if variable.secret else ""
    meaning = f"{text(variable.meaning)}{shown}{secret}"
    return code(variable.name), meaning, needed or "optional", text(variable.looks_like)


def unexplained() -> tuple[str, ...]:
    """Name the variables that are read but stand in no table."""
    told = {variable.name for variable in VARIABLES} | {name for name, _ in _PLACES}
    read = {str(field.validation_alias) for field in Settings.model_fields.values()}
    return tuple(sorted(read - told))
