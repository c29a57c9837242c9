"""What a reviewer is warned of before deciding: harm that a value can do, and values that nobody vouches for."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.domain import characters
from cases.domain.vocabulary import ConsentAnswer, ConsentScope
from cases.models import Case, Person, Sentence
from cases.models.date_conflicts import impossible_in
from cases.models.distinct_labels import distinct
from cases.models.fields import bounds
from cases.models.note_messages import said
from cases.review.contradictions import impossible_together
from cases.review.diff import CHANGED, NEW, Comparison
from cases.review.models import OpenWarning, Snapshot
from cases.review.third_party_names import is_text, named_in
from cases.review.unpublication_history import history_lines

AGREED: frozenset[str] = frozenset({ConsentAnswer.GIVEN, ConsentAnswer.ASKED_FOR})
REFUSED_IT: frozenset[str] = frozenset({ConsentAnswer.REFUSED, ConsentAnswer.WITHDRAWN})
NO_WARNING = "none"
NO_CONSENT, CUSTODY_ENDED = "no_consent", "custody_ended"
WARNINGS: dict[str, Promise] = {
    "unpublished": gettext_lazy("unpublished before"),
    "impossible": gettext_lazy("impossible dates"),
    "scripts": gettext_lazy("letters of different scripts"),
    "court": gettext_lazy("court in another country"),
    "minor": gettext_lazy("may be under 18"),
    "refused": gettext_lazy("publication refused"),
    NO_CONSENT: gettext_lazy("no consent recorded"),
    "third_person": gettext_lazy("names another person"),
    CUSTODY_ENDED: gettext_lazy("custody has ended"),
    "contradicted": gettext_lazy("contradicted by a source"),
    "uncited": gettext_lazy("values without a source"),
}
"""Each kind of warning, in the order of the page, with the words by which the queue is filtered."""

BY_READER = frozenset({"impossible", "third_person"})
"""Kinds that somebody who knows of more records may have more of."""


class ReviewWarning(NamedTuple):
    """One warning: its kind, a key of WARNINGS, and the sentence."""

    code: str
    sentence: str


def warnings_for(comparison: Comparison, *, user: Any) -> list[str]:
    """Sentences for the reviewer `user`, the gravest first. Tells nothing of records that they may not know of."""
    return [warning.sentence for warning in find_warnings(comparison, user=user)]


def find_warnings(comparison: Comparison, *, user: Any) -> list[ReviewWarning]:
    """The same with the kind of each."""
    record = comparison.snapshot.record
    persons = _persons(record)
    found: list[tuple[str, Iterable[str]]] = [
        ("unpublished", history_lines(record)),
        ("impossible", _of_what_cannot_be(comparison, user)),
        ("scripts", _of_mixed_scripts(comparison)),
        ("court", _of_courts_abroad(comparison)),
        ("minor", _of_minors(persons)),
        ("refused", _of_refusals(persons)),
        (NO_CONSENT, _of_missing_consent(persons)),
        ("third_person", _of_third_persons(comparison, persons, user)),
        (CUSTODY_ENDED, _of_custody_without_its_end(comparison)),
        ("contradicted", _of_contradictions(comparison)),
        ("uncited", _of_uncited(comparison)),
    ]
    return [ReviewWarning(code, sentence) for code, sentences in found for sentence in sentences]


def keep_warnings(comparison: Comparison, found: Iterable[ReviewWarning] | None = None) -> None:
    """Keep the kinds of warnings of a submission, so that the queue can be filtered by them; those of whoever sees no
    restricted record, so that the filter tells nothing of one. `found`: those of a reviewer, where they are known already."""
    codes = {warning.code for warning in found} if found is not None else None
    if codes is None or codes & BY_READER:
        codes = {warning.code for warning in find_warnings(comparison, user=AnonymousUser())}
    write_warnings(comparison.snapshot, codes or {NO_WARNING})


def write_warnings(snapshot: Snapshot, codes: set[str]) -> None:
    """Let these be the kept kinds of warnings of the submission."""
    known = set(OpenWarning.objects.filter(snapshot=snapshot).values_list("code", flat=True))
    OpenWarning.objects.filter(snapshot=snapshot, code__in=known - codes).delete()
    OpenWarning.objects.bulk_create(OpenWarning(snapshot=snapshot, code=code) for code in sorted(codes - known))


def _of_what_cannot_be(comparison: Comparison, user: Any) -> Iterator[str]:
    """Of the record as it is, the values that were left out of the submission among it, and of what is proposed."""
    snapshot = comparison.snapshot
    found = [
        *impossible_in(snapshot.record, timezone.localdate(), user),
        *impossible_together(snapshot, [line.path for line in comparison.lines if line.proposed]),
    ]
    for sentence in dict.fromkeys(said(finding.note) for finding in found):
        yield _("Impossible, cannot be published as a fact: %(why)s") % {"why": sentence}


def _of_mixed_scripts(comparison: Comparison) -> Iterator[str]:
    """Words in which a letter may only look like the right one, in whatever would be public."""
    for line in comparison.lines:
        if line.proposed and (words := characters.mixed_words(line.proposed)):
            yield _("“%(label)s”: letters of different scripts in one word: %(words)s.") % {
                "label": line.label, "words": ", ".join(f"“{word}”" for word in words),
            }  # fmt: skip


def _of_courts_abroad(comparison: Comparison) -> Iterator[str]:
    record = comparison.snapshot.record
    if isinstance(record, Case):
        hearings, sentences = record.hearings.select_related("court"), Sentence.objects.filter(defendant__case=record)
        tried: list[Any] = [record, *hearings, *sentences.select_related("court", "defendant__case")]
        yield from dict.fromkeys(question for each in tried if (question := each.court_question()))


def _persons(record: Person | Case) -> list[Person]:
    if isinstance(record, Person):
        return [record]
    known = Person._base_manager.filter(prosecutions__case=record, restricted=False).order_by("prosecutions__pk")
    return list(known.prefetch_related("names", "custody", "consents"))


def _of_minors(persons: list[Person]) -> Iterator[str]:
    today = timezone.localdate()
    for person in persons:
        begun = [bounds(period, "from_date")[0] for period in person.custody.all()]
        first = min((day for day in begun if day), default=None)
        if person.is_minor_on(today):
            yield _(
                "%(person)s is or may be under 18. Do not publish a minor's name, photo, school or date of birth."
            ) % {"person": distinct(person)}
        elif first is not None and person.is_minor_on(first):
            yield _("%(person)s was or may have been under 18 when first taken into custody.") % {
                "person": distinct(person)
            }


def _answers(person: Person) -> set[str]:
    """What the person answered about being published, so far as it stands today."""
    today = timezone.localdate()
    answers = [c for c in person.consents.all() if c.scope in (ConsentScope.IDENTITY, ConsentScope.ALL)]
    return {c.answer for c in answers if (bounds(c, "until")[1] or today) >= today}


def _of_refusals(persons: list[Person]) -> Iterator[str]:
    for person in persons:
        if _answers(person) & REFUSED_IT:
            yield _("%(person)s: publication was refused or the consent withdrawn.") % {"person": distinct(person)}


def _of_missing_consent(persons: list[Person]) -> Iterator[str]:
    for person in persons:
        if not _answers(person) & (AGREED | REFUSED_IT):
            yield _("%(person)s: no consent to publication is recorded.") % {"person": distinct(person)}


def _of_third_persons(comparison: Comparison, persons: list[Person], user: Any) -> Iterator[str]:
    for line in comparison.lines:
        if is_text(line.path) and line.kind in (NEW, CHANGED):
            for name in named_in(line.proposed, besides=persons, user=user):
                yield _("“%(label)s” names another person: %(name)s.") % {"label": line.label, "name": name}


def _of_custody_without_its_end(comparison: Comparison) -> Iterator[str]:
    for block in comparison.blocks:
        if block.path.startswith("custody/") and any(line.path.endswith(("/until", "/end")) for line in block.lines):
            yield _(
                "A period of custody has ended. Tick its end date, otherwise readers will think the person "
                "is still in custody."
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
