"""A key pressed right after the last letters acts on all of them."""

import asyncio

from desk_app.ui.order import ordered


class Screen:
    """Draws as flet does: what was typed is known to the keys only when it was drawn."""

    def __init__(self):
        self.typed = self.drawn = ""
        self.acted = []
        self.is_dirty = asyncio.Event()

    async def draw(self):
        while True:
            await self.is_dirty.wait()
            self.is_dirty.clear()
            self.drawn = self.typed

    async def dispatch(self, _control, name, data):
        if name == "change":
            self.typed = data
            self.is_dirty.set()
        elif name == "slow":
            await asyncio.sleep(0.05)
            self.acted.append("slow")
        else:
            self.acted.append(self.drawn)


async def sent_at_once(screen, dispatch, *events):
    drawing = asyncio.ensure_future(screen.draw())
    await asyncio.gather(*(asyncio.create_task(dispatch(1, name, data)) for name, data in events))
    drawing.cancel()


async def test_letters_and_a_key_that_arrive_together_are_taken_in_their_order():
    screen = Screen()

    await sent_at_once(
        screen,
        ordered(screen.dispatch),
        ("change", "Sai ngày si"),
        ("change", "Sai ngày sinh"),
        ("key", None),
    )

    assert screen.acted == ["Sai ngày sinh"]


async def test_an_event_that_waits_holds_up_no_other():
    screen = Screen()

    await sent_at_once(screen, ordered(screen.dispatch), ("slow", None), ("key", None))

    assert screen.acted == ["", "slow"]


async def test_without_order_the_key_would_come_too_early():
    screen = Screen()

    await sent_at_once(screen, screen.dispatch, ("change", "Sai"), ("key", None))

    assert screen.acted == [""]
