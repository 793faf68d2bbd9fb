"""Drawing the public pages: templates, words, and what every answer's header says.

A page and its style sheet together stay under 20 KB and need no script; everything filled in is
escaped. A template asks for its words by the part of the key after `citizen.`.
"""

import gzip
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sync.hub.rules import Province, Texts

LANGUAGES = ("vi", "en")
STATIC = Path(__file__).parent / "static"

_TEMPLATES = Path(__file__).parent / "templates"
_VIETNAM = timezone(timedelta(hours=7))
_KEPT_S = 365 * 86_400  # a file's address changes with its content
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; "
            "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
        "Cache-Control": "no-store",
    }
)
_KINDS = {".css": "text/css", ".js": "text/javascript"}


class Pages:
    """The templates, bound to the province's words."""

    def __init__(self, province: Province) -> None:
        self._texts = {language: province.texts(language) for language in LANGUAGES}
        self._files = {
            file.name: file.read_bytes() for file in STATIC.iterdir() if file.suffix in _KINDS
        }
        self._packed = {name: gzip.compress(kept, mtime=0) for name, kept in self._files.items()}
        self._marks = {name: _mark(content) for name, content in self._files.items()}
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(day=day, moment=moment, whenever=whenever)

    def show(
        self, request: Request, template: str, *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page in the language that the visitor chose."""
        content = self.draw(template, language_of(request), **values)
        return HTMLResponse(content, status_code=status, headers=HEADERS)

    def draw(self, template: str, language: str, **values: Any) -> str:
        """A page, of one of `LANGUAGES`."""
        told = {
            "t": _words(self._texts[language]),
            "language": language,
            "other": next(one for one in LANGUAGES if one != language),
            "lang": "" if language == LANGUAGES[0] else f"?lang={language}",
            "file": self.address,
            **values,
        }
        return self._environment.get_template(template).render(told)

    def address(self, name: str) -> str:
        """Where a file is; another address once its content is another."""
        return f"/f/{name}?{self._marks[name]}"

    def file(self, name: str, *, is_packed: bool = False) -> Response:
        """A style sheet or script; packed for who takes gzip."""
        if name not in self._files:
            return Response(status_code=404, headers=HEADERS)
        headers = {
            **HEADERS,
            "Cache-Control": f"public, max-age={_KEPT_S}, immutable",
            "Vary": "Accept-Encoding",
        }
        if is_packed:
            headers["Content-Encoding"] = "gzip"
        content = (self._packed if is_packed else self._files)[name]
        return Response(content, media_type=_KINDS[Path(name).suffix], headers=headers)

    def bare(self, name: str) -> bytes:
        """The content of a file."""
        return self._files[name]

    @property
    def version(self) -> str:
        """Another one once any file is another."""
        return _mark("".join(sorted(self._marks.values())).encode())


def language_of(request: Request) -> str:
    told = request.query_params.get("lang", "")
    return told if told in LANGUAGES else LANGUAGES[0]


def day(on: date | None) -> str:
    """23/11/2026."""
    return "" if on is None else f"{on:%d/%m/%Y}"


def moment(at: datetime | int | None) -> str:
    """10:30, 23/11/2026 by the clocks of Viet Nam; a number counts Unix seconds."""
    if at is None:
        return ""
    known = datetime.fromtimestamp(at, _VIETNAM) if isinstance(at, int) else at
    return f"{known.astimezone(_VIETNAM):%H:%M, %d/%m/%Y}"


def whenever(condition: str) -> str:
    """A paper's condition as a sentence: most say “khi” themselves."""
    is_whole = condition.lower().startswith(("khi ", "chỉ khi ", "nếu "))
    return condition[0].upper() + condition[1:] if is_whole else f"Chỉ khi: {condition}"


def _words(texts: Texts) -> Callable[..., str]:
    def words(key: str, **values: object) -> str:
        return texts.say("citizen." + key, **values)

    return words


def _mark(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]
