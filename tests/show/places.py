"""Where the show's desks and hub lie, and opening them."""

from types import SimpleNamespace

from tests.sync.real_desks import RealDesk, a_new_desk

NAMES = ("one", "two")


def made_desk(folder, hub, *, url):
    """A machine enrolled at a hub that is up, which will speak to it at another address."""
    desk = a_new_desk(hub, folder)
    desk.point_at(SimpleNamespace(url=url))
    desk.close()


def opened_desk(folder, clock):
    return RealDesk(folder=folder, clock=clock).open()
