"""URLs of the public site: the language first, then the page; machine-readable ones without a language at the root."""

from django.urls import include, path, re_path, register_converter

from cases.public_site.api import api_views as api
from cases.public_site.downloads.file_formats import FORMATS
from cases.public_site.downloads.list_files import LISTINGS
from cases.public_site.feeds import feed_views, sitemaps
from cases.public_site.languages import IdConverter, LanguageConverter
from cases.public_site.views import (
    about,
    case_views,
    dataset,
    facet_value_list,
    hearing_views,
    home,
    list_downloads,
    media,
    person_views,
    reference_pages,
    statistics_views,
)
from casetracker import health

app_name = "register"
register_converter(LanguageConverter, "language")
register_converter(IdConverter, "id")

pages = [
    path("", home.home, name="home"),
    path("persons/", person_views.persons, name="persons"),
    path("persons/embed/", person_views.embed, name="embed"),
    path("persons/<id:ref>/", person_views.person, name="person"),
    path("persons/<id:ref>/label/", person_views.label, name="label"),
    path("cases/", case_views.cases, name="cases"),
    path("cases/<id:ref>/", case_views.case, name="case"),
    path("hearings/", hearing_views.hearings, name="hearings"),
    path("hearings.ics", feed_views.calendar, name="calendar"),
    path("persons.atom", feed_views.atom, {"listing": "persons"}, name="persons-feed"),
    path("cases.atom", feed_views.atom, {"listing": "cases"}, name="cases-feed"),
    path("figures/", statistics_views.figures, name="figures"),
    path("figures/counter/", statistics_views.counter, name="counter"),
    re_path(r"^figures/(?P<table>[a-z]+)\.csv$", statistics_views.table, name="figures-table"),
    path("data/", dataset.page, name="data"),
    path("about/", about.about, name="about"),
    path("about/methodology/", about.methodology, name="methodology"),
]
for folder in reference_pages.CATALOGUES:
    pages += [
        path(f"{folder}/", reference_pages.catalogue, {"folder": folder}, name=folder),
        path(f"{folder}/<id:ref>/", reference_pages.entry, {"folder": folder}, name=f"{folder}-entry"),
    ]
    pages += [
        path(
            f"{folder}.{extension}",
            reference_pages.download,
            {"folder": folder, "extension": extension},
            name=f"{folder}-{extension}",
        )
        for extension in FORMATS
    ]
for listing in LISTINGS:
    pages += [
        re_path(
            rf"^{listing}/by/(?P<facet>[a-z_]+)/$", facet_value_list.values, {"listing": listing}, name=f"{listing}-by"
        ),
    ]
    pages += [
        path(
            f"{listing}.{extension}",
            list_downloads.download,
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
    path("health", health.show, name="health"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    re_path(r"^sitemap-(?P<section>[1-9][0-9]{0,3})\.xml$", sitemaps.sitemap, name="sitemap"),
    re_path(r"^media/(?P<sha256>[0-9a-f]{64})\.jpg$", media.photo, name="photo"),
    path("data/manifest.json", dataset.file, {"name": "manifest.json"}, name="manifest"),
    re_path(r"^data/(?P<name>[a-z]+(?:\.[a-z]+)+)$", dataset.file, name="data-file"),
    path("api/v1/", include(endpoints)),
    path("<language:language>/", include(pages)),
]
