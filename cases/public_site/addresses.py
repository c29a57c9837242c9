"""URLs of pages. Built as plain strings, because a list holds dozens of them; a test compares them with the routes."""

FOLDERS = {
    "person": "persons",
    "case": "cases",
    "court": "courts",
    "facility": "places",
    "provision": "provisions",
    "official": "judges",
}


def page(language: str, *parts: str) -> str:
    """URL of a page in one language: page("en", "persons") is /en/persons/."""
    return "/" + "/".join((language, *parts)) + "/"


def of(language: str, noun: str, ref: str) -> str:
    """URL of one person, case, court ...; empty for a noun that has no pages."""
    folder = FOLDERS.get(noun)
    return f"/{language}/{folder}/{ref}/" if folder and ref else ""


def photo(sha256: str) -> str:
    """URL of a photo, named by the SHA-256 of its bytes."""
    return f"/media/{sha256}.jpg"
