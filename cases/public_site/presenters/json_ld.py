"""schema.org JSON-LD for search engines: a part of what the page shows, and nothing else."""

import json
from typing import Any

from django.utils.safestring import SafeString

from cases.public_site.presenters import formatting

Shown = dict[str, Any]


def block(told: Shown) -> SafeString:
    """A JSON-LD script block for the head of a page. Characters that could end it are escaped."""
    text = json.dumps({"@context": "https://schema.org", **told}, ensure_ascii=False, sort_keys=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def person(document: Shown, shown: Shown, address: str, language: str) -> SafeString:
    """A person: names, year of birth, citizenship, work."""
    countries = formatting.listed(
        [citizenship["country"] for citizenship in document["citizenships"]],
        lambda country: formatting.named(country, language),
    )
    properties: Shown = {
        "@type": "Person",
        "@id": address,
        "url": address,
        "name": shown["name"]["text"],
        "alternateName": [name["text"] for name in shown["other_names"]],
        "birthDate": formatting.date(document["born"], "en"),
        "nationality": [country["text"] for country in countries],
    }
    return block({name: value for name, value in properties.items() if value})


def dataset(name: str, address: str, licence: str, files: list[Shown]) -> SafeString:
    """The data set with its files."""
    parts = [{"@type": "DataDownload", "contentUrl": file["url"], "encodingFormat": file["type"]} for file in files]
    return block({"@type": "Dataset", "name": name, "url": address, "license": licence, "distribution": parts})
