"""The small dialog of an act: its few fields, then one button that says what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.domain.rights import Act
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.handling import ticked
from desk_app.ui.screens.dossier.brought import PapersBrought
from desk_app.ui.screens.dossier.inputs import DANGEROUS, INPUTS, Input, Kind
from desk_app.ui.screens.dossier.transfer import ASIDE_WIDTH, TransferAside, is_transfer
from desk_app.ui.strip import Kind as Warn
from desk_app.ui.strip import Message, strip
from desk_app.ui.widgets import layout
from desk_app.ui.widgets.choose import choose, choose_long
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.file_choice import ChosenFile, FileChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desk_app.ui.screens.dossier.data import Choices, TransferShown
    from locales.catalogue import Texts

    Values = Mapping[str, str]


_WIDTH, _GAP = 520, 20
_LINE_LETTERS = 60  # that surely stand on one line of the dialog


@component
def ActDialog(
    *,
    texts: Texts,
    act: Act,
    choices: Choices,
    message: Message | None,
    is_busy: bool,
    bar: str,
    transfer: Callable[[str], TransferShown],
    on_confirm: Callable[[Values, ChosenFile | None], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """Stays open with what was typed when the act is refused; the reason stands in it."""
    wanted = [put for put in INPUTS[act] if put.name not in choices.hidden]
    begun = {put.name: choices.initial.get(put.name, put.initial) for put in wanted}
    values, change = use_fold(begun)
    file, set_file = use_value(_no_file())

    def put(name: str) -> Callable[[str], None]:
        return lambda value: change(lambda now: _with(now, name, value, answers=choices.answers))

    controls: list[ft.Control] = [
        strip(Message(kind=Warn.WARNING, words=words)) for words in choices.warnings
    ]
    if choices.bar:
        controls.append(strip(Message(kind=Warn.TROUBLE, words=choices.bar)))
    answers = choices.answers.get(values.get("field", ""))
    for index, one in enumerate(wanted):
        if one.kind is Kind.FILE:
            controls.append(_file(texts, one, file=file, on_choose=set_file))
        elif one.name == "text" and answers:
            controls.append(_answers(texts, answers, value=values["text"], put=put("text")))
        else:
            controls.append(
                _input(
                    texts,
                    one,
                    value=values[one.name],
                    options=choices.options.get(one.name),
                    put=put(one.name),
                    focus=index == 0,
                )
            )
    if not wanted:
        controls.append(ft.Text(texts[f"ui.ask.{act}"]))
    if message is not None:
        controls.append(strip(message))
    method = values.get("method", "")
    aside = None
    if act is Act.RECORD_PAYMENT and is_transfer(method):
        amount = values["amount"]
        aside = TransferAside(texts=texts, method=method, amount=amount, transfer=transfer)
    return Dialog(
        title=texts[f"act.{act}"],
        content=_beside(controls, aside) if act is Act.RECORD_PAYMENT else controls,
        confirm=texts[f"act.{act}"],
        cancel=texts["ui.cancel"],
        on_confirm=lambda: on_confirm(values, file),
        on_cancel=on_cancel,
        is_danger=act in DANGEROUS,
        is_busy=is_busy,
        bar=bar or choices.bar,
        width=_WIDTH + (ASIDE_WIDTH + _GAP if aside else 0),
    )


def _with(
    now: dict[str, str], name: str, value: str, *, answers: Mapping[str, object]
) -> dict[str, str]:
    """What is typed for one of a few answers is no beginning for a line of words, or back."""
    is_other_kind = name == "field" and (value in answers) != (now[name] in answers)
    return {**now, name: value, **({"text": ""} if is_other_kind else {})}


def _beside(controls: list[ft.Control], aside: ft.Control | None) -> list[ft.Control]:
    """The fields keep their place, so that none is drawn anew when something comes beside them."""
    fields = ft.Container(layout.column(controls, spacing=10), width=_WIDTH)
    return [layout.row([fields, *([aside] if aside else [])], top=True, spacing=_GAP)]


def _no_file() -> ChosenFile | None:
    return None


def _file(
    texts: Texts,
    one: Input,
    *,
    file: ChosenFile | None,
    on_choose: Callable[[ChosenFile], Any],
) -> ft.Control:
    return FileChoice(
        texts=texts,
        label=texts[f"ui.field.{one.name}"],
        name=f"act.{one.name}",
        kinds=("pdf",),
        chosen=file,
        on_choose=on_choose,
    )


def _answers(
    texts: Texts,
    answers: Sequence[tuple[str, str]],
    *,
    value: str,
    put: Callable[[str], None],
) -> ft.Control:
    label = texts["ui.field.text"]
    return choose(answers, label=label, name="act.text", value=value, on_change=put)


def _input(
    texts: Texts,
    one: Input,
    *,
    value: str,
    options: Sequence[tuple[str, str]] | None,
    put: Callable[[str], None],
    focus: bool,
) -> ft.Control:
    label = texts[f"ui.field.{one.name}"]
    name = f"act.{one.name}"
    if one.kind is Kind.PAPERS:
        return PapersBrought(texts=texts, initial=value, on_change=put)
    if one.kind is Kind.CHECK:
        return ft.Checkbox(
            key=name,
            label=label,
            value=value == "yes",
            on_change=ticked(lambda is_on: put("yes" if is_on else "")),
        )
    if one.kind is Kind.CHOICE:
        words = options or [
            (option, texts[f"ui.option.{one.name}.{option}"]) for option in one.options
        ]
        if any(len(said) > _LINE_LETTERS for _, said in words):
            return choose_long(words, label=label, name=name, value=value, on_change=put)
        return choose(words, label=label, name=name, value=value, on_change=put, upright=True)
    return Field(
        label=label,
        name=name,
        initial=value,
        hint=one.hint or None,
        lines=3 if one.kind is Kind.LINES else 1,
        focus=focus,
        on_change=put,
    )
