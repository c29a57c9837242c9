"""Two people at one record, field by field: what somebody else changed and this one did not touch follows the other."""

from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict

from accounts.models import Entry
from cases.admin.conflict import Seen
from cases.admin.history import REFERENCE
from cases.models import Record
from cases.models.base import tell
from cases.models.fields import EncryptedTextField

Moved = dict[tuple[str, int | None], dict[str, str]]
"""(kind, private key) of a record -> field -> what the page showed in it, as the log tells it."""


def moved_since(record: Record, seen: Seen) -> Moved:
    """The fields of the aggregate that were changed after `seen`, with what stood in them then."""
    root = record.root
    found: Moved = {}
    entries = Entry.objects.filter(
        root_kind=root.noun(), root_key=root.pk, sequence__gt=seen.sequence, action="changed"
    ).order_by("sequence")
    for kind, key, field, before in entries.values_list("kind", "key", "field", "before"):
        found.setdefault((kind, key), {}).setdefault(field, before)
    return found


def follow(form: Any, moved: Moved) -> None:
    """Put into the posted values of a cleaned form what stands in the record now, where the field was posted as it was shown.

    The page that comes back then shows it, and saving that page again does not undo what the other did. Nothing is taken
    from what was typed: a field that both changed keeps what was posted.
    """
    before = moved.get((form.instance.noun(), form.instance.pk), {})
    untouched = [name for name in before if _is_as_shown(form, name, before[name])]
    if not untouched:
        return
    form.data = form.data.copy()
    for name in untouched:
        _post(form.data, form[name])


def _is_as_shown(form: Any, name: str, shown: str) -> bool:
    """Whether what was posted for the field `name` is what the page showed; the log tells both in the same words."""
    if name not in form.cleaned_data:
        return False
    field = form.instance._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        return ", ".join(sorted(str(one) for one in form.cleaned_data[name])) == shown
    if isinstance(field, EncryptedTextField):
        shown = field.from_db_value(shown, None, None) or ""
    assert isinstance(field, models.Field)
    return _identity(tell(form.instance, field)) == _identity(shown)


def _identity(told: str) -> str:
    """Of a related record the number alone: its name may have changed meanwhile too. Browsers send lines their own way."""
    number = REFERENCE.search(told)
    return number[0] if number else told.replace("\r\n", "\n")


def _post(data: QueryDict, bound: forms.BoundField) -> None:
    """Write the stored value of a field into the posted data as its input would post it."""
    value: Any = bound.field.prepare_value(bound.initial)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        data.setlist(bound.html_name, ["on"] if value else [])
    elif isinstance(value, (list, tuple)):
        data.setlist(bound.html_name, [str(bound.field.prepare_value(one)) for one in value])
    else:
        data[bound.html_name] = "" if value is None else str(bound.field.widget.format_value(value) or "")
