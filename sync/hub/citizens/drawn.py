"""Pages of dossiers drawn lately, so that a phone that asks again costs one small question.

Whose page it is, is asked of the database each time: a page is shown only for the version of its
dossier that it was drawn of. Names of procedures and desks in it may be a minute old.
"""

from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import NamedTuple

from sync.hub.citizens.pages import Pages
from sync.hub.hub import Hub
from sync.hub.look_up import Standing, standing_of, view_of

_MOST = 2_000  # pages, each of a few KB
_FRESH_S = 60


class _Page(NamedTuple):
    content: bytes
    at: float


class Drawn:
    """The pages of one process; any of its threads may ask."""

    def __init__(self, hub: Hub, pages: Pages) -> None:
        self._hub, self._pages = hub, pages
        self._known: OrderedDict[tuple[Standing, str], _Page] = OrderedDict()
        self._lock = Lock()

    def page(self, code: str, language: str) -> bytes | None:
        """That of a receipt's look-up code; None where there is none to show."""
        standing = standing_of(self._hub, code)
        if standing is None:
            return None
        key = (standing, language)
        with self._lock:
            known = self._known.get(key)
        if known is not None and monotonic() - known.at < _FRESH_S:
            return known.content
        view = view_of(self._hub, standing)
        if view is None:
            return None
        content = self._pages.draw("dossier.html", language, view=view).encode()
        self._keep(key, _Page(content, monotonic()))
        return content

    def _keep(self, key: tuple[Standing, str], page: _Page) -> None:
        with self._lock:
            self._known[key] = page
            self._known.move_to_end(key)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
