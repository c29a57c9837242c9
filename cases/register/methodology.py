"""The policy of publication in words, from the rows that the build wrote: the page cannot be out of step with it."""

from typing import Any

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from cases.register.models import PublishedRule

HOW = {
    "as_is": _("as it is"),
    "choice": _("by its label"),
    "date": _("as far as the date is known"),
    "year": _("only the year"),
    "reference": _("with its public name"),
    "parent": _("as part of the record it belongs to"),
    "row": _("as a link inside this record"),
    "link": _("as a link, while both ends are public"),
    "verified": _("once it is verified"),
    "picture": _("drawn anew, without metadata"),
}
# The reasons why something is never published, so that they can be translated; the rows hold them in English.
WHY = (
    gettext_noop("written by staff for staff"),
    gettext_noop("could endanger the person or the family"),
    gettext_noop("a matter of the staff's own bookkeeping"),
    gettext_noop("says who works here and when"),
    gettext_noop("published within the whole name"),
    gettext_noop("consent protects the person; it is not told"),
    gettext_noop("a working title of the staff; the title for the public is a text of its own"),
    gettext_noop("not needed beside its name"),
    gettext_noop("a link is published with each statement and source, not by itself"),
    gettext_noop("told by the court"),
    gettext_noop("told by the case"),
    gettext_noop("published within the way its provisions are cited"),
    gettext_noop("names the kept copy, which is evidence"),
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
    "citation": _("What a source says"),
    "country": _("Country"),
    "region": _("Region"),
    "occupation": _("Occupation (list)"),
    "organisation": _("Organisation"),
    "official": _("Official"),
    "court": _("Court"),
    "facility": _("Place of detention"),
    "facilityaddress": _("Address of a place"),
    "jurisdiction": _("Jurisdiction"),
    "code": _("Code"),
    "provision": _("Provision"),
    "source": _("Source"),
}
BOOKKEEPING = ("a matter of the staff's own bookkeeping", "says who works here and when")


def tables() -> list[dict[str, Any]]:
    """For each kind of record: which fields may be public and in what form, and which never are and why.

    The staff's bookkeeping (who entered what and when) is the same for every kind and is told once, in the page's text.
    """
    told: dict[str, dict[str, Any]] = {}
    for rule in PublishedRule.objects.order_by("id"):
        if rule.noun not in NOUNS or rule.why in BOOKKEEPING:
            continue
        table = told.setdefault(rule.noun, {"title": NOUNS[rule.noun], "public": [], "never": []})
        name = rule.field.replace("_", " ")
        if rule.how:
            table["public"].append({"field": name, "how": HOW.get(rule.how, rule.how)})
        else:
            table["never"].append({"field": name, "why": gettext(rule.why)})
    return list(told.values())
