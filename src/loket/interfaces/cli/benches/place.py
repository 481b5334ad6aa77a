"""A place to measure in: an own PostgreSQL with durable defaults in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from loket.interfaces.cli.benches import RowInvalid
from loket.kit.environment import Environment
from loket.kit.postgres import APP, NAME, Cluster

DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def place_to_measure(environment: Environment) -> Iterator[Cluster]:
    """A migrated cluster of its own. Raises RowInvalid when its settings are not durable."""
    folder = Path(tempfile.mkdtemp(prefix="loket-bench-"))
    folder.chmod(0o755)
    cluster = Cluster(replace(environment, home=folder / "d", runtime=folder / "s", database_url=None))
    try:
        cluster.start()
        command = [sys.executable, "-m", "loket.config.main", "db", "migrate"]
        subprocess.run([*settings_of(cluster), *command], check=True, stdout=subprocess.DEVNULL)
        with cluster.connect() as connection:
            off = [s for s in DURABLE if _setting(connection, s) != "on"]
        if off:
            raise RowInvalid(f"not durable: {', '.join(off)}")
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def settings_of(cluster: Cluster) -> list[str]:
    """`env` and the variables that point a `loket` command at this cluster."""
    environment = cluster.environment
    return ["env", "LOKET_DEMO=1", f"LOKET_HOME={environment.home}", f"LOKET_RUNTIME={environment.runtime}"]


def _setting(connection: Any, name: str) -> str:
    row = connection.execute("SELECT setting FROM pg_settings WHERE name = %s", [name]).fetchone()
    return str(row[0])


def pgbench(cluster: Cluster, script: str, *, clients: int, seconds: int) -> float:
    """Transactions a second of `script`, prepared, one pgbench thread. Raises RowInvalid when one failed."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        program = shutil.which("pgbench") or str(cluster.programs.folder / "pgbench")
        command = [program, "-n", "-M", "prepared", "-h", str(cluster.environment.runtime), "-U", APP, "-f", file.name]
        command += ["-c", str(clients), "-j", "1", "-T", str(seconds), NAME]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode:
        raise RowInvalid(said.stderr.strip().splitlines()[-1])
    line = next(line for line in said.stdout.splitlines() if line.startswith("tps"))
    return float(line.split()[2])


def flush_ms(cluster: Cluster) -> float:
    """Milliseconds that one small durable write takes on the data's disk (pwrite and fdatasync, 200 times)."""
    import time

    path = cluster.home / "flush"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        began = time.perf_counter()
        for _ in range(200):
            os.pwrite(handle, b"x" * 8192, 0)
            os.fdatasync(handle)
        return (time.perf_counter() - began) / 200 * 1000
    finally:
        os.close(handle)
        path.unlink()
