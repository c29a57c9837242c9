"""Prosecutions, charges and sentences with the day from which each counts, for statistics as of any day.

A partial date counts from its first possible day. On the reader's day everything in the register counts, as it does in the
lists; an event without a date counts on no earlier day, because it is unknown whether it had happened by then.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.domain.joined_terms import longest_months
from cases.public_site.index import index_rows

UNDATED = date.max.toordinal()
NEVER = UNDATED + 1

# The first dated event of a prosecution.
PROSECUTIONS = """
    SELECT coalesce(d.person_id, ''),
           min(coalesce(k.opened_lower, '9999'), coalesce(d.stage_date_lower, '9999'),
               coalesce((SELECT min(coalesce(c.charged_on_lower, c.status_date_lower))
                         FROM register_publishedcharge c WHERE c.defendant_id = d.id), '9999'),
               coalesce((SELECT min(s.decided_lower) FROM register_publishedsentence s WHERE s.defendant_id = d.id), '9999'))
    FROM register_publisheddefendant d LEFT JOIN register_publishedcase k ON k.id = d.case_id
"""
# A charge without its own date was brought before the sentence.
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
# A sentence once for each provision; the day from which the defendant was cleared of it: '0' unknown, '9999' never.
SENTENCED_FOR = """
    SELECT s.decided_lower, r.ref,
           max(CASE WHEN c.status IN ('changed', 'dropped', 'acquitted') THEN coalesce(c.status_date_lower, '0') ELSE '9999' END)
    FROM register_publishedsentence s
    JOIN register_publishedcharge c ON c.defendant_id = s.defendant_id
    JOIN register_reference r ON r.key = c.provision_id
    WHERE s.instance IN ('first', 'retrial') GROUP BY s.id, r.ref
"""


@dataclass(frozen=True)
class AsOf:
    """The day for which statistics are counted; `current` if it is not before today."""

    day: int
    current: bool

    def has(self, first: int) -> bool:
        """Whether an event counts whose first known day is `first`."""
        return first != NEVER and (self.current or first <= self.day)


@dataclass
class Law:
    """Days as ordinals, `UNDATED` if unknown."""

    prosecutions: list[tuple[str, int]] = field(default_factory=list)  # person ("" where not public), from
    charges: list[tuple[str, str, int]] = field(default_factory=list)  # person, provision, from
    courts: list[tuple[int, str]] = field(default_factory=list)  # from, court
    provisions: list[tuple[int, str, int]] = field(default_factory=list)  # from, provision, cleared from
    # person, from, months, how it is combined, replaced from
    terms: list[tuple[str, int, int, str | None, int]] = field(default_factory=list)

    def prosecuted(self, on: AsOf) -> tuple[int, int]:
        """Number of prosecutions, and of people prosecuted."""
        accused = [person for person, first in self.prosecutions if on.has(first)]
        return len(accused), len({person for person in accused if person})

    def charged(self, on: AsOf, held: frozenset[str]) -> tuple[Counter[str], Counter[str]]:
        """People by provision, and those of them in custody."""
        pairs = [(person, ref) for person, ref, first in self.charges if on.has(first)]
        return Counter(ref for _person, ref in pairs), Counter(ref for person, ref in pairs if person in held)

    def sentenced(self, on: AsOf) -> Counter[str]:
        """Sentences of first instance by court."""
        return Counter(court for first, court in self.courts if on.has(first))

    def sentenced_for(self, on: AsOf) -> Counter[str]:
        """Sentences of first instance by provision."""
        return Counter(ref for first, ref, cleared in self.provisions if on.has(first) and not on.has(cleared))

    def longest(self, on: AsOf) -> dict[str, int]:
        """The longest term of imprisonment in force of each person, in months, including additions."""
        return longest_months(
            (person, first, months, how)
            for person, first, months, how, replaced in self.terms
            if on.has(first) and not on.has(replaced)
        )


def read() -> Law:
    """Read the register."""
    return Law(
        [(person, ordinal(day)) for person, day in index_rows.rows(PROSECUTIONS)],
        [(person, ref, ordinal(day)) for person, ref, day in index_rows.rows(CHARGES)],
        [(ordinal(day), court) for day, court in index_rows.rows(FIRST_SENTENCES)],
        [(ordinal(day), ref, _cleared(text)) for day, ref, text in index_rows.rows(SENTENCED_FOR)],
        [
            (person, ordinal(day), months, how, ordinal(new) if new else NEVER)
            for person, day, months, how, new in index_rows.rows(index_rows.TERMS)
        ],
    )


def ordinal(day: Any, otherwise: int = UNDATED) -> int:
    """A day from the register as an ordinal; `otherwise` if there is none."""
    if day in (None, "", "9999"):
        return otherwise
    return (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()


def _cleared(text: str) -> int:
    """A charge that was dropped on an unknown day is never counted."""
    return 0 if text == "0" else ordinal(text, NEVER)
