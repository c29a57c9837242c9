"""Data entry in Django's admin, one module per noun: modules declare admins; multi-step tools are functions."""

from cases.admin import (
    case,
    defendant,
    hearing,
    intake,
    legal_rules_admin,
    person,
    reference_data,
    sentence,
    source,
    violation,
)
from cases.spreadsheets import pages

__all__ = [
    "case", "defendant", "hearing", "intake", "legal_rules_admin", "pages", "person", "reference_data", "sentence", "source",
    "violation",
]  # fmt: skip
