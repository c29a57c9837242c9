"""Bulk citation from the page of a source: choose a person or case, tick values, and cite the source on all of them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.exceptions import Refused
from accounts.one_time_keys import check_not_sent, sending
from accounts.request_user import user_of
from cases.admin import citation_targets
from cases.admin.citation_targets import Group
from cases.admin.citations import paths
from cases.admin.record_admin import SearchedSelect
from cases.admin.record_forms import RecordForm
from cases.evidence import cite_many
from cases.models import Case, Citation, Person, Root, Source, access_log
from cases.models.distinct_choices import DistinctChoiceField
from casetracker.db.keys import is_key

TICK, SEEN, COMMON = "tick", "seen", "common"
LINES_A_PAGE = 150
ROOTS: dict[str, type[Root]] = {"person": Person, "case": Case}


class ChooseForm(forms.Form):
    """Choice of a person or case, with the usual search."""

    person = DistinctChoiceField(Person.objects.none(), label=gettext_lazy("person"), required=False)
    case = DistinctChoiceField(Case.objects.none(), label=gettext_lazy("or case"), required=False)

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for noun, model in ROOTS.items():
            field: Any = self.fields[noun]
            field.queryset = model.objects.visible_to(user)
            field.widget = SearchedSelect(Citation._meta.get_field(noun), admin.site)
            field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        """Require exactly one of the two."""
        cleaned = super().clean() or {}
        selected = [noun for noun in ROOTS if cleaned.get(noun)]
        if not self.errors and len(selected) != 1:
            raise forms.ValidationError(_("Choose either a person or a case."))
        return cleaned


class ClaimForm(RecordForm):
    """Statement of the source about one value."""

    class Meta:
        model = Citation
        fields = ("stance", "quote", "says")
        widgets = {"quote": forms.Textarea(attrs={"rows": 2})}


@dataclass(frozen=True)
class Line:
    """One value of the page: its label, whether it is ticked, its form; `cited`: the existing citation, if any."""

    path: str
    words: str
    ticked: bool
    form: ClaimForm
    cited: Citation | None


@require_GET
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Page to choose the record on which the source is to be cited."""
    source = _source(request, pk)
    is_chosen = any(request.GET.get(noun) for noun in ROOTS)
    form = ChooseForm(request.user, request.GET if is_chosen else None)
    if is_chosen and form.is_valid():
        noun = next(noun for noun in ROOTS if form.cleaned_data.get(noun))
        record = form.cleaned_data[noun]
        return HttpResponseRedirect(reverse("admin:cases_source_cite_on", args=[source.pk, noun, record.pk]))
    return _page(request, "choose", source, {"form": form, "media": form.media}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def cite_on(request: HttpRequest, pk: int, noun: str, root_pk: int) -> HttpResponse:
    """Page to tick values of the record; POST saves the citations, all or none."""
    source = _source(request, pk)
    root = _root(request, noun, root_pk)
    choices = citation_targets.choices(root, user=user_of(request))
    refusal, ticked = "", set(request.POST.getlist(TICK))
    parts = _parts(choices)
    part = _number(request.GET.get("part", ""), len(parts))
    groups = _groups(request, source, root, parts[part], ticked)
    if request.method == "POST":
        check_not_sent(request)
        lines = [line for _title, lines in groups for line in lines if line.ticked]
        if not [line for line in lines if not line.form.is_valid()]:  # validate all, so that each shows its errors
            try:
                _save(request, source, root, lines, choices, left_out=ticked - {line.path for line in lines})
                return HttpResponseRedirect(_onwards(request, source, root))
            except Refused as refused:
                refusal = refused.sentence
                root = _root(request, noun, root_pk)
        else:
            refusal = _("Nothing is saved yet. Correct the errors below.")
    access_log.note_reading(request, root, sensitive=False)
    context = {
        "root": root, "noun": noun, "groups": groups, "refusal": refusal, "common": request.POST.get(COMMON, ""),
        "seen": root.version, "part": part, "parts": range(len(parts)) if len(parts) > 1 else (),
        "address": reverse(f"admin:cases_{noun}_change", args=[root.pk]),
    }  # fmt: skip
    return _page(request, "values", source, context, status=409 if refusal else 200)


def _parts(offered: list[Any]) -> list[list[Group]]:
    """Split the values into pages: rows are not split, and no page is longer than a form may be."""
    parts: list[list[Group]] = [[("", [(path, str(words)) for path, words in offered if not isinstance(words, list)])]]
    for title, values in offered:
        if isinstance(values, list):
            if sum(len(group_values) for _title, group_values in parts[-1]) + len(values) > LINES_A_PAGE:
                parts.append([])
            parts[-1].append((title, values))
    return parts


def _number(text: str, count: int) -> int:
    return int(text) if is_key(text) and int(text) < count else 0


def _groups(
    request: HttpRequest, source: Source, root: Root, part: list[Group], ticked: set[str]
) -> list[tuple[str, list[Line]]]:
    cited = {citation.about: citation for citation in cite_many.cited_by(source, root)}
    posted = _with_common_quote(request) if request.method == "POST" else None

    def line(path: str, words: str) -> Line:
        data = posted if path in ticked else None
        new_citation = Citation(source=source, about=path, **{root.noun(): root})
        form = ClaimForm(data, instance=new_citation, prefix=path or "whole")
        return Line(path, words, path in ticked, form, cited.get(path))

    return [(title, [line(path, words) for path, words in values]) for title, values in part]


def _with_common_quote(request: HttpRequest) -> Any:
    """Return the posted data, with the common quotation for ticked values that have none of their own."""
    common = request.POST.get(COMMON, "")
    if not common.strip():
        return request.POST
    posted = request.POST.copy()
    for path in request.POST.getlist(TICK):
        name = f"{path or 'whole'}-quote"
        if not posted.get(name, "").strip():
            posted[name] = common
    return posted


def _save(
    request: HttpRequest, source: Source, root: Root, lines: list[Line], offered: list[Any], *, left_out: set[str]
) -> None:
    if left_out:
        raise Refused(_("One of the values was deleted. Check the values, then save again."))
    seen = request.POST.get(SEEN, "")
    citations = [line.form.instance for line in lines]
    with sending(request) as sent:
        cite_many.cite(
            source=source, root=root, citations=citations, paths=paths(offered), seen=int(seen) if is_key(seen) else 0,
            by=user_of(request),
        )  # fmt: skip
        sent.leads_to(_onwards(request, source, root))
    count = len(citations)
    messages.success(
        request,
        ngettext("%(count)s citation was saved on %(record)s.", "%(count)s citations were saved on %(record)s.", count)
        % {"count": count, "record": root},
    )


def _onwards(request: HttpRequest, source: Source, root: Root) -> str:
    if "another" in request.POST:
        return reverse("admin:cases_source_cite", args=[source.pk])
    return reverse(f"admin:cases_{root.noun()}_change", args=[root.pk])


def _source(request: HttpRequest, pk: int) -> Source:
    try:
        cite_many.check_may_cite(request.user)
    except Refused as refused:
        raise PermissionDenied(refused.sentence) from refused
    source = Source.objects.visible_to(request.user).filter(pk=pk).first()
    if source is None:
        raise Http404
    return source


def _root(request: HttpRequest, noun: str, pk: int) -> Root:
    model = ROOTS.get(noun)
    root = model.objects.visible_to(request.user).filter(pk=pk).first() if model is not None else None
    if root is None or not request.user.has_perm(f"cases.change_{noun}"):
        raise Http404
    return root


def _page(request: HttpRequest, name: str, source: Source, context: dict[str, Any], status: int) -> HttpResponse:
    full_context = {
        **admin.site.each_context(request), "title": _("Cite on records: %(source)s") % {"source": source},
        "opts": Source._meta, "source": source, **context,
    }  # fmt: skip
    return TemplateResponse(request, f"admin/cases/citing/{name}.html", full_context, status=status)
