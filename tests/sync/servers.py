"""Real servers on loopback: the hub, a proxy that cuts, and a web page in the hub's place."""

import socket
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import uvicorn

from sync.hub.serving import HubServer

_START_S = 30


@contextmanager
def serving(hub, *, watch=None, context=None):
    """The hub over HTTP in a thread, or over TLS; its address."""
    listens = threading.Event()
    server = HubServer(hub, listening=listens.set, watch=watch, context=context)
    scheme = "http" if context is None else "https"
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        assert listens.wait(_START_S)
        try:
            yield f"{scheme}://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(_START_S)


@contextmanager
def serving_app(app):
    """Any web application over HTTP in a thread; its address."""
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(_START_S)


class CuttingProxy:
    """Carries TCP to a hub and cuts after so many bytes up or down; None never cuts.

    A slow line hands over little at a time: what a server has read is then also in its program.
    """

    gap_s = 0.0  # between two portions

    def __init__(self, url):
        host, port = url.removeprefix("http://").split(":")
        self._upstream = (host, int(port))
        self.up = self.down = None
        self.carried_up = self.carried_down = 0  # of the last connection
        self.carried = 0  # both ways, of all connections
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept)

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(_START_S)

    def _accept(self):
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            self._carry(near)

    def _carry(self, near):
        self.carried_up = self.carried_down = 0
        with near, socket.create_connection(self._upstream) as far:
            done = threading.Event()
            ends = (near, far)
            back = threading.Thread(target=self._pump, args=(far, near, "down", ends, done))
            back.start()
            self._pump(near, far, "up", ends, done)
            back.join(_START_S)

    def _pump(self, source, target, way, ends, done):
        with suppress(OSError):
            while content := source.recv(1400):
                limit = getattr(self, way)
                carried = getattr(self, f"carried_{way}")
                part = content if limit is None else content[: max(0, limit - carried)]
                setattr(self, f"carried_{way}", carried + len(part))
                self.carried += len(part)
                target.sendall(part)
                time.sleep(self.gap_s)
                if len(part) < len(content):
                    break
        done.set()
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Page(BaseHTTPRequestHandler):
    """What a network says that wants people to sign in first."""

    status = 200
    headers_told = (("Content-Type", "text/html"),)
    body = b"<html><title>WiFi Free</title>Sign in</html>"

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(self.status)
        for name, value in self.headers_told:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(self.body)

    do_GET = do_POST = do_HEAD = do_PATCH = answer  # noqa: N815  the names HTTP has

    def log_message(self, *_arguments):
        pass


@contextmanager
def answering(**told):
    """A server that gives every request the same answer; its address."""
    kind = type("Told", (Page,), told)
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(_START_S)
