"""Bring the demonstration's records to the states named in a file, through the functions that staff use."""

from collections.abc import Mapping
from typing import Any

from cases.demonstration.build_records import Builder, Mistake
from cases.models import Case, Person
from cases.review import transitions
from cases.review.freeze import values_of
from cases.review.models import Snapshot

# Steps to each state, in order. `later` is what changes after the approval.
STEPS: dict[str, tuple[str, ...]] = {
    "never submitted": (),
    "pending": ("submit",),
    "returned": ("submit", "return"),
    "withdrawn": ("submit", "withdraw"),
    "public": ("submit", "approve"),
    "changed": ("submit", "approve", "later"),
    "pending again": ("submit", "approve", "later", "submit"),
    "retracted": ("submit", "approve", "retract"),
}


def bring_to_state(record: Person | Case, plan: Mapping[str, Any], builder: Builder) -> None:
    """Take the steps of `plan["state"]`: {state, by (reviewer), note, withheld (ends of paths), later (a table)}.

    Raises Refused if a function refuses, Mistake for an unknown state.
    """
    if plan["state"] not in STEPS:
        raise Mistake(f"{record}: there is no state “{plan['state']}”.")
    editor, reviewer = builder.by, builder.accounts[plan.get("by", "reviewer")]
    note = plan.get("note", "")
    snapshot: Snapshot | None = None
    for step in STEPS[plan["state"]]:
        if step == "submit":
            snapshot = transitions.submit(record=record, by=editor)
        elif step == "later":
            builder.change(record, plan["later"], path=f"later/{record.public_id}")
        elif step == "retract":
            transitions.retract(record=record, by=reviewer, reason=note)
        elif snapshot is not None:
            _decide(step, snapshot, plan, reviewer=reviewer, editor=editor)


def _decide(step: str, snapshot: Snapshot, plan: Mapping[str, Any], *, reviewer: Any, editor: Any) -> None:
    note = plan.get("note", "")
    if step == "approve":
        withheld = tuple(plan.get("withheld", ()))
        ticked = [path for path in values_of(snapshot.content) if not path.endswith(withheld)] if withheld else None
        transitions.approve(
            snapshot=snapshot,
            by=reviewer,
            digest=snapshot.digest,
            ticked=values_of(snapshot.content) if ticked is None else ticked,
        )
    elif step == "return":
        transitions.return_(snapshot=snapshot, by=reviewer, note=note)
    else:
        transitions.withdraw(snapshot=snapshot, by=editor, note=note)
