"""The public site's addresses: the language first, then the page."""

from django.urls import include, path, re_path, register_converter

from cases.register.languages import IdConverter, LanguageConverter
from cases.register.views import about, cases, catalogues, hearings, home, media, persons

app_name = "register"
register_converter(LanguageConverter, "language")
register_converter(IdConverter, "id")

pages = [
    path("", home.home, name="home"),
    path("persons/", persons.persons, name="persons"),
    path("persons/<id:ref>/", persons.person, name="person"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<id:ref>/", cases.case, name="case"),
    path("hearings/", hearings.hearings, name="hearings"),
    path("about/", about.about, name="about"),
    path("about/methodology/", about.methodology, name="methodology"),
]
for folder in catalogues.CATALOGUES:
    pages += [
        path(f"{folder}/", catalogues.catalogue, {"folder": folder}, name=folder),
        path(f"{folder}/<id:ref>/", catalogues.entry, {"folder": folder}, name=f"{folder}-entry"),
    ]

urlpatterns = [
    path("", home.root, name="root"),
    re_path(r"^media/(?P<sha256>[0-9a-f]{64})\.jpg$", media.photo, name="photo"),
    path("<language:language>/", include(pages)),
]
