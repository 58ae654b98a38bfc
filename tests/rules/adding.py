"""Run where ``handlers`` is a copy with one command more: tell what the house makes of it, as JSON."""

from __future__ import annotations

import json
import sys

from click.testing import CliRunner

from bot.cli.main import root
from bot.docs.commands import commands_page
from bot.docs.permissions import permissions_page
from bot.slack.forms import form_view
from bot.slack.suggest import complete
from bot.slack.text import parse
from engine.ports.ids import OperationId
from handlers.kit.catalogue import Catalogue
from handlers.kit.discovery import write_index


def main() -> dict[str, object]:
    """Write the index anew and ask every surface about ``customer greet``."""
    write_index()
    catalogue = Catalogue.read()
    entry = catalogue.get("customer greet")
    typed = parse('customer greet "Ben LLC" --loudly yes', catalogue)
    unfinished = parse("customer greet", catalogue)
    form = form_view(entry, {}, OperationId("op-1"))
    command_line = CliRunner().invoke(root(catalogue), ["customer", "greet", "--help"])
    return {
        "role": entry.role,
        "typed": {"command": typed.entry.name, "args": typed.args, "form": typed.form},
        "unfinished opens the form": unfinished.form,
        "form": [block["label"]["text"] for block in form["blocks"] if block["type"] == "input"],
        "completion": [one.word for one in complete(catalogue, None, "/customer", "gr")],
        "command line": command_line.output,
        "reference": commands_page(catalogue)
        .partition("\n## customer greet\n")[2]
        .partition("\n## ")[0],
        "permissions": [
            line for line in permissions_page(catalogue).splitlines() if "customer greet" in line
        ],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
