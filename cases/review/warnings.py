"""What a reviewer is warned of before deciding: harm that a value can do, and values that nobody vouches for."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, Person
from cases.models.fields import bounds
from cases.review.comparison import CHANGED, NEW, Comparison
from cases.review.thirdparties import named_in
from cases.vocabulary import ConsentAnswer, ConsentScope

AGREED = (ConsentAnswer.GIVEN, ConsentAnswer.ASKED_FOR)
TEXTS = frozenset({"text", "title", "public_text", "quote", "says", "caption"})


def warnings_for(comparison: Comparison, *, user: Any) -> list[str]:
    """Sentences for the reviewer `user`, the gravest first. Tells nothing of records that they may not know of."""
    record = comparison.snapshot.record
    persons = _persons(record)
    return [
        *_of_minors(persons),
        *_of_consent(persons),
        *_of_third_persons(comparison, persons, user),
        *_of_custody_without_its_end(comparison),
        *_of_contradictions(comparison),
        *_of_uncited(comparison),
    ]


def _persons(record: Person | Case) -> list[Person]:
    if isinstance(record, Person):
        return [record]
    return [
        defendant.person for defendant in record.defendants.select_related("person").filter(person__restricted=False)
    ]


def _of_minors(persons: list[Person]) -> Iterator[str]:
    today = timezone.localdate()
    for person in persons:
        first = person.custody.order_by("from_date_lower").values_list("from_date_lower", flat=True).first()
        if person.is_minor_on(today):
            yield _(
                "%(person)s is, or may be, under 18. Name, photo, school and birth date of a minor stay private."
            ) % {"person": person}
        elif first is not None and person.is_minor_on(first):
            yield _("%(person)s was, or may have been, under 18 when first deprived of liberty.") % {"person": person}


def _of_consent(persons: list[Person]) -> Iterator[str]:
    today = timezone.localdate()
    for person in persons:
        answers = [c for c in person.consents.all() if c.scope in (ConsentScope.IDENTITY, ConsentScope.ALL)]
        standing = [c for c in answers if (bounds(c, "until")[1] or today) >= today]
        if any(c.answer in (ConsentAnswer.REFUSED, ConsentAnswer.WITHDRAWN) for c in standing):
            yield _("%(person)s: publication was refused or the consent withdrawn.") % {"person": person}
        elif not any(c.answer in AGREED for c in standing):
            yield _("%(person)s: no consent to publication is recorded.") % {"person": person}


def _of_third_persons(comparison: Comparison, persons: list[Person], user: Any) -> Iterator[str]:
    for line in comparison.lines:
        if line.path.rpartition("/")[2] in TEXTS and line.kind in (NEW, CHANGED):
            for name in named_in(line.proposed, besides=persons, user=user):
                yield _("“%(label)s” names somebody else: %(name)s.") % {"label": line.label, "name": name}


def _of_custody_without_its_end(comparison: Comparison) -> Iterator[str]:
    for block in comparison.blocks:
        if block.path.startswith("custody/") and any(line.path.endswith(("/until", "/end")) for line in block.lines):
            yield _(
                "A custody has ended: if its end is not ticked, readers will take the person to be in custody still."
            )
            return


def _of_contradictions(comparison: Comparison) -> Iterator[str]:
    for line in comparison.lines:
        if line.is_contradicted and line.proposed:
            yield _("“%(label)s: %(value)s” is contradicted by a source.") % {
                "label": line.label,
                "value": line.proposed,
            }


def _of_uncited(comparison: Comparison) -> Iterator[str]:
    whole = any(not citation.about for citation in comparison.snapshot.record.citations.all())
    uncited = [
        line
        for line in comparison.lines
        if line.kind in (NEW, CHANGED) and not line.citations and not line.path.startswith(("citation/", "photo/"))
    ]
    if uncited and not whole:
        yield ngettext(
            "%(count)s new or changed value has no source.",
            "%(count)s new or changed values have no source.",
            len(uncited),
        ) % {"count": len(uncited)}
