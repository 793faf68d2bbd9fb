"""The least a flet window can be: one field, served on loopback by flet's own client.

Run as a program; prints `{"url"}` once it listens, as `main.py desk open --no-window --json` does.
"""

import json
import socket

import flet as ft
import flet_web.fastapi
import uvicorn

LABEL = "Mật khẩu"


def main(page: ft.Page) -> None:
    page.add(ft.TextField(label=LABEL, autofocus=True))


def serve() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"url": f"http://127.0.0.1:{listening.getsockname()[1]}"}), flush=True)  # noqa: T201 - its answer
    app = flet_web.fastapi.app(main, no_cdn=True)
    uvicorn.Server(uvicorn.Config(app, log_config=None)).run(sockets=[listening])


if __name__ == "__main__":
    serve()
