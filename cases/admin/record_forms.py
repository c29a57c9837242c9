"""Forms of records: they refuse invisible characters, explain database constraints, and keep all typed values."""

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.encrypted_choices import EncryptedFormSet
from accounts.exceptions import Refused
from cases.admin import changed_fields, confirm_save, edit_conflicts, error_messages
from cases.domain import characters
from cases.models import PersonName, Record, access
from cases.models.fields import PARTS, compute, partial_date_names
from cases.models.reference import Titled

LONGEST_TEXT = 20_000  # characters, for texts without a limit of their own


if TYPE_CHECKING:
    from django.forms.utils import ErrorDict

    class ModelForm(forms.ModelForm):
        """Django's form, with the hooks that its type stubs omit."""

        data: QueryDict
        _errors: ErrorDict

        def _clean_fields(self) -> None: ...
        def _post_clean(self) -> None: ...
        def _get_validation_exclusions(self) -> set[str]: ...
else:
    ModelForm = forms.ModelForm


class RecordForm(ModelForm):
    """Form of any record, on its own page or as a row of another page."""

    request: HttpRequest

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and name in self.fields:
                try:
                    self.cleaned_data[name] = self._readable(name, value)
                except ValidationError as refusal:
                    self.add_error(name, refusal)

    def _readable(self, name: str, value: str) -> str:
        """Normalise `value` (NFC); raise ValidationError for deceptive characters or far too long a text."""
        unseen = characters.unseen(value) if self._is_name(name) else characters.dangerous(value)
        if unseen:
            names = get_text_list([characters.called(character) for character in unseen], _("and"))
            raise ValidationError(
                _("This contains invisible characters (%(names)s): “%(shown)s”. Type it again without them."),
                params={"names": names, "shown": characters.shown(value[:200])},
            )
        if len(value) > LONGEST_TEXT:
            raise ValidationError(_("Use at most %(most)d characters."), params={"most": LONGEST_TEXT})
        return unicodedata.normalize("NFC", value)

    def _is_name(self, name: str) -> bool:
        """Whether values that look alike must be equal: names, titles, numbers and links, but not texts."""
        return not isinstance(self.fields[name].widget, forms.Textarea) or issubclass(
            self._meta.model, (PersonName, Titled)
        )

    def _post_clean(self) -> None:
        # Django's own check shows the constraint's name and skips those over computed columns, so ours replaces it.
        self.instance.validate_constraints = lambda **_kwargs: None
        try:
            super()._post_clean()
        finally:
            del self.instance.validate_constraints
        changed_fields.follow(self, getattr(getattr(self, "request", None), "moved", {}))
        self._check_constraints()

    def _check_constraints(self) -> None:
        """Report violated constraints in our own sentences, including those over computed columns."""
        exclude = self._get_validation_exclusions()
        for name in partial_date_names(type(self.instance)):
            if name not in self._errors and name not in exclude:
                compute(self.instance, name)
                exclude -= {f"{name}_{part}" for part in PARTS}
        for constraint in self.instance._meta.constraints:
            try:
                constraint.validate(type(self.instance), self.instance, exclude=exclude)
            except ValidationError:
                self.add_error(None, error_messages.of_constraint(constraint.name))


class PageForm(RecordForm):
    """Form of a page: it contains the version that the page showed, and is shown again if the record changed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.fields["seen"].initial = str(edit_conflicts.now(self.instance))

    @property
    def questions(self) -> list[str]:
        """Questions that must be confirmed before saving."""
        return getattr(self.request, "questions", [])

    @property
    def confirmation(self) -> str:
        """Value of the checkbox that confirms them."""
        return confirm_save.digest_of(self.questions)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refusal = getattr(self.request, "refusal", "")
        if refusal:
            self.add_error(None, refusal)
        if self.instance.pk is not None:
            self._check_unmoved()
        return cleaned

    def _check_unmoved(self) -> None:
        current = edit_conflicts.now(self.instance)
        seen = edit_conflicts.Seen.read(self.data.get("seen", ""))
        if seen.version == current.version:
            return
        self.data = self.data.copy()
        self.data["seen"] = str(current)
        self.add_error(
            None,
            _(
                "A colleague changed this record while you had it open. Your changes are kept but not saved "
                "yet; the other fields show your colleague's values. Check them, then save again."
            ),
        )
        self.request.moved = changed_fields.moved_since(self.instance, seen)  # type: ignore[attr-defined]  # for this form's rows too
        for line in edit_conflicts.changed_since(self.instance, seen, user=self.request.user):  # type: ignore[arg-type]
            self.add_error(None, line)


class RootForm(PageForm):
    """Form of a person, case or intake entry: access is changed under the rules of `cases.models.access`."""

    access_reason = forms.CharField(
        label=gettext_lazy("reason for changing access"), required=False, max_length=500,
        help_text=gettext_lazy("Required when you restrict a record that a colleague has worked on. Only its readers see it."),
    )  # fmt: skip
    kept_among_readers = False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        readers = self.cleaned_data.get("readers")
        if readers is None:
            return cleaned
        if (
            self.instance.pk is not None
        ):  # disabled accounts are not offered, and stay: only a decision removes a reader
            readers = [*readers, *self.instance.readers.filter(is_active=False).exclude(pk__in=[r.pk for r in readers])]
        if self.cleaned_data.get("restricted") and self.request.user not in readers:
            readers = [*readers, self.request.user]
            self.kept_among_readers = True
        self.cleaned_data["readers"] = readers
        moved_meanwhile = getattr(self.request, "moved", None) is not None  # then the page is shown again
        if self.instance.pk is not None and self.cleaned_data.get("restricted") and not moved_meanwhile:
            self._check_access(readers)
        return cleaned

    def _check_access(self, readers: list[Any]) -> None:
        by: Any = self.request.user
        try:
            if self.instance.restricted:
                access.check_may_set_readers(self.instance, readers=readers, by=by)
            else:
                reason = self.cleaned_data.get("access_reason", "")
                access.check_may_restrict(self.instance, readers=readers, reason=reason, by=by)
        except Refused as refusal:
            self.add_error("readers" if self.instance.restricted else "restricted", refusal.sentence)


class RecordFormSet(EncryptedFormSet):
    """Rows of a page. They are saved and removed one by one, as all records are."""

    @cached_property
    def empty_form(self) -> Any:
        """Template row for new rows, cached: Django rebuilds it at each access, five times a page."""
        return super().empty_form

    def add_fields(self, form: Any, index: int | None) -> None:
        """Label the box that removes a row, which otherwise only the head of its column names."""
        super().add_fields(form, index)
        if removal := form.fields.get("DELETE"):
            removal.widget.attrs["aria-label"] = str(removal.label)

    def clean(self) -> None:
        """Say of the whole where a row is named by what was never its key: the page does not show such a row."""
        super().clean()
        model: Any = self.model
        if any(model._meta.pk.name in form.errors for form in self.initial_forms):
            raise ValidationError(_("This row does not belong to the page. Reopen the page and enter it again."))

    def rows_to_remove(self) -> Iterator[Record]:
        """Yield the stored rows that were ticked for removal; call after `save(commit=False)`."""
        yield from self.deleted_objects

    def rows_to_save(self) -> Iterator[Record]:
        """Yield new and changed rows; call after `save(commit=False)`."""
        yield from (row for row, _changed in self.changed_objects)
        yield from self.new_objects


class RowForm(RecordForm):
    """Form of a row of a page."""

    def _clean_fields(self) -> None:
        super()._clean_fields()
        if any(name in self._errors for name in (self._meta.model._meta.pk.name, self._meta.model.parent)):
            self.add_error(None, _("This row does not belong to the page. Reopen the page and enter it again."))

    @property
    def media(self) -> forms.Media:
        """Scripts and styles of its inputs, cached for all rows of its kind: a page requests them row by row."""
        kind: Any = type(self)
        if "media_of_all" not in vars(kind):
            kind.media_of_all = super().media
        media: forms.Media = kind.media_of_all
        return media

    def hand_clean_DELETE(self) -> None:  # noqa: N802 - the admin's name for it
        """Refuse the removal of a row that others refer to, without naming them: some may be restricted."""
        if not self.cleaned_data.get("DELETE") or self.instance._state.adding:
            return
        for relation in self.instance._meta.related_objects:
            if issubclass(relation.related_model, Record) and (
                relation.related_model._base_manager.filter(**{relation.field.name: self.instance.pk}).exists()
            ):
                self.add_error(
                    None,
                    _("This cannot be deleted while %(others)s refer to it. Delete those first.")
                    % {"others": relation.related_model._meta.verbose_name_plural},
                )
