"""The systemd units and the files of the web servers."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.installing import DEPLOY, HOSTS, install

SERVICES = sorted(path.name for path in (DEPLOY / "systemd").glob("*.service"))
HARDENED = {
    "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
    "PrivateDevices=yes",
    "PrivateNetwork=yes", "RestrictAddressFamilies=AF_UNIX", "RestrictNamespaces=yes", "SystemCallFilter=@system-service",
    "UMask=0077",
}  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_confined(name: str) -> None:
    lines = set((DEPLOY / "systemd" / name).read_text().splitlines())
    assert lines >= HARDENED
    assert not {"User=root", "User="} & lines


def test_public_service_has_no_key_no_cases_and_one_folder_to_write_to() -> None:
    text = (DEPLOY / "systemd/casetracker-public.service").read_text()
    assert "EnvironmentFile=/etc/casetracker/public.env" in text
    assert "private.env" not in text
    assert re.findall(r"^ReadWritePaths=(.*)", text, re.MULTILINE) == ["@PUBLIC_DATA@"]
    assert "InaccessiblePaths=-@DATA@ -@BACKUPS@" in text


def test_script_installs_every_unit_and_every_timer_has_its_service(tmp_path: Path) -> None:
    install(tmp_path, *HOSTS)
    installed = {path.name for path in (tmp_path / "etc/systemd/system").iterdir()}
    assert installed == {path.name for path in (DEPLOY / "systemd").iterdir()}
    for timer in (name for name in installed if name.endswith((".timer", ".socket"))):
        assert timer.rpartition(".")[0] + ".service" in installed


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    install(tmp_path, *HOSTS, "--private-user", "daemon", "--public-user", "games")
    units = sorted((tmp_path / "etc/systemd/system").iterdir())
    for unit in units:  # the program has no virtual environment here
        unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(), flags=re.MULTILINE))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--generators=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    of_ours = [line for line in done.stderr.splitlines() if "casetracker" in line]
    if done.returncode and not of_ours:
        pytest.skip(f"systemd-analyze does not work here: {done.stderr[:200]}")
    assert of_ours == []


@pytest.mark.parametrize("web", ["caddy", "nginx"])
def test_web_server_replaces_what_a_browser_says_about_its_address(tmp_path: Path, web: str) -> None:
    install(tmp_path, *HOSTS, "--web", web, "--staff-from", "10.8.0.0/24")
    text = "\n".join(path.read_text() for path in (tmp_path / "etc" / web).rglob("*") if path.is_file())
    if web == "caddy":
        assert text.count("request_header -X-Forwarded-*") == 1
        assert text.count("\timport forwarded") == 2
        assert "header_up X-Forwarded-For {remote_host}" in text
        assert "abort @outside" in text
    else:
        private, public = (
            (tmp_path / f"etc/nginx/casetracker/forward-{site}.conf").read_text() for site in ("private", "public")
        )
        assert "X-Forwarded-For $remote_addr;" in private
        assert 'X-Forwarded-For "";' in public
        for text_of_one in (private, public):
            assert 'Forwarded "";' in text_of_one
            assert "X-Forwarded-Proto https;" in text_of_one
        assert "allow 10.8.0.0/24; deny all;" in text
        assert text.count("access_log off;") == 3


def test_caddy_accepts_its_file(tmp_path: Path) -> None:
    caddy = shutil.which("caddy")
    if not caddy:
        pytest.skip("caddy is not on this machine")
    install(tmp_path, *HOSTS, "--onion")
    file = tmp_path / "etc/caddy/Caddyfile"
    done = subprocess.run(
        [caddy, "validate", "--adapter", "caddyfile", "--config", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_nginx_accepts_its_files(tmp_path: Path) -> None:
    nginx, openssl = shutil.which("nginx"), shutil.which("openssl")
    if not nginx or not openssl:
        pytest.skip("nginx or openssl is not on this machine")
    install(tmp_path, *HOSTS, "--onion", "--web", "nginx", "--staff-from", "10.8.0.0/24")
    for host in ("staff.example.org", "example.org"):
        folder = tmp_path / "etc/letsencrypt/live" / host
        folder.mkdir(parents=True)
        subprocess.run(
            [openssl, "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2", "-subj", f"/CN={host}",
             "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
            capture_output=True, check=True,
        )  # fmt: skip
    for file in (tmp_path / "etc/nginx").rglob("*.conf"):
        file.write_text(re.sub(r"(?<=\s)/(etc|var)/", rf"{tmp_path}/\1/", file.read_text()))
    main = tmp_path / "nginx.conf"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    main.write_text(
        f"pid {tmp_path}/pid; events {{}} http {{ {temporary} include {tmp_path}/etc/nginx/conf.d/*.conf; }}"
    )
    done = subprocess.run(
        [nginx, "-t", "-q", "-e", "stderr", "-c", main, "-p", tmp_path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
