"""`loket run`: from nothing to a page, and to silence again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.database import ROOT

from loket.interfaces.cli import COMMANDS
from loket.interfaces.cli.children import RESTARTS, Child, keep_alive, stop
from loket.kit.postgres import Cluster

COMMAND = [sys.executable, "-m", "loket.config.main"]


def _variables(cluster: Cluster, port: int) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    return {
        **os.environ,
        "PYTHONPATH": path,
        "LOKET_HOME": str(cluster.environment.home),
        "LOKET_RUNTIME": str(cluster.environment.runtime),
        "LOKET_PORT": str(port),
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.mark.slow
@pytest.mark.own_cluster
def test_serves_the_demo_until_asked_to_stop_and_leaves_the_database(own_cluster: Callable[..., Cluster]) -> None:
    cluster = own_cluster()
    port = _free_port()
    with subprocess.Popen(
        [*COMMAND, "run"], env=_variables(cluster, port), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        assert running.stdout
        said = []
        for line in running.stdout:
            said.append(line)
            if line.startswith("Stop: Ctrl-C"):
                break
        else:
            pytest.fail("".join(said))
        assert f"Loket is ready: http://127.0.0.1:{port}\n" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=30) as answer:
            assert answer.status == 200
        running.send_signal(signal.SIGINT)
        rest = running.stdout.read()
    assert running.returncode == 0
    assert "The database goes on running" in rest
    assert cluster.running()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)


@pytest.mark.own_cluster
def test_says_that_the_port_is_taken_before_touching_anything(own_cluster: Callable[..., Cluster]) -> None:
    cluster = own_cluster()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = int(other.getsockname()[1])
        done = subprocess.run(
            [*COMMAND, "run"], env=_variables(cluster, port), capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert f"LOKET_PORT={port + 1} make run" in done.stderr
    assert not cluster.environment.home.exists()


def test_gives_up_on_a_program_that_keeps_dying(tmp_path: Path) -> None:
    child = Child("pages", [sys.executable, "-c", "import sys; print('no bread'); sys.exit(3)"], tmp_path / "log")
    child.start()
    said: list[str] = []
    assert keep_alive([child], said.append) == 1
    assert child.restarts == RESTARTS
    assert said[0] == "The pages ended (code 3); starting it again (1 of 5)"
    assert "no bread" in said[-1]


def test_forgives_deaths_that_are_far_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loket.interfaces.cli.children.HEALTHY", 0.0)
    child = Child("pages", [sys.executable, "-c", "import sys; sys.exit(3)"], tmp_path / "log")
    child.start()
    said: list[str] = []

    def hear(line: str) -> None:
        said.append(line)
        if len(said) > RESTARTS + 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep_alive([child], hear)
    assert all("(1 of 5)" in line for line in said)


def test_ends_a_program_that_does_not_listen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loket.interfaces.cli.children.STOP_WITHIN", 0.1)
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    child = Child("worker", [sys.executable, "-c", deaf], tmp_path / "log")
    child.start()
    while "deaf" not in child.log.read_text():
        assert child.exit_code() is None
    stop([child])
    assert child.exit_code() == -signal.SIGKILL


def _loket(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": path, **variables}
    return subprocess.run([*COMMAND, *arguments], env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", ["", *COMMANDS, "db psql", "keys make"])
def test_every_command_has_help(command: str) -> None:
    done = _loket(*command.split(), "--help")
    assert done.returncode == 0, done.stderr
    assert "usage: loket" in done.stdout


def test_outside_the_demo_a_missing_keys_file_is_named(tmp_path: Path) -> None:
    refused = _loket("serve", LOKET_DEMO="0")
    assert refused.returncode == 2
    assert "loket keys make --output FILE" in refused.stderr
    made = _loket("keys", "make", "--output", tmp_path / "k.json", LOKET_DEMO="0")
    assert made.returncode == 0
    assert (tmp_path / "k.json").stat().st_mode & 0o777 == 0o600
