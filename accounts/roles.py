"""What each role may do: data only. `manage.py sync_roles` writes it into the database as Django's groups.

A role is a name and a list of permissions; code asks for a permission, never for a role. Permissions are written
"app_label.codename" and cover models of other apps, which this package knows by name alone.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CASE_MODELS = (
    "person",
    "personname",
    "personsummary",
    "personcitizenship",
    "personoccupation",
    "photo",
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
# Files that prove what a source says: kept once, described, never taken away again.
EVIDENCE_MODELS = ("evidence",)
# What arrives from outside, and what was made of it.
INTAKE_MODELS = ("intake", "intakeuse")
# Made by importing, never typed in: they can only be looked at.
KEPT_MODELS = ("importbatch", "importrow")
REVIEW_MODELS = ("snapshot",)


def _permissions(app: str, models: tuple[str, ...], *verbs: str) -> frozenset[str]:
    return frozenset(f"{app}.{verb}_{model}" for model in models for verb in verbs)


VIEW_CASES = _permissions("cases", CASE_MODELS + REFERENCE_MODELS + KEPT_MODELS, "view")
EDIT_CASES = _permissions("cases", CASE_MODELS + REFERENCE_MODELS, "add", "change")
# Rows of a person or case may be taken away again; persons, cases and reference data are withdrawn or closed, not
# deleted.
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
    """A kind of work. `name` is the group's name in the database and is not translated; `title` is."""

    name: str
    title: "StrOrPromise"
    description: "StrOrPromise"
    permissions: frozenset[str]


EDITOR = Role(
    "Editor",
    _("Editor"),
    _("Enters and corrects persons and cases, imports lists, submits for review. Approves nothing."),
    WORK_ON_CASES | WORK_ON_INTAKE | {"cases.import_records", "cases.export_records", "cases.merge_records"},
)
REVIEWER = Role(
    "Reviewer",
    _("Reviewer"),
    _("Approves, returns or withdraws what somebody else entered; may also enter records, which others then review."),
    WORK_ON_CASES | {"review.approve_snapshot", "review.retract_snapshot"},
)
PUBLISHER = Role(
    "Publisher",
    _("Publisher"),
    _("Brings out editions of what was approved and withdraws what must not stay public. Changes no record."),
    VIEW_CASES | VIEW_REVIEW | {"review.publish_edition", "review.retract_snapshot", "cases.export_records"},
)
AUDITOR = Role(
    "Auditor",
    _("Auditor"),
    _("Reads everything, the log included, and changes nothing."),
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
    _("Invites, disables and gives roles to accounts, reads the log, throws the switches. Sees no case data."),
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

ROLES: tuple[Role, ...] = (EDITOR, REVIEWER, PUBLISHER, AUDITOR, ADMINISTRATOR)
BY_NAME = {role.name: role for role in ROLES}
