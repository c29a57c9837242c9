"""Personal names: is this the same person, and does this query find this name, however the name is written.

What was given is stored as given; this package computes keys from it and never changes it. Pure functions: the standard library,
anyascii and rapidfuzz.

    compare("Віталь Мельнік", "Vitaly Melnik")      -> "same" | "maybe" | "different"
    finds("melnik", "Віталь Мельнік")               -> bool; rank(query, name) -> int | None, the smaller the better
    sort_key(text)                                  -> str by which a database orders lists

**From a name to keys.** `text` makes one form of each character; `parse` takes the name apart (words, initials, patronymic, birth
year, placeholder); `readings` tells how each word may sound in Cyrillic and in each Latin spelling; `given` knows which given
names are one name; `words` makes the keys of each word.

**The contract of an index.** Two tables serve any store (SQLite, PostgreSQL, memory). A holder is one written
name, or a person with all of theirs:

* postings (key, holder): for every name the rows `entries(name)`;
* near (deletion, key): for every *distinct* key the rows `deletions(key)`; remove them with the last holder of the key where
  the file may become public.

A store is an `index.Store` and offers `near`, `starting`, `holders`, `names`; `search(query, store)` does the rest and returns
exactly the holders whose names `finds` accepts, best first; `best_first` yields them one by one. Keys are case-sensitive text:
compare them byte by byte (SQLite BINARY, PostgreSQL COLLATE "C"). They depend on `KEYS_VERSION`: when it changes, make the
tables again.
"""

from .compare import compare
from .index import Levels, MemoryStore, Store, best_first, search
from .keys import Plan, Probe, deletions, entries, probes
from .search import finds, rank
from .sorting import sort_key

KEYS_VERSION = 3
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
    "probes",
    "rank",
    "search",
    "sort_key",
]
