"""Rendering of the public pages: Jinja2, because its templates cost a fifth of Django's (DECISIONS.md, 35).

Everything put into a page is escaped unless it is marked as HTML. A variable that a page was not given is an error. Templates
are compiled once per language, with its texts in them.
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
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

from cases.domain import dates
from cases.public_site.languages import LANGUAGES
from cases.public_site.presenters.formatting import sentence

FOLDER = settings.BASE_DIR / "templates" / "public_site"
TEXT = re.compile(r'\b_\("([^"]*)"\)')
QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
Context = Mapping[str, Any]


class Texts(Extension):
    """Insert translated texts into a template when it is compiled: half of a page is the same every time."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with each `_("text")` as a constant in the active language."""
        return TEXT.sub(lambda match: f'"{gettext(match[1]).translate(QUOTED)}"', source)


class Pages(Environment):
    """Environment for pages whose data are dictionaries: keys are looked up before attributes, which are never meant."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Resolve `obj.attribute` in a template."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """All globals of a template in one dictionary: each call of a macro from another file compares the keys of two of them,
        and Jinja's chained maps would cost more than the macro."""
        return {**self.globals, **(d or {})}


@cache
def environment(language: str) -> Environment:
    """Environment with the globals of templates: `_("text")` with a constant, `counted("%(n)s person", "%(n)s people", n)`,
    `static("file")`, and the filters `linebreaks`, `sentence` (a full stop) and `in_words`, for a day ("2026-11-23")."""
    env = Pages(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        extensions=[Texts],
    )
    env.globals.update(counted=counted, static=cache(static))
    env.filters["sentence"] = sentence
    env.filters["in_words"] = lambda day: dates.display(day, language)
    env.filters["linebreaks"] = lambda text: SafeString(linebreaks(text, autoescape=True))
    return env


def prepare() -> None:
    """Compile every template in every language (a third of a second), so that no reader waits for it."""
    for language in LANGUAGES:
        with translation.override(language):
            env = environment(language)
            for name in env.list_templates():
                env.get_template(name)


def counted(one: str, many: str, n: int) -> str:
    """A text with a number, in the active language; `%(n)s` stands for the number."""
    return ngettext(one, many, n) % {"n": n}


def drawn(template: str, context: Context) -> str:
    """Render a template of templates/public_site with these variables, in the active language."""
    return environment(get_language() or settings.LANGUAGE_CODE).get_template(template).render(context)


def page(template: str, context: Context, status: int = 200) -> HttpResponse:
    """Render a template as a response."""
    return HttpResponse(drawn(template, context), status=status)
