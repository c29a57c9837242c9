"""What is put into a page of the public site is escaped in every template, and numbers come with the right words."""

import re
from pathlib import Path

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override
from jinja2 import UndefinedError

from cases.public_site.templating import FOLDER, counted, environment

OUTPUT = re.compile(r"{{(.*?)}}", re.DOTALL)


@pytest.mark.parametrize("written", ["{{ told }}", "{{ told.text }}", "{{ told|join(', ') }}", "{{ told|linebreaks }}"])
def test_drawn_value_with_signs_of_html_is_escaped(written: str) -> None:
    bad = "<script>\"'&"
    told = {"{{ told.text }}": {"text": bad}, "{{ told|join(', ') }}": [bad, bad]}.get(written, bad)
    page = environment("en").from_string(written).render({"told": told})
    assert "<script" not in page and "&lt;script&gt;" in page and '"' not in page


def test_drawn_value_that_is_html_already_stays() -> None:
    assert environment("en").from_string("{{ told }}").render({"told": SafeString("<b>1</b>")}) == "<b>1</b>"


@pytest.mark.parametrize("written", ["{{ told }}", "{{ known.a }}", "{{ known.a.b }}", "{% if known.a %}!{% endif %}"])
def test_name_that_was_not_given_is_an_error(written: str) -> None:
    with pytest.raises(UndefinedError):
        environment("en").from_string(written).render({"known": {}})


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.*")), ids=lambda file: file.name)
def test_template_marks_nothing_as_html_by_itself(file: Path) -> None:
    environment("en").get_template(str(file.relative_to(FOLDER)))  # its syntax is right
    source = file.read_text(encoding="utf-8")
    assert "autoescape" not in source
    assert not [told for told in OUTPUT.findall(source) if re.search(r"\|\s*safe\b|Markup", told)]


@pytest.mark.parametrize(("language", "told"), [("en", "2 people"), ("be", "2 чалавекі"), ("ru", "2 человека")])
def test_counted_follows_the_language(language: str, told: str) -> None:
    with override(language):
        assert counted("%(n)s person", "%(n)s people", 2) == told
