"""Prosecutions, charges and sentences with the day from which each is known to have been, for counts as of any day.

A partial date counts from its first possible day, as in the lists. What has no date at all is in the register and so has
happened: it counts today, and on no earlier day, because nobody knows whether it had happened by then.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.register.index import load

UNDATED = date.max.toordinal()
NEVER = UNDATED + 1

# The first day that anything dated tells of a prosecution.
PROSECUTIONS = """
    SELECT coalesce(d.person_id, ''),
           min(coalesce(k.opened_lower, '9999'), coalesce(d.stage_date_lower, '9999'),
               coalesce((SELECT min(coalesce(c.charged_on_lower, c.status_date_lower))
                         FROM register_publishedcharge c WHERE c.defendant_id = d.id), '9999'),
               coalesce((SELECT min(s.decided_lower) FROM register_publishedsentence s WHERE s.defendant_id = d.id), '9999'))
    FROM register_publisheddefendant d LEFT JOIN register_publishedcase k ON k.id = d.case_id
"""
# A charge without a day of its own was brought before the sentence.
CHARGES = """
    SELECT d.person_id, r.ref, min(coalesce(c.charged_on_lower, c.status_date_lower,
           (SELECT min(s.decided_lower) FROM register_publishedsentence s WHERE s.defendant_id = d.id), '9999'))
    FROM register_publishedcharge c JOIN register_publisheddefendant d ON d.id = c.defendant_id
    JOIN register_reference r ON r.key = c.provision_id
    WHERE d.person_id IS NOT NULL GROUP BY d.person_id, r.ref
"""
FIRST_SENTENCES = """
    SELECT s.decided_lower, coalesce(r.ref, '') FROM register_publishedsentence s
    LEFT JOIN register_reference r ON r.key = s.court_id WHERE s.instance IN ('first', 'retrial')
"""
# A sentence once for each provision; the day from which the defendant was cleared of it:
# '0' unknown, '9999' never.
SENTENCED_FOR = """
    SELECT s.decided_lower, r.ref,
           max(CASE WHEN c.status IN ('changed', 'dropped', 'acquitted') THEN coalesce(c.status_date_lower, '0') ELSE '9999' END)
    FROM register_publishedsentence s
    JOIN register_publishedcharge c ON c.defendant_id = s.defendant_id
    JOIN register_reference r ON r.key = c.provision_id
    WHERE s.instance IN ('first', 'retrial') GROUP BY s.id, r.ref
"""
# Imprisonment in months; when a later sentence replaced it: '' never, '9999' on an unknown day.
TERMS = """
    SELECT d.person_id, s.decided_lower, coalesce(p.years, 0) * 12 + coalesce(p.months, 0),
           coalesce((SELECT min(coalesce(n.decided_lower, '9999')) FROM register_publishedsentence n
                     WHERE n.replaces_id = s.id), '')
    FROM register_publishedpenalty p
    JOIN register_publishedsentence s ON s.id = p.sentence_id
    JOIN register_publisheddefendant d ON d.id = s.defendant_id
    WHERE d.person_id IS NOT NULL AND p.kind = 'imprisonment' AND coalesce(p.years, 0) + coalesce(p.months, 0) > 0
"""


@dataclass(frozen=True)
class AsOf:
    """The day that figures are counted on; `current` where it is not before today."""

    day: int
    current: bool

    def has(self, first: int) -> bool:
        """Whether what is known from a day on counts."""
        return first <= self.day or (self.current and first == UNDATED)


@dataclass
class Law:
    """Days as ordinals, `UNDATED` where none is known."""

    prosecutions: list[tuple[str, int]] = field(default_factory=list)  # person ("" where not public), from
    charges: list[tuple[str, str, int]] = field(default_factory=list)  # person, provision, from
    courts: list[tuple[int, str]] = field(default_factory=list)  # from, court
    provisions: list[tuple[int, str, int]] = field(default_factory=list)  # from, provision, cleared from
    terms: list[tuple[str, int, int, int]] = field(default_factory=list)  # person, from, months, replaced from

    def prosecuted(self, on: AsOf) -> tuple[int, int]:
        """How many prosecutions there were, and how many people they were of."""
        found = [person for person, first in self.prosecutions if on.has(first)]
        return len(found), len({person for person in found if person})

    def charged(self, on: AsOf, held: frozenset[str]) -> tuple[Counter[str], Counter[str]]:
        """People by provision, and those of them who were held."""
        found = [(person, ref) for person, ref, first in self.charges if on.has(first)]
        return Counter(ref for _person, ref in found), Counter(ref for person, ref in found if person in held)

    def sentenced(self, on: AsOf) -> Counter[str]:
        """Sentences of first instance by court."""
        return Counter(court for first, court in self.courts if on.has(first))

    def sentenced_for(self, on: AsOf) -> Counter[str]:
        """Sentences of first instance by provision."""
        return Counter(ref for first, ref, cleared in self.provisions if on.has(first) and not on.has(cleared))

    def longest(self, on: AsOf) -> dict[str, int]:
        """The longest term of imprisonment in force of each person, in months."""
        found: dict[str, int] = {}
        for person, first, months, replaced in self.terms:
            if on.has(first) and not on.has(replaced) and months > found.get(person, 0):
                found[person] = months
        return found


def read() -> Law:
    """Read the register."""
    return Law(
        [(person, ordinal(day)) for person, day in load.rows(PROSECUTIONS)],
        [(person, ref, ordinal(day)) for person, ref, day in load.rows(CHARGES)],
        [(ordinal(day), court) for day, court in load.rows(FIRST_SENTENCES)],
        [(ordinal(day), ref, _cleared(text)) for day, ref, text in load.rows(SENTENCED_FOR)],
        [(one, ordinal(day), months, ordinal(new) if new else NEVER) for one, day, months, new in load.rows(TERMS)],
    )


def ordinal(day: Any, otherwise: int = UNDATED) -> int:
    """A day as the register keeps it; `otherwise` where there is none."""
    if day in (None, "", "9999"):
        return otherwise
    return (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()


def _cleared(text: str) -> int:
    """A charge that was dropped on an unknown day is never counted."""
    return 0 if text == "0" else ordinal(text, NEVER)
