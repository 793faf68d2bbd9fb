"""Drawing the console's pages: templates, texts of the visitor's language, times of Viet Nam.

Everything filled in is escaped; a name a template asks for and is not given is an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sync.hub.console.roles import ALLOWED, Role
from sync.hub.rules import Province, Texts

LANGUAGES = ("vi", "en")
LANGUAGE_COOKIE = "console_language"

VIETNAM = timezone(timedelta(hours=7))

_FOLDER = Path(__file__).parent / "templates"
_FORM_FIELD = """{% macro form_field(token) %}<input type="hidden" name="form" value="{{ token }}">
{%- endmacro %}"""
_SEE_OTHER = 303
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_SOON_S = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One entry of the navigation."""

    path: str
    title: str  # key
    allowed: frozenset[Role]


class Pages:
    """The templates of the console, bound to the province's texts."""

    def __init__(self, province: Province, places: Sequence[Place]) -> None:
        self._province = province
        self._places = places
        self._texts = {language: province.texts(language) for language in LANGUAGES}
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(
            day=day, moment=moment, number=number, offset=offset, share=share
        )
        self._form_field: Any = self._environment.from_string(_FORM_FIELD).module.form_field  # type: ignore[attr-defined]  # a template's own name

    def show(
        self, request: Request, template: str, *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """One page, or a part of one, in the visitor's language."""
        texts = self.texts(request)
        told = {**self._frame(request, texts), **values}
        content = self._environment.get_template(template).render(told)
        return HTMLResponse(content, status_code=status)

    def done(self, request: Request, path: str, said: str, **query: str) -> Response:
        """After an act: back to a page, which says so once."""
        del request
        return RedirectResponse(
            f"{path}?{urlencode({**query, 'done': said})}", status_code=_SEE_OTHER
        )

    def texts(self, request: Request) -> Texts:
        return self._texts[language_of(request)]

    def error(self, request: Request, code: str, details: Mapping[str, str]) -> str:
        """An error in the visitor's words."""
        return self._province.say(code, details, language_of(request))

    def _frame(self, request: Request, texts: Texts) -> dict[str, Any]:
        """What every page is given."""
        session = getattr(request.state, "session", None)
        said = f"web.done.{request.query_params.get('done', '')}"
        now = self._province.clock()
        return {
            "texts": texts,
            "word": lambda beginning, value: _word(texts, beginning, value),
            "ago": lambda at: ago(texts, at, now),
            "language": language_of(request),
            "session": session,
            "places": [
                place for place in self._places if session and session.role in place.allowed
            ],
            "path": request.url.path,
            "may": lambda path: session is not None and session.role in _posts(path),
            "form_field": self._form_field(getattr(request.state, "form_token", "")),
            "said": texts[said] if said in texts else "",  # noqa: SIM401  it is no dict
            "now": now,
        }


def language_of(request: Request) -> str:
    told = request.cookies.get(LANGUAGE_COOKIE, "")
    return told if told in LANGUAGES else LANGUAGES[0]


def moment(at: datetime | None) -> str:
    """A moment in Viet Nam's time; – for none."""
    return "–" if at is None else at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


def day(at: datetime | date | None) -> str:
    if at is None:
        return "–"
    return (at.astimezone(VIETNAM) if isinstance(at, datetime) else at).strftime("%d/%m/%Y")


def number(count: int) -> str:
    """1.234.567, as figures are written here."""
    return f"{count:,}".replace(",", ".")


def share(value: Fraction | None, places: int = 1) -> str:
    """98,5 with so many places; – for none."""
    return "–" if value is None else f"{float(value):.{places}f}".replace(".", ",")


def offset(seconds: int) -> str:
    """A difference of clocks: 45 s, or hours, minutes and seconds."""
    left = abs(seconds)
    if left < _MINUTE_S:
        return f"{seconds} s"
    sign = "-" if seconds < 0 else ""
    return f"{sign}{left // _HOUR_S}:{left % _HOUR_S // _MINUTE_S:02d}:{left % _MINUTE_S:02d}"


def ago(texts: Texts, at: datetime | None, now: datetime) -> str:
    """How long ago, in the largest whole unit."""
    if at is None:
        return texts["web.ago.never"]
    seconds = max(0, int((now - at).total_seconds()))
    if seconds < _SOON_S:
        return texts["web.ago.now"]
    for size, unit in ((_DAY_S, "days"), (_HOUR_S, "hours"), (_MINUTE_S, "minutes")):
        if seconds >= 2 * size:
            return texts.say(f"web.ago.{unit}", count=seconds // size)
    return texts["web.ago.now"]


def qr_path(rows: Sequence[bytes]) -> str:
    """A QR code as the `d` of one SVG path, a unit a square."""
    return "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )


def _posts(path: str) -> frozenset[Role]:
    return ALLOWED.get(("POST", path), frozenset())


def _word(texts: Texts, beginning: str, value: str) -> str:
    """One of our own codes in words, where it has any: internal by `reason.internal`."""
    key = beginning + value
    return texts[key] if key in texts else value  # noqa: SIM401  it is no dict
