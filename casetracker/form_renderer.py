"""Form renderer of the private site: Jinja2, whose templates cost a fifth of Django's.

A person page has hundreds of inputs, each with its own template. Django ships those of plain inputs in both languages;
its admin fieldsets and rows are reimplemented in templates/drawing with the same markup (a test compares them).
Templates that exist only in Django's language are rendered by Django.
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
"""Templates that Django ships in both languages with identical text."""
WRITTEN = {
    "django/forms/label.html": "label.html",
    "django/forms/widgets/select.html": "select.html",
    "admin/widgets/related_widget_wrapper.html": "related.html",
}
"""Django templates replaced by ours: pages use these most often, and each is made of several."""
FOLDER = settings.BASE_DIR / "templates" / "drawing"


class Renderer(DjangoTemplates):
    """Renderer of the private site (FORM_RENDERER); looks each template up once per process."""

    def __init__(self) -> None:
        self._delivered = Jinja2()
        self._found = cache(self._find)

    def get_template(self, template_name: str) -> Any:
        """Return the template; raise TemplateDoesNotExist if there is none."""
        return self._found(template_name)

    def _find(self, template_name: str) -> Any:
        if template_name in WRITTEN:
            return Input(_environment().get_template(WRITTEN[template_name]))
        renderer: Any = self._delivered if template_name.startswith(DELIVERED) else super()
        return renderer.get_template(template_name)


class Input:
    """Template of templates/drawing with the interface that Django's forms expect."""

    def __init__(self, template: Template) -> None:
        self._template = template

    def render(self, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        """Return the input as HTML."""
        return SafeString(self._template.render(context))


class Drawn:
    """Template of templates/drawing that can be included in place of one of Django's."""

    def __init__(self, name: str, **variables: str) -> None:
        """Store, for each variable of the template, the page variable that supplies it (`variables`)."""
        self._name, self._variables = name, variables

    def render(self, context: Context) -> SafeString:
        """Return the template as HTML."""
        values = {name: context.get(variable) for name, variable in self._variables.items()}
        loop = context.get("forloop")
        return SafeString(_environment().get_template(self._name).render(values, last=bool(loop and loop["last"])))


FIELDSETS = Drawn("fieldsets.html", form="adminform")
TABLE = Drawn("table.html", rows="inline_admin_formset")
BLOCKS = Drawn("blocks.html", rows="inline_admin_formset")


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, auto_reload=False)
    environment.globals.update(
        capital=capfirst, cell_count=cell_count, of_django=gettext, page_of=_page_of, static=cache(static)
    )
    environment.filters["striptags"] = striptags
    return environment


def _page_of(record: Model) -> str:
    """The address of a record's own page."""
    return reverse(admin_urlname(record._meta, SafeString("change")), args=[quote(record.pk)])
