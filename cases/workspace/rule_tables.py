"""The organisation's tables of legal rules, read from its records and passed to `cases.domain.sentencing` as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cases.domain.sentencing.appeal_deadlines import AppealRule
from cases.domain.sentencing.credit import CreditRule
from cases.domain.sentencing.credit_table import articles_of
from cases.models import AppealPeriod, CreditFactor, Jurisdiction


@dataclass(frozen=True)
class Tables:
    """Rules in use, by the key of the jurisdiction; without rules a jurisdiction has none, and results say so."""

    credit: Mapping[int, Sequence[CreditRule]]
    appeals: Mapping[int, Sequence[AppealRule]]

    def credit_of(self, jurisdiction: Jurisdiction) -> Sequence[CreditRule]:
        """Return the custody credit rules of a jurisdiction."""
        return self.credit.get(jurisdiction.pk, ())

    def appeals_of(self, jurisdiction: Jurisdiction) -> Sequence[AppealRule]:
        """Return the appeal periods of a jurisdiction."""
        return self.appeals.get(jurisdiction.pk, ())


def tables() -> Tables:
    """Load the current tables: two queries, so that a page with many results asks once."""
    credit: dict[int, list[CreditRule]] = {}
    for row in CreditFactor.objects.filter(in_use=True).select_related("jurisdiction__country"):
        credit.setdefault(row.jurisdiction_id, []).append(_credit(row))
    appeals: dict[int, list[AppealRule]] = {}
    for period in AppealPeriod.objects.filter(in_use=True).select_related("jurisdiction__country"):
        appeals.setdefault(period.jurisdiction_id, []).append(_appeal(period))
    return Tables(credit, appeals)


def code_of(jurisdiction: Jurisdiction) -> str:
    """Return the lower-case country code that cases.domain.sentencing uses for a jurisdiction."""
    return str(jurisdiction.country.code).lower()


def _credit(row: CreditFactor) -> CreditRule:
    return CreditRule(
        code_of(row.jurisdiction), row.custody, Fraction(row.factor), row.penalty, row.regime,
        row.valid_from_lower, row.valid_until_upper, row.backwards, articles_of(row.excluded), row.source,  # type: ignore[attr-defined]
        not row.to_verify,
    )  # fmt: skip


def _appeal(row: AppealPeriod) -> AppealRule:
    start = row.valid_from_lower  # type: ignore[attr-defined]
    return AppealRule(code_of(row.jurisdiction), row.days, row.source, not row.to_verify, start)
