"""Sections of the staff start page, grouped by task rather than by Django app."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECTIONS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("records", _("Records"), ("Person", "Case", "Hearing", "Sentence", "Defendant", "Violation", "Source", "Intake")),
    ("review", _("Review"), ("Snapshot",)),
    ("lists", _("Imports"), ("ImportBatch", "ImportMapping")),
    (
        "law",
        _("Law and courts"),
        ("Provision", "Code", "Jurisdiction", "Court", "Official", "CreditFactor", "AppealPeriod"),
    ),
    ("reference", _("Reference data"), ("Facility", "Organisation", "Occupation", "Region", "Country")),
)
"""Label, title and models of each section, in order. Other models stay in their app's section, after these."""


def arranged(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Group the admin's app list by SECTIONS, in their order."""
    by_name = {model["object_name"]: (app, model) for app in apps for model in app["models"]}
    sections = []
    listed: set[str] = set()
    for label, title, names in SECTIONS:
        present = [name for name in names if name in by_name]
        listed |= set(present)
        if present:
            app = by_name[present[0]][0]
            models = [by_name[name][1] for name in present]
            sections.append({**app, "app_label": label, "name": title, "models": models})
    for app in apps:
        others = [model for model in app["models"] if model["object_name"] not in listed]
        if others:
            sections.append({**app, "models": others})
    return sections
