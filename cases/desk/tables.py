"""The organisation's tables of legal time, read from its records for `cases.terms`, which gets them as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cases.models import AppealPeriod, CreditFactor, Jurisdiction
from cases.terms.appeal import AppealRule
from cases.terms.credit import CreditRule
from cases.terms.credit_table import articles_of


@dataclass(frozen=True)
class Tables:
    """The lines in use, by the key of the jurisdiction; a jurisdiction without lines has none, and terms say so."""

    credit: Mapping[int, Sequence[CreditRule]]
    appeals: Mapping[int, Sequence[AppealRule]]

    def credit_of(self, jurisdiction: Jurisdiction) -> Sequence[CreditRule]:
        """The factors of credit in a jurisdiction."""
        return self.credit.get(jurisdiction.pk, ())

    def appeals_of(self, jurisdiction: Jurisdiction) -> Sequence[AppealRule]:
        """The periods for appeal in a jurisdiction."""
        return self.appeals.get(jurisdiction.pk, ())


def tables() -> Tables:
    """The tables as they stand now: two queries, so that a page of many results asks once."""
    credit: dict[int, list[CreditRule]] = {}
    for row in CreditFactor.objects.filter(in_use=True).select_related("jurisdiction__country"):
        credit.setdefault(row.jurisdiction_id, []).append(_credit(row))
    appeals: dict[int, list[AppealRule]] = {}
    for period in AppealPeriod.objects.filter(in_use=True).select_related("jurisdiction__country"):
        appeals.setdefault(period.jurisdiction_id, []).append(_appeal(period))
    return Tables(credit, appeals)


def code_of(jurisdiction: Jurisdiction) -> str:
    """The lower-case country code by which cases.terms names a jurisdiction."""
    return str(jurisdiction.country.code).lower()


def _credit(row: CreditFactor) -> CreditRule:
    return CreditRule(
        code_of(row.jurisdiction), row.custody, Fraction(row.factor), row.penalty, row.regime,
        row.valid_from_lower, row.valid_until_upper, row.backwards, articles_of(row.excluded), row.source,  # type: ignore[attr-defined]
        not row.to_verify,
    )  # fmt: skip


def _appeal(row: AppealPeriod) -> AppealRule:
    begins = row.valid_from_lower  # type: ignore[attr-defined]
    return AppealRule(code_of(row.jurisdiction), row.days, row.source, not row.to_verify, begins)
