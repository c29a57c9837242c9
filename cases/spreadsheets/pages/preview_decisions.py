"""What a preview shows of a row to this user, and what they decided about it."""

import json
from collections import defaultdict
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.exceptions import Refused
from cases.models import Defendant, ImportDraft, Outcome, Person
from cases.models.distinct_labels import distinct, labelled
from cases.spreadsheets.import_ import preview_storage, uploads
from cases.spreadsheets.import_.no_longer_said import END, KEEP, REMOVE, check_answer

FILTERS: tuple[tuple[str, Promise], ...] = (
    ("", _("all rows")), (preview_storage.CAME, _("new")), (Outcome.CHANGED, _("changed")), (Outcome.UNCHANGED, _("unchanged")),
    (preview_storage.MAYBE, _("possible duplicate")), (preview_storage.DOUBTS, _("needs attention")),
    (Outcome.REFUSED, _("refused")), (Outcome.LEFT_OUT, _("left out")), (Outcome.JOINED, _("part of another row")),
    (preview_storage.UNSAID, _("values no longer given")), (preview_storage.WENT, _("no longer in the list")),
)  # fmt: skip
NEW = "new"
MOST_CASES = 3
ANSWERS = {KEEP: _("keep"), END: _("end on this date"), REMOVE: _("remove")}


def chosen_filter(request: HttpRequest) -> str:
    """Which rows are to be shown; all for anything unknown."""
    wanted = request.GET.get("show", "")
    return wanted if wanted in dict(FILTERS) else ""


def page_rows(rows: list[dict[str, Any]], user: Any, decided: dict[tuple[int, int], str]) -> list[dict[str, Any]]:
    """The rows of one page as `user` may see them now: nothing of persons who are closed to them.

    The permission to import is not the permission to see: without it, stored values and names stay out.
    """
    ids = {row.get("person", "") for row in rows} | {like["person"] for row in rows for like in row.get("like", []) if like.get("person")}  # fmt: skip  # noqa: E501
    known = labelled(Person.objects.visible_to(user).filter(public_id__in=ids - {""})).prefetch_related("names")
    persons = {person.public_id: person for person in known}
    visible = {public_id: person.pk for public_id, person in persons.items()}
    may_see = user.has_perm("cases.view_person")
    found = [_row(dict(row), visible, decided, may_see=may_see) for row in rows]
    cases = _cases([person.pk for person in known], user)
    for like in (like for row in found for like in row["proposed"]):
        person = persons[like["person"]]
        like["label"] = distinct(person)
        like["cases"] = cases[person.pk][:MOST_CASES]
    return found


def _cases(persons: list[int], user: Any) -> dict[int, list[str]]:
    """The cases of these persons in words, so far as `user` may see them."""
    found: dict[int, list[str]] = defaultdict(list)
    if user.has_perm("cases.view_case"):
        rows = Defendant.objects.visible_to(user).filter(person__in=persons).select_related("case").order_by("pk")
        for row in rows:
            found[row.person_id].append(str(row.case))
    return found


def _row(
    row: dict[str, Any], visible: dict[str, int], decided: dict[tuple[int, int], str], *, may_see: bool
) -> dict[str, Any]:
    row["label"] = _("new") if row["outcome"] == Outcome.MADE else Outcome(row["outcome"]).label
    row["place"] = f"{row['number']}-{row.get('part', 0)}"
    row["decided"] = decided.get((row["number"], row.get("part", 0)), "")
    if row.get("person") and row["person"] not in visible:
        row |= {
            "outcome": Outcome.UNCHANGED,
            "label": Outcome.UNCHANGED.label,
            "changes": [],
            "makes": [],
            "unsaid": [],
            "removes": [],
            "disagrees": [],
            "name": "",
            "key": "",
            "person": "",
        }
    row["address"] = visible.get(row.get("person", "")) if may_see else None
    if not may_see:
        row["changes"] = [(what, "…", after) for what, _before, after in row.get("changes", [])]
        row["disagrees"] = [(what, "…", says) for what, _before, says in row.get("disagrees", [])]
        row["unsaid"] = [{**each, "value": "…"} for each in row.get("unsaid", [])]
        if row["outcome"] == Outcome.GONE:
            row["name"] = ""  # of the records, not of the list
        row["removes"] = ["…" for _each in row.get("removes", [])]
    row["unsaid"] = [_choices(each) for each in row.get("unsaid", [])]
    like = [each for each in row.get("like", []) if not each["person"] or each["person"] in visible]
    row["like"] = [
        {**each, "pk": visible.get(each["person"])} for each in like if may_see or not each["person"]
    ]  # fmt: skip
    row["proposed"] = [each for each in row["like"] if each["person"]]
    return row


def _choices(unsaid: dict[str, Any]) -> dict[str, Any]:
    """One thing that the list no longer says, with its answers in words and the one that holds."""
    how, _space, day = unsaid["answer"].partition(" ")
    choices = [(answer, ANSWERS[answer], answer == how) for answer in unsaid["answers"]]
    reason = gettext(unsaid["reason"]) if unsaid["reason"] else ""
    return {**unsaid, "choices": choices, "reason": reason, "day": day, "may_end": END in unsaid["answers"]}


def with_answers(draft: ImportDraft, request: HttpRequest) -> str:
    """The answers kept so far about what the list no longer says, with those posted. Raises Refused for a day nobody can read."""
    answers = uploads.answers_of(draft)
    may = preview_storage.unsaid_keys(json.loads(draft.shown))
    for_all = "answer_all" in request.POST
    for key, allowed in may.items():
        name, day = ("unsaid_all", "day_all") if for_all else (f"unsaid-{key}", f"day-{key}")
        how = request.POST.get(name)
        if how not in allowed:
            continue
        try:
            answers[key] = check_answer(f"{how} {request.POST.get(day, '')}" if how == END else how)
        except ValueError as wrong:
            raise Refused(str(wrong)) from wrong
    return json.dumps(answers)


def with_agreed(draft: ImportDraft) -> str:
    """The decisions kept so far, and everybody who agrees in name and in day of birth or source ID decided as the same."""
    decided = uploads.decisions_of(draft)
    return _as_json(decided | preview_storage.agreed(json.loads(draft.shown), decided))


def _as_json(decided: dict[tuple[int, int], str]) -> str:
    return json.dumps({f"{number}-{part}": who for (number, part), who in sorted(decided.items())})


def with_decisions(draft: ImportDraft, request: HttpRequest) -> str:
    """The decisions kept so far with those posted from one page: who is new, who is whom. What was never proposed is none."""
    told = json.loads(draft.shown)
    decided = uploads.decisions_of(draft)
    for row in told["rows"]:
        place = (row["number"], row.get("part", 0))
        answer = request.POST.get(f"who-{place[0]}-{place[1]}")
        if answer is None:
            continue
        proposed = {like["person"] for like in row.get("like", []) if like["person"]}
        if answer == NEW or answer in proposed:
            decided[place] = answer
        elif answer == "":
            decided.pop(place, None)
    return _as_json(decided)
