"""From records to cases.terms: the facts of one defendant as the pure functions want them.

Nothing is computed here. What a record does not say (how a further sentence was added) is read in one way, told in
`READ_AS`, and shown with the result.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.desk.tables import Tables, code_of, tables
from cases.models import Citation, Custody, Defendant, Person, Provision, Sentence
from cases.models.fields import bounds
from cases.terms import links
from cases.terms.custody import CustodyPeriod, DaysHeld, days_deprived
from cases.terms.exposure import ChargedWith, Edition, Exposure, maximum_exposure
from cases.terms.links import Link
from cases.terms.ranges import Range
from cases.terms.release import Estimate, expected_release
from cases.terms.stages import Facts, HearingFact, SentenceFact
from cases.terms.term import Term
from cases.vocabulary import ChargeStatus, CustodyEnd, CustodyKind, Instance, PenaltyKind, Stage, Stance

P = TypeVar("P", bound=Any)
READ_AS = _("The term of an added sentence is read as the final one, counted from the day of that sentence.")

LINK_OF_INSTANCE: Mapping[str, str] = {
    Instance.FIRST: links.VERDICT, Instance.APPEAL: "appeal", Instance.CASSATION: "cassation", Instance.RETRIAL: "retrial",
    Instance.ADDITION: links.ADDITION, Instance.REPLACEMENT: links.REPLACEMENT, Instance.REGIME: links.REGIME,
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
"""Kinds of custody behind walls, where letters go and birthdays are spent."""


def dated(record: Any, name: str) -> Range:
    """The partial date `name` of a record as the bounds that cases.terms works with."""
    return Range(*bounds(record, name))


def jurisdiction_of(defendant: Defendant) -> str:
    """The lower-case country code by which cases.terms names a defendant's jurisdiction."""
    return code_of(defendant.case.jurisdiction)


def gravest(penalties: Iterable[P]) -> P | None:
    """The gravest penalty of a sentence, private or published, from which a release follows or not."""
    order = {kind: place for place, kind in enumerate(GRAVEST_FIRST)}
    return min(penalties, key=lambda one: (order.get(PenaltyKind(one.kind), len(order)), one.pk or 0), default=None)


def periods(person: Person) -> tuple[CustodyPeriod, ...]:
    """The custody of a person."""
    return tuple(_period(row) for row in person.custody.all())


def _period(row: Custody) -> CustodyPeriod:
    return CustodyPeriod(row.kind, dated(row, "from_date"), dated(row, "until"), row.end)


def chain(defendant: Defendant, cited: Mapping[str, frozenset[str]] | None = None) -> list[Link]:
    """The decisions about a defendant, and how custody ended where that ended the sentence.

    `cited`: the sources of each sentence by its public id, from `sources_of`.
    """
    made = [_link(sentence, defendant, cited or {}) for sentence in defendant.sentences.all()]
    if dated(defendant.person, "died").known:
        made.append(Link("death", dated(defendant.person, "died")))
    last = max(defendant.person.custody.all(), key=_began, default=None)
    if last is not None and last.end in LINK_OF_END and made and not any(link.ends for link in made):
        made.append(Link(LINK_OF_END[last.end], dated(last, "until")))
    return made


def _began(row: Custody) -> tuple[dt.date, int]:
    return row.from_date_lower or dt.date.min, row.pk  # type: ignore[attr-defined]


def _link(sentence: Sentence, defendant: Defendant, cited: Mapping[str, frozenset[str]]) -> Link:
    penalty = gravest(sentence.penalties.all())
    kind = LINK_OF_INSTANCE[sentence.instance]
    how = (sentence.addition or links.TOTAL) if kind == links.ADDITION else ""
    term = Term(penalty.years or 0, penalty.months or 0, penalty.days or 0) if penalty else None
    return Link(
        kind, dated(sentence, "decided"), term or None, None, penalty.kind if penalty else "imprisonment",
        penalty.regime if penalty else "", dated(sentence, "in_force"),
        True if defendant.stage == Stage.APPEAL else None, how,
        cited.get(sentence.public_id, frozenset()),
    )  # fmt: skip


def sources_of(defendant: Defendant) -> dict[str, frozenset[str]]:
    """The sources that support each sentence of a defendant or one of its penalties, by the sentence's public id."""
    owner = {sentence.public_id: sentence.public_id for sentence in defendant.sentences.all()}
    for sentence in defendant.sentences.all():
        owner |= {penalty.public_id: sentence.public_id for penalty in sentence.penalties.all()}
    found: dict[str, set[str]] = {}
    told = Citation.objects.filter(case=defendant.case_id, stance=Stance.SUPPORTS).values_list("about", "source_id")
    for about, source in told:
        noun, _slash, rest = about.partition("/")
        sentence_id = owner.get(rest.partition("/")[0]) if noun in ("sentence", "penalty") else None
        if sentence_id:
            found.setdefault(sentence_id, set()).add(str(source))
    return {key: frozenset(value) for key, value in found.items()}


def release(
    defendant: Defendant, today: dt.date, cited: Mapping[str, frozenset[str]] | None = None, with_: Tables | None = None
) -> Estimate:
    """The expected release of a defendant: always an estimate, with its inputs. `with_`: the tables, read where not given."""
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
    """The most a defendant faces from the charges as charged."""
    charges = list(defendant.charges.all())
    wanted = Q(pk__in=[])
    for charge in charges:
        one = charge.provision
        wanted |= Q(code=one.code_id, article=one.article, part=one.part)
    editions: dict[tuple[int, str, str], list[Edition]] = {}
    for row in Provision.objects.filter(wanted).select_related("code"):
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
    """Days behind walls so far, at least and at most; each day once."""
    return days_deprived(periods(person), today, frozenset(HELD))


def facts(defendant: Defendant) -> Facts:
    """What is recorded of a defendant, to be checked for contradictions."""
    person = defendant.person
    hearings = [row.hearing for row in defendant.hearings.all()]
    return Facts(
        periods(person),
        tuple(HearingFact(hearing.kind, dated(hearing, "day"), hearing.outcome) for hearing in hearings),
        tuple(
            SentenceFact(one.instance, dated(one, "decided"), dated(one, "in_force"))
            for one in defendant.sentences.all()
        ),
        tuple(dated(charge, "charged_on") for charge in defendant.charges.all()),
        defendant.stage, dated(person, "born"), dated(person, "died"),
    )  # fmt: skip


def facts_of_person(person: Person) -> Facts:
    """What is recorded of a person beside any prosecution."""
    return Facts(custody=periods(person), born=dated(person, "born"), died=dated(person, "died"))


WITH_FACTS = ("sentences__penalties", "charges__provision__code", "person__custody", "person__names")
"""Read at once for `release` and `exposure` of many defendants; `facts` wants WITH_HEARINGS too."""
WITH_HEARINGS = (*WITH_FACTS, "hearings__hearing")
