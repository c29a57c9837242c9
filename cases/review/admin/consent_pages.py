"""Two pages about consent: what each scope needs, and the bases on which one person is published without consent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.admin_addresses import encrypted_key, read_key
from accounts.exceptions import Refused
from accounts.one_time_keys import check_not_sent, sending
from accounts.signin.reauthentication import check_is_fresh
from cases.domain.vocabulary import ConsentScope
from cases.models import Consent, Person
from cases.models.distinct_labels import distinct
from cases.review import consent, consent_verbs
from cases.review.models import BasisKind, ConsentNeed, PublicationBasis, Snapshot

RULED = (
    ConsentScope.IDENTITY, ConsentScope.PHOTO, ConsentScope.BIRTH_DATE, ConsentScope.WORK, ConsentScope.LETTERS,
)  # fmt: skip
"""The scopes to which public values belong, in the order of the pages."""
BASIS = "review.basis"


@dataclass(frozen=True)
class ScopeLine:
    """One scope of one person: what it needs, the answer that decides, the basis, and why its values are not covered."""

    scope: ConsentScope
    need: ConsentNeed
    answer: Consent | None
    basis: PublicationBasis | None
    reason: Promise | str

    @property
    def basis_key(self) -> str:
        """The basis as forms name it."""
        return encrypted_key(BASIS, self.basis.pk) if self.basis else ""


def lines_of(person: Person, scopes: Iterable[ConsentScope] = RULED) -> list[ScopeLine]:
    """What stands for each of `scopes` of `person` today."""
    needs, day = consent.rules(), consent.effective_day()
    answers = list(person.consents.all())
    bases = list(person.publication_bases.filter(ended_at=None).select_related("proposed_by", "agreed_by"))
    lines = []
    for scope in scopes:
        need = needs.get(scope, ConsentNeed.FREE)
        reason = consent.why_not(person, scope, need=need, day=day, answers=answers, bases=bases)
        own = next((basis for basis in bases if basis.scope == scope), None)
        answer = consent.newest_answer(answers, scope, day)
        lines.append(ScopeLine(scope, need, answer, own, consent.REASONS[reason] if reason else ""))
    return lines


def needed_by(snapshot: Snapshot, paths: Iterable[str]) -> list[ScopeLine]:
    """The lines of the scopes that these values of a submission need; none for a case, or where nothing needs consent."""
    if snapshot.person is None:
        return []
    scopes = consent.scopes_of(paths)
    lines = lines_of(snapshot.person, [scope for scope in RULED if scope in scopes])
    return [line for line in lines if line.need != ConsentNeed.FREE]


def set_rules(request: HttpRequest) -> HttpResponse:
    """Show what each scope needs, and let those who may set it."""
    by: Any = request.user
    if not request.user.has_perm("review.view_snapshot"):
        raise Http404
    refusal = ""
    try:
        consent_verbs.check_may_set_rules(by)
        if request.method == "POST":
            check_is_fresh(request)
            chosen = {scope: _need(request.POST.get(scope.value, "")) for scope in RULED}
            changed = [scope for scope, need in chosen.items() if consent_verbs.set_rule(scope=scope, need=need, by=by)]
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            return HttpResponseRedirect(request.path)
    except Refused as refused:
        refusal = refused.sentence
    needs = consent.rules()
    context = {
        **admin.site.each_context(request),
        "title": _("What needs consent"),
        "rows": [(scope, needs.get(scope, ConsentNeed.FREE)) for scope in RULED],
        "needs": list(ConsentNeed),
        "refusal": refusal,
    }
    status = 409 if refusal and request.method == "POST" else 200
    return TemplateResponse(request, "admin/review/consent_rules.html", context, status=status)


def bases(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the answers and bases of one person, and let two people decide about a basis."""
    if not (request.user.has_perm("review.view_snapshot") and request.user.has_perm("cases.view_consent")):
        raise Http404
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            check_not_sent(request)
            with sending(request) as sent:
                messages.success(request, _decide(request, person))
                sent.leads_to(request.path)
            return HttpResponseRedirect(request.path)
        except Refused as refused:
            refusal = refused.sentence
    context = {
        **admin.site.each_context(request),
        "title": _("Consent and bases: %(person)s") % {"person": distinct(person)},
        "person": person, "lines": lines_of(person), "kinds": list(BasisKind), "refusal": refusal,
        "posted": request.POST,
    }  # fmt: skip
    return TemplateResponse(request, "admin/review/bases.html", context, status=409 if refusal else 200)


def _decide(request: HttpRequest, person: Person) -> str:
    by: Any = request.user
    verb = request.POST.get("verb", "")
    if verb == "propose":
        scope, kind = request.POST.get("scope", ""), request.POST.get("kind", "")
        if scope not in RULED or kind not in BasisKind.values:
            raise Refused(_("Choose what is to be published, and on which basis."))
        reason = request.POST.get("reason", "")
        consent_verbs.propose_basis(
            person=person, scope=ConsentScope(scope), kind=BasisKind(kind), reason=reason, by=by
        )
        return _("Proposed. Another reviewer has to agree.")
    key = read_key(BASIS, request.POST.get("basis", ""))
    basis = person.publication_bases.filter(pk=key).select_related("person").first() if key else None
    if basis is None or verb not in ("agree", "end"):
        raise Refused(_("Choose an action: propose, agree or end."))
    check_is_fresh(request)
    if verb == "agree":
        consent_verbs.agree_to_basis(basis=basis, by=by)
        return _("Agreed. A reviewer may now approve these values.")
    consent_verbs.end_basis(basis=basis, by=by)
    return _("Ended. What only this basis covered is unpublished within a minute.")


def _need(value: str) -> ConsentNeed:
    if value not in ConsentNeed.values:
        raise Refused(_("Choose for each line what it needs."))
    return ConsentNeed(value)
