"""How the first page of the staff is arranged: by what people do, not by which part of the program holds it."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECTIONS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("records", _("Records"), ("Person", "Case", "Hearing", "Sentence", "Defendant", "Violation", "Source", "Intake")),
    ("review", _("Review"), ("Snapshot",)),
    ("lists", _("Lists taken in"), ("ImportBatch", "ImportMapping")),
    (
        "law",
        _("Law and courts"),
        ("Provision", "Code", "Jurisdiction", "Court", "Official", "CreditFactor", "AppealPeriod"),
    ),
    ("reference", _("Reference data"), ("Facility", "Organisation", "Occupation", "Region", "Country")),
)
"""Name, title and models of each section, in order. What stands in none keeps the section of its app, after these."""


def arranged(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The admin's list of apps, with the models of SECTIONS taken together in their order."""
    by_name = {model["object_name"]: (app, model) for app in apps for model in app["models"]}
    sections = []
    taken: set[str] = set()
    for label, title, names in SECTIONS:
        present = [name for name in names if name in by_name]
        taken |= set(present)
        if present:
            app = by_name[present[0]][0]
            models = [by_name[name][1] for name in present]
            sections.append({**app, "app_label": label, "name": title, "models": models})
    for app in apps:
        rest = [model for model in app["models"] if model["object_name"] not in taken]
        if rest:
            sections.append({**app, "models": rest})
    return sections
