"""A site under gunicorn with two sync workers, and the CPU time that its workers have used."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
STARTING = 60.0  # seconds


class Server:
    """A running site."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process

    def cpu(self) -> float:
        """Seconds of CPU that the server has used, the master and all its workers."""
        return sum(_cpu_of(pid) for pid in self._processes())

    def memory(self) -> int:
        """Resident memory of the largest worker in MB."""
        sizes = []
        for pid in self._processes():
            status = Path(f"/proc/{pid}/status").read_text()
            sizes += [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")]
        return max(sizes) // 1024

    def _processes(self) -> list[int]:
        master = self.process.pid
        return [master, *map(int, Path(f"/proc/{master}/task/{master}/children").read_text().split())]


def _cpu_of(pid: int) -> float:
    """In nanoseconds, where /proc/<pid>/stat counts hundredths of a second: the floor is a fortieth of one."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


@contextmanager
def serving(application: str, environment: dict[str, str]) -> Iterator[Server]:
    """Serve a WSGI application until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--worker-class", "sync"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", "--no-control-socket", application]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("CASETRACKER_", "DJANGO_"))}
    with subprocess.Popen(command, cwd=ROOT, env=inherited | environment) as process:
        try:
            _wait_for(port, process)
            yield Server(port, process)
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")
