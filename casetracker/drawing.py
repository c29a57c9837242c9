"""How the forms of the private site are drawn: in Jinja2, whose templates cost a fifth of Django's.

A page of a person holds hundreds of inputs; each is a template of its own. Django delivers those of plain inputs in both
languages; its fieldsets and rows of the admin are written once more in templates/drawing, markup for markup (a test compares
them). What exists in Django's language only is drawn as before.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.admin.templatetags.admin_modify import cell_count
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.admin.utils import quote
from django.db.models import Model
from django.forms.renderers import DjangoTemplates, Jinja2
from django.http import HttpRequest
from django.template import Context
from django.template.defaultfilters import striptags
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from jinja2 import Environment, FileSystemLoader, Template

DELIVERED = "django/forms/"
"""Templates that Django delivers in both languages, word for word the same."""
WRITTEN = {
    "django/forms/label.html": "label.html",
    "django/forms/widgets/select.html": "select.html",
    "admin/widgets/related_widget_wrapper.html": "related.html",
}
"""Templates of Django in whose place stand some of ours: of these a page has most, and each is made of several."""
FOLDER = settings.BASE_DIR / "templates" / "drawing"


class Renderer(DjangoTemplates):
    """The renderer of the private site (FORM_RENDERER). A template is looked for once a process."""

    def __init__(self) -> None:
        self._delivered = Jinja2()
        self._found = cache(self._find)

    def get_template(self, template_name: str) -> Any:
        """The template; raises TemplateDoesNotExist where there is none."""
        return self._found(template_name)

    def _find(self, template_name: str) -> Any:
        if template_name in WRITTEN:
            return Input(_environment().get_template(WRITTEN[template_name]))
        renderer: Any = self._delivered if template_name.startswith(DELIVERED) else super()
        return renderer.get_template(template_name)


class Input:
    """A template of templates/drawing as Django's forms ask for it."""

    def __init__(self, template: Template) -> None:
        self._template = template

    def render(self, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        """The input as HTML."""
        return SafeString(self._template.render(context))


class Drawn:
    """A template of templates/drawing in the place of one of Django's: it can be included."""

    def __init__(self, name: str, **variables: str) -> None:
        """`variables` names for each variable of the template the one of the page that it is given."""
        self._name, self._variables = name, variables

    def render(self, context: Context) -> SafeString:
        """The template as HTML."""
        given = {name: context.get(told) for name, told in self._variables.items()}
        loop = context.get("forloop")
        return SafeString(_environment().get_template(self._name).render(given, last=bool(loop and loop["last"])))


FIELDSETS = Drawn("fieldsets.html", form="adminform")
TABLE = Drawn("table.html", rows="inline_admin_formset")
BLOCKS = Drawn("blocks.html", rows="inline_admin_formset")


@cache
def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, auto_reload=False)
    made.globals.update(
        capital=capfirst, cell_count=cell_count, of_django=gettext, page_of=_page_of, static=cache(static)
    )
    made.filters["striptags"] = striptags
    return made


def _page_of(record: Model) -> str:
    """The address of a record's own page."""
    return reverse(admin_urlname(record._meta, SafeString("change")), args=[quote(record.pk)])
