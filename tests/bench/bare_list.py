"""The least a list in a flet window can be: as many rows as a page of dossiers, drawn anew.

Run as a program as `bare_window` is. Every letter typed changes every row: their words, in cells as
wide, each row a thing to press that a screen reader hears by its label; nothing is looked up.
"""

import json
import socket

import flet as ft
import flet_web.fastapi
import uvicorn

from desk_app.ui.screens.dossiers import PAGE

LABEL = "Tìm"
_CELLS = (14, 180, 240, 400, 170, 130)


def main(page: ft.Page) -> None:
    rows = ft.ListView(expand=True)

    def draw(typed: str) -> None:
        rows.controls = [_row(f"H17.20443-{len(typed)}-{number:04d}") for number in range(PAGE)]
        page.update()

    field = ft.TextField(
        label=LABEL, autofocus=True, on_change=lambda event: draw(event.control.value or "")
    )
    page.add(field, rows)
    draw("")


def _row(code: str) -> ft.Control:
    cells = [ft.Container(ft.Text(code, max_lines=1), width=width) for width in _CELLS]
    seen = ft.Container(
        ft.Semantics(exclude_semantics=True, content=ft.Row(cells)), padding=12, ink=True
    )
    seen.on_click = print  # a row can be pressed
    return ft.Semantics(label=code, button=True, content=seen)


def serve() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"url": f"http://127.0.0.1:{listening.getsockname()[1]}"}), flush=True)  # noqa: T201 - its answer
    app = flet_web.fastapi.app(main, no_cdn=True)
    uvicorn.Server(uvicorn.Config(app, log_config=None)).run(sockets=[listening])


if __name__ == "__main__":
    serve()
