"""Row `pages`: server time of every page on the demo's seed, p95 a round, with the number of queries.

The real WSGI application is driven in a process of its own (driver.py), with its pool, against an own cluster: no
network, so what is measured is the server's work. Rounds go over all pages in turn: a busy moment hits all of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from loket.interfaces.cli.benches import Cell, Progress, Row, RowInvalid
from loket.interfaces.cli.benches.place import place_to_measure, settings_of
from loket.kit.environment import Environment

#: Milliseconds of server time at the 95th percentile (docs/performance.md): whoever waits at home, and at a counter.
GOALS = {"public": "< 50", "citizen": "< 50", "staff": "< 100"}
ROUNDS, EACH = 5, 20


def measure(environment: Environment, progress: Progress, *, rounds: int = ROUNDS, each: int = EACH) -> Row:
    """p95 of each page, `each` requests a round, the cells' repeats are the rounds. Raises RowInvalid."""
    load_before = os.getloadavg()[0]
    with place_to_measure(environment) as cluster:
        run = [*settings_of(cluster), sys.executable, "-m"]
        progress("filling the demo")
        subprocess.run([*run, "loket.config.main", "seed"], check=True, stdout=subprocess.DEVNULL)
        progress(f"{rounds} rounds over every page, {each} requests each")
        command = [*run, "loket.interfaces.cli.benches.driver", str(rounds), str(each)]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode:
        raise RowInvalid(said.stderr.strip().splitlines()[-1] if said.stderr.strip() else "the driver ended early")
    told = json.loads(said.stdout.splitlines()[-1])
    cells = [
        Cell(
            f"`{page['route']}`, {page['who']}, {page['queries']} queries",
            "ms",
            tuple(page["p95"]),
            GOALS[page["kind"]],
        )
        for page in told["pages"]
    ]
    if not cells:
        raise RowInvalid("no page answered")
    machine = {"load_before": load_before, "load_after": os.getloadavg()[0], "cores": os.cpu_count()}
    return Row("pages", cells, machine | {"not measured": "; ".join(told["left_out"]) or "none"})
