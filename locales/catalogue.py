"""The reader of the catalogues: `texts = load("vi")`, then `texts["key"]` or `texts.say("key", …)`.

A key names a text (`error.hub_unreachable`); both languages hold the same keys. A key that is not
there is a mistake of ours: it warns (tests turn that into a failure) and the clerk sees the key.
"""

import gettext
import io
import re
import warnings
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = ("vi", "en")
DOMAIN = "motcua"
FOLDER = Path(__file__).parent
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class MissingText(UserWarning):
    """A key or a value for a placeholder is missing; add it to both catalogues, or hand it in."""


class Texts:
    """The texts of one language."""

    __slots__ = ("_translations", "lang")

    def __init__(self, lang: str, translations: gettext.NullTranslations) -> None:
        self.lang = lang
        self._translations = translations

    def __contains__(self, key: str) -> bool:
        return self._translations.gettext(key) != key  # no text is its own key

    def __getitem__(self, key: str) -> str:
        if key not in self:
            _warn(f"no text for the key {key!r}")
        return self._translations.gettext(key)

    def say(self, key: str, /, **values: object) -> str:
        """The text with each `{name}` replaced by its value; values not asked for are left out."""
        return filled(self[key], values)

    def error(self, code: str, details: Mapping[str, object]) -> str:
        """What happened and what can be done now, in a clerk's words.

        A detail that is one of our own names is said in words: status=done by `status.done`.
        """
        words = {name: self._word(name, str(value)) for name, value in details.items()}
        return filled(self[f"error.{code}"], words)

    def _word(self, name: str, value: str) -> str:
        key = f"{name}.{value}"
        if key not in self:
            return value
        return self[key]


def load(lang: str, *, folder: Path = FOLDER) -> Texts:
    """The texts of `vi` or `en`; of a regional form (`en_GB`) those of its language.

    Reads the compiled catalogue, or compiles in memory when that is missing or older than its
    source. Raises ValueError for a language there is no catalogue of.
    """
    language = lang.replace("-", "_").partition("_")[0]
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for {lang!r}; there are {', '.join(LANGUAGES)}")
    source = source_path(language, folder=folder)
    content = compiled_path(source).read_bytes() if is_fresh(source) else compiled(source)
    return Texts(language, gettext.GNUTranslations(io.BytesIO(content)))


def filled(text: str, values: Mapping[str, object]) -> str:
    """The text with its placeholders replaced; braces inside a value stay as they are."""
    return PLACEHOLDER.sub(lambda place: _value(place, values), text)


def source_path(language: str, *, folder: Path = FOLDER) -> Path:
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def compiled_path(source: Path) -> Path:
    return source.with_suffix(".mo")


def is_fresh(source: Path) -> bool:
    """Whether the compiled catalogue is there and no older than its source."""
    kept = compiled_path(source)
    return kept.is_file() and kept.stat().st_mtime_ns >= source.stat().st_mtime_ns


def compiled(source: Path) -> bytes:
    """The source in gettext's binary form."""
    # Not above: a start that finds everything compiled needs no babel.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with source.open("rb") as lines:
        messages = read_po(lines, abort_invalid=True)
    content = io.BytesIO()
    write_mo(content, messages)
    return content.getvalue()


def _value(place: re.Match[str], values: Mapping[str, object]) -> str:
    name = place[1]
    if name not in values:
        _warn(f"no value for {place[0]} in the text {place.string!r}")
        return place[0]
    return str(values[name])


def _warn(message: str) -> None:
    warnings.warn(message, MissingText, stacklevel=2)
