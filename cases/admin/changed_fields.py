"""Merge of concurrent edits by field: a field that only the other user changed keeps the other user's value."""

from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict

from accounts.models import Entry
from cases.admin.edit_conflicts import Seen
from cases.models import Record
from cases.models.fields import EncryptedTextField
from cases.models.record import LoggedValue, log_usernames, log_value

Moved = dict[tuple[str, int | None], dict[str, LoggedValue]]
"""(kind, private key) of a record -> field -> the value shown on the page, as stored in the log."""


def moved_since(record: Record, seen: Seen) -> Moved:
    """Return the fields of the aggregate that were changed after `seen`, with their values at that time."""
    root = record.root
    changes: Moved = {}
    entries = Entry.objects.filter(
        root_kind=root.noun(), root_key=root.pk, sequence__gt=seen.sequence, action="changed"
    ).order_by("sequence")
    columns = ("kind", "key", "field", "before", "linked_kind", "old_id")
    for kind, key, field, before, linked_kind, old_id in entries.values_list(*columns):
        changes.setdefault((kind, key), {}).setdefault(field, LoggedValue(before, linked_kind, old_id))
    return changes


def follow(form: Any, moved: Moved) -> None:
    """Replace posted values of a cleaned form with the stored ones if the field was posted unchanged.

    The returned page then shows the stored value, and saving that page again does not undo the other user's change.
    Typed values are never replaced: a field that both changed keeps the posted value.
    """
    before = moved.get((form.instance.noun(), form.instance.pk), {})
    untouched = [name for name in before if _is_as_shown(form, name, before[name])]
    if not untouched:
        return
    form.data = form.data.copy()
    for name in untouched:
        _post(form.data, form[name])


def _is_as_shown(form: Any, name: str, shown: LoggedValue) -> bool:
    """Whether the posted value of the field `name` is the one that the page showed; relations are compared by ID."""
    if name not in form.cleaned_data:
        return False
    field = form.instance._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        return log_usernames(form.cleaned_data[name]) == shown.text
    assert isinstance(field, models.Field)
    posted = log_value(form.instance, field)
    if isinstance(field, models.ForeignKey):
        return posted.key == shown.key
    text = shown.text
    if isinstance(field, EncryptedTextField):
        text = field.from_db_value(text, None, None) or ""
    return _lines(posted.text) == _lines(text)


def _lines(text: str) -> str:
    """Normalise line endings, which differ between browsers."""
    return text.replace("\r\n", "\n")


def _post(data: QueryDict, bound: forms.BoundField) -> None:
    """Write the stored value of a field into the posted data in the format of its input."""
    value: Any = bound.field.prepare_value(bound.initial)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        data.setlist(bound.html_name, ["on"] if value else [])
    elif isinstance(value, (list, tuple)):
        data.setlist(bound.html_name, [str(bound.field.prepare_value(item)) for item in value])
    else:
        written = bound.field.widget.format_value(value)
        data[bound.html_name] = (
            "" if value is None else str((written[0] if isinstance(written, list) else written) or "")
        )
