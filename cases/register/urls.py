"""The public site's addresses: the language first, then the page; machine-readable ones without a language at the root."""

from django.urls import include, path, re_path, register_converter

from cases.register.api import views as api
from cases.register.exports.formats import FORMATS
from cases.register.exports.lists import LISTINGS
from cases.register.languages import IdConverter, LanguageConverter
from cases.register.views import (
    about,
    cases,
    catalogues,
    downloads,
    feeds,
    figures,
    hearings,
    home,
    media,
    persons,
    values,
    whole,
)

app_name = "register"
register_converter(LanguageConverter, "language")
register_converter(IdConverter, "id")

pages = [
    path("", home.home, name="home"),
    path("persons/", persons.persons, name="persons"),
    path("persons/embed/", persons.embed, name="embed"),
    path("persons/<id:ref>/", persons.person, name="person"),
    path("persons/<id:ref>/label/", persons.label, name="label"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<id:ref>/", cases.case, name="case"),
    path("hearings/", hearings.hearings, name="hearings"),
    path("hearings.ics", feeds.calendar, name="calendar"),
    path("persons.atom", feeds.atom, {"listing": "persons"}, name="persons-feed"),
    path("cases.atom", feeds.atom, {"listing": "cases"}, name="cases-feed"),
    path("figures/", figures.figures, name="figures"),
    path("figures/counter/", figures.counter, name="counter"),
    re_path(r"^figures/(?P<table>[a-z]+)\.csv$", figures.table, name="figures-table"),
    path("data/", whole.page, name="data"),
    path("about/", about.about, name="about"),
    path("about/methodology/", about.methodology, name="methodology"),
]
for folder in catalogues.CATALOGUES:
    pages += [
        path(f"{folder}/", catalogues.catalogue, {"folder": folder}, name=folder),
        path(f"{folder}/<id:ref>/", catalogues.entry, {"folder": folder}, name=f"{folder}-entry"),
    ]
    pages += [
        path(
            f"{folder}.{extension}",
            catalogues.download,
            {"folder": folder, "extension": extension},
            name=f"{folder}-{extension}",
        )
        for extension in FORMATS
    ]
for listing in LISTINGS:
    pages += [
        re_path(rf"^{listing}/by/(?P<facet>[a-z_]+)/$", values.values, {"listing": listing}, name=f"{listing}-by"),
    ]
    pages += [
        path(
            f"{listing}.{extension}",
            downloads.download,
            {"listing": listing, "extension": extension},
            name=f"{listing}-{extension}",
        )
        for extension in FORMATS
    ]

endpoints = [path("openapi.json", api.openapi, name="openapi")]
for listing in LISTINGS:
    endpoints += [
        path(listing, api.listing, {"listing": listing}, name=f"api-{listing}"),
        path(f"{listing}/<id:ref>", api.single, {"listing": listing}, name=f"api-{listing}-single"),
    ]

urlpatterns = [
    path("", home.root, name="root"),
    path("robots.txt", feeds.robots, name="robots"),
    path("sitemap.xml", feeds.sitemap_index, name="sitemap-index"),
    re_path(r"^sitemap-(?P<number>[1-9][0-9]{0,3})\.xml$", feeds.sitemap, name="sitemap"),
    re_path(r"^media/(?P<sha256>[0-9a-f]{64})\.jpg$", media.photo, name="photo"),
    path("data/manifest.json", whole.manifest, name="manifest"),
    re_path(r"^data/(?P<name>[a-z]+\.[a-z]+)$", whole.file, name="data-file"),
    path("api/v1/", include(endpoints)),
    path("<language:language>/", include(pages)),
]
