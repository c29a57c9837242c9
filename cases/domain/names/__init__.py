"""Personal names: compare two names and match a query with a name, in any spelling.

Names are stored as entered; this package computes keys from them and never changes them. Pure functions: the standard library,
anyascii and rapidfuzz.

    compare("Віталь Мельнік", "Vitaly Melnik")      -> "same" | "maybe" | "different"
    finds("melnik", "Віталь Мельнік")               -> bool; rank(query, name) -> int | None, the smaller the better
    sort_key(text)                                  -> str by which a database sorts lists

**From a name to keys.** `folding` normalises each character; `name_parts` parses the name (words, initials, patronymic, birth year,
placeholder); `transliteration` gives the sounds of each word in Cyrillic and in each Latin spelling; `given_names` maps the forms
of a given name to one family; `syllables` and `consonants` read the scripts that need it; `word_keys` makes the keys of each
word, and `key_kinds` names the rule that made a key.

**The contract of an index.** Two tables serve any store (SQLite, PostgreSQL, memory). A holder is one written
name, or a person with several:

* postings (key, holder): for every name the rows `entries(name)`;
* near (deletion, key): for every *distinct* key the rows `deletions(key)`; remove them with the last holder of the key if
  the file may become public.

A store implements `name_index.Store`: `near`, `starting`, `holders`, `names`; `search(query, store)` does the rest and returns
exactly the holders whose names `finds` accepts, best first; `best_first` yields them one by one. Keys are case-sensitive text:
compare them byte by byte (SQLite BINARY, PostgreSQL COLLATE "C"). They depend on `KEYS_VERSION`: when it changes, rebuild
the tables.
"""

from cases.domain.names.match import compare
from cases.domain.names.name_index import Levels, MemoryStore, Store, best_first, search
from cases.domain.names.oblique_cases import nominatives
from cases.domain.names.query_match import finds, is_spelling, rank
from cases.domain.names.search_keys import Plan, Probe, deletions, entries, probes
from cases.domain.names.sort_key import sort_key

KEYS_VERSION = 5
"""Raised with every change of the rules or of given.csv that changes keys."""

__all__ = [
    "KEYS_VERSION",
    "Levels",
    "MemoryStore",
    "Plan",
    "Probe",
    "Store",
    "best_first",
    "compare",
    "deletions",
    "entries",
    "finds",
    "is_spelling",
    "nominatives",
    "probes",
    "rank",
    "search",
    "sort_key",
]
