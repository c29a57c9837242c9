"""Conversion of records to cases.domain.sentencing: the facts of one defendant as input of its pure functions.

Nothing is computed here. If a record does not state how a further sentence was combined, it is interpreted in one way,
which is described in `READ_AS` and shown with the result.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.domain.sentencing import decisions
from cases.domain.sentencing.custody_periods import CustodyPeriod, DaysHeld, days_deprived
from cases.domain.sentencing.day_ranges import Range
from cases.domain.sentencing.decisions import Link
from cases.domain.sentencing.expected_release import Estimate, expected_release
from cases.domain.sentencing.maximum_sentence import ChargedWith, Edition, Exposure, maximum_exposure
from cases.domain.sentencing.term import Term
from cases.domain.vocabulary import ChargeStatus, CustodyEnd, CustodyKind, Instance, PenaltyKind, Stage, Stance
from cases.models import Citation, Custody, Defendant, Person, Provision, Sentence
from cases.models.fields import bounds
from cases.workspace.rule_tables import Tables, code_of, tables

P = TypeVar("P", bound=Any)
READ_AS = _("The term of a combined sentence is taken as the final term, counted from the day of that sentence.")

LINK_OF_INSTANCE: Mapping[str, str] = {
    Instance.FIRST: decisions.VERDICT, Instance.APPEAL: "appeal", Instance.CASSATION: "cassation", Instance.RETRIAL: "retrial",
    Instance.ADDITION: decisions.ADDITION, Instance.REPLACEMENT: decisions.REPLACEMENT, Instance.REGIME: decisions.REGIME,
    Instance.PARDON: "pardon", Instance.AMNESTY: "amnesty", Instance.PAROLE: "parole",
}  # fmt: skip
LINK_OF_END: Mapping[str, str] = {
    CustodyEnd.SERVED: "release", CustodyEnd.PAROLE: "parole", CustodyEnd.PARDONED: "pardon", CustodyEnd.AMNESTY: "amnesty",
    CustodyEnd.EXPELLED: "expulsion", CustodyEnd.EXCHANGED: "exchange", CustodyEnd.DIED: "death",
    CustodyEnd.ACQUITTED: "acquittal", CustodyEnd.RELEASED: "release",
}  # fmt: skip
GRAVEST_FIRST = (
    PenaltyKind.DEATH, PenaltyKind.LIFE, PenaltyKind.IMPRISONMENT, PenaltyKind.RESTRICTION_OPEN,
    PenaltyKind.RESTRICTION_HOME, PenaltyKind.ARREST, PenaltyKind.ADMINISTRATIVE_ARREST, PenaltyKind.HARD_LABOUR,
)  # fmt: skip
HELD = (CustodyKind.ARREST, CustodyKind.REMAND, CustodyKind.SERVING, CustodyKind.ADMINISTRATIVE,
        CustodyKind.PSYCHIATRIC, CustodyKind.UNACKNOWLEDGED)  # fmt: skip
"""Kinds of custody in which people receive letters and spend birthdays."""


def dated(record: Any, name: str) -> Range:
    """Return the partial date `name` of a record as the bounds that cases.domain.sentencing uses."""
    return Range(*bounds(record, name))


def jurisdiction_of(defendant: Defendant) -> str:
    """Return the lower-case country code that cases.domain.sentencing uses for a defendant's jurisdiction."""
    return code_of(defendant.case.jurisdiction)


def gravest(penalties: Iterable[P]) -> P | None:
    """Return the gravest penalty of a sentence, private or published, which decides whether a release follows."""
    order = {kind: place for place, kind in enumerate(GRAVEST_FIRST)}
    return min(
        penalties, key=lambda penalty: (order.get(PenaltyKind(penalty.kind), len(order)), penalty.pk or 0), default=None
    )


def periods(person: Person) -> tuple[CustodyPeriod, ...]:
    """Convert the custody of a person."""
    return tuple(_period(row) for row in person.custody.all())


def _period(row: Custody) -> CustodyPeriod:
    until = dated(row, "until")
    # An end that is not a valid day (31 February) is an end on an unknown day; otherwise the period would continue.
    end = row.end or (CustodyEnd.RELEASED if row.until and not until.known else "")
    return CustodyPeriod(row.kind, dated(row, "from_date"), until, end)


def chain(defendant: Defendant, cited: Mapping[str, frozenset[str]] | None = None) -> list[Link]:
    """Return the decisions about a defendant, and the end of custody if it ended the sentence.

    `cited`: the sources of each sentence by its public ID, from `sources_of`.
    """
    links = [_link(sentence, defendant, cited or {}) for sentence in defendant.sentences.all()]
    if dated(defendant.person, "died").known:
        links.append(Link("death", dated(defendant.person, "died")))
    latest_custody = max(defendant.person.custody.all(), key=_began, default=None)
    if (
        latest_custody is not None
        and latest_custody.end in LINK_OF_END
        and links
        and not any(link.ends for link in links)
    ):
        links.append(Link(LINK_OF_END[latest_custody.end], dated(latest_custody, "until")))
    return links


def _began(row: Custody) -> tuple[dt.date, int]:
    return row.from_date_lower or dt.date.min, row.pk  # type: ignore[attr-defined]


def _link(sentence: Sentence, defendant: Defendant, cited: Mapping[str, frozenset[str]]) -> Link:
    penalty = gravest(sentence.penalties.all())
    kind = LINK_OF_INSTANCE[sentence.instance]
    combination = (sentence.addition or decisions.TOTAL) if kind == decisions.ADDITION else ""
    term = Term(penalty.years or 0, penalty.months or 0, penalty.days or 0) if penalty else None
    return Link(
        kind, dated(sentence, "decided"), term or None, None, penalty.kind if penalty else "imprisonment",
        penalty.regime if penalty else "", dated(sentence, "in_force"),
        True if defendant.stage == Stage.APPEAL else None, combination,
        cited.get(sentence.public_id, frozenset()),
    )  # fmt: skip


def sources_of(defendant: Defendant) -> dict[str, frozenset[str]]:
    """Map the public ID of each sentence of a defendant to the sources that support it or one of its penalties."""
    owner = {sentence.public_id: sentence.public_id for sentence in defendant.sentences.all()}
    for sentence in defendant.sentences.all():
        owner |= {penalty.public_id: sentence.public_id for penalty in sentence.penalties.all()}
    sources: dict[str, set[str]] = {}
    citations = Citation.objects.filter(case=defendant.case_id, stance=Stance.SUPPORTS).values_list(
        "about", "source_id"
    )
    for about, source in citations:
        noun, _slash, rest = about.partition("/")
        sentence_id = owner.get(rest.partition("/")[0]) if noun in ("sentence", "penalty") else None
        if sentence_id:
            sources.setdefault(sentence_id, set()).add(str(source))
    return {key: frozenset(value) for key, value in sources.items()}


def release(
    defendant: Defendant, today: dt.date, cited: Mapping[str, frozenset[str]] | None = None, with_: Tables | None = None
) -> Estimate:
    """Estimate the release of a defendant, with its inputs. `with_`: the tables, loaded if not given."""
    with_ = with_ or tables()
    convicted = [charge for charge in defendant.charges.all() if charge.status == ChargeStatus.CONVICTED]
    return expected_release(
        chain(defendant, cited),
        periods(defendant.person),
        jurisdiction=jurisdiction_of(defendant),
        articles=[(charge.provision.article, charge.provision.part) for charge in convicted],
        rules=with_.credit_of(defendant.case.jurisdiction),
        appeal_rules=with_.appeals_of(defendant.case.jurisdiction),
        today=today,
    )


def exposure(defendant: Defendant) -> Exposure:
    """Compute the maximum sentence that a defendant faces on the current charges."""
    charges = list(defendant.charges.all())
    condition = Q(pk__in=[])
    for charge in charges:
        provision = charge.provision
        condition |= Q(code=provision.code_id, article=provision.article, part=provision.part)
    editions: dict[tuple[int, str, str], list[Edition]] = {}
    for row in Provision.objects.filter(condition).select_related("code"):
        editions.setdefault((row.code_id, row.article, row.part), []).append(_edition(row))
    charged = [
        ChargedWith(
            charge.provision.label,
            tuple(editions.get((charge.provision.code_id, charge.provision.article, charge.provision.part), ())),
            dated(defendant, "act_date"), charge.offence_stage, charge.status,
        )
        for charge in charges
    ]  # fmt: skip
    person = defendant.person
    return maximum_exposure(charged, jurisdiction_of(defendant), gender=person.gender, born=dated(person, "born"))


def _edition(row: Provision) -> Edition:
    return Edition(
        row.label, row.max_months, row.life_possible, row.death_possible, dated(row, "valid_from"),
        dated(row, "valid_until"), row.source[:80],
    )  # fmt: skip


def days_held(person: Person, today: dt.date) -> DaysHeld:
    """Count the days in custody so far, at least and at most; each day once."""
    return days_deprived(periods(person), today, frozenset(HELD))


WITH_FACTS = ("sentences__penalties", "charges__provision__code", "person__custody", "person__names")
"""Prefetched for `release` and `exposure` of many defendants."""
