"""A visitor of the console: a browser without a picture, signed in as whoever a test needs."""

import re
from contextlib import ExitStack, contextmanager

import httpx

from sync.hub.console.app import create_console
from sync.hub.console.hidden import code_at, opened
from sync.hub.console.operators import add_operator, start
from sync.hub.console.sessions import open_session
from sync.hub.console_tables import operators
from tests.sync.servers import serving_app

PASSWORD = "trời xanh mây trắng"
FORM = re.compile(r'name="form" value="([0-9a-f]*)"')


class Visitor:
    """One browser; `get` and `post` as a person clicks, the form's own token with each post."""

    def __init__(self, client):
        self.client = client
        self.page = None

    def get(self, path, **named):
        self.page = self.client.get(path, follow_redirects=True, **named)
        return self.page

    def token(self, path="/help"):
        found = FORM.search(self.client.get(path, follow_redirects=True).text)
        return found[1] if found else ""

    def post(self, path, files=None, **fields):
        told = {"form": self.token(), **fields}
        self.page = self.client.post(path, data=told, files=files, follow_redirects=True)
        return self.page


@contextmanager
def visiting(hub, role=None, name="Lê Thị Hoa", *, url=None, **named):
    """A visitor; with a role already signed in by a session of its own."""
    with ExitStack() as stack:
        if url is None:
            url = stack.enter_context(
                serving_app(create_console(hub, **{"is_tls": False, **named}))
            )
        client = stack.enter_context(httpx.Client(base_url=url, trust_env=False, timeout=30))
        if role is not None:
            client.cookies.set("console", open_session(hub, account(hub, role, name)))
        yield Visitor(client)


def account(hub, role, name):
    """The number of an account that stands."""
    add_operator(hub, name, role, org="H48.S1" if role == "agency" else "", chance=bytes(10))
    return row_of(hub, name).number


def started(hub, name="Lê Thị Hoa", role="operator"):
    """An account whose person has chosen a password; its code app's secret."""
    code = add_operator(hub, name, role, chance=bytes(10))
    _, secret = start(hub, name, code, PASSWORD)
    return secret


def row_of(hub, name):
    with hub.database.reading() as connection:
        found = connection.execute(operators.select().where(operators.c.name == name))
        return found.one()


def code_now(hub, secret):
    return code_at(secret, hub.now())


def secret_of(hub, name):
    row = row_of(hub, name)
    return opened(hub, row.totp, number=row.number)
