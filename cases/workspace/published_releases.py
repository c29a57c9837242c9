"""Expected releases that may be published: from approved values only, and only if nothing contradicts them.

Four conditions must hold: the organisation has not switched it off (settings.PUBLIC_RELEASES); at least two approved
sources support every term that is counted; the person is public and in custody according to approved values; and the
current private records give the same days. So a pardon that is not approved yet suppresses the estimate.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from cases.domain.custody_status import Bounds, History, Period, Status, history, status_on
from cases.domain.sentencing.custody_periods import CustodyPeriod
from cases.domain.sentencing.day_ranges import Range
from cases.domain.sentencing.decisions import Link
from cases.domain.sentencing.expected_release import Estimate, expected_release
from cases.domain.sentencing.term import Term
from cases.domain.vocabulary import ChargeStatus, CustodyEnd, Instance, PenaltyKind, Stage, Stance
from cases.models import Defendant
from cases.public_site.models import PublishedCitation, PublishedDefendant, PublishedPerson, PublishedSentence
from cases.workspace import term_inputs
from cases.workspace.rule_tables import Tables, code_of, tables

AHEAD = dt.timedelta(days=30)
AT_MOST = 300


@dataclass(frozen=True)
class Expected:
    """One publishable release: the public person, and the first and last day of the estimate."""

    person: PublishedPerson
    earliest: dt.date
    latest: dt.date


def expected_releases(after: dt.date) -> list[Expected]:
    """Return the releases estimated for the thirty days after a day, without past ones; nearest first."""
    if not settings.PUBLIC_RELEASES:
        return []
    first, last = max(after + dt.timedelta(days=1), timezone.localdate()), after + AHEAD
    releases = [release for release in _told() if first <= release.earliest and release.latest <= last]
    return sorted(releases, key=lambda release: (release.earliest, release.person.sort_key, release.person.id))


def _told() -> Iterator[Expected]:
    rule_tables = tables()
    for published in _in_custody():
        record = (
            Defendant.objects.filter(public_id=published.id)
            .select_related("person", "case__jurisdiction__country")
            .prefetch_related(*term_inputs.WITH_FACTS)
            .first()
        )
        if record is None or published.person is None or _unknown_addition(published):
            continue
        estimate = estimate_of(published, record, rule_tables)
        private = term_inputs.release(record, timezone.localdate(), with_=rule_tables)
        agrees = (estimate.earliest, estimate.latest) == (private.earliest, private.latest)
        if not estimate.publishable or estimate.ended or private.ended or not agrees:
            continue
        assert estimate.earliest is not None and estimate.latest is not None, "publishable"
        yield Expected(published.person, estimate.earliest, estimate.latest)


def _in_custody() -> Iterator[PublishedDefendant]:
    """Yield public defendants with an approved sentence who are in custody according to approved values."""
    today, was_transferred = timezone.localdate(), Q(person__custody__end=CustodyEnd.TRANSFER)
    defendants = (
        PublishedDefendant.objects.filter(person__isnull=False, sentences__penalties__kind=PenaltyKind.IMPRISONMENT)
        .filter(Q(person__custody__until_edtf="") | Q(person__custody__until_upper__gte=today) | was_transferred)
        .select_related("person", "case")
        .prefetch_related("sentences__penalties", "person__custody", "charges__provision")
    )
    in_custody = (
        defendant
        for defendant in defendants.order_by("id").distinct().iterator(AT_MOST)
        if is_held(defendant.person, today)
    )
    yield from islice(in_custody, AT_MOST)


def _unknown_addition(published: PublishedDefendant) -> bool:
    """Whether it is not public how a further sentence is combined: then no day can be published."""
    return any(
        sentence.instance == Instance.ADDITION and not sentence.addition for sentence in published.sentences.all()
    )


def is_held(person: PublishedPerson | None, today: dt.date) -> bool:
    """Whether a public person is in custody today, as shown on the public site."""
    return person is not None and status_on(published_history(person), today).status is Status.IN_CUSTODY


def published_history(person: PublishedPerson) -> History:
    """Build the custody history of a public person, from rows that should be prefetched."""
    periods = (
        Period(
            Bounds(row.from_date_lower, row.from_date_upper),
            Bounds(row.until_lower, row.until_upper) if row.until_edtf else None,
            row.end,
        )
        for row in person.custody.all()
    )
    return history(periods, Bounds(person.died_lower, person.died_upper) if person.died_edtf else None)


def estimate_of(published: PublishedDefendant, record: Defendant, with_: Tables) -> Estimate:
    """Compute the estimate from approved values; the private `record` only gives the jurisdiction, for its tables."""
    assert published.person is not None, "asked by the caller"
    place = record.case.jurisdiction
    convicted = [charge.provision for charge in published.charges.all() if charge.status == ChargeStatus.CONVICTED]
    return expected_release(
        _chain(published),
        [
            CustodyPeriod(
                row.kind,
                Range(row.from_date_lower, row.from_date_upper),
                Range(row.until_lower, row.until_upper),
                row.end or (CustodyEnd.RELEASED if row.until_edtf and not (row.until_lower or row.until_upper) else ""),
            )
            for row in published.person.custody.all()
        ],
        jurisdiction=code_of(place),
        articles=[(provision.article, provision.part) for provision in convicted if provision is not None],
        rules=with_.credit_of(place),
        appeal_rules=with_.appeals_of(place),
    )


def _chain(published: PublishedDefendant) -> list[Link]:
    sources = _sources(published)
    return [_link(row, published.stage, sources.get(row.id, frozenset())) for row in published.sentences.all()]


def _link(row: PublishedSentence, stage: str, sources: frozenset[str]) -> Link:
    penalty = term_inputs.gravest(list(row.penalties.all()))
    kind = term_inputs.LINK_OF_INSTANCE[row.instance]
    term = Term(penalty.years or 0, penalty.months or 0, penalty.days or 0) if penalty else None
    return Link(
        kind, Range(row.decided_lower, row.decided_upper), term or None, None, penalty.kind if penalty else "imprisonment",
        penalty.regime if penalty else "", Range(row.in_force_lower, row.in_force_upper),
        True if stage == Stage.APPEAL else None, row.addition if kind == "addition" else "", sources,
    )  # fmt: skip


def _sources(published: PublishedDefendant) -> dict[str, frozenset[str]]:
    """Map the public ID of each sentence to its approved sources, including those of its values and penalties."""
    owner = {row.id: row.id for row in published.sentences.all()}
    owner |= {penalty.id: row.id for row in published.sentences.all() for penalty in row.penalties.all()}
    sources: dict[str, set[str]] = {}
    citations = PublishedCitation.objects.filter(owner=published.case_id, stance=Stance.SUPPORTS, source__isnull=False)
    for about, source in citations.values_list("about", "source__ref"):
        noun, _slash, rest = about.partition("/")
        sentence = owner.get(rest.partition("/")[0]) if noun in ("sentence", "penalty") else None
        if sentence:
            sources.setdefault(sentence, set()).add(source)
    return {key: frozenset(value) for key, value in sources.items()}
