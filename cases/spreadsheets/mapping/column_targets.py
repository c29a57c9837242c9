"""What a column of a list may be said to be, with the words in which the pages ask."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ASIDE, NOTES, KEY, STATUS, LINK = "aside", "notes", "key", "status", "link"
TARGETS: tuple[tuple[Promise | str, tuple[tuple[str, Promise], ...]], ...] = (
    ("", (
        (ASIDE, _("ignore this column")), (NOTES, _("internal note, word for word")),
        (KEY, _("number or ID of the person in the list")), (LINK, _("link to the source of the row")),
    )),
    (_("Person"), (
        ("name.text", _("name")), ("name2.text", _("name in another script or language")), ("alias.text", _("also known as")),
        ("person.gender", _("gender")), ("person.born", _("date of birth")), ("person.died", _("date of death")),
        ("citizenship.country", _("citizenship")), ("person.region", _("region")), ("occupation.occupation", _("occupation")),
        ("recognition.organisation", _("recognised by (organisation)")), ("recognition.status", _("recognition status")),
        ("recognition.from_date", _("recognised on")), ("summary.text", _("public summary")),
        ("photo", _("link to a photo (as a note)")),
    )),
    (_("Encrypted"), (
        ("person.contacts", _("contacts")), ("address", _("address for letters")), ("person.health", _("health")),
        ("person.relatives", _("relatives")),
    )),
    (_("Custody"), (
        ("custody.from_date", _("in custody since")), ("custody.until", _("in custody until")),
        ("custody.facility", _("place of detention")), ("custody.end", _("how custody ended")),
        (STATUS, _("status: convicted, in custody, released")),
    )),
    (_("Case"), (
        ("case.number", _("case number")), ("case.title", _("title of the case")), ("case.court", _("court")),
        ("case.opened", _("case opened")), ("charge.charges", _("charges (articles)")), ("defendant.stage", _("stage")),
        ("judge", _("judge (as a note)")), ("lawyer", _("lawyer (as a note)")), ("sentence.decided", _("sentenced on")),
        ("penalty.length", _("length of the penalty")), ("penalty.kind", _("kind of penalty")),
        ("penalty.regime", _("regime")), ("penalty.amount", _("amount of the fine")),
    )),
)  # fmt: skip
"""What a column may be, in groups: (key, label)."""

DATES = frozenset(
    {
        "person.born", "person.died", "recognition.from_date", "custody.from_date", "custody.until", "case.opened",
        "sentence.decided",
    }
)  # fmt: skip
SEVERAL = frozenset(
    {
        ASIDE,
        NOTES,
        LINK,
        "alias.text",
        "person.contacts",
        "address",
        "person.health",
        "person.relatives",
        "photo",
        "judge",
        "lawyer",
    }
)
"""Targets that several columns may have."""


def labels() -> dict[str, Promise]:
    """Every target with its words."""
    return {key: label for _group, targets in TARGETS for key, label in targets}
