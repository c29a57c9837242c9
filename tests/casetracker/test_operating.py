"""What the documents tell an operator to run exists, with the options named."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

COMMAND = re.compile(r"(?:manage\.py|sudo casetracker(?:-site)?(?: --owner)?) ([a-z_]+)([^`#\n]*)")
OPTION = re.compile(r"(?<=\s)--[a-z-]+")
TARGET = re.compile(r"\bmake ([a-z-]+)")


def commands(document: str) -> list[tuple[str, tuple[str, ...]]]:
    text = (settings.BASE_DIR / document).read_text()
    return sorted({(name, tuple(OPTION.findall(rest))) for name, rest in COMMAND.findall(text)})


@pytest.mark.parametrize("document", ["OPERATING.md", "README.md", "SECURITY.md", "ARCHITECTURE.md"])
def test_every_command_of_a_document_has_the_options_that_it_names(document: str) -> None:
    found = commands(document)
    assert found
    for name, options in found:
        if name == "makemigrations":
            continue
        app = get_commands()[name]
        command = load_command_class(app, name) if isinstance(app, str) else app
        known = command.create_parser("manage.py", name)._option_string_actions
        assert set(options) <= set(known), f"{document}: manage.py {name} {' '.join(options)}"


def test_every_make_target_of_operating_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (settings.BASE_DIR / "Makefile").read_text(), re.MULTILINE))
    text = (settings.BASE_DIR / "OPERATING.md").read_text()
    in_code = " ".join(re.findall(r"```.*?```|`[^`\n]*`", text, re.DOTALL))
    assert {"prepare", "install"} <= set(TARGET.findall(in_code)) <= targets
