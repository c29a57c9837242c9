"""The steps of a list that came in: laid out for review, approved, withdrawn, unpublished, undone; each as a job."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.exceptions import Refused
from cases.models import ImportBatch, ImportWork, Step
from cases.review import list_review
from cases.review.models import ListDecision, UnpublishReason
from cases.spreadsheets.import_.apply_import import check_may_import
from cases.spreadsheets.import_.list_withdrawal import (
    check_may_unpublish_list,
    check_may_withdraw_list,
    undo_list,
    unpublish_list,
    withdraw_list,
)
from cases.spreadsheets.import_.turns import Pieces

Noted = Callable[[int, int], None]
STEP_BY_STEP = frozenset({Step.LAY_OUT, Step.APPROVE, Step.WITHDRAW, Step.UNPUBLISH, Step.UNDO})
"""Steps that go record by record: what was done stays done."""
ENDED = gettext_lazy("The process ended before it was done. What was done stays; start it again for the rest.")
FAILED = gettext_lazy(
    "The step stopped because of a fault in the program (%(kind)s). What was done stays; start it again for the rest. Tell "
    "your administrator this number: %(id)s. The server log has the details."
)
FEWEST = 2  # records written at once on a slow machine


def _lay_out(work: ImportWork, note: Noted) -> None:
    list_review.lay_out_list(batch=_batch(work), by=work.by, write=Pieces(fewest=FEWEST).write, progress=note)
    _done(work, "")


def _approve(work: ImportWork, note: Noted) -> None:
    decision = ListDecision.objects.select_related("shape__review", "by").get(pk=work.options["decision"])
    if decision.by_id != work.by_id or decision.shape.review.batch_id != work.batch_id:
        raise Refused(_("This decision belongs to another reviewer."))
    list_review.carry_out(decision=decision, write=Pieces(fewest=FEWEST).write, progress=note)
    told = list_review.outcomes(decision)
    _done(work, summary(_approved(told.pop(list_review.APPROVED, 0)), Counter(told)))


def _withdraw(work: ImportWork, note: Noted) -> None:
    count, refused = withdraw_list(batch=_batch(work), by=work.by, reason=work.options["reason"], progress=note)
    sentence = ngettext("%(count)s submission withdrawn.", "%(count)s submissions withdrawn.", count)
    _done(work, summary(sentence % {"count": count}, refused))


def _unpublish(work: ImportWork, note: Noted) -> None:
    because = UnpublishReason(work.options["because"])
    count, refused = unpublish_list(
        batch=_batch(work), by=work.by, reason=work.options["reason"], because=because, progress=note
    )
    sentence = ngettext("%(count)s record unpublished.", "%(count)s records unpublished.", count)
    _done(work, summary(sentence % {"count": count}, refused))


def _undo(work: ImportWork, note: Noted) -> None:
    stays, _ended = undo_list(
        batch=_batch(work), by=work.by, reason=work.options["reason"], because=UnpublishReason(work.options["because"]),
        progress=note, ended=lambda: _done(work, ""),
    )  # fmt: skip
    told = [_("The import was undone.")]
    if stays:
        sentence = ngettext(
            "%(count)s person or case stays, because others changed it: its row says why.",
            "%(count)s persons and cases stay, because others changed them: their rows say why.", stays,
        )  # fmt: skip
        told.append(sentence % {"count": stays})
    _done(work, " ".join(told))


def summary(sentence: str, refused: Counter[str]) -> str:
    """A sentence and how many were refused with which other."""
    return " ".join([sentence, *(f"{count} × {why}" for why, count in refused.items())])


def _approved(count: int) -> str:
    return ngettext("%(count)s submission approved.", "%(count)s submissions approved.", count) % {"count": count}


def _done(work: ImportWork, told: str) -> None:
    work.done, work.told = True, told
    work.save()


def _batch(work: ImportWork) -> ImportBatch:
    if work.batch is None:
        raise Refused(_("This list does not exist."))
    return work.batch


DOINGS: dict[Step, Callable[[ImportWork, Noted], None]] = {
    Step.LAY_OUT: _lay_out, Step.APPROVE: _approve, Step.WITHDRAW: _withdraw, Step.UNPUBLISH: _unpublish, Step.UNDO: _undo,
}  # fmt: skip
CHECKS: dict[Step, Callable[[Any], None]] = {
    Step.LAY_OUT: list_review.check_may_review_lists, Step.APPROVE: list_review.check_may_review_lists,
    Step.WITHDRAW: check_may_withdraw_list, Step.UNPUBLISH: check_may_unpublish_list, Step.UNDO: check_may_import,
}  # fmt: skip
