"""A PostgreSQL cluster of our own on loopback, from the programs Debian installs."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg

_PLACES = "/usr/lib/postgresql"
_START_S = "30"


def find_programs():
    """The folder of the newest PostgreSQL programs; None where there are none."""
    found = sorted(Path(_PLACES).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class Cluster:
    """A running server, quick and forgetful unless told to be durable; gone after the block."""

    def __init__(self, *, is_durable=False):
        self._is_durable = is_durable
        self._programs = find_programs()
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir=tempfile.gettempdir()))
        self._account = _account()
        self._port = _free_port()

    def __enter__(self):
        if self._account is not None:
            os.chown(self._folder, self._account.pw_uid, self._account.pw_gid)
        data = self._folder / "data"
        self._run("initdb", "-D", data, "-U", "hub", "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
        options += "-c max_connections=60"
        if not self._is_durable:
            options += " -c fsync=off -c full_page_writes=off"
        log = self._folder / "log"
        self._run("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-t", _START_S, "start")
        return self

    def __exit__(self, *_error):
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def create(self, name):
        """The address of a new, empty database."""
        self._sql(f'CREATE DATABASE "{name}"')
        return self._url(name)

    def _url(self, name):
        return f"postgresql://hub@127.0.0.1:{self._port}/{name}"

    def _sql(self, statement):
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program, *arguments):
        command = [str(self._programs / program), *map(str, arguments)]
        who = {}
        if self._account is not None:
            who = {"user": self._account.pw_uid, "group": self._account.pw_gid}
            who["extra_groups"] = []
        subprocess.run(
            command,
            check=True,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **who,
        )


def _account():
    """Whom to run as: the server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    return None


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
