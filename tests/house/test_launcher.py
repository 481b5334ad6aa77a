"""The launcher keeps its promises with both sets of PostgreSQL programs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.database import ROOT, environment_in

from loket.kit.postgres import APP, NAME, OWNER, Cluster
from loket.kit.postgres_places import ClusterRefused, check_socket_path, make_folder, private_folder, server_user

MakeCluster = Callable[..., Cluster]
pytestmark = pytest.mark.own_cluster
BOTH = pytest.mark.parametrize("choice", ["system", "wheel"])
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="needs root to be another user")


def _ask(cluster: Cluster, question: str, role: str = APP, database: str = NAME) -> object:
    with cluster.connect(database, role) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def _server_processes(cluster: Cluster) -> list[int]:
    """The postmaster of this cluster and its children, from the server's own word and /proc."""
    with cluster.connect() as connection:
        backend = connection.info.backend_pid
    parent = _parent(backend) if Path(f"/proc/{backend}").exists() else 0
    postmaster = parent or int((cluster.data / "postmaster.pid").read_text().split()[0])
    everyone = [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit()]
    return [postmaster, *(pid for pid in everyone if _parent(pid) == postmaster)]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


@BOTH
def test_starts_stops_and_starts_again_with_its_rows(own_cluster: MakeCluster, choice: str) -> None:
    cluster = own_cluster(choice)
    assert cluster.start()
    assert not cluster.start()
    with cluster.connect(role=OWNER) as owner:
        owner.execute("CREATE TABLE kept (number int)")
        owner.execute("INSERT INTO kept VALUES (7)")
    assert cluster.stop()
    assert not cluster.stop()
    assert not cluster.running()
    assert cluster.start()
    assert _ask(cluster, "SELECT number FROM kept", OWNER) == 7


@BOTH
def test_keeps_to_the_socket_with_checksums_and_fsync(own_cluster: MakeCluster, choice: str) -> None:
    cluster = own_cluster(choice)
    cluster.start()
    expected = {
        "listen_addresses": "",
        "data_checksums": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "server_encoding": "UTF8",
        "unix_socket_permissions": "0700",
    }
    said = {
        name: _ask(cluster, f"SELECT current_setting('{name}')", database="postgres", role="loket_admin")
        for name in expected
    }
    assert said == expected
    rules = "SELECT string_agg(type || ' ' || auth_method, ',') FROM pg_hba_file_rules"
    assert _ask(cluster, rules, "loket_admin") == "local peer"
    assert int(str(_ask(cluster, "SHOW max_connections"))) >= 200


def test_app_may_not_make_tables_and_the_server_is_not_root(own_cluster: MakeCluster) -> None:
    cluster = own_cluster()
    cluster.start()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _ask(cluster, "CREATE TABLE mine (number int)")
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in _server_processes(cluster)}
    assert owners == {server_user(print).pw_uid}
    assert 0 not in owners


@AS_ROOT
def test_refuses_another_system_user(own_cluster: MakeCluster) -> None:
    cluster = own_cluster("system")
    cluster.start()
    psql = cluster.programs.folder / "psql"
    address = ["-h", str(cluster.environment.runtime), "-U", APP, "-d", NAME, "-c", "SELECT 1"]
    outside = subprocess.run(
        ["runuser", "-u", "nobody", "--", psql, *address], capture_output=True, text=True, check=False
    )
    assert outside.returncode
    assert "Permission denied" in outside.stderr
    # Past the folder, peer authentication still says no.
    cluster.environment.runtime.chmod(0o755)
    (cluster.environment.runtime / ".s.PGSQL.5432").chmod(0o777)
    inside = subprocess.run(
        ["runuser", "-u", "nobody", "--", psql, *address], capture_output=True, text=True, check=False
    )
    cluster.environment.runtime.chmod(0o700)
    assert inside.returncode
    assert "Peer authentication failed" in inside.stderr


@pytest.mark.slow
@BOTH
def test_keeps_acknowledged_rows_through_kill_9(own_cluster: MakeCluster, choice: str) -> None:
    cluster = own_cluster(choice)
    cluster.start()
    with cluster.connect(role=OWNER) as owner:
        owner.execute("CREATE TABLE numbered (number int PRIMARY KEY)")
    for round_ in range(3):
        acknowledged = _commit_until_killed(cluster, first=round_ * 1_000_000)
        assert cluster.start()
        with cluster.connect(role=OWNER) as owner:
            rows = {n for (n,) in owner.execute("SELECT number FROM numbered").fetchall()}
        assert acknowledged
        assert set(acknowledged) <= rows
    assert _ask(cluster, "SELECT count(*) FROM pg_stat_database WHERE checksum_failures > 0", OWNER) == 0


def _commit_until_killed(cluster: Cluster, *, first: int, enough: int = 200) -> list[int]:
    """Commits numbers one by one, kills every server process at `enough`; the numbers whose commit came back."""
    acknowledged: list[int] = []
    reached = threading.Event()

    def commit() -> None:
        with cluster.connect(role=OWNER) as connection:
            for number in range(first, first + 1_000_000):
                connection.execute("INSERT INTO numbered VALUES (%s)", [number])
                acknowledged.append(number)
                if len(acknowledged) == enough:
                    reached.set()

    def commit_until_lost() -> None:
        try:
            commit()
        except psycopg.OperationalError:
            reached.set()

    thread = threading.Thread(target=commit_until_lost)
    doomed = _server_processes(cluster)
    thread.start()
    assert reached.wait(60)
    for pid in doomed:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    thread.join(60)
    assert not thread.is_alive()
    return acknowledged


@pytest.mark.slow
def test_starts_while_orphans_of_a_killed_postmaster_still_end(own_cluster: MakeCluster) -> None:
    cluster = own_cluster()
    cluster.start()
    with cluster.connect() as held:
        os.kill(_server_processes(cluster)[0], signal.SIGKILL)
        assert held.info.backend_pid
        assert cluster.start()
    assert _ask(cluster, "SELECT 1") == 1


@pytest.mark.slow
def test_starts_though_nobody_reaped_the_killed_postmaster(own_cluster: MakeCluster) -> None:
    cluster = own_cluster()
    # Started by a process that lives on and never asks after its child, as an idle first process of a container.
    script = (
        "import sys; from pathlib import Path; from tests.database import environment_in;"
        "from loket.kit.postgres import Cluster;"
        "Cluster(environment_in(Path(sys.argv[1]))).start(); print('up', flush=True); sys.stdin.read()"
    )
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-c", script, str(cluster.environment.home.parent)]
    env = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as parent:
        assert parent.stdout
        assert parent.stdin
        assert parent.stdout.readline() == b"up\n"
        os.kill(_server_processes(cluster)[0], signal.SIGKILL)
        assert cluster.start()
        parent.stdin.close()
    assert _ask(cluster, "SELECT 1") == 1


@pytest.mark.slow
def test_two_starts_at_once_make_one_server(own_cluster: MakeCluster) -> None:
    cluster = own_cluster()
    started: list[bool] = []
    threads = [threading.Thread(target=lambda: started.append(cluster.start())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(started) == [False, False, True]


@pytest.mark.slow
def test_refuses_data_of_another_major_version_in_words(own_cluster: MakeCluster, tmp_path: Path) -> None:
    cluster = own_cluster()
    cluster.start()
    cluster.stop()
    major = cluster.programs.major
    home = cluster.environment.home
    other = home / "pg14"
    (home / f"pg{major}").rename(other)
    again = Cluster(cluster.environment)
    with pytest.raises(ClusterRefused, match=f"made by PostgreSQL {major}, not 14.*Rename it to pg{major}"):
        again.start()
    (other / "PG_VERSION").write_text("14\n")
    with pytest.raises(ClusterRefused, match=r"made by PostgreSQL 14; found here.*Install PostgreSQL 14"):
        again.start()
    shutil.rmtree(other)


@pytest.mark.slow
def test_takes_up_after_a_half_made_cluster(own_cluster: MakeCluster) -> None:
    cluster = own_cluster()
    half = cluster.environment.home / f"pg{cluster.programs.major}.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("junk")
    assert cluster.start()
    assert not half.exists()


def test_refuses_a_runtime_folder_that_others_may_enter(own_cluster: MakeCluster) -> None:
    cluster = own_cluster()
    make_folder(cluster.environment.runtime, mode=0o755)
    with pytest.raises(ClusterRefused, match="mode 0700"):
        cluster.start()
    assert cluster.environment.runtime.stat().st_mode & 0o777 == 0o755


@AS_ROOT
def test_refuses_a_runtime_folder_of_someone_else(own_cluster: MakeCluster) -> None:
    cluster = own_cluster()
    make_folder(cluster.environment.runtime, mode=0o700)
    os.chown(cluster.environment.runtime, 65534, 65534)
    with pytest.raises(ClusterRefused, match="someone else's"):
        cluster.start()


def test_refuses_a_link_in_place_of_the_runtime_folder(own_cluster: MakeCluster) -> None:
    cluster = own_cluster()
    real = cluster.environment.runtime.with_name("real")
    make_folder(real, mode=0o700, owner=server_user(print))
    cluster.environment.runtime.symlink_to(real)
    with pytest.raises(ClusterRefused):
        cluster.start()


def test_refuses_a_folder_whose_parent_others_can_change(own_cluster: MakeCluster) -> None:
    parent = own_cluster().environment.runtime.with_name("open")
    parent.mkdir()
    parent.chmod(0o777)
    with pytest.raises(ClusterRefused, match="can be changed by other users"):
        private_folder(parent / "run", server_user(print))


def test_widens_no_folder_that_exists(own_cluster: MakeCluster) -> None:
    cluster = own_cluster()
    home = cluster.environment.home
    home.mkdir(mode=0o700)
    if os.geteuid() == 0:
        with pytest.raises(ClusterRefused, match=r"may not pass through .*chmod o\+x"):
            cluster.start()
    else:
        cluster.start()
    assert home.stat().st_mode & 0o777 == 0o700


def test_says_that_a_socket_path_is_too_long() -> None:
    with pytest.raises(ClusterRefused, match="too long for a socket"):
        check_socket_path(Path("/tmp") / ("x" * 100))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("choice", "folder"),
    [("system", "a b'c\"d$é`x"), ("wheel", "kantor imigrasi 'Jakarta' ülke"), ("system", "x" * 60)],
)
def test_works_in_folders_with_odd_and_long_names(own_cluster: MakeCluster, choice: str, folder: str) -> None:
    short = own_cluster(choice)
    place = short.environment.home.parent
    (place / folder).mkdir(mode=0o755)
    cluster = Cluster(
        environment_in(
            place, LOKET_PG=choice, LOKET_HOME=str(place / folder / "home"), LOKET_RUNTIME=str(place / "run")
        )
    )
    try:
        assert cluster.start()
        assert _ask(cluster, "SELECT 1") == 1
    finally:
        cluster.stop()


def test_wheel_says_which_names_it_cannot_bear(own_cluster: MakeCluster) -> None:
    place = own_cluster("wheel").environment.home.parent
    with pytest.raises(ClusterRefused, match="LOKET_HOME"):
        Cluster(environment_in(place, LOKET_PG="wheel", LOKET_HOME=str(place / 'a"b'))).start()


def test_leaves_a_database_that_is_not_ours_alone() -> None:
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": path, "DATABASE_URL": "postgresql://db.example/x"}
    for action in ("start", "stop", "remove-demo"):
        command = [sys.executable, "-m", "loket.config.main", "db", action]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "not ours to start or stop" in done.stderr


@pytest.mark.slow
def test_removes_the_demo_and_nothing_else(own_cluster: MakeCluster) -> None:
    cluster = own_cluster()
    cluster.start()
    mine = cluster.environment.home / "letter.txt"
    mine.write_text("mine")
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    env = {
        **os.environ,
        "PYTHONPATH": path,
        "LOKET_HOME": str(cluster.environment.home),
        "LOKET_RUNTIME": str(cluster.environment.runtime),
    }
    command = [sys.executable, "-m", "loket.config.main", "db", "remove-demo"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"Removing {cluster.data}" in done.stdout
    assert [p.name for p in cluster.environment.home.iterdir()] == ["letter.txt"]
    assert cluster.answering() is None
