"""Citations of provisions: one grammar for imported lists and the public search. Standard library only.

`read` returns the charges in a text under the given laws, `asked` what a query searches for. A number that is next to anything
not understood (".2", "-A", "/2", another code) is never cited.
"""

from cases.domain.citations.laws import Law, Laws, law
from cases.domain.citations.laws import key as article_key
from cases.domain.citations.query import Asked, asked
from cases.domain.citations.reading import Cited, Reading, read
from cases.domain.citations.words import countries_in

__all__ = ["Asked", "Cited", "Law", "Laws", "Reading", "article_key", "asked", "countries_in", "law", "read"]
