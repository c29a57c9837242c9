"""`make check`: everything that can be said about the code without running it. All checks run; each that fails is named."""

import base64
import os
import secrets
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sysconfig.get_path("scripts"))
MANAGE = [sys.executable, "manage.py"]
DEPLOY = [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]
# The templates that Django draws; those of the public site and of form fields are Jinja2's, which djade does not know. In a
# value that stands within a line, the newline that djade puts at the end would be a struck or underlined blank.
WITHIN_A_LINE = {"_value.html"}
TEMPLATES = sorted(
    str(path.relative_to(ROOT))
    for path in (ROOT / "templates").rglob("*.html")
    if not {"public_site", "drawing"} & set(path.parts) and path.name not in WITHIN_A_LINE
)
DJADE = [str(SCRIPTS / "djade"), "--target-version", "5.2"]
CHECKS: dict[str, list[str]] = {
    "format": [str(SCRIPTS / "ruff"), "format", "--check", "--quiet", "."],
    "templates": [*DJADE, "--check", *TEMPLATES],
    "lint": [str(SCRIPTS / "ruff"), "check", "--quiet", "."],
    "types": [str(SCRIPTS / "mypy"), "--no-incremental"],
    "import rules": [str(SCRIPTS / "lint-imports"), "--no-logo"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment of the private site": [*DEPLOY, "--settings", "casetracker.settings.private"],
    "deployment of the public site": [*DEPLOY, "--settings", "casetracker.settings.public"],
    "translations": [*MANAGE, "compile_translations", "--check", "--verbosity", "0"],
}


def production(data: Path) -> dict[str, str]:
    """Return an environment as a deployment has it, with invented host, fresh keys and a data folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASETRACKER_")}
    return {
        **kept,
        "CASETRACKER_DATA": str(data),
        "CASETRACKER_ALLOWED_HOSTS": "tracker.example",
        "CASETRACKER_TRUSTED_PROXIES": "1",
        "CASETRACKER_SECRET_KEY": secrets.token_urlsafe(64),
        "CASETRACKER_FIELD_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }


def main(names: list[str]) -> int:
    """Run the named checks, or all; return 1 if any failed. With --fix-templates alone, format the templates instead."""
    if names == ["--fix-templates"]:
        done = subprocess.run([*DJADE, *TEMPLATES], cwd=ROOT, check=False)
        return done.returncode if done.returncode > 1 else 0  # 1: some were formatted
    failed = []
    with tempfile.TemporaryDirectory() as data:
        for name, command in CHECKS.items():
            if names and name not in names:
                continue
            done = subprocess.run(
                command, cwd=ROOT, env=production(Path(data)), capture_output=True, text=True, check=False
            )
            print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr, flush=True)
    print("\nAll checks passed." if not failed else f"\nFailed: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
