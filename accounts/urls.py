"""URLs under /accounts/: the only way to sign in, second factors, sessions.

Allauth's sign-up and e-mail pages are not included: accounts are created by invitation.
"""

from allauth.account import views as stock
from django.urls import URLPattern, URLResolver, include, path

from accounts import views
from accounts.signin.reauthentication import requires_fresh

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", stock.login, name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    path("inactive/", stock.account_inactive, name="account_inactive"),
    path("confirm/", stock.reauthenticate, name="account_reauthenticate"),
    path("passphrase/", stock.password_change, name="account_change_password"),
    path("passphrase/set/", requires_fresh(stock.password_set), name="account_set_password"),
    path("factors/", include("allauth.mfa.urls")),
    path("sessions/", views.Sessions.as_view(), name="usersessions_list"),
    path("sessions/end/", views.sign_out_everywhere, name="accounts_sign_out_everywhere"),
    path("invitation/<str:token>/", views.invitation, name="accounts_invitation"),
    path("language/", views.language, name="accounts_language"),
    path("leave/", views.leave, name="accounts_leave"),
    path("away/", views.away, name="accounts_away"),
]
