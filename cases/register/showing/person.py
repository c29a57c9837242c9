"""A person's page in the words of one language."""

from typing import Any

from django.utils.translation import gettext as _

from cases.register import addresses
from cases.register.reading.shapes import Document
from cases.register.showing import words
from cases.register.showing.evidence import Evidence
from cases.register.showing.proceedings import prosecution, sentence_in_short
from cases.register.status import Status, status_of
from cases.vocabulary import CustodyEnd, CustodyKind, Gender, NameKind, RecognitionStatus, Stage, ViolationKind

Shown = dict[str, Any]
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def show(document: Document, language: str) -> Shown:
    """Everything the page tells, in its order, in which sources are numbered."""
    evidence = Evidence(document["citations"], language)
    status, period = _status(document)
    custody = [_custody(one, evidence, language) for one in document["custody"]]
    return {
        "id": document["id"],
        "url": addresses.of(language, "person", document["id"]),
        "name": name(document, language),
        "other_names": other_names(document, language),
        "status": status.value,
        "sentence": status_sentence(document, status, period, language),
        "stage": stage_sentence(document, language),
        "photos": [_photo(one) for one in document["photos"] if one["sha256"]],
        "summary": words.text_in(document["summaries"], language),
        "custody": custody,
        "violations": [_violation(one, evidence, language) for one in document["violations"]],
        "prosecutions": [prosecution(one, evidence, language) for one in document["prosecutions"]],
        "facts": _facts(document, evidence, language),
        "recognitions": [_recognition(one, evidence, language) for one in document["recognitions"]],
        "letter": letter(document, status, period, language),
        "disputes": [dispute for row_id in _rows_of(document) for dispute in evidence.disputes(row_id)],
        "sources": evidence.sources(),
        "first_on": document.get("first_on"),
        "changed_on": document.get("changed_on"),
    }


def card(document: Document, language: str) -> Shown:
    """What a list tells of a person."""
    status, period = _status(document)
    first = document["custody"][0] if document["custody"] else None
    place = words.named(period["facility"], language) if period and period.get("facility") else None
    charges = [c for one in document["prosecutions"] for c in one["charges"] if c["provision"]]
    cited = {charge["provision"]["ref"]: words.cited(charge["provision"], language) for charge in charges}
    return {
        "id": document["id"],
        "url": addresses.of(language, "person", document["id"]),
        "name": name(document, language),
        "status": status.value,
        "status_label": words.label(Status, status, language),
        "place": place["text"] if place and status is Status.IN_CUSTODY else "",
        "arrested": words.date(first["from_date"], language) if first else "",
        "provisions": [one["text"] for one in list(cited.values())[:4] if one],
        "more_provisions": max(0, len(cited) - 4),
        "outcome": stage_sentence(document, language),
        "photo": next((addresses.photo(one["sha256"]) for one in document["photos"] if one["sha256"]), ""),
    }


def name(document: Document, language: str) -> Shown:
    """The name to show, with the language and direction it is written in."""
    text = document["name"][language]
    if not text:
        return {"text": _("Name not published"), "lang": "", "dir": "auto"}
    source = next((one for one in document["names"] if one["text"] == text), None)
    return {"text": text, **_tongue(source, language)}


def other_names(document: Document, language: str) -> list[Shown]:
    """Every other approved name with its kind."""
    shown = document["name"][language]
    return [
        {"text": one["text"], "kind": words.label(NameKind, one["kind"], language), **_tongue(one, language)}
        for one in document["names"]
        if one["text"] and one["text"] != shown
    ]


def _tongue(row: Document | None, language: str) -> Shown:
    code = row["language"] if row else ""
    direction = "rtl" if code in RIGHT_TO_LEFT or (row and row["script"] == "Arab") else "ltr"
    return {"lang": "" if code in (language, "und") else code, "dir": direction}


def _status(document: Document) -> tuple[Status, Document | None]:
    status, period = status_of(document["custody"], died=document["died"] is not None)
    return status, dict(period) if period else None


def status_sentence(document: Document, status: Status, period: Document | None, language: str) -> str:
    """Where the person is now, in one sentence."""
    if status is Status.DIED:
        day = words.date(document["died"] or (period and period["until"]), language)
        text = _("Died in custody") if period else _("Died")
        return f"{text}: {day}." if day else f"{text}."
    if status is Status.UNKNOWN or period is None:
        return _("Not known to be held.")
    place = words.named(period["facility"], language)
    if status is Status.IN_CUSTODY:
        parts = [words.label(CustodyKind, period["kind"], language), place["text"] if place else ""]
        since = words.date(_began(document["custody"]), language)
        first = _("In custody") + (f": {', '.join(filter(None, parts))}." if any(parts) else ".")
        return " ".join([first, _("Deprived of liberty since: %(date)s.") % {"date": since}]) if since else first
    how = words.label(CustodyEnd, period["end"], language) or words.label(Status, status, language)
    when = words.date(period["until"], language)
    sentence = how[:1].upper() + how[1:]
    return f"{sentence}: {when}." if when else f"{sentence}."


def _began(custody: list[Document]) -> Document | None:
    """When the deprivation of liberty began that lasts: of the last period, and of those before it that went over into the next."""
    first = custody[-1]
    for period in reversed(custody[:-1]):
        left, met = period["until"], first["from_date"]
        moved = period["end"] == CustodyEnd.TRANSFER or not (period["end"] or left)
        if not moved and not (left and met and left["upper"] and met["lower"] and left["upper"] >= met["lower"]):
            break
        first = period
    began: Document | None = first["from_date"]
    return began


def stage_sentence(document: Document, language: str) -> str:
    """How far the newest prosecution went and what it ended with."""
    if not document["prosecutions"]:
        return ""
    newest = max(document["prosecutions"], key=_newest)
    stage = words.label(Stage, newest["stage"], language)
    when = words.date(newest["stage_date"], language)
    outcome = sentence_in_short(newest["sentences"], language)
    told = f"{stage} ({when})" if stage and when and not outcome else stage
    text = "; ".join(filter(None, [told, outcome]))
    return text[:1].upper() + text[1:]


def _newest(prosecution: Document) -> tuple[str, str]:
    day = prosecution["stage_date"]
    return str((day and (day["upper"] or day["lower"])) or ""), prosecution["id"]


def letter(document: Document, status: Status, period: Document | None, language: str) -> Shown | None:
    """The address to write to, while the person is held and can receive letters."""
    facility = period.get("facility") if period else None
    if status is not Status.IN_CUSTODY or not facility or document["can_receive_letters"] is False:
        return None
    if not facility.get("address_local") and not facility.get("address_latin"):
        return None
    names = {one["kind"]: one["text"] for one in reversed(document["names"]) if one["text"]}
    local = document["name"]["ru"] or document["name"]["be"] or names.get(NameKind.LEGAL, "")
    country = facility.get("country")
    return {
        "name": local,
        "lang": words.tongue_of(facility.get("address_local", "")),
        "born": words.date(document["born"], language),
        "lines": facility.get("address_local", "").splitlines(),
        "latin": facility.get("address_latin", "").splitlines(),
        "country": country["name"].get("en", "") if country else "",
        "sure": document["can_receive_letters"] is True,
    }


def _facts(document: Document, evidence: Evidence, language: str) -> list[Shown]:
    """Short facts: a label, the values, the numbers of their sources."""
    own = document["id"]
    citizen_of = words.listed(document["citizenships"], lambda one: _citizenship(one, language))
    works = words.listed(document["occupations"], lambda one: _plain(one["occupation"], language))
    facts = [
        (_("Year of birth"), words.date(document["born"], language), evidence.notes(own, "born")),
        (_("Died"), words.date(document["died"], language), evidence.notes(own, "died")),
        (_("Gender"), words.label(Gender, document["gender"], language), []),
        (_("Citizenship"), ", ".join(citizen_of), []),
        (_("Occupation"), ", ".join(works), []),
        (_("Region"), _plain(document["region"], language), []),
    ]
    return [{"label": label, "value": value, "notes": notes} for label, value, notes in facts if value]


def _plain(reference: Document | None, language: str) -> str:
    shown = words.named(reference, language)
    return shown["text"] if shown else ""


def _citizenship(row: Document, language: str) -> str:
    country, until = _plain(row["country"], language), words.date(row["until"], language)
    return f"{country} ({words.period(None, row['until'], language)})" if country and until else country


def _photo(row: Document) -> Shown:
    return {
        "url": addresses.photo(row["sha256"]),
        **{name: row[name] for name in ("width", "height", "caption", "credit")},
    }


def _custody(row: Document, evidence: Evidence, language: str) -> Shown:
    return {
        "when": words.period(row["from_date"], row["until"], language),
        "kind": words.label(CustodyKind, row["kind"], language),
        "code": row["kind"],
        "place": words.named(row["facility"], language),
        "end": words.label(CustodyEnd, row["end"], language),
        "lower": row["from_date"]["lower"] if row["from_date"] else None,
        "upper": row["until"]["upper"] if row["until"] else None,
        "open": not row["until"] and not row["end"],
        "notes": evidence.notes(row["id"]),
        "disputed": bool(evidence.disputes(row["id"])),
    }


def _violation(row: Document, evidence: Evidence, language: str) -> Shown:
    return {
        "when": words.date(row["on_date"], language),
        "kind": words.label(ViolationKind, row["kind"], language),
        "place": words.named(row["facility"], language),
        "text": row["public_text"],
        "lang": row["language"] if row["language"] != language else "",
        "notes": evidence.notes(row["id"]),
    }


def _recognition(row: Document, evidence: Evidence, language: str) -> Shown:
    link = row["statement"] if row["statement"].startswith(("https://", "http://")) else ""
    return {
        "organisation": _plain(row["organisation"], language),
        "status": words.label(RecognitionStatus, row["status"], language),
        "when": words.period(row["from_date"], row["until"], language),
        "statement": link,
        "notes": evidence.notes(row["id"]),
    }


def _rows_of(document: Document) -> list[str]:
    """The ids of the person's rows, in the order of the page."""
    parts = ("names", "summaries", "custody", "violations", "recognitions")
    return [document["id"], *(row["id"] for part in parts for row in document[part])]
