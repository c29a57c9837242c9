"""What the organisation decides about consent: the rule of a scope, and bases to publish without consent.

A basis takes two people: who proposes it, and a reviewer who agrees. Nothing becomes public by it; it only lets a reviewer
approve.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import clearances, switches
from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.domain.vocabulary import ConsentScope
from cases.models import Person
from cases.models.record import lock_root
from cases.review.models import BasisKind, ConsentNeed, ConsentRule, PublicationBasis
from cases.review.transitions import NOT_THERE, check_readable


def check_may_set_rules(user: Any) -> None:
    """Raise Refused unless `user` may say what needs consent."""
    _check_permission(user, "review.set_consent_rules", _("You don't have permission to set what needs consent."))


@transaction.atomic
def set_rule(*, scope: ConsentScope, need: ConsentNeed, by: User) -> bool:
    """Let `scope` need `need` from now on; return whether that is a change.

    A stricter rule also holds for what is public: what it does not cover lapses with the next publication. A milder one brings
    nothing back.
    """
    check_may_set_rules(by)
    rule = ConsentRule.objects.select_for_update().filter(scope=scope).first() or ConsentRule(scope=scope)
    before = rule.need or str(ConsentNeed.FREE.value)
    if before == need:
        return False
    rule.need = need
    rule.save()
    log.write(
        action="consent rule set", by=by, kind="consentrule", key=rule.pk, field=str(scope.value), before=before,
        after=str(need.value),
    )  # fmt: skip
    return True


def check_may_propose(person: Person, user: Any) -> None:
    """Raise Refused unless `user` may give a reason to publish values about `person` without consent."""
    switches.check_not_frozen()
    _check_permission(user, "review.submit_snapshot", _("You don't have permission to propose a basis."))
    if not person.is_visible_to(user):
        raise Refused(NOT_THERE)


@transaction.atomic
def propose_basis(*, person: Person, scope: ConsentScope, kind: BasisKind, reason: str, by: User) -> PublicationBasis:
    """Give a reason to publish values of `scope` without consent; it holds once a reviewer agreed to it.

    Raises Refused where `check_may_propose` does, without a reason, and where the scope has a basis already.
    """
    lock_root(person)
    check_may_propose(person, by)
    check_readable(reason)
    if not reason.strip():
        raise Refused(_("Enter the reason for publishing without consent. The second person reads it."))
    if person.publication_bases.filter(scope=scope, ended_at=None).exists():
        raise Refused(_("There is a basis for this already. End it before you propose another one."))
    basis = PublicationBasis.objects.create(
        person=person, scope=scope, kind=kind, reason=reason, proposed_by=by, proposed_at=timezone.now()
    )
    _log("publication basis proposed", basis, by)
    return basis


def check_may_agree(basis: PublicationBasis, user: Any) -> None:
    """Raise Refused unless `user`, a reviewer who did not propose it, may agree to `basis`."""
    switches.check_not_frozen()
    _check_permission(
        user, "review.approve_snapshot", _("You don't have permission to agree to a basis. Ask a reviewer.")
    )
    clearances.check_is_cleared(user)
    if not basis.person.is_visible_to(user):
        raise Refused(NOT_THERE)
    if basis.agreed_at is not None or basis.ended_at is not None:
        raise Refused(_("This basis has been decided already."))
    if basis.proposed_by_id == user.pk:
        raise Refused(_("You proposed this basis yourself. Another reviewer must agree to it."))


@transaction.atomic
def agree_to_basis(*, basis: PublicationBasis, by: User) -> PublicationBasis:
    """Let `basis` hold. Raises Refused where `check_may_agree` does."""
    basis = _locked(basis)
    check_may_agree(basis, by)
    basis.agreed_by, basis.agreed_at = by, timezone.now()
    basis.save(update_fields=("agreed_by", "agreed_at"))
    _log("publication basis agreed to", basis, by)
    return basis


@transaction.atomic
def end_basis(*, basis: PublicationBasis, by: User) -> PublicationBasis:
    """End `basis`, also while everything is frozen: what only it covered lapses with the next publication.

    Raises Refused for an account that may propose none, and where the basis has ended already.
    """
    basis = _locked(basis)
    _check_permission(by, "review.submit_snapshot", _("You don't have permission to end a basis."))
    if not basis.person.is_visible_to(by):
        raise Refused(NOT_THERE)
    if basis.ended_at is not None:
        raise Refused(_("This basis has ended already."))
    basis.ended_by, basis.ended_at = by, timezone.now()
    basis.save(update_fields=("ended_by", "ended_at"))
    _log("publication basis ended", basis, by)
    return basis


def carry_bases(gone: Person, kept: Person) -> None:
    """Let the bases that hold for `gone` hold for `kept`, into whom they are merged; undoing the merge leaves them there."""
    there = set(kept.publication_bases.filter(ended_at=None).values_list("scope", flat=True))
    for basis in gone.publication_bases.filter(ended_at=None).exclude(scope__in=there):
        basis.pk, basis._state.adding, basis.person = None, True, kept
        basis.save()


def _locked(basis: PublicationBasis) -> PublicationBasis:
    lock_root(basis.person)
    return PublicationBasis.objects.select_for_update(of=("self",)).select_related("person").get(pk=basis.pk)


def _check_permission(user: Any, permission: str, sentence: str) -> None:
    if not (user.is_active and user.has_perm(permission)):
        raise Refused(sentence)


def _log(action: str, basis: PublicationBasis, by: User) -> None:
    person = basis.person
    log.write(
        action=action, by=by, kind="publicationbasis", key=basis.pk, root_kind=person.noun(), root_key=person.pk,
        field=basis.scope, after=basis.kind, note=basis.reason,
    )  # fmt: skip
