"""A page on a server of files has no control that needs a program, and no link that would be answered wrongly."""

import pytest

from cases.public_site.editions.files_only import Page, file_address


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/en/persons/", "/en/persons/"),
        ("/en/persons/?page=2", "/en/persons/page-2/"),
        ("/en/hearings/?when=past&page=3", "/en/hearings/when-past/page-3/"),
        ("/en/persons/?status=released", None),
        ("/en/persons/?page=2&status=released", None),
        ("/en/persons/?page=0", None),
        ("/en/persons/?page=../../x", None),
        ("/en/persons.csv", None),
        ("/en/persons.atom", "/en/persons.atom"),
        ("/en/persons.atom?status=released", None),
        ("/data/persons.csv", "/data/persons.csv"),
        ("/static/register.css", "/static/register.css"),
        ("/media/aa.jpg", "/media/aa.jpg"),
        ("/api/v1/persons", None),
    ],
)
def test_address_of_a_file(address: str, expected: str | None) -> None:
    assert file_address(address) == expected


def rewritten(html: str, address: str = "/en/persons/?page=2") -> tuple[str, list[str]]:
    page = Page(address)
    page.feed(html)
    page.close()
    return "".join(page.pieces), page.linked


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="?page=3">Next</a>', '<a href="/en/persons/page-3/">Next</a>'),
        ('<a rel="prev" href=".">Previous</a>', '<a rel="prev" href="/en/persons/">Previous</a>'),
        ('<a href="/en/persons/?status=died">1</a>', "<a>1</a>"),
        ('<a href="#content">Skip</a>', '<a href="#content">Skip</a>'),
        ('<a href="/en/cases/x/#law">x</a>', '<a href="/en/cases/x/#law">x</a>'),
        ('<a href="https://example.org/?a=b">x</a>', '<a href="https://example.org/?a=b">x</a>'),
        ('<a href="//example.org/">x</a>', '<a href="//example.org/">x</a>'),
        ('<form class="on"><label>Day <input name="on"></label></form><p>x</p>', "<p>x</p>"),
        ('<form class="list"><div class="search"><input><div>a<br>b</div></div><ul><li>A</li></ul></form>',
         '<div class="list"><ul><li>A</li></ul></div>'),
        ('<div class="with-filters"><ul></ul><section class="filters"><a href="/x/">x</a></section></div>',
         "<div><ul></ul></div>"),
        ("<!doctype html>&amp;&#1072;&lt;b&gt;", "<!doctype html>&amp;&#1072;&lt;b&gt;"),
        ('<svg><path d="M0"/></svg>', '<svg><path d="M0"/></svg>'),
        ('<script type="application/ld+json">{"a": "<b>&amp;"}</script>',
         '<script type="application/ld+json">{"a": "<b>&amp;"}</script>'),
    ],
)  # fmt: skip
def test_page_is_rewritten(html: str, expected: str) -> None:
    assert rewritten(html)[0] == expected


def test_links_that_are_left_out_are_not_followed() -> None:
    html = '<form class="list"><section class="filters"><a href="/en/persons/by/court/">x</a></section></form>'
    assert rewritten(html + '<a href="/en/about/#x">y</a><link href="/static/a.css">') == (
        '<div class="list"></div><a href="/en/about/#x">y</a><link href="/static/a.css">',
        ["/en/about/"],
    )
