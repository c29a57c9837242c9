"""Prosecutions, charges, sentences and hearings in the words of one language."""

from typing import Any

from django.utils.translation import gettext as _

from cases.register import addresses
from cases.register.reading.shapes import Document
from cases.register.showing import words
from cases.register.showing.evidence import Evidence
from cases.vocabulary import (
    CaseKind,
    ChargeStatus,
    HearingKind,
    HearingOutcome,
    Instance,
    OffenceStage,
    OfficialRole,
    Openness,
    PenaltyKind,
    Regime,
    Stage,
)

Shown = dict[str, Any]


def prosecution(document: Document, evidence: Evidence, language: str) -> Shown:
    """One person's part in one case."""
    charges = [charge(one, evidence, language) for one in document["charges"]]
    sentences = [sentence(one, evidence, language) for one in document["sentences"]]
    return {
        "case": case_title(document["case"], language) if "case" in document else None,
        "stage": words.label(Stage, document["stage"], language),
        "stage_date": words.date(document["stage_date"], language),
        "act_date": words.date(document["act_date"], language),
        "in_absentia": document["in_absentia"] is True,
        "notes": evidence.notes(document["id"]),
        "charges": charges,
        "sentences": sentences,
        "hearings": [hearing(one, evidence, language) for one in document["hearings"]],
        "disputes": [dispute for row_id in _rows_of(document) for dispute in evidence.disputes(row_id)],
    }


def _rows_of(document: Document) -> list[str]:
    rows = [document["id"], *(row["id"] for part in ("charges", "hearings", "sentences") for row in document[part])]
    return rows + [penalty["id"] for row in document["sentences"] for penalty in row["penalties"]]


def case_title(document: Document, language: str) -> Shown:
    """A case by its approved title, else by its number, else by its court, with the address of its page."""
    title = words.text_in(document["summaries"], language, "title")
    court = words.named(document["court"], language)
    fallback = _("Case %(number)s") % {"number": document["number"]} if document["number"] else ""
    text = (
        (title and title["text"]) or fallback or (_("Case at: %(court)s") % {"court": court["text"]} if court else "")
    )
    return {
        "text": text or _("Case without a published title"),
        "lang": title["lang"] if title and title["foreign"] else "",
        "number": document["number"],
        "url": addresses.of(language, "case", document["id"]),
        "court": court,
        "kind": words.label(CaseKind, document["kind"], language),
        "opened": words.date(document["opened"], language),
    }


def charge(row: Document, evidence: Evidence, language: str) -> Shown:
    """A provision applied to a defendant, and what became of it."""
    stage = row["offence_stage"]
    return {
        "provision": words.cited(row["provision"], language),
        "offence_stage": words.label(OffenceStage, stage, language) if stage != OffenceStage.COMPLETED else "",
        "status": words.label(ChargeStatus, row["status"], language),
        "code": row["status"],
        "charged_on": words.date(row["charged_on"], language),
        "status_date": words.date(row["status_date"], language),
        "maximum": maximum(row["provision"], language),
        "notes": evidence.notes(row["id"]),
    }


def maximum(provision: Document | None, language: str) -> str:
    """The heaviest penalty a provision allows; only what was verified is in the register."""
    if provision is None:
        return ""
    if provision.get("death_possible"):
        return _("death penalty possible")
    if provision.get("life_possible"):
        return _("life imprisonment possible")
    months = provision.get("max_months")
    if not months:
        return ""
    length = words.length({"years": months // 12, "months": months % 12, "days": None}, language)
    return _("up to %(length)s") % {"length": length}


def sentence(row: Document, evidence: Evidence, language: str) -> Shown:
    """What one instance imposed."""
    ids = [row["id"], *(one["id"] for one in row["penalties"])]
    return {
        "instance": words.label(Instance, row["instance"], language),
        "decided": words.date(row["decided"], language),
        "in_force": words.date(row["in_force"], language),
        "court": words.named(row["court"], language),
        "judge": words.named(row["judge"], language),
        "replaces": bool(row["replaces"]),
        "penalties": words.listed(row["penalties"], lambda one: penalty(one, language)),
        "notes": sorted({number for one in ids for number in evidence.notes(one)}),
    }


def penalty(row: Document, language: str) -> str:
    """One penalty in a few words: "imprisonment: 3 years, strict regime"."""
    kind = words.label(PenaltyKind, row["kind"], language)
    regime = words.label(Regime, row["regime"], language)
    told = [words.length(row, language), regime, words.money(row["amount"], row["currency"])]
    details = ", ".join(filter(None, told))
    return f"{kind}: {details}" if kind and details else kind or details


def sentence_in_short(sentences: list[Document], language: str) -> str:
    """The penalties of the sentence that no other one replaces; of several the last one decided. A pardon that left no
    penalty is told by its name."""
    replaced = {row["replaces"] for row in sentences}
    final = [row for row in sentences if row["id"] not in replaced]
    if not final:
        return ""
    if all(one["kind"] in ("", PenaltyKind.NONE) for one in final[-1]["penalties"]):
        return words.label(Instance, final[-1]["instance"], language) if final[-1]["replaces"] else ""
    return "; ".join(filter(None, (penalty(one, language) for one in final[-1]["penalties"])))


def hearing(row: Document, evidence: Evidence, language: str) -> Shown:
    """One session."""
    clock = row["time"] or ""
    court = row["court"]
    return {
        "id": row["id"],
        "when": words.date(row["day"], language),
        "time": clock,
        "zone": court.get("time_zone", "") if court and clock else "",
        "kind": words.label(HearingKind, row["kind"], language),
        "court": words.named(court, language),
        "room": row["room"],
        "openness": words.label(Openness, row["openness"], language),
        "outcome": words.label(HearingOutcome, row["outcome"], language),
        "officials": [
            {"role": words.label(OfficialRole, one["role"], language), "name": words.named(one["official"], language)}
            for one in row["officials"]
            if one["official"]
        ],
        "notes": evidence.notes(row["id"]),
    }
