"""What a visitor typed into a form: short, of known fields, as UTF-8; anything else is nothing."""

import unicodedata
from urllib.parse import parse_qs

from starlette.requests import Request

_MOST_BYTES = 24_000
_MOST_FIELDS = 20


async def typed(request: Request) -> dict[str, str]:
    """The fields of a form by name, the first of each; empty for what is no form of ours."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            return {}
    try:
        text = body.decode("ascii")
        fields = parse_qs(text, max_num_fields=_MOST_FIELDS, errors="strict")
    except (UnicodeDecodeError, ValueError):
        return {}
    return {name: unicodedata.normalize("NFC", values[0]) for name, values in fields.items()}


def plain(text: str, *, most: int) -> str:
    """A person's words: no control signs, no blanks around, at most so many letters."""
    lines = text.replace("\r\n", "\n").split("\n")
    kept = ("".join(sign for sign in line if sign.isprintable()).strip() for line in lines)
    return "\n".join(kept).strip()[:most]
