"""The review buttons on the page of a record."""

from typing import Any

from django import template

from accounts.exceptions import Refused
from cases.models import Case, Person
from cases.review import transitions
from cases.review.models import Unpublication
from cases.review.publication_status import State, state_of

register = template.Library()


@register.inclusion_tag("admin/review/buttons.html", takes_context=True)
def review_buttons(context: dict[str, Any], record: Person | Case, state: State | None = None) -> dict[str, Any]:
    """Submit and retract, each as a button or as the sentence why it is not for this user.

    `{% review_buttons original publication %}`; the state is looked up when it is not given.
    """
    user = context["request"].user
    return {
        "record": record,
        "noun": record.noun(),
        "state": state or state_of(record),
        "flags": Unpublication.objects.of(record).standing(),
        "submit_refusal": _refusal(transitions.check_may_submit, record, user),
        "retract_refusal": _refusal(transitions.check_may_retract, record, user),
        "csrf_token": context.get("csrf_token", ""),
        "request": context["request"],
        "with_form": bool(context.get("submits")) and bool(context.get("has_change_permission")),
    }


def _refusal(check: Any, record: Person | Case, user: Any) -> str:
    try:
        check(record, user)
    except Refused as refusal:
        return refusal.sentence
    return ""
