"""Forms of records: they refuse invisible characters, name what the database would refuse, and lose nothing typed."""

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from cases import text
from cases.admin import conflict, moved, sentences
from cases.models import PersonName, Record
from cases.models.fields import PARTS, compute, partial_date_names
from cases.models.reference import Titled

LONGEST_TEXT = 20_000  # characters, for texts without a limit of their own


if TYPE_CHECKING:
    from django.forms.utils import ErrorDict

    class ModelForm(forms.ModelForm):
        """Django's, with those hooks of it that its type stubs leave out."""

        data: QueryDict
        _errors: ErrorDict

        def _clean_fields(self) -> None: ...
        def _post_clean(self) -> None: ...
        def _get_validation_exclusions(self) -> set[str]: ...
else:
    ModelForm = forms.ModelForm


class RecordForm(ModelForm):
    """Any record's form, on a page of its own or as a row of another page."""

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
        """`value` in one Unicode form; raises ValidationError for characters that deceive, or for far too long a text."""
        unseen = text.unseen(value) if self._is_name(name) else text.dangerous(value)
        if unseen:
            names = get_text_list([text.called(character) for character in unseen], _("and"))
            raise ValidationError(
                _("There are invisible characters in it (%(names)s): “%(shown)s”. Type it anew without them."),
                params={"names": names, "shown": text.shown(value[:200])},
            )
        if len(value) > LONGEST_TEXT:
            raise ValidationError(_("At most %(most)d characters."), params={"most": LONGEST_TEXT})
        return unicodedata.normalize("NFC", value)

    def _is_name(self, name: str) -> bool:
        """Whether two values that look alike must be alike: names, titles, numbers and links, but not texts."""
        return not isinstance(self.fields[name].widget, forms.Textarea) or issubclass(
            self._meta.model, (PersonName, Titled)
        )

    def _post_clean(self) -> None:
        # Django's own check names the constraint and skips those over computed columns: ours takes its place.
        self.instance.validate_constraints = lambda **_kwargs: None
        try:
            super()._post_clean()
        finally:
            del self.instance.validate_constraints
        moved.follow(self, getattr(getattr(self, "request", None), "moved", {}))
        self._check_constraints()

    def _check_constraints(self) -> None:
        """Tell in sentences of our own what the database would refuse; also where computed columns are concerned."""
        exclude = self._get_validation_exclusions()
        for name in partial_date_names(type(self.instance)):
            if name not in self._errors and name not in exclude:
                compute(self.instance, name)
                exclude -= {f"{name}_{part}" for part in PARTS}
        for constraint in self.instance._meta.constraints:
            try:
                constraint.validate(type(self.instance), self.instance, exclude=exclude)
            except ValidationError:
                self.add_error(None, sentences.of_constraint(constraint.name))


class PageForm(RecordForm):
    """The form of a page: it carries what the page showed, and comes back when the record was changed since."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.fields["seen"].initial = str(conflict.now(self.instance))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refusal = getattr(self.request, "refusal", "")
        if refusal:
            self.add_error(None, refusal)
        if self.instance.pk is not None:
            self._check_unmoved()
        return cleaned

    def _check_unmoved(self) -> None:
        current = conflict.now(self.instance)
        seen = conflict.Seen.read(self.data.get("seen", ""))
        if seen.version == current.version:
            return
        self.data = self.data.copy()
        self.data["seen"] = str(current)
        self.add_error(
            None,
            _(
                "This was changed by somebody else while you had it open. Nothing of yours is saved yet, and nothing you "
                "typed is lost; what you left as it was shows what the other wrote. Look at what changed, then save again."
            ),
        )
        self.request.moved = moved.moved_since(self.instance, seen)  # type: ignore[attr-defined]  # for this form's rows too
        for line in conflict.changed_since(self.instance, seen, user=self.request.user):  # type: ignore[arg-type]
            self.add_error(None, line)


class RootForm(PageForm):
    """A person or case: whoever restricts it stays among those who may see it."""

    kept_among_readers = False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        readers = self.cleaned_data.get("readers")
        if self.cleaned_data.get("restricted") and readers is not None and self.request.user not in readers:
            self.cleaned_data["readers"] = [*readers, self.request.user]
            self.kept_among_readers = True
        return cleaned


class RecordFormSet(forms.BaseInlineFormSet):
    """Rows of a page. They are saved and removed one by one, as all records are."""

    @cached_property
    def empty_form(self) -> Any:
        """The row from which the page makes new ones: Django builds it anew whenever it is asked for, five times a page."""
        return super().empty_form

    def add_fields(self, form: Any, index: int | None) -> None:
        """The box that removes a row is called so, where the head of its column is all that says it."""
        super().add_fields(form, index)
        if removal := form.fields.get("DELETE"):
            removal.widget.attrs["aria-label"] = str(removal.label)

    def rows_to_remove(self) -> Iterator[Record]:
        """The stored rows that were ticked for removal; call after `save(commit=False)`."""
        yield from self.deleted_objects

    def rows_to_save(self) -> Iterator[Record]:
        """New and changed rows; call after `save(commit=False)`."""
        yield from (row for row, _changed in self.changed_objects)
        yield from self.new_objects


class RowForm(RecordForm):
    """A row of a page."""

    @property
    def media(self) -> forms.Media:
        """The scripts and styles of its inputs: those of the other rows of its kind, of which a page asks one by one."""
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
                    _("It cannot be removed while there are %(others)s that refer to it: remove those first.")
                    % {"others": relation.related_model._meta.verbose_name_plural},
                )
