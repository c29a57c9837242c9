"""What may ever be public, as what, and made how. Data only; it imports nothing of ours.

Every field of every private record is classified here, or `manage.py check` fails. To publish a new field: classify it
here, give the register a column of the same name, show it in a template. What is classified `Never` has a reason, in words
that the methodology page and a new colleague can read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class How(Enum):
    """How a private value becomes a public one; the value is a phrase for the reviewer."""

    AS_IS = "as entered"
    CHOICE = "shown as label"
    DATE = "with known precision"
    YEAR = "year only"
    REFERENCE = "public name"
    PARENT = "as part of its record"
    ROW = "as a link within the record"
    LINK = "as a link, if both records are public"
    VERIFIED = "after verification"
    PICTURE = "re-encoded copy without metadata"


@dataclass(frozen=True)
class Public:
    """The field may be published, made as `how` says, if a reviewer ticks it."""

    how: How


@dataclass(frozen=True)
class Never:
    """The field is never published, for the reason `why`."""

    why: str


Rule = Public | Never

AS_IS, CHOICE, DATE, YEAR = Public(How.AS_IS), Public(How.CHOICE), Public(How.DATE), Public(How.YEAR)
REFERENCE, PARENT, ROW, LINK = Public(How.REFERENCE), Public(How.PARENT), Public(How.ROW), Public(How.LINK)
VERIFIED = Public(How.VERIFIED)

INTERNAL = Never("internal notes of staff")
SENSITIVE = Never("could endanger the person or their family")
MECHANICS = Never("internal record keeping")
WHO_AND_WHEN = Never("shows who works here and when")
RULES_OF_TIME = Never("what terms are calculated with; an estimate names its source")

COMMON: dict[str, Rule] = {
    "id": MECHANICS,
    "public_id": MECHANICS,  # the address of a record, not a value of it: it is published by there being a row
    "version": MECHANICS,
    "created_at": WHO_AND_WHEN,
    "created_by": WHO_AND_WHEN,
    "updated_at": WHO_AND_WHEN,
    "updated_by": WHO_AND_WHEN,
}
ROOT: dict[str, Rule] = {**COMMON, "restricted": MECHANICS, "readers": WHO_AND_WHEN}
TITLED: dict[str, Rule] = {
    **COMMON,
    "name_en": AS_IS,
    "name_be": AS_IS,
    "name_ru": AS_IS,
    "name_local": AS_IS,
    "names_folded": MECHANICS,
    "to_verify": MECHANICS,
}

# The rows of an aggregate, in the order in which a reviewer reads them.
AGGREGATES: dict[str, tuple[str, ...]] = {
    "person": (
        "person", "personname", "personcitizenship", "personoccupation", "personsummary", "photo", "recognition",
        "custody", "violation", "citation",
    ),
    "case": (
        "case", "casesummary", "defendant", "charge", "hearing", "hearingdefendant", "hearingofficial", "sentence",
        "penalty", "citation",
    ),
}  # fmt: skip

POLICY: dict[str, dict[str, Rule]] = {
    "person": {
        **ROOT,
        "gender": CHOICE,
        "born": YEAR,
        "died": DATE,
        "region": REFERENCE,
        "can_receive_letters": AS_IS,
        "internal_notes": INTERNAL,
        "contacts": SENSITIVE,
        "health": SENSITIVE,
        "relatives": SENSITIVE,
        "merged_into": MECHANICS,
        "unfinished_list": MECHANICS,
        "taken_back_with": MECHANICS,
    },
    "personname": {
        **COMMON,
        "person": PARENT,
        "position": MECHANICS,
        "text": AS_IS,
        "kind": CHOICE,
        "language": CHOICE,
        "script": CHOICE,
        "order": MECHANICS,
        "given": Never("published as part of the full name"),
        "patronymic": Never("published as part of the full name"),
        "family": Never("published as part of the full name"),
    },
    "namekey": {"id": MECHANICS, "name": MECHANICS, "key": MECHANICS},
    "nearkey": {"id": MECHANICS, "cut": MECHANICS, "key": MECHANICS},
    "personcitizenship": {**COMMON, "person": PARENT, "country": REFERENCE, "until": DATE},
    "personoccupation": {**COMMON, "person": PARENT, "occupation": REFERENCE},
    "personsummary": {**COMMON, "person": PARENT, "language": CHOICE, "text": AS_IS},
    "photo": {
        **COMMON,
        "person": PARENT,
        "content": MECHANICS,  # published through its SHA-256, by which the frozen picture is kept
        "sha256": Public(How.PICTURE),
        "width": MECHANICS,
        "height": MECHANICS,
        "caption": AS_IS,
        "credit": AS_IS,
        "internal_notes": INTERNAL,
    },
    "recognition": {
        **COMMON,
        "person": PARENT,
        "organisation": REFERENCE,
        "status": CHOICE,
        "from_date": DATE,
        "until": DATE,
        "statement": AS_IS,
    },
    "consent": {
        **COMMON,
        "person": Never("consent is confidential, to protect the person"),
        "scope": Never("consent is confidential, to protect the person"),
        "answer": Never("consent is confidential, to protect the person"),
        "giver": Never("consent is confidential, to protect the person"),
        "given_by": SENSITIVE,
        "given_on": Never("consent is confidential, to protect the person"),
        "until": Never("consent is confidential, to protect the person"),
        "recorded_by": WHO_AND_WHEN,
    },
    "custody": {
        **COMMON,
        "person": PARENT,
        "kind": CHOICE,
        "facility": REFERENCE,
        "from_date": DATE,
        "until": DATE,
        "end": CHOICE,
        "internal_notes": INTERNAL,
    },
    "violation": {
        **COMMON,
        "person": PARENT,
        "kind": CHOICE,
        "on_date": DATE,
        "facility": REFERENCE,
        "public_text": AS_IS,
        "language": CHOICE,
        "internal_notes": INTERNAL,
    },
    "case": {
        **ROOT,
        "jurisdiction": REFERENCE,
        "kind": CHOICE,
        "number": AS_IS,
        "title": Never("working title for staff; the public title is a separate text"),
        "court": REFERENCE,
        "opened": DATE,
        "internal_notes": INTERNAL,
        "unfinished_list": MECHANICS,
        "taken_back_with": MECHANICS,
    },
    "casesummary": {**COMMON, "case": PARENT, "language": CHOICE, "title": AS_IS, "text": AS_IS},
    "defendant": {
        **COMMON,
        "case": PARENT,
        "person": LINK,
        "stage": CHOICE,
        "stage_date": DATE,
        "in_absentia": AS_IS,
        "act_date": DATE,
        "internal_notes": INTERNAL,
    },
    "charge": {
        **COMMON,
        "defendant": PARENT,
        "provision": REFERENCE,
        "offence_stage": CHOICE,
        "status": CHOICE,
        "charged_on": DATE,
        "status_date": DATE,
        "internal_notes": INTERNAL,
    },
    "hearing": {
        **COMMON,
        "case": PARENT,
        "court": REFERENCE,
        "room": AS_IS,
        "day": DATE,
        "time": AS_IS,
        "kind": CHOICE,
        "openness": CHOICE,
        "outcome": CHOICE,
        "adjourned_to": ROW,
        "observers_notes": INTERNAL,
    },
    "hearingdefendant": {**COMMON, "hearing": PARENT, "defendant": ROW},
    "hearingofficial": {**COMMON, "hearing": PARENT, "official": REFERENCE, "role": CHOICE},
    "sentence": {
        **COMMON,
        "defendant": PARENT,
        "instance": CHOICE,
        "court": REFERENCE,
        "judge": REFERENCE,
        "decided": DATE,
        "in_force": DATE,
        "replaces": ROW,
        "addition": CHOICE,
        "internal_notes": INTERNAL,
    },
    "penalty": {
        **COMMON,
        "sentence": PARENT,
        "kind": CHOICE,
        "years": AS_IS,
        "months": AS_IS,
        "days": AS_IS,
        "regime": CHOICE,
        "amount": AS_IS,
        "currency": AS_IS,
    },
    "citation": {
        **COMMON,
        "source": REFERENCE,
        "person": PARENT,
        "case": PARENT,
        "about": AS_IS,
        "quote": AS_IS,
        "stance": CHOICE,
        "says": AS_IS,
    },
    # Reference data are public by themselves; they reach the register as part of what refers to them.
    "country": {**TITLED, "code": AS_IS},
    "region": {**TITLED, "country": REFERENCE},
    "occupation": {**TITLED},
    "organisation": {
        **TITLED,
        "kind": CHOICE,
        "country": Never("not needed next to the name"),
        "website": Never("links are published with statements and sources"),
    },
    "official": {
        **TITLED,
        "country": Never("shown with the court"),
        "post": INTERNAL,
        "from_date": INTERNAL,
        "internal_notes": INTERNAL,
    },
    "court": {
        **TITLED,
        "country": REFERENCE,
        "region": REFERENCE,
        "city": AS_IS,
        "level": CHOICE,
        "time_zone": AS_IS,
        "opened": INTERNAL,
        "closed": INTERNAL,
        "internal_notes": INTERNAL,
    },
    "facility": {
        **TITLED,
        "country": REFERENCE,
        "region": REFERENCE,
        "city": AS_IS,
        "kind": CHOICE,
        "code": AS_IS,
        "predecessor": INTERNAL,
        "opened": INTERNAL,
        "closed": INTERNAL,
        "internal_notes": INTERNAL,
    },
    "facilityaddress": {
        **COMMON,
        "facility": PARENT,
        "local": VERIFIED,
        "latin": VERIFIED,
        "valid_from": INTERNAL,
        "valid_until": INTERNAL,
        "to_verify": MECHANICS,
    },
    "jurisdiction": {**TITLED, "country": REFERENCE},
    "code": {
        **TITLED,
        "jurisdiction": Never("shown with the case"),
        "short_name": AS_IS,
        "whole_pattern": Never("published as part of the citations of its provisions"),
        "part_pattern": Never("published as part of the citations of its provisions"),
    },
    "provision": {
        **TITLED,
        "code": REFERENCE,
        "article": AS_IS,
        "part": AS_IS,
        "valid_from": INTERNAL,
        "valid_until": INTERNAL,
        "max_months": VERIFIED,
        "life_possible": VERIFIED,
        "death_possible": VERIFIED,
        "source": INTERNAL,
        "internal_notes": INTERNAL,
    },
    "creditfactor": dict.fromkeys(
        (
            *COMMON,
            "jurisdiction",
            "custody",
            "penalty",
            "regime",
            "factor",
            "valid_from",
            "valid_until",
            "backwards",
            "excluded",
            "source",
            "to_verify",
            "in_use",
            "internal_notes",
        ),
        RULES_OF_TIME,
    ),
    "appealperiod": dict.fromkeys(
        (*COMMON, "jurisdiction", "days", "valid_from", "source", "to_verify", "in_use", "internal_notes"),
        RULES_OF_TIME,
    ),
    "source": {
        **COMMON,
        "kind": CHOICE,
        "title": AS_IS,
        "link": AS_IS,
        "publisher": REFERENCE,
        "published": DATE,
        "language": CHOICE,
        "archived_link": AS_IS,
        "archived_sha256": Never("identifies the archived copy, which is evidence"),
        "reliability": CHOICE,
        "legal_risk": MECHANICS,
        "confidential": MECHANICS,
        "internal_notes": INTERNAL,
    },
    # Evidence and what was told to the organisation are kept, never shown: they would lead to those who trusted it.
    "evidence": dict.fromkeys(
        (
            *COMMON,
            "source",
            "sha256",
            "size",
            "media_type",
            "original_name",
            "fetched_on",
            "obtained",
            "internal_notes",
        ),
        Never("evidence is kept for staff alone: a file tells more than anybody looked through"),
    ),
    "intake": dict.fromkeys(
        (
            *ROOT,
            "subject",
            "channel",
            "received_on",
            "reliability",
            "says",
            "from_whom",
            "status",
            "reason",
        ),
        Never("leads to whoever told it"),
    ),
    "intakeuse": dict.fromkeys((*COMMON, "intake", "source", "person", "case"), Never("leads to whoever told it")),
    # How lists came in is the staff's own matter altogether.
    "importbatch": dict.fromkeys(
        (
            "id",
            "mapping",
            "file_name",
            "file_sha256",
            "source",
            "by",
            "at",
            "row_count",
            "words",
            "undone_at",
            "undone_by",
        ),
        MECHANICS,
    ),
    "merge": dict.fromkeys(
        (
            "id",
            "kept",
            "gone",
            "status",
            "reviewed",
            "choices",
            "kept_version",
            "gone_version",
            "note",
            "requested_at",
            "requested_by",
            "decided_at",
            "decided_by",
            "reason",
            "undone_at",
            "undone_by",
            "moved",
            "leads_on",
        ),
        MECHANICS,
    ),
    "importrow": dict.fromkeys(
        (
            "id",
            "batch",
            "number",
            "key",
            "part",
            "outcome",
            "reason",
            "cells",
            "person",
            "case",
            "written",
            "said",
            "person_version",
            "case_version",
        ),
        MECHANICS,
    ),
    "importmapping": dict.fromkeys(("id", "name", "text", "saved_by", "saved_at"), MECHANICS),
    "unfinishedlist": dict.fromkeys(("id", "by", "at", "words"), MECHANICS),
    "importdraft": dict.fromkeys(
        (
            "id",
            "public_id",
            "by",
            "at",
            "file_name",
            "file_sha256",
            "content",
            "reading",
            "head",
            "row_count",
            "mapping",
            "decisions",
            "unsaid",
            "shown",
            "digest",
        ),
        MECHANICS,
    ),
    "importwork": dict.fromkeys(
        ("id", "public_id", "step", "by", "at", "draft", "batch", "options", "done", "told", "refusal"), MECHANICS
    ),
    "agendalink": dict.fromkeys(("id", "user", "digest", "titles", "made_at", "ended_at", "read_on"), MECHANICS),
}

# Columns of the register that take a field of reference data under another name: (noun, field) -> column.
RENAMED: dict[tuple[str, str], str] = {
    ("court", "level"): "category",
    ("facility", "kind"): "category",
    ("organisation", "kind"): "category",
    ("source", "kind"): "category",
    ("source", "title"): "name_en",
    ("source", "published"): "date",
    ("provision", "code"): "law",
    ("code", "short_name"): "code",
    ("facilityaddress", "local"): "address_local",
    ("facilityaddress", "latin"): "address_latin",
}

# Values that warn the reviewer by themselves: what harm they can do if they are published thoughtlessly.
DELICATE: dict[str, str] = {
    "hearingofficial/official": (
        "Counsel and observers can be persecuted for having been there: publish only officials of the state."
    ),
    "violation/public_text": (
        "Health and humiliation belong to the person: publish only what the person or the family agreed to."
    ),
    "photo/sha256": "A photo can put relatives and bystanders at risk.",
}


def public_fields(noun: str) -> Mapping[str, How]:
    """The fields of a record that may become public, with how, in the order of the policy; none of a kind that it does not know."""
    return {field: rule.how for field, rule in POLICY.get(noun, {}).items() if isinstance(rule, Public)}
