"""A page of the site as it lies on a server of files, which has no program behind it.

Search, filters and orders are left out. A link to a filtered list becomes text: a server of files would answer it with the whole
list, and the reader would take one for the other. Pages of a list, and past hearings, have addresses of their own.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

LINK = re.compile(r' (href|src)="([^"]*)"')
KEPT = re.compile(r"(page)=([1-9][0-9]{0,5})|(when)=(past|coming)", re.ASCII)  # parameters that become part of a path
MADE_OTHERWISE = ("/static/", "/data/")
FILES = (".atom", ".ics", ".jpg")
LIST = "list"  # class of the form around a list, of which the list stays
CONTROLS = frozenset({"search", "to-filters", "sort", "filters"})  # classes of what needs a program
BESIDE = "with-filters"  # class of the columns of list and filters
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})


class Page(HTMLParser):
    """Rewrites one page: `pieces` of the new one, and the addresses of the pages that it links to."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=False)
        self.address = address
        self.pieces: list[str] = []
        self.linked: list[str] = []
        self._left_out = 0  # open elements inside what is left out, that one included

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep, rewrite or leave out an element."""
        classes = set((dict(attrs).get("class") or "").split())
        is_list = tag == "form" and LIST in classes
        if self._left_out or classes & CONTROLS or (tag == "form" and not is_list):
            self._left_out += tag not in VOID
        elif is_list:
            self.pieces.append(f'<div class="{LIST}">')
        elif BESIDE in classes:
            self.pieces.append(f"<{tag}>")  # nothing is left to stand beside the list
        elif tag != "input":
            self.pieces.append(LINK.sub(self._link, self.get_starttag_text() or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an empty element of a drawing."""
        self._keep(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Close what was kept."""
        self._keep("</div>" if tag == "form" else f"</{tag}>")
        self._left_out = max(self._left_out - 1, 0)

    def handle_data(self, data: str) -> None:
        """Keep text as it is."""
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        """Keep a named character."""
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Keep a numbered character."""
        self._keep(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        """Keep the declaration of the document."""
        self._keep(f"<!{decl}>")

    def _keep(self, piece: str) -> None:
        if not self._left_out:
            self.pieces.append(piece)

    def _link(self, match: re.Match[str]) -> str:
        linked = urljoin(self.address, unescape(match[2]))
        if match[2].startswith("#") or not linked.startswith("/") or linked.startswith("//"):
            return match[0]
        bare, mark, fragment = linked.partition("#")
        path = file_address(bare)
        if path is None:
            return ""
        if not bare.startswith(MADE_OTHERWISE):
            self.linked.append(bare)
        return f' {match[1]}="{escape(path + mark + fragment)}"'


def file_address(address: str) -> str | None:
    """Where a page lies on a server of files; None if only a program can answer it."""
    path, _mark, query = address.partition("?")
    if query:
        kept = [KEPT.fullmatch(part) for part in query.split("&")]
        if not path.endswith("/") or None in kept:
            return None
        return path + "".join(f"{match[1] or match[3]}-{match[2] or match[4]}/" for match in kept if match)
    return path if path.endswith(("/", *FILES)) or path.startswith(MADE_OTHERWISE) else None
