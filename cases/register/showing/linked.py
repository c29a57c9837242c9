"""Pages in the words of schema.org, for search engines: a part of what the page shows, and nothing beside it."""

import json
from typing import Any

from django.utils.safestring import SafeString

from cases.register.showing import words

Shown = dict[str, Any]


def block(told: Shown) -> SafeString:
    """A data block for the head of a page. Signs that could end it are written as escapes."""
    text = json.dumps({"@context": "https://schema.org", **told}, ensure_ascii=False, sort_keys=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def person(document: Shown, shown: Shown, address: str, language: str) -> SafeString:
    """A person: names, year of birth, citizenship, work."""
    countries = words.listed(
        [one["country"] for one in document["citizenships"]], lambda one: words.named(one, language)
    )
    told: Shown = {
        "@type": "Person",
        "@id": address,
        "url": address,
        "name": shown["name"]["text"],
        "alternateName": [one["text"] for one in shown["other_names"]],
        "birthDate": words.date(document["born"], "en"),
        "nationality": [one["text"] for one in countries],
    }
    return block({name: value for name, value in told.items() if value})


def dataset(name: str, address: str, licence: str, files: list[Shown]) -> SafeString:
    """The data set with its files."""
    parts = [{"@type": "DataDownload", "contentUrl": one["url"], "encodingFormat": one["type"]} for one in files]
    return block({"@type": "Dataset", "name": name, "url": address, "license": licence, "distribution": parts})
