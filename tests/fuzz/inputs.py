"""What strangers and broken programs send: values, names of parameters, headers and bodies, drawn from a seeded random."""

import json
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes

from django.apps import apps

LOOKUPS = (
    "exact", "iexact", "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "in", "gt", "gte", "lt",
    "lte", "range", "isnull", "regex", "iregex", "year", "month", "day", "week_day", "date", "time", "hour", "pk", "id",
)  # fmt: skip
NUMBERS = (
    "0", "-1", "1", "2", "01", "1.5", "1e9", "NaN", "Infinity", "٣", "99999999999999999999", str(2**31), str(2**63),
    str(2**63 - 1), "9" * 400, "-" + "9" * 30, "0x10", "1_000",
)  # fmt: skip
TEXTS = (
    "",
    " ",
    "a",
    "Іван",
    "ivan",
    "Ўладзімір Выдуманы",
    "王小明",
    "محمد",
    "👩‍👩‍👧‍👦",
    "e\u0301" * 50,
    "\u0301" * 2000,
    "null",
    "None",
    "undefined",
    "true",
    "on",
    "yes",
    "[]",
    "{}",
    "{{7*7}}",
    "{0.__class__}",
    "%(x)s",
    "%s%s%n",
    "${jndi:ldap://x}",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    '"; DROP TABLE x; --',
    "1) OR (1=1",
    "`id`",
    "| ls",
    "../../../etc/passwd",
    "..\\..\\x",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://evil.example/",
    "AND",
    "OR",
    "NEAR(a b)",
    "name:x",
    "*",
    "a*",
    '"',
    '""',
    'a"b',
    "^",
    "(",
    ")",
    "[",
    "\\",
    ":",
    "%",
    "_",
    "%25",
    "-",
    "--",
    "+",
    "&",
    "=",
    ";",
    ",",
    "a,b,,c",
    "2022",
    "2022-13-45",
    "0000-00-00",
    "10000-01-01",
    "2023-02-29",
    "March 2022",
    "31.12.9999",
    "12:61",
    "25:00",
    "1979~",
    "19XX",
    "x" * 300,
    "ї" * 5000,
    "=1+1",
    "@x",
    "\t\t",
    "a\nb",
    "a\r\nSet-Cookie: x=y",
    "\u2028",
    "\ufeff",
    "\ufffe",
    "\U0010ffff",
)
HIDDEN = ("\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\u00ad", "\u061c", "\ufe0f", "\U000e0041")
BROKEN = (
    b"\x00",
    b"a\x00b",
    b"\xff",
    b"\xfe\xff",
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    b"\xed\xb0\x80",
    b"\xf4\x90\x80\x80",
    b"\x80",
    b"\x1b[31m",
    b"\x7f",
    b"\xc2\x85",
    b"%00",
    b"%",
    b"%zz",
    b"\xf0\x9f\x98",
)
CONTENT_TYPES = (
    "application/x-www-form-urlencoded",
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "application/xml",
    "",
    "text/html; charset=utf-7",
    "application/x-www-form-urlencoded; charset=none",
    "a/b/c",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/x-www-form-urlencoded; charset=utf-16",
)
METHODS = ("GET",) * 8 + ("POST",) * 6 + ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "x", "get")
LOWER_NAMES = (
    "q",
    "p",
    "o",
    "e",
    "all",
    "page",
    "after",
    "before",
    "limit",
    "offset",
    "ordering",
    "sort",
    "fields",
    "format",
    "lang",
    "next",
    "term",
    "app_label",
    "model_name",
    "field_name",
    "sensitive",
    "case",
    "defendant",
    "person",
    "id",
    "ids",
    "status",
    "action",
    "kind",
    "who",
    "in_custody",
    "publication",
    "restricted__exact",
    "created_at__year",
    "created_at__month",
    "born_lower__gte",
    "_to_field",
    "_popup",
    "_changelist_filters",
    "_connector",
    "_negated",
    "_facets",
    "year",
    "month",
    "from",
    "until",
    "table",
    "name",
    "prison",
)
HEADERS = {
    "HTTP_ACCEPT": ("*/*", "application/json", "text/csv;q=0.1", "a" * 8000, 'a;q="' * 200, "", "text/html;q=NaN"),
    "HTTP_ACCEPT_LANGUAGE": ("be", "ru,en;q=0.5", "x" * 5000, "-" * 500, "en-" * 400, ";;;", "zz", "*", "en;q=9"),
    "HTTP_HOST": ("localhost", "evil.example", "localhost:99999", "[::1", "a\tb", ""),
    "HTTP_REFERER": ("http://localhost/", "x" * 4000, "http://[", "\u202e"),
    "HTTP_ORIGIN": ("null", "http://localhost", "http://[bad", "https://evil.example"),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4", "x", ",,,", "9" * 500),
    "HTTP_X_FORWARDED_HOST": ("evil.example",),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("PUT", "DELETE"),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest",),
    "HTTP_RANGE": ("bytes=0-1", "bytes=-", "bytes=9-1,2-3", "x"),
    "HTTP_IF_MODIFIED_SINCE": (
        "Mon, 01 Jan 2001 00:00:00 GMT",
        "yesterday",
        "9" * 300,
        "Mon, 99 Jan 99999 00:00:00 GMT",
    ),
    "HTTP_IF_NONE_MATCH": ('"x"', "W/", "*", '"' * 200),
    "HTTP_IF_UNMODIFIED_SINCE": ("Mon, 01 Jan 2001 00:00:00 GMT", "x"),
    "HTTP_COOKIE": (
        "session=x; csrf=y",
        "session=" + "z" * 4000,
        ";;;=;=",
        "language=zz",
        "messages=[[]]",
        "known=a:b:c",
        "\xff\xfe",
    ),
    "HTTP_USER_AGENT": ("x" * 3000, "\n", ""),
    "HTTP_TRANSFER_ENCODING": ("chunked", "x"),
    "CONTENT_LENGTH": ("0", "-1", "x", "99999999999", ""),
}


def field_names() -> list[str]:
    """The name of every field of every private model, and walks over relations."""
    names = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            names.add(field.name)
            related = getattr(field, "related_model", None)
            if related is not None and not isinstance(related, str):
                names |= {f"{field.name}__{other.name}" for other in related._meta.get_fields()}
    return sorted(names)


class Inputs:
    """Draws; the same seed draws the same again."""

    def __init__(self, random: Random, fields: list[str], offered: list[str] | None = None) -> None:
        """`fields`: names that no page offers; `offered`: names that some page does, which are then drawn more often,
        alone, with values that may be in order, and by methods that are.
        """
        self.random, self.fields, self.offered = random, fields, offered or []

    def text(self) -> str:
        """A value that can be written as text, odd as it may be."""
        pick = self.random.random()
        if pick < 0.3:
            return self.random.choice(NUMBERS)
        if pick < 0.45:
            return self.random.choice(TEXTS) + self.random.choice(HIDDEN) + self.random.choice(TEXTS)
        if pick < 0.5:
            return "".join(
                chr(self.random.choice((self.random.randint(1, 0x2FF), self.random.randint(1, 0x10FFF))))
                for _ in range(12)
            )
        return self.random.choice(TEXTS)

    def quoted(self) -> str:
        """A value as it stands in an address: sometimes of bytes that are no text."""
        if self.random.random() < 0.12:
            return quote_from_bytes(self.random.choice(BROKEN)) + quote(self.random.choice(("", "a", "Іван")))
        return quote(self.text().encode("utf-8", "surrogatepass"), safe=self.random.choice(("", "/&=+")))

    def name(self) -> str:
        """The name of a parameter."""
        if self.offered and self.random.random() < 0.8:
            return self.random.choice(self.offered)
        pick = self.random.random()
        if pick < 0.45:
            return self.random.choice(LOWER_NAMES)
        if pick < 0.9:
            return (
                f"{self.random.choice(self.fields)}{self.random.choice(('', '', '__' + self.random.choice(LOOKUPS)))}"
            )
        return self.quoted()

    def method(self) -> str:
        """A method of HTTP, or something like one."""
        return "GET" if self.offered and self.random.random() < 0.85 else self.random.choice(METHODS)

    def query(self) -> str:
        """A query string; names may come twice."""
        if self.offered and self.random.random() < 0.6:
            plain = self.random.choice(
                ("", "a", "Іван", "2022", "2021-03", "yes", "1", "2", "BY", "remand", self.text()[:50])
            )
            return f"{self.random.choice(self.offered)}={quote(plain.encode('utf-8', 'replace'))}" if plain else ""
        if self.random.random() < 0.25:
            return ""
        names = [self.name() for _number in range(self.random.choice((1, 1, 1, 2, 3, 40)))]
        names += names[:1] if self.random.random() < 0.2 else []
        return "&".join(f"{name}={self.quoted()}" for name in names)

    def headers(self) -> dict[str, str]:
        """Request headers that a stranger sets."""
        chosen = self.random.sample(sorted(HEADERS), self.random.choice((0, 0, 0, 1, 2)))
        return {name: self.random.choice(HEADERS[name]) for name in chosen}

    def body(self, known: dict[str, Any]) -> tuple[bytes, str]:
        """(bytes, content type) of a body: often a form of the page with some of its inputs spoilt."""
        pick = self.random.random()
        if known and pick < 0.6:
            return self.form(known).encode(), CONTENT_TYPES[0]
        if pick < 0.75:
            pairs = "&".join(f"{self.name()}={self.quoted()}" for _number in range(self.random.randint(0, 12)))
            return pairs.encode(), CONTENT_TYPES[0]
        if pick < 0.85:
            value: Any = {self.name(): self.text() for _number in range(3)}
            return json.dumps(self.random.choice([value, [value], "[" * 500, 1e308, None])).encode(), "application/json"
        if pick < 0.95:
            return self.multipart(known)
        return self.random.choice(BROKEN) * self.random.choice((1, 100)), self.random.choice(CONTENT_TYPES)

    def form(self, known: dict[str, Any]) -> str:
        """The form of a page, with a few of its values replaced, repeated or left out."""
        values = {name: value if isinstance(value, list) else [str(value)] for name, value in known.items()}
        for name in self.random.sample(sorted(values), min(len(values), self.random.randint(1, 4))):
            if self.random.random() < 0.15:
                del values[name]
        pairs = [f"{quote(name)}={quote(str(one))}" for name, some in values.items() for one in some]
        spoilt = self.random.sample(sorted(known), min(len(known), self.random.randint(1, 4)))
        return "&".join([*pairs, *(f"{quote(name)}={self.quoted()}" for name in spoilt)])

    def multipart(self, known: dict[str, Any]) -> tuple[bytes, str]:
        """Parts with odd names, odd file names, sometimes cut off."""
        parts = []
        for name in [*self.random.sample(sorted(known), min(len(known), 2)), self.name(), "photos-0-file"]:
            odd = self.random.choice(
                ("", '; filename="x.jpg"', '; filename="../../x\x00.jpg"', '; filename="', "; filename*=utf-8''%ff")
            )
            parts.append(f'--x\r\nContent-Disposition: form-data; name="{name}"{odd}\r\n\r\n{self.text()}\r\n')
        sent = ("".join(parts) + "--x--\r\n").encode("utf-8", "surrogatepass")
        return sent[: self.random.choice((len(sent), len(sent), len(sent) // 2))], "multipart/form-data; boundary=x"
