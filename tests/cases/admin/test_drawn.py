"""Pages of entry are drawn in Jinja2, markup for markup as Django's own templates draw them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.forms.renderers import get_default_renderer
from django.template import Context
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from cases.admin.record_admin import RecordAdmin
from cases.models import Case, Person, Record
from casetracker import form_renderer
from tests.accounts.signing_in import sign_in
from tests.cases.admin.pages import form_of
from tests.cases.review.conftest import whole_case, whole_person

__all__ = ["whole_case", "whole_person"]

pytestmark = pytest.mark.django_db

DJANGOS = {"table.html": "admin/edit_inline/tabular.html", "blocks.html": "admin/edit_inline/stacked.html"}
SIGN = re.compile(r'<(/?[a-z0-9]+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*/?>|([^<]+)')
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')


def _by_django(self: form_renderer.Drawn, context: Context) -> SafeString:
    """What a template of ours stands for."""
    if self._name in DJANGOS:
        return get_template(DJANGOS[self._name]).template.render(context)  # type: ignore[attr-defined]
    drawn = []
    for number, fieldset in enumerate(context["adminform"]):
        told = {"fieldset": fieldset, "heading_level": 2, "prefix": "fieldset", "id_prefix": 0, "id_suffix": number}
        with context.push(**told):
            drawn.append(get_template("admin/includes/fieldset.html").template.render(context))  # type: ignore[attr-defined]
    return SafeString("".join(drawn))


@contextmanager
def djangos_templates(patch: pytest.MonkeyPatch) -> Iterator[None]:
    with patch.context() as instead:
        instead.setattr(form_renderer.Drawn, "render", _by_django)
        instead.setattr(form_renderer, "WRITTEN", {})
        get_default_renderer.cache_clear()
        yield
    get_default_renderer.cache_clear()


def signs_of(html: str) -> list[str]:
    """Tags and words of the form in their order; space between them and the order of attributes mean nothing."""
    html = re.sub(r'name="(?:csrfmiddlewaretoken|form_key)" value="[^"]*"', "", html[html.index('id="content-main"') :])
    found = []
    for tag, attributes, words in SIGN.findall(html.replace("&quot;", "&#34;").replace("&#x27;", "&#39;")):
        told = sorted((name, " ".join(value.split())) for name, value in ATTRIBUTE.findall(attributes))
        found += [f"<{tag} {told}>"] if tag else words.split()
    return found


def page_of(record: Record) -> str:
    return reverse(f"admin:cases_{record.noun()}_change", args=[record.pk])


def rows_of(person: Person, case: Case) -> list[Record]:
    defendant = case.defendants.get()
    return [person, case, defendant, *defendant.sentences.all()[:1], *case.hearings.all()[:1]]


@pytest.mark.parametrize("role", ["editor", "auditor"])
def test_page_is_drawn_as_django_draws_it(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, whole_person: Person, whole_case: Case, role: str
) -> None:
    client = sign_in(request.getfixturevalue(role))
    for record in rows_of(whole_person, whole_case):
        ours = client.get(page_of(record))
        with djangos_templates(monkeypatch):
            djangos = client.get(page_of(record))
        assert ours.status_code == djangos.status_code == 200
        assert len(signs_of(ours.content.decode())) > 100
        assert signs_of(ours.content.decode()) == signs_of(djangos.content.decode())


def test_refused_page_is_drawn_as_django_draws_it(
    monkeypatch: pytest.MonkeyPatch, editor: User, whole_person: Person, whole_case: Case
) -> None:
    client = sign_in(editor)
    for record in (whole_person, whole_case):
        data = form_of(client.get(page_of(record)).content.decode())
        wrong = {
            name: "x\u202ey" if name.endswith(("text", "number", "title", "quote")) else value
            for name, value in data.items()
        }
        wrong |= {name: "31.02.nothing" for name in data if name.endswith(("_date", "born"))}
        ours = client.post(page_of(record), wrong)
        with djangos_templates(monkeypatch):
            djangos = client.post(page_of(record), wrong)
        assert b"errorlist" in ours.content
        assert signs_of(ours.content.decode()) == signs_of(djangos.content.decode())


def test_new_page_is_drawn_as_django_draws_it(monkeypatch: pytest.MonkeyPatch, as_editor: Client, editor: User) -> None:
    entered = [model for model, options in admin.site._registry.items() if isinstance(options, RecordAdmin)]
    assert len(entered) > 10
    for model in entered:
        address = reverse(f"admin:cases_{model._meta.model_name}_add")
        ours = as_editor.get(address)
        if ours.status_code != 200:  # made on the page of what they belong to
            continue
        with djangos_templates(monkeypatch):
            djangos = as_editor.get(address)
        assert signs_of(ours.content.decode()) == signs_of(djangos.content.decode()), address
