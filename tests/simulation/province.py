"""What the people of the province do: send results, believe a machine no more, change keys."""

from contextlib import suppress

from sync.errors import SyncError
from sync.hub import late
from sync.hub.control import revoke
from sync.hub.results import publish_file, send_result
from tests.simulation.dying import HubDiedError


class Province:
    """The operators at the hub."""

    def __init__(self, world, folder):
        self.world = world
        self.page = folder / "result.pdf"

    def speak(self):
        """A result for a dossier, or a file for every desk."""
        chance = self.world.chance
        self.page.write_bytes(b"%PDF-" + chance.randbytes(chance.choice([10, 30_000])))
        self.world.watch.new_file(self.page.read_bytes())
        codes = self.world.hub.codes()
        self.world.step("province")
        try:
            if codes and chance.random() < 0.8:
                code = chance.choice(codes)
                self.world.hub.do(lambda hub: send_result(hub, code, self.page))
            else:
                self.world.hub.do(lambda hub: publish_file(hub, self.page))
        except (SyncError, HubDiedError):
            return

    def revoke(self):
        """A machine is stolen, and reported; whoever has it may go on working with it."""
        desk = self.world.chance.choice(self.world.desks)
        self.world.step("revoke", desk.name)
        with suppress(SyncError, HubDiedError):
            self.world.hub.do(lambda hub: revoke(hub, desk.replica.granted.dev, reason="mất trộm"))

    def review(self):
        """A person takes what a revoked machine still sent, or passes it over."""
        self.world.step("review")
        try:
            waiting = late.list_kept(self.world.hub.hub)
            if not waiting:
                return
            kept = self.world.chance.choice(waiting)
            decide = self.world.chance.choice([late.take_reviewed, late.pass_over])
            seqs = range(kept.first, kept.last + 1)
            self.world.watch.by_a_person = {(kept.dev, kept.ep, seq) for seq in seqs}
            self.world.hub.do(lambda hub: decide(hub, kept.id))
        except (SyncError, HubDiedError):
            return
        finally:
            self.world.watch.by_a_person = set()

    def rotate(self):
        """The province changes its keys."""
        self.world.step("rotate keys")
        with suppress(SyncError, HubDiedError):
            self.world.hub.rotate_keys()
