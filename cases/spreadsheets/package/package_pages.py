"""The page on which a data package is looked at and taken in."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exceptions import Refused
from accounts.one_time_keys import sending
from cases.spreadsheets.package import take_in
from cases.spreadsheets.package.compare_package import Plan
from cases.spreadsheets.package.read_package import read_package

SHOWN = 200
"""Differences and refused rows on the page; the command shows all."""
IMPORT = "cases.import_records"


class PackageForm(forms.Form):
    """The file, and whether records that are here may change. `digest` is of the preview that was looked at."""

    file = forms.FileField(label=gettext_lazy("data package (zip)"))
    update = forms.BooleanField(
        required=False, label=gettext_lazy("Also change records that are here already to what the package says")
    )
    digest = forms.CharField(required=False, widget=forms.HiddenInput)


def package(request: HttpRequest) -> HttpResponse:
    """Choose a package: first it is shown what it would do; chosen again with that preview's digest, it is taken in."""
    if not request.user.has_perm(IMPORT):
        raise PermissionDenied
    form = PackageForm(request.POST or None, request.FILES or None)
    shown: Plan | None = None
    by: Any = request.user
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            found = read_package(said["file"].file)
            if said["digest"]:
                with sending(request) as sent:
                    take_in.take_in(found, by=by, digest=said["digest"], update=said["update"])
                    sent.leads_to(reverse("package"))
                messages.success(
                    request, _("The data package was imported. Nothing of it is public until it is reviewed.")
                )
                return HttpResponseRedirect(reverse("package"))
            shown = take_in.preview(found, by=by, update=said["update"])
        except Refused as refused:
            form.add_error("file", refused.sentence)
    return _page(request, form, shown)


def _page(request: HttpRequest, form: PackageForm, shown: Plan | None) -> HttpResponse:
    refused = form.is_bound and not form.is_valid()
    if shown is not None:
        form = PackageForm(initial={"update": shown.update, "digest": shown.digest})
    context = {
        **admin.site.each_context(request),
        "title": _("Import a data package"), "form": form, "plan": shown,
        "differences": shown.differences[:SHOWN] if shown else (), "faults": shown.faults[:SHOWN] if shown else (),
        "more": max(len(shown.differences) - SHOWN, 0) + max(len(shown.faults) - SHOWN, 0) if shown else 0,
    }  # fmt: skip
    return TemplateResponse(request, "admin/cases/package/package.html", context, status=422 if refused else 200)
