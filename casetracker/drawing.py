"""How the inputs of forms are drawn: Django's own templates of them in Jinja2, which cost a fifth of what the others do.

A page of a person holds hundreds of inputs; each is a template of its own. Those of the admin, which exist in Django's
language only, and any of ours are drawn as before.
"""

from functools import cache
from typing import Any

from django.forms.renderers import DjangoTemplates, Jinja2

OWN = "django/forms/"
"""Templates that Django delivers in both languages, word for word the same."""


class Renderer(DjangoTemplates):
    """The renderer of the private site (FORM_RENDERER). A template is looked for once a process."""

    def __init__(self) -> None:
        self._own = Jinja2()
        self._found = cache(self._find)

    def get_template(self, template_name: str) -> Any:
        """The template; raises TemplateDoesNotExist where there is none."""
        return self._found(template_name)

    def _find(self, template_name: str) -> Any:
        renderer: Any = self._own if template_name.startswith(OWN) else super()
        return renderer.get_template(template_name)
