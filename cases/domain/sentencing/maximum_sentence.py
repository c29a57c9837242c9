"""Maximum sentence on the pending charges, by the edition of each provision on the day of the offence.

A milder later edition would apply retroactively in most systems; the edition of the day is shown, because the charge can be
checked against it. Sums are an upper bound of full addition, cut at the jurisdiction's maximum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.domain.dates import overlaps
from cases.domain.sentencing.age import minor
from cases.domain.sentencing.calculation_notes import Note, note
from cases.domain.sentencing.day_ranges import UNKNOWN, Bounded, Range

YES, POSSIBLY, NO = "yes", "possibly", "no"
PENDING = ("charged", "changed")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a provision. `max_months`: the longest imprisonment, None if not recorded."""

    label: str
    max_months: int | None = None
    life: bool = False
    death: bool = False
    valid_from: Bounded = UNKNOWN
    valid_until: Bounded = UNKNOWN
    source: str = ""


@dataclass(frozen=True, slots=True)
class ChargedWith:
    """One charge: its provision in all recorded editions, the day of the offence, and the stage of the offence.

    `offence`: completed, attempt, preparation or complicity. `status`: only charged and changed charges are counted; `changed`
    must have the editions of the provision it was changed to.
    """

    label: str
    editions: tuple[Edition, ...]
    act: Bounded = UNKNOWN
    offence: str = "completed"
    status: str = "charged"


@dataclass(frozen=True, slots=True)
class Limits:
    """Maximum penalties in a jurisdiction. `cap_months`: after addition; death for women and for offences committed as a minor."""

    jurisdiction: str
    cap_months: int | None = None
    death_for_women: bool = True
    death_for_minors: bool = True
    source: str = ""
    verified: bool = False


LIMITS: Mapping[str, Limits] = {
    # The exemptions are verified (loc.gov, March 2023; Criminal Code art. 67); the cap is general knowledge.
    "by": Limits("by", 25 * 12, False, False, "https://www.loc.gov/item/global-legal-monitor/2023-03-12/", True),
    "ru": Limits("ru", 30 * 12, False, False, "Criminal Code of Russia arts. 56 and 59, general knowledge"),
}


@dataclass(frozen=True, slots=True)
class Exposure:
    """`least` and `most`: the longest imprisonment of the gravest charge, in months, as far as editions leave it open.

    `added`: all maxima added, cut at the cap. `life`, `death`: "yes" (possible by law), "possibly", "no".
    """

    least: int | None
    most: int | None
    added: int | None
    life: str
    death: str
    notes: tuple[Note, ...]


def maximum_exposure(
    charges: Iterable[ChargedWith],
    jurisdiction: str,
    *,
    gender: str = "",
    born: Bounded = UNKNOWN,
    limits: Mapping[str, Limits] = LIMITS,
) -> Exposure:
    """The maximum sentence of a defendant. `gender`: "female" matters if the law exempts women; likewise `born`."""
    pending = sorted((c for c in charges if c.status in PENDING), key=lambda c: (c.label, str(c.act.lower), c.offence))
    limit = limits.get(jurisdiction, Limits(jurisdiction))
    notes: list[Note] = [] if pending else [note("no_charges")]
    lows: list[int] = []
    highs: list[int] = []
    life = death = NO
    for charge in pending:
        editions = _editions(charge, notes)
        months = [edition.max_months for edition in editions if edition.max_months is not None]
        if editions and len(months) < len(editions):
            notes.append(note("max_unknown", label=charge.label))
        if months:
            lows.append(min(months))
            highs.append(max(months))
        life = _graver(life, [edition.life for edition in editions])
        death = _graver(death, [_death(edition, charge, limit, gender, born, notes) for edition in editions])
    added = sum(highs) if highs else None
    if added is not None and limit.cap_months is not None and added > limit.cap_months and len(highs) > 1:
        # A single provision may itself exceed the general cap.
        cap = max(limit.cap_months, *highs)
        notes.append(note("sum_capped", months=added, cap=cap, jurisdiction=jurisdiction, source=limit.source))
        added = cap
    return Exposure(
        max(lows, default=None), max(highs, default=None), added, life, death, tuple(dict.fromkeys(notes))
    )  # fmt: skip


def _editions(charge: ChargedWith, notes: list[Note]) -> list[Edition]:
    """The editions that may have been in force on the day of the offence."""
    act = Range.of(charge.act)
    matches = [
        edition
        for edition in charge.editions
        if overlaps(edition.valid_from.lower, edition.valid_until.upper, act.lower, act.upper)
    ]
    for edition in matches:
        if edition.max_months is not None:
            values = {"label": charge.label, "months": edition.max_months, "days": act.written()}
            notes.append(note("edition", source=edition.source or "no source", **values))
    if not matches:
        notes.append(note("edition_unknown", label=charge.label, days=act.written()))
    if len(matches) > 1:
        notes.append(note("edition_unclear", label=charge.label))
    if charge.offence in ("attempt", "preparation", "complicity"):
        notes.append(note(f"offence_{charge.offence}", label=charge.label))
    return matches


def _death(
    edition: Edition, charge: ChargedWith, limit: Limits, gender: str, born: Bounded, notes: list[Note]
) -> bool | None:
    """Whether the edition allows the death penalty for this person; None if the age leaves it open."""
    if not edition.death:
        return False
    if gender == "female" and not limit.death_for_women:
        notes.append(note("death_not_for_women", source=limit.source))
        return False
    young = minor(born, charge.act) if not limit.death_for_minors and Range.of(born).known else NO
    if young != NO:
        notes.append(note("death_not_for_minors", source=limit.source))
    return {YES: False, NO: True}.get(young)


def _graver(before: str, answers: Sequence[bool | None]) -> str:
    """The graver of the answer so far and that of one charge in its possible editions."""
    if before == YES or (answers and all(answer is True for answer in answers)):
        return YES
    if before == POSSIBLY or any(answer is not False for answer in answers):
        return POSSIBLY
    return NO
