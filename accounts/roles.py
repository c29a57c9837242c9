"""Permissions of each role: data only. `manage.py sync_roles` writes it into the database as Django's groups.

A role is a name and a list of permissions; code checks a permission, never a role. Permissions are written
"app_label.codename" and cover models of other apps, which this package knows by name only.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

APPROVING = "review.approve_snapshot"
"""Permission to publish: its holder also needs a clearance (accounts.clearances)."""

CASE_MODELS = (
    "person",
    "personname",
    "personsummary",
    "personcitizenship",
    "personoccupation",
    "photo",
    "recognition",
    "consent",
    "custody",
    "violation",
    "case",
    "casesummary",
    "defendant",
    "charge",
    "hearing",
    "hearingofficial",
    "hearingdefendant",
    "sentence",
    "penalty",
    "source",
    "citation",
)
REFERENCE_MODELS = (
    "jurisdiction",
    "code",
    "provision",
    "creditfactor",
    "appealperiod",
    "court",
    "facility",
    "facilityaddress",
    "official",
    "organisation",
    "occupation",
    "region",
    "country",
)
# Files that prove what a source says: added once, described, never removed.
EVIDENCE_MODELS = ("evidence",)
# Messages from outside, and the records made from them.
INTAKE_MODELS = ("intake", "intakeuse")
# Created by imports, never entered by hand: read-only.
KEPT_MODELS = ("importbatch", "importrow")
REVIEW_MODELS = ("snapshot",)


def _permissions(app: str, models: tuple[str, ...], *verbs: str) -> frozenset[str]:
    return frozenset(f"{app}.{verb}_{model}" for model in models for verb in verbs)


VIEW_CASES = _permissions("cases", CASE_MODELS + REFERENCE_MODELS + KEPT_MODELS, "view")
EDIT_CASES = _permissions("cases", CASE_MODELS + REFERENCE_MODELS, "add", "change")
# Rows of a person or case may be removed; persons, cases and reference data are withdrawn or closed, not deleted.
REMOVE_ROWS = _permissions("cases", tuple(name for name in CASE_MODELS if name not in {"person", "case"}), "delete")
VIEW_REVIEW = _permissions("review", REVIEW_MODELS, "view")
VIEW_EVIDENCE = _permissions("cases", EVIDENCE_MODELS, "view")
KEEP_EVIDENCE = _permissions("cases", EVIDENCE_MODELS, "view", "add", "change")
WORK_ON_INTAKE = _permissions("cases", INTAKE_MODELS, "view", "add", "change") | {"cases.delete_intakeuse"}
WORK_ON_CASES = (
    VIEW_CASES
    | KEEP_EVIDENCE
    | EDIT_CASES
    | REMOVE_ROWS
    | VIEW_REVIEW
    | {"review.submit_snapshot", "cases.view_sensitive"}
)


@dataclass(frozen=True)
class Role:
    """Kind of work. `name` is the group's name in the database and is not translated; `title` is."""

    name: str
    title: "StrOrPromise"
    description: "StrOrPromise"
    permissions: frozenset[str]


EDITOR = Role(
    "Editor",
    _("Editor"),
    _("Enters and corrects persons and cases, imports lists, submits for review. Cannot approve."),
    WORK_ON_CASES | WORK_ON_INTAKE | {"cases.import_records", "cases.export_records", "cases.merge_records"},
)
REVIEWER = Role(
    "Reviewer",
    _("Reviewer"),
    _(
        "Approves, returns or unpublishes records that colleagues entered. Can also enter records, which others "
        "then review."
    ),
    WORK_ON_CASES | {APPROVING, "review.retract_snapshot", "cases.restrict_records"},
)
CASE_LEAD = Role(
    "Case lead",
    _("Case lead"),
    _(
        "Works as an editor, can restrict access to records that others entered, and sets what needs consent. Cannot approve."
    ),
    EDITOR.permissions | {"cases.restrict_records", "review.set_consent_rules"},
)
PUBLISHER = Role(
    "Publisher",
    _("Publisher"),
    _("Publishes editions of approved records and unpublishes records. Cannot change records."),
    VIEW_CASES | VIEW_REVIEW | {"review.publish_edition", "review.retract_snapshot", "cases.export_records"},
)
AUDITOR = Role(
    "Auditor",
    _("Auditor"),
    _("Reads everything, including the audit log. Cannot change anything."),
    VIEW_CASES
    | VIEW_REVIEW
    | VIEW_EVIDENCE
    | _permissions("cases", INTAKE_MODELS, "view")
    | {
        "cases.view_sensitive",
        "accounts.view_entry",
        "accounts.export_entry",
        "accounts.view_user",
        "accounts.view_switch",
    },
)
ADMINISTRATOR = Role(
    "Administrator",
    _("Administrator"),
    _(
        "Invites and disables accounts, assigns roles, reads the audit log, uses the emergency switches. Cannot "
        "see case data."
    ),
    frozenset(
        {
            "accounts.view_user",
            "accounts.manage_accounts",
            "accounts.view_entry",
            "accounts.export_entry",
            "accounts.view_switch",
            "accounts.throw_switch",
        }
    ),
)

ROLES: tuple[Role, ...] = (EDITOR, REVIEWER, CASE_LEAD, PUBLISHER, AUDITOR, ADMINISTRATOR)
BY_NAME = {role.name: role for role in ROLES}
