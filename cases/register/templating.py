"""How the pages of the public site are drawn: Jinja2, because its templates cost a fifth of Django's (DECISIONS.md, 35).

Everything put into a page is escaped unless it is marked as HTML already. A name that a page was not given is empty.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.template import engines
from django.templatetags.static import static
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from jinja2 import ChainableUndefined, Environment

ENGINE = "register"  # its NAME in TEMPLATES


def environment(autoescape: bool = True, **options: Any) -> Environment:
    """What templates can use beside their variables: `_("text")`, `counted("%(n)s person", "%(n)s people", n)`,
    `static("file")` and the filter `linebreaks`."""
    made = Environment(autoescape=True, **options | {"undefined": ChainableUndefined})
    made.globals.update(_=gettext, counted=counted, static=static)
    made.filters["linebreaks"] = lambda text: SafeString(linebreaks(text, autoescape=True))
    return made


def counted(one: str, many: str, n: int) -> str:
    """A text with a number, in the language in force; `%(n)s` stands for the number."""
    return ngettext(one, many, n) % {"n": n}


def drawn(template: str, context: Mapping[str, Any]) -> str:
    """A template of templates/register with these variables."""
    return engines[ENGINE].get_template(template).render(dict(context))


def page(template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The same as an answer."""
    return HttpResponse(drawn(template, context), status=status)
