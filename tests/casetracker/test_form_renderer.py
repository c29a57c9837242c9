"""The inputs of forms in Jinja2: word for word what Django draws."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import TemplateDoesNotExist

from casetracker.form_renderer import Renderer

VALUE = "\"><script>alert('x')</script>"


@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput(attrs={"size": 3, "title": VALUE}),
        forms.Textarea(attrs={"rows": 2}),
        forms.Select(choices=[("", "—"), (VALUE, "<b>one</b>")]),
        forms.CheckboxSelectMultiple(choices=[(VALUE, "<b>one</b>")]),
        forms.CheckboxInput(),
        forms.HiddenInput(),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_input_is_drawn_as_django_draws_it_and_escaped(widget: forms.Widget) -> None:
    ours, djangos = (widget.render("a", VALUE, renderer=renderer) for renderer in (Renderer(), DjangoTemplates()))
    assert forms_of(ours) == forms_of(djangos) and "<script>" not in ours and "<b>" not in ours


@pytest.mark.parametrize("attrs", [None, {}, {"class": VALUE, "hidden": True, "for": False, "data-n": 0}])
@pytest.mark.parametrize("use_tag", [True, False])
def test_label_is_drawn_as_django_draws_it_and_escaped(attrs: dict[str, Any] | None, use_tag: bool) -> None:
    told = {"tag": "label", "label": VALUE, "attrs": attrs, "use_tag": use_tag}
    ours, djangos = (one.render("django/forms/label.html", told) for one in (Renderer(), DjangoTemplates()))
    assert forms_of(ours) == forms_of(djangos) and "<script>" not in ours


def forms_of(html: str) -> list[str]:
    """The words of a piece of HTML: space between them means nothing."""
    return html.replace("&quot;", "&#34;").replace("&#x27;", "&#39;").replace(">", "> ").replace("<", " <").split()


def test_template_that_is_nowhere_is_said_to_be_missing() -> None:
    with pytest.raises(TemplateDoesNotExist):
        Renderer().get_template("django/forms/widgets/nothing.html")
