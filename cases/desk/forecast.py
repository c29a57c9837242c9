"""Expected releases that may be told in public: out of approved values alone, and only where nothing speaks against it.

Four conditions, all of them: the organisation has not switched it off (settings.PUBLIC_RELEASES); two approved sources
at least give every term that is counted; the person is public and in custody by what is approved; and the private
records, as they stand now, give the same days. So a pardon that nobody has approved yet silences the estimate.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from cases.desk import bridge
from cases.desk.tables import Tables, code_of, tables
from cases.models import Defendant
from cases.register.models import PublishedCitation, PublishedDefendant, PublishedPerson, PublishedSentence
from cases.terms.custody import CustodyPeriod
from cases.terms.links import TOTAL, Link
from cases.terms.ranges import Range
from cases.terms.release import Estimate, expected_release
from cases.terms.term import Term
from cases.vocabulary import ChargeStatus, PenaltyKind, Stage, Stance

AHEAD = dt.timedelta(days=30)
AT_MOST = 300


@dataclass(frozen=True)
class Expected:
    """One release that may be told: the public person, and the first and last day of the estimate."""

    person: PublishedPerson
    earliest: dt.date
    latest: dt.date


def expected_releases(after: dt.date) -> list[Expected]:
    """The releases estimated for the thirty days after a day, none of which lies in the past; the nearest first."""
    if not settings.PUBLIC_RELEASES:
        return []
    first, last = max(after + dt.timedelta(days=1), timezone.localdate()), after + AHEAD
    found = [one for one in _told() if first <= one.earliest and one.latest <= last]
    return sorted(found, key=lambda one: (one.earliest, one.person.sort_key, one.person.id))


def _told() -> Iterator[Expected]:
    with_ = tables()
    for published in _in_custody():
        record = (
            Defendant.objects.filter(public_id=published.id)
            .select_related("person", "case__jurisdiction__country")
            .prefetch_related(*bridge.WITH_FACTS)
            .first()
        )
        if record is None or published.person is None:
            continue
        estimate = estimate_of(published, record, with_)
        private = bridge.release(record, timezone.localdate(), with_=with_)
        same = (estimate.earliest, estimate.latest) == (private.earliest, private.latest)
        if not estimate.publishable or estimate.ended or private.ended or not same:
            continue
        assert estimate.earliest is not None and estimate.latest is not None, "publishable"
        yield Expected(published.person, estimate.earliest, estimate.latest)


def _in_custody() -> Iterator[PublishedDefendant]:
    """Public defendants with an approved sentence, whom approved custody still holds."""
    found = (
        PublishedDefendant.objects.filter(person__custody__until_edtf="", person__custody__end="")
        .filter(sentences__penalties__kind=PenaltyKind.IMPRISONMENT)
        .select_related("person", "case")
        .prefetch_related("sentences__penalties", "person__custody", "charges__provision")
    )
    yield from found.order_by("id").distinct()[:AT_MOST]


def estimate_of(published: PublishedDefendant, record: Defendant, with_: Tables) -> Estimate:
    """The estimate from approved values; of the private `record` only the jurisdiction is read, for its tables."""
    assert published.person is not None, "asked by the caller"
    place = record.case.jurisdiction
    convicted = [one.provision for one in published.charges.all() if one.status == ChargeStatus.CONVICTED]
    return expected_release(
        _chain(published),
        [
            CustodyPeriod(
                row.kind,
                Range(row.from_date_lower, row.from_date_upper),
                Range(row.until_lower, row.until_upper),
                row.end,
            )
            for row in published.person.custody.all()
        ],
        jurisdiction=code_of(place),
        articles=[(one.article, one.part) for one in convicted if one is not None],
        rules=with_.credit_of(place),
        appeal_rules=with_.appeals_of(place),
    )


def _chain(published: PublishedDefendant) -> list[Link]:
    sources = _sources(published)
    return [_link(row, published.stage, sources.get(row.id, frozenset())) for row in published.sentences.all()]


def _link(row: PublishedSentence, stage: str, sources: frozenset[str]) -> Link:
    penalty = bridge.gravest(list(row.penalties.all()))
    kind = bridge.LINK_OF_INSTANCE[row.instance]
    term = Term(penalty.years or 0, penalty.months or 0, penalty.days or 0) if penalty else None
    return Link(
        kind, Range(row.decided_lower, row.decided_upper), term or None, None, penalty.kind if penalty else "imprisonment",
        penalty.regime if penalty else "", Range(row.in_force_lower, row.in_force_upper),
        True if stage == Stage.APPEAL else None, TOTAL if kind == "addition" else "", sources,
    )  # fmt: skip


def _sources(published: PublishedDefendant) -> dict[str, frozenset[str]]:
    """The approved sources of each sentence, by its public id: those that support it, a value of it or a penalty of it."""
    owner = {row.id: row.id for row in published.sentences.all()}
    owner |= {penalty.id: row.id for row in published.sentences.all() for penalty in row.penalties.all()}
    found: dict[str, set[str]] = {}
    told = PublishedCitation.objects.filter(owner=published.case_id, stance=Stance.SUPPORTS, source__isnull=False)
    for about, source in told.values_list("about", "source__ref"):
        noun, _slash, rest = about.partition("/")
        sentence = owner.get(rest.partition("/")[0]) if noun in ("sentence", "penalty") else None
        if sentence:
            found.setdefault(sentence, set()).add(source)
    return {key: frozenset(value) for key, value in found.items()}
