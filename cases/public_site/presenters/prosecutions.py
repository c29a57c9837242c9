"""Prosecutions, charges, sentences and hearings in one language."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.domain.joined_terms import joined
from cases.domain.vocabulary import (
    Addition,
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
from cases.public_site import addresses
from cases.public_site.presenters import formatting
from cases.public_site.presenters.source_notes import Evidence
from cases.public_site.queries.schemas import Document

Shown = dict[str, Any]


def prosecution(document: Document, evidence: Evidence, language: str) -> Shown:
    """One person's prosecution in one case."""
    charges = [charge(row, evidence, language) for row in document["charges"]]
    sentences = [sentence(row, evidence, language) for row in document["sentences"]]
    return {
        "case": case_title(document["case"], language) if "case" in document else None,
        "stage": formatting.label(Stage, document["stage"], language),
        "stage_date": formatting.date(document["stage_date"], language),
        "act_date": formatting.date(document["act_date"], language),
        "in_absentia": document["in_absentia"] is True,
        "notes": evidence.notes(document["id"]),
        "charges": charges,
        "sentences": sentences,
        "hearings": hearings(document["hearings"], evidence, language),
        "disputes": [dispute for row_id in _rows_of(document) for dispute in evidence.disputes(row_id)],
    }


def _rows_of(document: Document) -> list[str]:
    rows = [document["id"], *(row["id"] for part in ("charges", "hearings", "sentences") for row in document[part])]
    return rows + [penalty["id"] for row in document["sentences"] for penalty in row["penalties"]]


def case_title(document: Document, language: str) -> Shown:
    """A case by its approved title, otherwise by its number, otherwise by its court, with the URL of its page."""
    title = formatting.text_in(document["summaries"], language, "title")
    court = formatting.named(document["court"], language)
    fallback = _("Case %(number)s") % {"number": document["number"]} if document["number"] else ""
    text = (title and title["text"]) or fallback or (_("Case at %(court)s") % {"court": court["text"]} if court else "")
    return {
        "text": text or _("Case without a published title"),
        "lang": title["lang"] if title and title["foreign"] else "",
        "number": document["number"],
        "url": addresses.of(language, "case", document["id"]),
        "court": court,
        "kind": formatting.label(CaseKind, document["kind"], language),
        "opened": formatting.date(document["opened"], language),
    }


def charge(row: Document, evidence: Evidence, language: str) -> Shown:
    """A provision applied to a defendant, and its outcome."""
    stage = row["offence_stage"]
    return {
        "provision": formatting.cited(row["provision"], language),
        "offence_stage": formatting.label(OffenceStage, stage, language) if stage != OffenceStage.COMPLETED else "",
        "status": formatting.label(ChargeStatus, row["status"], language),
        "code": row["status"],
        "charged_on": formatting.date(row["charged_on"], language),
        "status_date": formatting.date(row["status_date"], language),
        "maximum": maximum(row["provision"], language),
        "notes": evidence.notes(row["id"]),
    }


def maximum(provision: Document | None, language: str) -> str:
    """The maximum penalty of a provision; the register holds verified ones only."""
    if provision is None:
        return ""
    if provision.get("death_possible"):
        return _("death penalty possible")
    if provision.get("life_possible"):
        return _("life imprisonment possible")
    months = provision.get("max_months")
    if not months:
        return ""
    length = formatting.length({"years": months // 12, "months": months % 12, "days": None}, language)
    return _("up to %(length)s") % {"length": length}


def sentence(row: Document, evidence: Evidence, language: str) -> Shown:
    """The sentence of one instance."""
    ids = [row["id"], *(penalty_row["id"] for penalty_row in row["penalties"])]
    return {
        "instance": instance(row, language),
        "decided": formatting.date(row["decided"], language),
        "in_force": formatting.date(row["in_force"], language),
        "court": formatting.named(row["court"], language),
        "judge": formatting.named(row["judge"], language),
        "replaces": bool(row["replaces"]),
        "penalties": formatting.listed(row["penalties"], lambda penalty_row: penalty(penalty_row, language)),
        "notes": sorted({number for row_id in ids for number in evidence.notes(row_id)}),
    }


def penalty(row: Document, language: str) -> str:
    """A penalty in short: "imprisonment: 3 years, strict regime"."""
    kind = formatting.label(PenaltyKind, row["kind"], language)
    regime = formatting.label(Regime, row["regime"], language)
    parts = [formatting.length(row, language), regime, formatting.money(row["amount"], row["currency"])]
    details = ", ".join(filter(None, parts))
    return f"{kind}: {details}" if kind and details else kind or details


def instance(row: Document, language: str) -> str:
    """The kind of decision of a sentence, and how an addition is combined, if that is published."""
    kind, how = (
        formatting.label(Instance, row["instance"], language),
        formatting.label(Addition, row.get("addition", ""), language),
    )
    return f"{kind} ({how})" if how else kind


def joined_in_short(sentences: list[Document], language: str) -> str:
    """The combined term of the sentences, or both possible terms if the combination is unknown; "" if nothing is combined."""
    combined = joined(sentences)
    if combined is None:
        return ""
    last_sentence, last = combined.added[-1]
    beside = [
        penalty(penalty_row, language) for penalty_row in last_sentence["penalties"] if penalty_row["id"] != last["id"]
    ]
    if combined.total is None:
        added = [
            f"{instance(dict(row), language)}: {penalty(dict(penalty_row), language)}"
            for row, penalty_row in combined.added
        ]
        return "; ".join(filter(None, [penalty(dict(combined.base), language), *added, *beside]))
    parts = " + ".join(
        formatting.length(term, language) for term in (combined.base, *(term for _row, term in combined.added))
    )
    whole = penalty({**last, "regime": last["regime"] or combined.base["regime"], **combined.total}, language)
    return "; ".join(
        [_("%(penalty)s (combined from %(parts)s)") % {"penalty": whole, "parts": parts}, *filter(None, beside)]
    )


def sentence_in_short(sentences: list[Document], language: str) -> str:
    """The penalties of the sentence that no other sentence replaces; if there are several, of the latest decision, combined
    with the earlier one if it adds to it. A pardon that left no penalty is shown by its name, and an addition alone as an
    addition."""
    if together := joined_in_short(sentences, language):
        return together
    replaced = {row["replaces"] for row in sentences}
    final = [row for row in sentences if row["id"] not in replaced]
    if not final:
        return ""
    if all(penalty_row["kind"] in ("", PenaltyKind.NONE) for penalty_row in final[-1]["penalties"]):
        return formatting.label(Instance, final[-1]["instance"], language) if final[-1]["replaces"] else ""
    penalties = "; ".join(filter(None, (penalty(penalty_row, language) for penalty_row in final[-1]["penalties"])))
    return f"{instance(final[-1], language)}: {penalties}" if final[-1]["instance"] == Instance.ADDITION else penalties


def hearings(rows: Sequence[Document], evidence: Evidence, language: str) -> list[Shown]:
    """The hearings of one case, each with the day to which it was adjourned."""
    days = {row["id"]: formatting.date(row["day"], language) for row in rows}
    return [
        hearing(row, evidence, language) | {"adjourned_to": days.get(row["adjourned_to"] or "", "")} for row in rows
    ]


def _official(row: Document, language: str) -> Shown | None:
    """Name of an official at a hearing; only judges have a page."""
    name = formatting.named(row["official"], language)
    has_page = row["role"] in (OfficialRole.JUDGE, OfficialRole.PRESIDING)
    return name if name is None or has_page else {**name, "url": ""}


def hearing(row: Document, evidence: Evidence, language: str) -> Shown:
    """One hearing."""
    clock = row["time"] or ""
    court = row["court"]
    return {
        "id": row["id"],
        "when": formatting.date(row["day"], language),
        "time": clock,
        "zone": formatting.time_zone(court.get("time_zone", "")) if court and clock else "",
        "kind": formatting.label(HearingKind, row["kind"], language),
        "court": formatting.named(court, language),
        "room": row["room"],
        "openness": formatting.label(Openness, row["openness"], language),
        "outcome": formatting.label(HearingOutcome, row["outcome"], language),
        "officials": [
            {
                "role": formatting.label(OfficialRole, official["role"], language),
                "name": _official(official, language),
            }
            for official in row["officials"]
            if official["official"]
        ],
        "notes": evidence.notes(row["id"]),
    }
