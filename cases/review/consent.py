"""What consent decides: whether values about a person may become public, and whether they still may.

Each public field of a person's record belongs to a scope (`scope_of`). The organisation sets for each scope what it needs: a
consent, a consent or another basis, or nothing (`ConsentRule`). `why_not` answers for one person, one day and one scope; it is
the only place that reads answers. Approval asks it, and so does the publication of what was approved before (cases.review.lapses).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exceptions import Refused
from cases.domain.vocabulary import ConsentAnswer, ConsentGiver, ConsentScope
from cases.models import Consent, Person
from cases.models.fields import bounds
from cases.review.models import ConsentCheck, ConsentNeed, ConsentRule, PublicationBasis, Snapshot

AGREED: frozenset[str] = frozenset({ConsentAnswer.GIVEN, ConsentAnswer.ASKED_FOR})
REFUSED_IT: frozenset[str] = frozenset({ConsentAnswer.REFUSED, ConsentAnswer.WITHDRAWN})

OF_ROWS: Mapping[str, ConsentScope] = {"photo": ConsentScope.PHOTO, "personoccupation": ConsentScope.WORK}
OF_FIELDS: Mapping[tuple[str, str], ConsentScope] = {
    ("person", "born"): ConsentScope.BIRTH_DATE,
    ("person", "can_receive_letters"): ConsentScope.LETTERS,
}
OF_GUARDIANS = frozenset({ConsentScope.IDENTITY, ConsentScope.PHOTO})
"""Scopes for which a minor cannot answer."""

MISSING, REFUSED, EXPIRED, GUARDIAN, OWN = "missing", "refused", "expired", "guardian", "own"
REASONS: Mapping[str, Promise] = {
    MISSING: gettext_lazy("no consent is recorded"),
    REFUSED: gettext_lazy("consent was refused or withdrawn"),
    EXPIRED: gettext_lazy("the consent has ended"),
    GUARDIAN: gettext_lazy("the person is or may be a minor, and no parent or guardian agreed"),
    OWN: gettext_lazy("the person has come of age, and only a guardian agreed"),
}
"""Why values are not covered."""


def scope_of(path: str) -> ConsentScope:
    """The scope to which a value of a person's record belongs; `path` is "kind/public id/field"."""
    noun, _public_id, name = path.split("/")
    return OF_FIELDS.get((noun, name)) or OF_ROWS.get(noun) or ConsentScope.IDENTITY


def scopes_of(paths: Iterable[str]) -> set[ConsentScope]:
    """The scopes of these values of a person's record."""
    return {scope_of(path) for path in paths}


def rules() -> dict[str, ConsentNeed]:
    """What each scope with a rule needs; scopes that are not named are free."""
    return {rule.scope: ConsentNeed(rule.need) for rule in ConsentRule.objects.all()}


def why_not(
    person: Person,
    scope: ConsentScope,
    *,
    need: ConsentNeed,
    day: date,
    answers: Iterable[Consent],
    bases: Iterable[PublicationBasis],
) -> str:
    """Why values of `scope` about `person` may not be public on `day`, as a key of REASONS; empty where they may.

    `answers` and `bases`: all of the person. The newest answer to the scope, or to everything, decides.
    """
    if need == ConsentNeed.FREE:
        return ""
    answer = newest_answer(answers, scope, day)
    reason = _why_not_by_consent(person, answer, scope, day)
    if not reason or need == ConsentNeed.CONSENT:
        return reason
    return "" if any(_holds(basis, scope, answer) for basis in bases) else reason


def newest_answer(consents: Iterable[Consent], scope: ConsentScope, day: date) -> Consent | None:
    """The newest answer that is about `scope` and was given on `day` or before."""
    about = [
        consent
        for consent in consents
        if consent.scope in (scope, ConsentScope.ALL) and (bounds(consent, "given_on")[0] or day) <= day
    ]
    return max(about, key=lambda consent: (bounds(consent, "given_on")[1] or day, consent.pk or 0), default=None)


def _why_not_by_consent(person: Person, answer: Consent | None, scope: ConsentScope, day: date) -> str:
    if answer is None or answer.answer == ConsentAnswer.UNREACHABLE:
        return MISSING
    if answer.answer in REFUSED_IT:
        return REFUSED
    if (bounds(answer, "until")[1] or day) < day:
        return EXPIRED
    is_guardians = answer.giver == ConsentGiver.GUARDIAN
    if person.is_minor_on(day):
        return GUARDIAN if scope in OF_GUARDIANS and not is_guardians else ""
    return OWN if is_guardians else ""


def _holds(basis: PublicationBasis, scope: ConsentScope, answer: Consent | None) -> bool:
    """Whether the basis was agreed to, is of this scope or of everything, and no refusal was recorded after it."""
    if basis.agreed_at is None or basis.ended_at is not None or basis.scope not in (scope, ConsentScope.ALL):
        return False
    refused = answer is not None and answer.answer in REFUSED_IT
    return not (refused and answer is not None and answer.updated_at > basis.agreed_at)


def effective_day() -> date:
    """Today, or the day up to which consents were compared with what is public: a clock that is set back revives none."""
    checked = ConsentCheck.objects.values_list("day", flat=True).first()
    today = timezone.localdate()
    return max(checked, today) if checked else today


def uncovered(
    person: Person, scopes: Collection[ConsentScope], *, needs: Mapping[str, ConsentNeed], day: date
) -> dict[ConsentScope, str]:
    """Those of `scopes` whose values about `person` may not be public on `day` by the rules `needs`, with keys of REASONS."""
    answers = person.consents.all() if needs else ()
    bases = person.publication_bases.all() if needs else ()
    found = {
        scope: why_not(person, scope, need=needs.get(scope, ConsentNeed.FREE), day=day, answers=answers, bases=bases)
        for scope in sorted(scopes)
    }
    return {scope: reason for scope, reason in found.items() if reason}


def check_covered(snapshot: Snapshot, ticked: Collection[str]) -> None:
    """Raise Refused where the `ticked` values of a person need a consent that is not there. Cases need none: who is a
    defendant is shown as a link, and only while the person is public."""
    if snapshot.person is None:
        return
    found = uncovered(snapshot.person, scopes_of(ticked), needs=rules(), day=effective_day())
    if found:
        told = "; ".join(f"{scope.label}: {REASONS[reason]}" for scope, reason in found.items())
        raise Refused(
            _("These values need a consent or another basis (%(scopes)s). Untick them, or record the consent first.")
            % {"scopes": told}
        )
