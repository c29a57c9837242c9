"""A person's page in one language."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.domain.custody_status import Now, Status, history_of, status_on
from cases.domain.vocabulary import CustodyEnd, CustodyKind, Gender, NameKind, RecognitionStatus, Stage, ViolationKind
from cases.public_site import addresses
from cases.public_site.presenters import formatting
from cases.public_site.presenters.prosecutions import joined_in_short, prosecution, sentence_in_short
from cases.public_site.presenters.source_notes import Evidence
from cases.public_site.queries.schemas import Document

Shown = dict[str, Any]
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def show(document: Document, language: str, on: date) -> Shown:
    """All content of the page on a day in its order, which is also the order in which sources are numbered."""
    evidence = Evidence(document["citations"], language, document.get("no_source", ()))
    now = status_on(history_of(document), on)
    custody = [_custody(period, evidence, language, on) for period in document["custody"]]
    return {
        "id": document["id"],
        "url": addresses.of(language, "person", document["id"]),
        "name": name(document, language),
        "other_names": other_names(document, language),
        "status": now.status.value,
        "sentence": status_sentence(document, now, language),
        "stage": stage_sentence(document, language),
        "photos": [_photo(photo) for photo in document["photos"] if photo["sha256"]],
        "summary": formatting.text_in(document["summaries"], language),
        "custody": custody,
        "violations": [_violation(violation, evidence, language) for violation in document["violations"]],
        "prosecutions": [prosecution(row, evidence, language) for row in document["prosecutions"]],
        "facts": _facts(document, evidence, language),
        "recognitions": [_recognition(recognition, evidence, language) for recognition in document["recognitions"]],
        "letter": letter(document, now, language),
        "disputes": [dispute for row_id in _rows_of(document) for dispute in evidence.disputes(row_id)],
        "sources": evidence.sources(),
        "unsourced": evidence.unsourced(),
        "first_on": document.get("first_on"),
        "changed_on": document.get("changed_on"),
    }


def card(document: Document, language: str, on: date) -> Shown:
    """A person's card in a list on a day."""
    return card_on(document, language, status_on(history_of(document), on))


def card_on(document: Document, language: str, now: Now) -> Shown:
    """The same with the status on the day already computed."""
    first = document["custody"][0] if document["custody"] else None
    place = formatting.named(_place(now), language)
    charges = [c for row in document["prosecutions"] for c in row["charges"] if c["provision"]]
    cited = {charge["provision"]["ref"]: formatting.cited(charge["provision"], language) for charge in charges}
    return {
        "id": document["id"],
        "url": addresses.of(language, "person", document["id"]),
        "name": name(document, language),
        "status": now.status.value,
        "status_label": formatting.label(Status, now.status, language),
        "place": place["text"] if place else "",
        "arrested": formatting.date(first["from_date"], language) if first else "",
        "provisions": [provision["text"] for provision in list(cited.values())[:4] if provision],
        "more_provisions": max(0, len(cited) - 4),
        "outcome": stage_sentence(document, language),
        "photo": next((addresses.photo(photo["sha256"]) for photo in document["photos"] if photo["sha256"]), ""),
    }


def name(document: Document, language: str) -> Shown:
    """The name to show, with its language and writing direction."""
    text = document["name"][language]
    if not text:
        return {"text": _("Name not published"), "lang": "", "dir": "auto"}
    source = next((row for row in document["names"] if row["text"] == text), None)
    return {"text": text, **_tongue(source, language)}


def other_names(document: Document, language: str) -> list[Shown]:
    """All other approved names with their kinds."""
    main_name = document["name"][language]
    return [
        {"text": row["text"], "kind": formatting.label(NameKind, row["kind"], language), **_tongue(row, language)}
        for row in document["names"]
        if row["text"] and row["text"] != main_name
    ]


def _tongue(row: Document | None, language: str) -> Shown:
    code = row["language"] if row else ""
    direction = "rtl" if code in RIGHT_TO_LEFT or (row and row["script"] == "Arab") else "ltr"
    return {"lang": "" if code in (language, "und") else code, "dir": direction}


def _place(now: Now) -> Document | None:
    """The known place of custody."""
    if now.status is not Status.IN_CUSTODY or now.period is None or not now.place_known:
        return None
    facility: Document | None = now.period.row["facility"]
    return facility


def status_sentence(document: Document, now: Now, language: str) -> str:
    """One sentence on where the person is."""
    period = now.period.row if now.period else None
    if now.status is Status.DIED:
        day = formatting.date(document["died"], language) or formatting.date(period and period["until"], language)
        text = _("Died in custody") if period else _("Died")
        return formatting.sentence(f"{text}: {day}" if day else text)
    if period is None:
        return _("Not known to be in custody.")
    if now.status is Status.IN_CUSTODY:
        place = formatting.named(_place(now), language)
        kind = formatting.label(CustodyKind, period["kind"], language) if now.place_known else ""
        start = now.since.row["from_date"] if now.since else None
        since = formatting.since(start, language) if start else ""
        first = _("In custody %(since)s") % {"since": since} if since else _("In custody")
        details = ", ".join(filter(None, [kind, place["text"] if place else ""]))
        return formatting.sentence(f"{first}: {details}" if details else first)
    how = formatting.label(CustodyEnd, period["end"], language) or formatting.label(Status, now.status, language)
    when = formatting.date(period["until"], language)
    sentence = how[:1].upper() + how[1:]
    return formatting.sentence(f"{sentence}: {when}" if when else sentence)


def stage_sentence(document: Document, language: str) -> str:
    """The stage and outcome of the newest prosecution."""
    if not document["prosecutions"]:
        return ""
    newest = max(document["prosecutions"], key=_newest)
    stage = formatting.label(Stage, newest["stage"], language)
    when = formatting.date(newest["stage_date"], language)
    sentences = [sentence for prosecution in document["prosecutions"] for sentence in prosecution["sentences"]]
    outcome = newest["sentences"] and joined_in_short(sentences, language)
    outcome = outcome or sentence_in_short(newest["sentences"], language)
    stage_text = f"{stage} ({when})" if stage and when and not outcome else stage
    text = "; ".join(filter(None, [stage_text, outcome]))
    return text[:1].upper() + text[1:]


def _newest(prosecution: Document) -> tuple[str, str]:
    day = prosecution["stage_date"]
    return str((day and (day["upper"] or day["lower"])) or ""), prosecution["id"]


def letter(document: Document, now: Now, language: str) -> Shown | None:
    """The address for letters, while the person is in custody and can receive letters."""
    facility = _place(now)
    if not facility or document["can_receive_letters"] is False:
        return None
    if not facility.get("address_local") and not facility.get("address_latin"):
        return None
    names = {row["kind"]: row["text"] for row in reversed(document["names"]) if row["text"]}
    local = document["name"]["ru"] or document["name"]["be"] or names.get(NameKind.LEGAL, "")
    country = facility.get("country")
    return {
        "name": local,
        "lang": formatting.tongue_of(facility.get("address_local", "")),
        "born": formatting.date(document["born"], language),
        "lines": facility.get("address_local", "").splitlines(),
        "latin": facility.get("address_latin", "").splitlines(),
        "country": country["name"].get("en", "") if country else "",
        "sure": document["can_receive_letters"] is True,
    }


def _facts(document: Document, evidence: Evidence, language: str) -> list[Shown]:
    """Short facts: a label, the values, the numbers of their sources."""
    own = document["id"]
    citizen_of = formatting.listed(document["citizenships"], lambda row: _citizenship(row, language))
    works = formatting.listed(document["occupations"], lambda row: _plain(row["occupation"], language))
    facts = [
        (_("Year of birth"), formatting.date(document["born"], language), evidence.notes(own, "born")),
        (_("Date of death"), formatting.date(document["died"], language), evidence.notes(own, "died")),
        (_("Gender"), formatting.label(Gender, document["gender"], language), evidence.notes(own, "gender")),
        (_("Citizenship"), ", ".join(citizen_of), _notes_of(document["citizenships"], evidence)),
        (_("Occupation"), ", ".join(works), _notes_of(document["occupations"], evidence)),
        (_("Region"), _plain(document["region"], language), evidence.notes(own, "region")),
    ]
    return [{"label": label, "value": value, "notes": notes} for label, value, notes in facts if value]


def _notes_of(rows: list[Document], evidence: Evidence) -> list[int]:
    return sorted({number for row in rows for number in evidence.notes(row["id"])})


def _plain(reference: Document | None, language: str) -> str:
    value = formatting.named(reference, language)
    return value["text"] if value else ""


def _citizenship(row: Document, language: str) -> str:
    country = _plain(row["country"], language)
    return f"{country} ({formatting.period(None, row['until'], language)})" if country and row["until"] else country


def _photo(row: Document) -> Shown:
    return {
        "url": addresses.photo(row["sha256"]),
        **{name: row[name] for name in ("width", "height", "caption", "credit")},
    }


def _custody(row: Document, evidence: Evidence, language: str, on: date) -> Shown:
    until = row["until"]
    first = until and (until["lower"] or until["upper"])
    # An end in the future has not happened; it is labelled as expected.
    ahead = bool(first and first > on.isoformat())
    return {
        "when": _when(row, ahead, language),
        "ahead": formatting.date(until, language) if ahead else "",
        "kind": formatting.label(CustodyKind, row["kind"], language),
        "code": row["kind"],
        "place": formatting.named(row["facility"], language),
        "end": "" if ahead else formatting.label(CustodyEnd, row["end"], language),
        "lower": row["from_date"]["lower"] if row["from_date"] else None,
        "upper": until["upper"] if until and not ahead else None,
        "open": ahead or (not until and not row["end"]),
        "notes": evidence.notes(row["id"]),
        "disputed": bool(evidence.disputes(row["id"])),
    }


def _when(row: Document, ahead: bool, language: str) -> str:
    """Dates of a period of custody; a period that ended on an unknown date must not look ongoing."""
    if row["end"] and not row["until"] and row["from_date"]:
        return f"{formatting.date(row['from_date'], language)} – {_('date unknown')}"
    return formatting.period(row["from_date"], None if ahead else row["until"], language)


def _violation(row: Document, evidence: Evidence, language: str) -> Shown:
    return {
        "when": formatting.date(row["on_date"], language),
        "kind": formatting.label(ViolationKind, row["kind"], language),
        "place": formatting.named(row["facility"], language),
        "text": row["public_text"],
        "lang": row["language"] if row["language"] != language else "",
        "notes": evidence.notes(row["id"]),
    }


def _recognition(row: Document, evidence: Evidence, language: str) -> Shown:
    link = row["statement"] if row["statement"].startswith(("https://", "http://")) else ""
    return {
        "organisation": _plain(row["organisation"], language),
        "status": formatting.label(RecognitionStatus, row["status"], language),
        "when": formatting.period(row["from_date"], row["until"], language),
        "statement": link,
        "notes": evidence.notes(row["id"]),
    }


def _rows_of(document: Document) -> list[str]:
    """The ids of the person's rows, in the order of the page."""
    parts = ("names", "summaries", "custody", "violations", "recognitions")
    return [document["id"], *(row["id"] for part in parts for row in document[part])]
