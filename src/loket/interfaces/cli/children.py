"""The programs that `loket run` keeps alive: started in sessions of their own, stopped by their ids."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: So often one program may die at once after its start; who lived HEALTHY seconds begins anew.
RESTARTS, HEALTHY = 5, 60.0
STOP_WITHIN = 10.0
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One program: a name in plain words, its command line, the file that gets what it prints."""

    name: str
    command: Sequence[str]
    log: Path
    restarts: int = 0
    started_at: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Starts it. Its own session keeps the terminal's Ctrl-C away: we stop it, in order."""
        self.started_at = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 (one thread here)
            )

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.process.poll() if self.process else 0

    def tail(self, lines: int = 12) -> str:
        """The end of what it printed."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def _end_with_parent() -> None:
    """Asks Linux to end this program when `loket run` is killed; elsewhere nothing happens."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):
        return


def keep_alive(children: Sequence[Child], say: Callable[[str], None]) -> int:
    """Restarts what dies, RESTARTS times in a row each; returns 1 when one keeps dying. Ends by an exception else."""
    while True:
        for child in children:
            code = child.exit_code()
            if code is None:
                continue
            if time.monotonic() - child.started_at >= HEALTHY:
                child.restarts = 0
            if child.restarts >= RESTARTS:
                say(f"The {child.name} ended {RESTARTS + 1} times; stopping. The end of {child.log}:")
                say(f"{child.tail()}\nPut right what it names, then `make run` again.")
                return 1
            child.restarts += 1
            say(f"The {child.name} ended (code {code}); starting it again ({child.restarts} of {RESTARTS})")
            child.start()
        time.sleep(0.5)


def stop(children: Sequence[Child]) -> None:
    """Stops them by their ids: asks first, ends what is left after STOP_WITHIN seconds."""
    running = [child.process for child in children if child.process and child.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
