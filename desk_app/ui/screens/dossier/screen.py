"""One dossier (Một hồ sơ): header with the due date, the acts, history left, papers right.

Nothing is edited in place; every change is an act, and a correction asks for its reason.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.domain.rights import Act
from desk_app.ui import keys, state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.dossier.act_dialog import ActDialog
from desk_app.ui.screens.dossier.data import ActDone, PageAsked
from desk_app.ui.screens.dossier.file_view import FileView
from desk_app.ui.screens.dossier.header import header, notices
from desk_app.ui.screens.dossier.history import history_card
from desk_app.ui.screens.dossier.inputs import INPUTS
from desk_app.ui.screens.dossier.make_result import MakeResult
from desk_app.ui.screens.dossier.papers import files_card, papers_card, prints_card, scan_button
from desk_app.ui.screens.dossier.parts import parts_card
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.ask_reprint import reprint_dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.dossier.data import (
        DossierCalls,
        DossierShown,
        FileLine,
    )
    from locales.catalogue import Texts

_LOOK_SECONDS = 3.0
ELSEWHERE = frozenset({Act.RECEIVE, Act.SIGN_RESULT, Act.RETURN_RESULT})


@component
def OneDossier(*, texts: Texts, bar: str, calls: DossierCalls) -> ft.Control:
    """`bar`: why no act can be recorded now, in words; what is here can be read and printed."""
    round_, renew = use_fold(0)
    done, set_done = use_value(cast("Message | None", None))
    asked, set_asked = use_value(cast("Act | None", None))
    is_making, set_making = use_value(False)
    again, set_again = use_value("")
    file, set_file = use_value(cast("FileLine | None", None))
    running = state.use_running(texts)
    shown = ft.use_memo(calls.load, [round_])
    _use_following(
        calls,
        version=shown.version,
        is_typing=asked is not None or bool(again),
        renew=lambda: renew(_next),
    )

    def finish(result: ActDone) -> None:
        set_again(result.again)
        set_asked(None)
        set_making(False)
        set_file(None)
        set_done(None if result.again else Message(kind=Kind.DONE, words=result.words))
        renew(lambda number: number + 1)

    def press(act: Act) -> Any:
        running.say(None)
        set_done(None)
        if act in ELSEWHERE:
            return calls.go(act)
        return set_asked(act)

    def run(work: Callable[[], ActDone]) -> Any:
        return running.start(work, finish)

    main = next((act for act in shown.acts if act is not Act.PRINT), None)
    actions: dict[str, Callable[[], Any]] = {}
    is_alone = asked is None and file is None and not is_making and not again
    if main is not None and is_alone and not bar:
        actions[keys.CONFIRM] = lambda: press(main)
    if shown.forms:
        actions[keys.PRINT] = lambda: run(
            lambda: calls.print_form(PageAsked(form=shown.forms[0][0]))
        )
    keys.use_keys(actions)
    message = None if asked or again else running.message or done
    parts: list[ft.Control] = [
        *_said(message, texts=texts, close=lambda: set_done(None)),
        header(shown, texts=texts),
        *notices(shown, texts=texts, calls=calls),
        layout.row(
            [
                ft.Container(
                    _acts(
                        shown.acts,
                        texts=texts,
                        bar=bar,
                        main=main,
                        press=press,
                        make=lambda: set_making(True),
                        is_busy=running.is_busy,
                    ),
                    expand=True,
                ),
                *scan_button(shown, texts=texts, calls=calls),
            ],
            top=True,
        ),
        _body(shown, texts=texts, calls=calls, run=run, on_open=set_file),
        *reprint_dialog(
            is_asked=bool(again),
            texts=texts,
            running=running,
            on_confirm=lambda why, words: run(
                lambda: calls.print_form(PageAsked(form=again, why=why, words=words))
            ),
            on_cancel=lambda: set_again(""),
        ),
    ]
    if file is not None:
        parts.append(
            FileView(
                key=f"file-{file.sha256}",
                texts=texts,
                file=file,
                calls=calls.files,
                on_close=lambda: set_file(None),
                on_done=finish,
            )
        )
    if is_making:
        parts.append(
            MakeResult(
                texts=texts,
                calls=calls.make,
                files=shown.files,
                bar=bar,
                on_done=lambda words: finish(ActDone(words=words)),
                on_cancel=lambda: set_making(False),
            )
        )
    if asked is not None:
        act = asked
        parts.append(
            ActDialog(
                key=f"act-{act}",
                texts=texts,
                act=act,
                choices=calls.choices(act),
                message=running.message,
                is_busy=running.is_busy,
                bar=bar,
                transfer=calls.transfer,
                on_confirm=lambda values, file: run(lambda: calls.act(act, values, file)),
                on_cancel=lambda: set_asked(None),
            )
        )
    return layout.screen(parts)


def _said(message: Message | None, *, texts: Texts, close: Callable[[], Any]) -> list[ft.Control]:
    if message is None:
        return []
    return [strip(message, on_close=close, close_label=texts["ui.close"])]


def _next(number: int) -> int:
    return number + 1


def _use_following(
    calls: DossierCalls, *, version: int, is_typing: bool, renew: Callable[[], None]
) -> None:
    """What somebody else changed is shown anew, but never under what is being typed."""
    now = state.use_watched(calls.version, seconds=_LOOK_SECONDS, anew=version)

    def follow() -> None:
        if now > version and not is_typing:
            renew()

    ft.use_effect(follow, dependencies=[now, version, is_typing])


def _acts(
    acts: Sequence[Act],
    *,
    texts: Texts,
    bar: str,
    main: Act | None,
    press: Callable[[Act], Any],
    make: Callable[[], Any],
    is_busy: bool,
) -> ft.Control:
    """The main act first and filled; the rest in their order."""
    if not [act for act in acts if act is not Act.PRINT]:
        return text.muted(texts["ui.dossier.no_acts"])
    made: list[ft.Control] = []
    for act in acts:
        if act not in INPUTS and act not in ELSEWHERE:
            continue
        word = texts[f"act.{act}"]
        if act is main:
            made.append(
                buttons.primary(
                    word,
                    name=f"act.{act}",
                    press=partial(press, act),
                    shortcut=keys.CONFIRM,
                    disabled=is_busy,
                    bar=bar,
                )
            )
        else:
            made.append(
                buttons.plain(
                    word,
                    name=f"act.{act}",
                    press=partial(press, act),
                    disabled=is_busy,
                    bar=bar,
                )
            )
        if act is Act.ATTACH_RESULT:
            word = texts["ui.make.title"]
            made.append(buttons.plain(word, name="make", press=make, disabled=is_busy, bar=bar))
    return layout.column(
        [layout.row(made, wrap=True, spacing=6), *([text.muted(bar)] if bar else [])], spacing=4
    )


def _body(
    shown: DossierShown,
    *,
    texts: Texts,
    calls: DossierCalls,
    run: Callable[[Callable[[], ActDone]], Any],
    on_open: Callable[[FileLine], Any],
) -> ft.Control:
    facts = layout.card(
        [layout.fact(label, value) for label, value in shown.facts],
        title=texts["ui.dossier.facts"],
        spacing=3,
    )
    right = layout.column(
        [
            *parts_card(shown),
            facts,
            papers_card(shown.papers, texts=texts),
            files_card(shown.files, texts=texts, on_open=on_open),
            prints_card(shown, texts=texts, calls=calls, run=run),
        ],
        spacing=10,
        scroll=True,
        expand=6,
    )
    return ft.Row(
        [history_card(shown.steps, texts=texts), right],
        spacing=12,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
