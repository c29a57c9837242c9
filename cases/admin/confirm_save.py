"""Confirmations required before a page is saved: impossible dates, mixed scripts, a court of another country.

The user ticks a box beside the sentences; it contains their digest, so that nobody confirms what they were not shown.
Nothing is saved until then, and everything that was typed is kept on the page.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.domain import characters
from cases.models import Record
from cases.models.court_jurisdiction import TriedInCourt
from cases.models.date_conflicts import impossible_in
from cases.models.note_messages import said
from cases.models.visible_text import text_fields

CONFIRMED = "confirmed"


class Unconfirmed(Exception):
    """Raised in the transaction of a page that must be confirmed first; `questions` are sentences for the user."""

    def __init__(self, questions: list[str]) -> None:
        self.questions = questions
        super().__init__(" ".join(questions))


def digest_of(questions: Iterable[str]) -> str:
    """Return the value of the checkbox that confirms these sentences."""
    return sha256("\n".join(questions).encode()).hexdigest()


def known_before(record: Record, request: HttpRequest) -> set[str]:
    """Return existing contradictions of a stored record: they were confirmed or imported, and are not asked again."""
    if record.pk is None:
        return set()
    stored = type(record)._base_manager.get(pk=record.pk)
    return {said(finding.note) for finding in impossible_in(stored, timezone.localdate(), request.user)}


def check_confirmed(request: HttpRequest, form: Any, formsets: Iterable[Any], known: set[str]) -> None:
    """Raise Unconfirmed unless the user ticked every question about the saved page."""
    stored = type(form.instance)._base_manager.get(pk=form.instance.pk)
    impossible = [said(finding.note) for finding in impossible_in(stored, timezone.localdate(), request.user)]
    forms = [form, *(row for formset in formsets for row in formset.forms)]
    questions = [
        *(
            _("Impossible: %(why)s") % {"why": sentence}
            for sentence in dict.fromkeys(impossible)
            if sentence not in known
        ),
        *(question for row_form in forms for question in _of_form(row_form)),
    ]
    questions = list(dict.fromkeys(questions))
    if questions and digest_of(questions) not in request.POST.getlist(CONFIRMED):
        raise Unconfirmed(questions)


def _of_form(form: Any) -> Iterator[str]:
    """Yield the questions about the changed fields of one form."""
    changed = set(form.changed_data)
    if not changed or getattr(form, "cleaned_data", {}).get("DELETE"):
        return
    yield from mixed_in(form.instance, changed)
    record = form.instance
    if (
        isinstance(record, TriedInCourt)
        and changed & {"court", "jurisdiction"}
        and (question := record.court_question())
    ):
        yield question


def mixed_in(record: Any, names: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each short text of these fields with words in two scripts: a letter may be a look-alike."""
    checked_names = set(names)
    for field in text_fields(type(record)):
        value = getattr(record, field.attname)
        if (
            field.name in checked_names
            and field.max_length
            and isinstance(value, str)
            and (words := characters.mixed_words(value))
        ):
            yield mixed_sentence(words)


def mixed_sentence(words: Iterable[str]) -> str:
    """Return the sentence about words that mix two scripts, with their letters marked by script."""
    return _("Letters of different scripts in one word: %(words)s. One of them may be a look-alike.") % {
        "words": ", ".join(f"“{word}”" for word in words)
    }
