"""The publication policy as text, from the rows that the build wrote: the page always matches the policy in use."""

from typing import Any

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from cases.public_site.field_labels import FIELD_LABELS
from cases.public_site.models import PublishedRule

HOW = {
    "as_is": _("as entered"),
    "choice": _("shown as label"),
    "date": _("with known precision"),
    "year": _("year only"),
    "reference": _("public name"),
    "parent": _("as part of its record"),
    "row": _("as a link within the record"),
    "link": _("as a link, if both records are public"),
    "verified": _("after verification"),
    "picture": _("re-encoded copy without metadata"),
}
# Reasons why a field is never published, listed for translation; the rows hold them in English.
WHY = (
    gettext_noop("internal notes of staff"),
    gettext_noop("could endanger the person or their family"),
    gettext_noop("internal record keeping"),
    gettext_noop("shows who works here and when"),
    gettext_noop("published as part of the full name"),
    gettext_noop("consent is confidential, to protect the person"),
    gettext_noop("working title for staff; the public title is a separate text"),
    gettext_noop("not needed next to the name"),
    gettext_noop("links are published with statements and sources"),
    gettext_noop("shown with the court"),
    gettext_noop("shown with the case"),
    gettext_noop("published as part of the citations of its provisions"),
    gettext_noop("identifies the archived copy, which is evidence"),
)
NOUNS = {
    "person": _("Person"),
    "personname": _("Name"),
    "personcitizenship": _("Citizenship"),
    "personoccupation": _("Occupation"),
    "personsummary": _("Text about a person"),
    "photo": _("Photo"),
    "recognition": _("Recognition"),
    "consent": _("Consent"),
    "custody": _("Custody"),
    "violation": _("Violation"),
    "case": _("Case"),
    "casesummary": _("Text about a case"),
    "defendant": _("Defendant"),
    "charge": _("Charge"),
    "hearing": _("Hearing"),
    "hearingdefendant": _("Defendant at a hearing"),
    "hearingofficial": _("Official at a hearing"),
    "sentence": _("Sentence"),
    "penalty": _("Penalty"),
    "citation": _("Citation of a source"),
    "country": _("Country"),
    "region": _("Region"),
    "occupation": _("Occupation (reference list)"),
    "organisation": _("Organisation"),
    "official": _("Official"),
    "court": _("Court"),
    "facility": _("Place of detention"),
    "facilityaddress": _("Address of a place of detention"),
    "jurisdiction": _("Jurisdiction"),
    "code": _("Code"),
    "provision": _("Provision"),
    "source": _("Source"),
}
BOOKKEEPING = ("internal record keeping", "shows who works here and when")


def tables() -> list[dict[str, Any]]:
    """For each kind of record: which fields may be public and in what form, and which never are and why.

    The bookkeeping of the staff (who entered what and when) is the same for every kind and is described once, in the page's
    text.
    """
    by_noun: dict[str, dict[str, Any]] = {}
    for rule in PublishedRule.objects.order_by("id"):
        if rule.noun not in NOUNS or rule.why in BOOKKEEPING:
            continue
        table = by_noun.setdefault(rule.noun, {"title": NOUNS[rule.noun], "public": [], "never": []})
        name = FIELD_LABELS.get(rule.field, rule.field.replace("_", " "))
        if rule.how:
            table["public"].append({"field": name, "how": HOW.get(rule.how, rule.how)})
        else:
            table["never"].append({"field": name, "why": gettext(rule.why)})
    return list(by_noun.values())
