"""What a preview shows of a row to this user, and what they decided about it."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.imports import drafts, showing
from cases.models import ImportDraft, Outcome, Person

FILTERS: tuple[tuple[str, Promise], ...] = (
    ("", _("all rows")), (showing.CAME, _("new")), (Outcome.CHANGED, _("changed")), (Outcome.UNCHANGED, _("unchanged")),
    (showing.MAYBE, _("maybe somebody known")), (showing.DOUBTS, _("to look at")), (Outcome.REFUSED, _("refused")),
    (Outcome.LEFT_OUT, _("left out")), (showing.WENT, _("no longer in the list")),
)  # fmt: skip
NEW = "new"


def chosen_filter(request: HttpRequest) -> str:
    """Which rows are to be shown; all for anything unknown."""
    wanted = request.GET.get("show", "")
    return wanted if wanted in dict(FILTERS) else ""


def page_rows(rows: list[dict[str, Any]], user: Any, decided: dict[tuple[int, int], str]) -> list[dict[str, Any]]:
    """The rows of one page as `user` may see them now: nothing of persons who are closed to them.

    The permission to import is not the permission to see: without it, stored values and names stay out.
    """
    ids = {row.get("person", "") for row in rows} | {like["person"] for row in rows for like in row.get("like", []) if like.get("person")}  # fmt: skip  # noqa: E501
    visible = dict(Person.objects.visible_to(user).filter(public_id__in=ids - {""}).values_list("public_id", "pk"))
    may_see = user.has_perm("cases.view_person")
    return [_row(dict(row), visible, decided, may_see=may_see) for row in rows]


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
            "person": "",
        }
    row["address"] = visible.get(row.get("person", "")) if may_see else None
    if not may_see:
        row["changes"] = [(what, "…", after) for what, _before, after in row.get("changes", [])]
    like = [each for each in row.get("like", []) if not each["person"] or each["person"] in visible]
    row["like"] = [
        {**each, "pk": visible.get(each["person"])} for each in like if may_see or not each["person"]
    ]  # fmt: skip
    row["proposed"] = [each for each in row["like"] if each["person"]]
    return row


def with_decisions(draft: ImportDraft, request: HttpRequest) -> str:
    """The decisions kept so far with those posted from one page: who is new, who is whom. What was never proposed is none."""
    told = json.loads(draft.shown)
    decided = drafts.decisions_of(draft)
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
    return json.dumps({f"{number}-{part}": who for (number, part), who in sorted(decided.items())})
