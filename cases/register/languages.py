"""The languages of the public site, and which form of a value that is known in several of them is shown."""

from collections.abc import Mapping

LANGUAGES = ("en", "be", "ru")
DEFAULT = "en"
# What is approved in another language is shown, and marked as such, where the reader's own is missing.
ORDER: Mapping[str, tuple[str, ...]] = {
    "en": ("en", "be", "ru", "local"),
    "be": ("be", "ru", "en", "local"),
    "ru": ("ru", "be", "en", "local"),
}


class LanguageConverter:
    """The first part of every page's path: the language it is in."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class IdConverter:
    """A public id: twelve small letters and digits, and nothing that Unicode takes for them."""

    regex = "[a-z0-9]{12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def language_of(path: str) -> str:
    """The language that a path asks for; the default one where it asks for none."""
    start = path[1:3]
    return start if start in LANGUAGES and path[3:4] in ("", "/") else DEFAULT


def best(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text to show to a reader of `language` and the language it is in; two empty strings where there is none."""
    for candidate in ORDER[language]:
        if texts.get(candidate):
            return texts[candidate], candidate
    return next(((text, code) for code, text in sorted(texts.items()) if text), ("", ""))
