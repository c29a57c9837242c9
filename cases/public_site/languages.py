"""The languages of the public site, and the choice among texts in several languages."""

from collections.abc import Mapping

LANGUAGES = ("en", "be", "ru")
DEFAULT = "en"
# If a text is missing in the reader's language, one approved in another language is shown and marked as such.
ORDER: Mapping[str, tuple[str, ...]] = {
    "en": ("en", "be", "ru", "local"),
    "be": ("be", "ru", "en", "local"),
    "ru": ("ru", "be", "en", "local"),
}


class LanguageConverter:
    """URL converter for the first part of every page's path: its language."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class IdConverter:
    """URL converter for a public id: twelve small ASCII letters and digits, no Unicode look-alikes."""

    regex = "[a-z0-9]{12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def language_of(path: str) -> str:
    """The language in a path; the default one if there is none."""
    start = path[1:3]
    return start if start in LANGUAGES and path[3:4] in ("", "/") else DEFAULT


def best(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text to show to a reader of `language` and the language it is in; two empty strings if there is none."""
    for candidate in ORDER[language]:
        if texts.get(candidate):
            return texts[candidate], candidate
    return next(((text, code) for code, text in sorted(texts.items()) if text), ("", ""))
