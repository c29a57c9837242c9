"""Who may merge what, and the six verbs: request, approve, return, withdraw, undo, close the old address.

While one of the two persons is public, a reviewer who did not ask for it decides; the public copy of the one who goes is
retracted with the approval, and its address answers like one that never was, unless the reviewer approves that it leads on
to the one who stays. Otherwise a request is carried out at once.
Each verb is one transaction and locks both persons in the order of their keys before anything else.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import clearances, switches
from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.duplicates import move_rows, person_diff
from cases.models import Case, Defendant, Merge, MergeStatus, Person
from cases.review import consent_verbs, do_not_publish, outbox, redirects, transitions
from cases.review.models import Snapshot, Status, UnpublishReason

NAMED_AT_MOST = 5


def is_public(person: Person) -> bool:
    """Whether something of the person is public now."""
    return Snapshot.objects.of(person).filter(status=Status.APPROVED).exists()


def check_may_merge(kept: Person, gone: Person, user: Any) -> None:
    """Raise Refused unless `user` may ask for `gone` to become part of `kept`."""
    _check_works(user, "cases.merge_records", _("You don't have permission to merge records."))
    _check_visible((kept, gone), user)
    if kept.pk == gone.pk:
        raise Refused(_("These records are already merged."))
    if kept.restricted != gone.restricted or set(kept.readers.all()) != set(gone.readers.all()):
        raise Refused(_("The two records have different readers. Give both the same readers first."))
    waiting = Merge.objects.filter(status=MergeStatus.REQUESTED)
    if waiting.filter(Q(kept__in=(kept, gone)) | Q(gone__in=(kept, gone))).exists():
        raise Refused(_("A merge of one of these records is already awaiting review."))
    do_not_publish.check_may_merge(kept, gone)
    _check_no_common_case(kept, gone, user)


def check_may_decide(merge: Merge, user: Any) -> None:
    """Raise Refused unless `user` may decide about `merge`: four eyes."""
    _check_works(user, "review.approve_snapshot", _("You don't have permission to decide on merges."))
    _check_visible((merge.kept, merge.gone), user)
    _check_status(merge, MergeStatus.REQUESTED)
    clearances.check_is_cleared(user)
    if merge.requested_by_id == user.pk:
        raise Refused(_("You requested this merge yourself. Another reviewer must decide."))


def check_may_withdraw(merge: Merge, user: Any) -> None:
    """Raise Refused unless `user` may take the request back."""
    _check_works(user, "cases.merge_records", _("You don't have permission to merge records."))
    _check_visible((merge.kept, merge.gone), user)
    _check_status(merge, MergeStatus.REQUESTED)


def check_may_undo(merge: Merge, user: Any) -> None:
    """Raise Refused unless `user` may undo `merge` and nothing has been built on it since."""
    _check_works(user, "cases.merge_records", _("You don't have permission to merge records."))
    _check_visible((merge.kept,), user)
    _check_status(merge, MergeStatus.DONE)
    if merge.gone.merged_into_id != merge.kept_id:
        raise Refused(_("The record was merged again later. Undo the later merge first."))
    found = move_rows.conflicts(merge.moved, merge.kept)
    if found:
        named = ", ".join(found[:NAMED_AT_MOST]) + (" …" if len(found) > NAMED_AT_MOST else "")
        raise Refused(_("The merge cannot be undone: %(what)s changed since.") % {"what": named})
    moved = move_rows.paths_of(merge.moved)
    for snapshot in Snapshot.objects.of(merge.kept).filter(status__in=(Status.PENDING, Status.APPROVED)):
        if moved & {row["path"] for row in snapshot.content["rows"]}:
            raise Refused(_("The merge cannot be undone: moved values have been submitted or approved since."))


def check_may_lead_on(merge: Merge) -> None:
    """Raise Refused unless the address of the one who goes is public, so that it can lead on."""
    if not is_public(merge.gone):
        raise Refused(_("The merged record is not public, so it has no URL to redirect."))


def check_may_close_address(merge: Merge, user: Any) -> None:
    """Raise Refused unless the old address leads on and `user` may end that. Like every withdrawal it needs one person."""
    if not (user.is_active and user.has_perm("review.retract_snapshot")):
        raise Refused(_("You don't have permission to unpublish records."))
    _check_visible((merge.kept,), user)
    if not merge.leads_on:
        raise Refused(_("The old URL does not redirect."))


@log.gathered()
def request_merge(
    *, kept: Person, gone: Person, by: User, seen: tuple[int, int], choices: Mapping[str, str], note: str = ""
) -> Merge:
    """Make `gone` part of `kept`, or ask a reviewer to where one of them is public.

    `seen`: the versions of both that were compared; `choices`: path of a differing value -> "kept", "gone" or "both".
    Raises Refused where `check_may_merge` does, for records that changed since, and for choices that cannot be made.
    """
    kept, gone = _locked(kept, gone)
    check_may_merge(kept, gone, by)
    transitions.check_readable(note)
    if (kept.version, gone.version) != seen:
        raise Refused(_("One of the records changed while you compared them. Nothing was merged: check them again."))
    comparison = person_diff.compare(kept, gone)
    merge = Merge(
        kept=kept, gone=gone, reviewed=is_public(kept) or is_public(gone), choices=comparison.settled(choices),
        kept_version=kept.version, gone_version=gone.version, note=note, requested_at=timezone.now(), requested_by=by,
    )  # fmt: skip
    if merge.reviewed:
        merge.save()
        _tell("merge requested", merge, by=by, note=note)
        return merge
    _carry_out(merge, comparison, by=by)
    return merge


@log.gathered()
def approve_merge(*, merge: Merge, by: User, note: str = "", leads_on: bool = False) -> Merge:
    """Carry out a merge that was asked for, and take the public copy of the one who goes out of public.

    `leads_on`: the address of that copy, and those that led on to it, lead on to the one who stays while they are public.
    Raises Refused where `check_may_decide` and, for `leads_on`, `check_may_lead_on` do, and where one of the records
    changed since it was asked for.
    """
    merge = _relocked(merge)
    check_may_decide(merge, by)
    if (merge.kept.version, merge.gone.version) != (merge.kept_version, merge.gone_version):
        raise Refused(
            _("One of the records changed after the request. Return the request, so that they are compared again.")
        )
    comparison = person_diff.compare(merge.kept, merge.gone)
    transitions.check_readable(note)
    merge.reason = note
    led = redirects.held_by(merge.gone) if leads_on else []
    if leads_on:
        check_may_lead_on(merge)
    if is_public(merge.gone):
        transitions.retract(
            record=merge.gone, by=by, reason=_("Merged into %(other)s.") % {"other": merge.kept.public_id},
            because=UnpublishReason.MERGED,
        )  # fmt: skip
    _carry_out(merge, comparison, by=by)
    if leads_on:
        merge.leads_on = True
        redirects.lead_on([merge.pk, *led])
        _tell("old address leads on", merge, by=by, note=note)
        _show_where_led(merge.kept)
    return merge


@log.gathered()
def return_merge(*, merge: Merge, by: User, reason: str) -> Merge:
    """Refuse a merge that was asked for, saying why. Nothing changes."""
    merge = _relocked(merge)
    check_may_decide(merge, by)
    if not reason.strip():
        raise Refused(_("Enter a reason, so that the editor knows why."))
    return _close(merge, MergeStatus.RETURNED, by=by, reason=reason)


@log.gathered()
def withdraw_merge(*, merge: Merge, by: User, reason: str = "") -> Merge:
    """Take back a request before it is decided."""
    merge = _relocked(merge)
    check_may_withdraw(merge, by)
    return _close(merge, MergeStatus.WITHDRAWN, by=by, reason=reason)


@log.gathered()
def undo_merge(*, merge: Merge, by: User) -> Merge:
    """Make two records of one again, with everything where it was. What is public stays as it is, but that no address
    leads on by this merge any more.

    Raises Refused where `check_may_undo` does.
    """
    merge = _relocked(merge)
    check_may_undo(merge, by)
    move_rows.take_back(merge.moved, merge.kept, merge.gone, by=by)
    _follow_access(merge.gone, merge.kept, by=by)
    led, merge.leads_on = merge.leads_on, False
    merge.status, merge.undone_at, merge.undone_by = MergeStatus.UNDONE, timezone.now(), by
    merge.save()
    _tell("merge undone", merge, by=by, note="")
    if led:
        _show_where_led(merge.kept)
    return merge


@log.gathered()
def close_address(*, merge: Merge, by: User, reason: str = "") -> Merge:
    """Let the old address answer like one that never was, at once. Raises Refused where `check_may_close_address` does."""
    merge = _relocked(merge)
    check_may_close_address(merge, by)
    transitions.check_readable(reason)
    merge.leads_on = False
    merge.save()
    _tell("old address closed", merge, by=by, note=reason)
    _show_where_led(merge.gone.merged_into or merge.kept)
    return merge


def answers(check: Callable[..., None], *args: Any) -> str:
    """The sentence with which a check refuses; "" where it does not."""
    try:
        check(*args)
    except Refused as refusal:
        return refusal.sentence
    return ""


def _carry_out(merge: Merge, comparison: person_diff.Comparison, *, by: User) -> None:
    """What the merge writes is written in the name of who asked for it: they chose the values, and cannot approve them."""
    kept, gone = merge.kept, merge.gone
    do_not_publish.check_may_merge(kept, gone)
    do_not_publish.carry(gone, kept)
    consent_verbs.carry_bases(gone, kept)
    for waiting in Snapshot.objects.of(gone).filter(status=Status.PENDING):
        transitions.withdraw(snapshot=waiting, by=by, note=_("Merged into %(other)s.") % {"other": kept.public_id})
    names = str(kept), str(gone)
    choices = comparison.settled(merge.choices)
    merge.moved = move_rows.Moving(kept, gone, by=merge.requested_by).carry_out(comparison, choices)
    merge.status, merge.decided_at, merge.decided_by = MergeStatus.DONE, timezone.now(), by
    merge.save()
    _tell("merged", merge, by=by, note=merge.note, names=names)


def _follow_access(gone: Person, kept: Person, *, by: User) -> None:
    """Let the record that comes back be visible to those who may see the other now: while it was away nobody could set that."""
    readers = list(kept.readers.all())
    if kept.restricted and not gone.restricted:
        gone.restrict(readers=readers, by=None)
    elif gone.restricted and not kept.restricted:
        gone.lift_restriction(by=by)
    if set(gone.readers.all()) != set(readers):
        gone.set_readers(readers, by=None)


def _show_where_led(person: Person) -> None:
    """Bring the register in line with what leads on to `person` now."""
    if is_public(person):
        outbox.enqueue(person)


def _close(merge: Merge, status: MergeStatus, *, by: User, reason: str) -> Merge:
    transitions.check_readable(reason)
    merge.status, merge.decided_at, merge.decided_by, merge.reason = status, timezone.now(), by, reason
    merge.save()
    _tell(f"merge {status.value}", merge, by=by, note=reason)
    return merge


def _check_works(user: Any, permission: str, sentence: str) -> None:
    switches.check_not_frozen()
    if not (user.is_active and user.has_perm(permission)):
        raise Refused(sentence)


def _check_visible(persons: tuple[Person, ...], user: Any) -> None:
    if not all(person.is_visible_to(user) for person in persons):
        raise Refused(transitions.NOT_THERE)


def _check_status(merge: Merge, status: MergeStatus) -> None:
    if merge.status != status:
        raise Refused(_("This merge is closed: %(status)s.") % {"status": merge.get_status_display()})


def _check_no_common_case(kept: Person, gone: Person, user: Any) -> None:
    """A person is a defendant in a case once; which of two sets of charges holds is nothing to be guessed."""
    mine = Defendant._base_manager.filter(person=kept).values("case")
    common = Case._base_manager.filter(defendants__person=gone, pk__in=mine)
    if not common.exists():
        return
    known = Case.objects.visible_to(user).filter(pk__in=common).first()
    if known is None:
        raise Refused(_("You cannot merge these two records."))
    raise Refused(
        _("Both are defendants in “%(case)s”. First move their charges and sentences to one of them and remove "
            "the other from the case.") % {"case": known}
    )  # fmt: skip


def _locked(kept: Person, gone: Person) -> tuple[Person, Person]:
    keys = sorted({kept.pk, gone.pk})
    rows = Person._base_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != len(keys):
        raise Refused(transitions.NOT_THERE)
    return found[kept.pk], found[gone.pk]


def _relocked(merge: Merge) -> Merge:
    kept, gone = _locked(merge.kept, merge.gone)
    current = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    current.kept, current.gone = kept, gone
    return current


def _tell(action: str, merge: Merge, *, by: Any, note: str, names: tuple[str, str] | None = None) -> None:
    kept, gone = names or (str(merge.kept), str(merge.gone))
    for person, other, name in ((merge.kept, merge.gone, gone), (merge.gone, merge.kept, kept)):
        log.write(
            action=action, by=by, **person.log_target, linked_kind=other.noun(), new_id=other.pk, after=name, note=note
        )
