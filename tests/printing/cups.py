"""A real CUPS of its own on loopback: one queue before a printer that a test runs."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.printing.ipp_printer import free_port, program, started, wait_for

CONF = """LogLevel warn
Listen 127.0.0.1:{port}
Browsing No
WebInterface No
DefaultAuthType None
MultipleOperationTimeout 5
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
FILES = """ServerRoot {folder}/root
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/spool
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
SystemGroup root
"""


@dataclass(frozen=True, slots=True)
class Queue:
    uri: str
    service: str  # http://127.0.0.1:port


@contextmanager
def running_queue(device: str, *, model: str = "raw") -> Iterator[Queue]:
    """A queue that gives each job to the device: as it is (raw), or as CUPS thinks right.

    Skips where CUPS is not installed; never in CI, which installs it.
    """
    daemon, admin = program("cupsd"), program("lpadmin")
    if daemon is None or admin is None:
        if "CI" in os.environ:
            pytest.fail("cupsd is not installed")
        pytest.skip("cupsd (Debian: cups) is missing: a print queue is shown by doubles alone")
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)  # CUPS works as another user on what it queues
        for part in ("root", "spool", "cache", "state"):
            (folder / part).mkdir()
        conf, files = folder / "root" / "cupsd.conf", folder / "root" / "cups-files.conf"
        conf.write_text(CONF.format(port=port), encoding="utf-8")
        files.write_text(FILES.format(folder=folder), encoding="utf-8")
        with started([daemon, "-f", "-c", str(conf), "-s", str(files)]):
            wait_for(port)
            host = f"127.0.0.1:{port}"
            subprocess.run(
                [admin, "-h", host, "-p", "May-quay", "-E", "-v", device, "-m", model],
                check=True,
                capture_output=True,
                timeout=20,
            )
            yield Queue(uri=f"ipp://{host}/printers/May-quay", service=f"http://{host}")
