"""How the pages of the public site are drawn: Jinja2, because its templates cost a fifth of Django's (DECISIONS.md, 35).

Everything put into a page is escaped unless it is marked as HTML already. A name that a page was not given is empty.
Templates are compiled once a language, with its texts in them.
"""

import re
from collections.abc import Mapping, MutableMapping
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import ChainableUndefined, Environment, FileSystemLoader
from jinja2.ext import Extension

from cases import dates
from cases.register.languages import LANGUAGES

FOLDER = settings.BASE_DIR / "templates" / "register"
TEXT = re.compile(r'\b_\("([^"]*)"\)')
QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
Context = Mapping[str, Any]


class Texts(Extension):
    """Puts translated texts into a template when it is compiled: half of what a page holds is the same every time."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with each `_("text")` as a constant in the language in force."""
        return TEXT.sub(lambda found: f'"{gettext(found[1]).translate(QUOTED)}"', source)


class Pages(Environment):
    """What pages are given are dictionaries: looked into before their attributes, which are never meant."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute` of a template."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template can use, in one dictionary: each use of a macro of another file compares the keys of two of them,
        and those of Jinja's chained maps cost more than the macro."""
        return {**self.globals, **(d or {})}


@cache
def environment(language: str) -> Environment:
    """What templates can use beside their variables: `_("text")` with a constant, `counted("%(n)s person", "%(n)s people", n)`,
    `static("file")` and the filters `linebreaks` and `in_words`, for a day ("2026-11-23")."""
    made = Pages(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        auto_reload=False,
        undefined=ChainableUndefined,
        extensions=[Texts],
    )
    made.globals.update(counted=counted, static=cache(static))
    made.filters["in_words"] = lambda day: dates.display(day, language)
    made.filters["linebreaks"] = lambda text: SafeString(linebreaks(text, autoescape=True))
    return made


def prepare() -> None:
    """Compile every template in every language, a third of a second, so that no reader waits for it."""
    for language in LANGUAGES:
        with translation.override(language):
            made = environment(language)
            for name in made.list_templates():
                made.get_template(name)


def counted(one: str, many: str, n: int) -> str:
    """A text with a number, in the language in force; `%(n)s` stands for the number."""
    return ngettext(one, many, n) % {"n": n}


def drawn(template: str, context: Context) -> str:
    """A template of templates/register with these variables, in the language in force."""
    return environment(get_language() or settings.LANGUAGE_CODE).get_template(template).render(context)


def page(template: str, context: Context, status: int = 200) -> HttpResponse:
    """The same as an answer."""
    return HttpResponse(drawn(template, context), status=status)
