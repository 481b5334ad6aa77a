"""Row `start`: seconds from `loket run` to an answering page, second start (data there, server stopped)."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from loket.interfaces.cli.benches import Cell, Progress, Row, RowInvalid
from loket.interfaces.cli.benches.place import settings_of
from loket.kit.environment import Environment
from loket.kit.postgres import Cluster

READY = "Loket is ready"


def measure(environment: Environment, progress: Progress, *, repeats: int = 5) -> Row:
    """First start with seed (once) and the second start, database stopped in between. Raises RowInvalid."""
    folder = Path(tempfile.mkdtemp(prefix="loket-bench-"))
    folder.chmod(0o755)
    cluster = Cluster(replace(environment, home=folder / "d", runtime=folder / "s", database_url=None))
    load_before = os.getloadavg()[0]
    try:
        first = _seconds_to_ready(cluster)
        progress(f"first start with seed: {first:.1f} s")
        seconds = []
        for turn in range(repeats):
            cluster.stop()
            seconds.append(_seconds_to_ready(cluster))
            progress(f"second start, repeat {turn + 1} of {repeats}: {seconds[-1]:.1f} s")
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
    cells = [
        Cell("first start, tables and seed made", "s", (first,)),
        Cell("second start, database stopped before", "s", tuple(seconds), goal="< 5"),
    ]
    return Row("start", cells, {"load_before": load_before, "load_after": os.getloadavg()[0], "cores": os.cpu_count()})


def _seconds_to_ready(cluster: Cluster) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*settings_of(cluster), f"LOKET_PORT={port}", "PYTHONUNBUFFERED=1"]
    command += [sys.executable, "-m", "loket.config.main", "run"]
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        ready = next((line for line in program.stdout if READY in line), None)
        seconds = time.monotonic() - began
        program.send_signal(signal.SIGINT)
        program.stdout.read()
    if ready is None:
        raise RowInvalid("the demo did not start; run `loket run` to see why")
    return seconds
