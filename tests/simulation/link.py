"""A line that loses, doubles, delays, cuts, flips, and lets a sign-in page answer.

Nothing here waits: time passes on the clock of the world, and while a message is on its way other
desks, and the other process of the same desk, go on with their work.
"""

from enum import StrEnum

from sync.client.port import Held
from sync.errors import HubBusy, HubUnreachable, SyncError
from sync.hub import access, file_routes, files, ledger
from sync.protocol.have import read_answer
from tests.simulation.dying import DeskDiedError, HubDiedError

HTML = b"<html><title>WiFi</title>Sign in</html>"
_KEPT = 40  # delayed requests and old answers
_BUSY_S = 60
_AT_ONCE = 0.5  # of the parts of files; the others arrive when their answer is waited for


class Fate(StrEnum):
    CARRIED = "carried"
    REQUEST_LOST = "request lost"
    REQUEST_CUT = "request cut"
    REQUEST_FLIPPED = "request flipped"
    REQUEST_LATE = "request late"  # the desk gave up; the hub has it later, or twice
    TWICE = "twice"
    HTML = "html"
    BUSY = "busy"
    ANSWER_LOST = "answer lost"
    ANSWER_CUT = "answer cut"
    ANSWER_FLIPPED = "answer flipped"
    ANSWER_OLD = "answer old"
    ANSWER_FORGED = "answer forged"
    HUB_DIES = "hub dies"
    DESK_DIES_BEFORE = "desk dies before"
    DESK_DIES_AFTER = "desk dies after"


FAULTS = tuple(fate for fate in Fate if fate is not Fate.CARRIED)


class SimPart:
    """A part of a file on its way: it may overtake the one before, and be waited for in vain."""

    def __init__(self, world, send):
        self.world = world
        self.send = send
        self.held = self.error = None

    def arrive(self):
        if self.held is None and self.error is None:
            try:
                self.held = self.send()
            except SyncError as error:
                self.error = error

    def is_answered(self, *, within_s):
        if within_s is None or (within_s and self.world.chance.random() < _AT_ONCE):
            self.arrive()
        elif self.held is None and self.error is None:
            self.world.pass_time(within_s)
            return False
        return True

    def told(self):
        self.arrive()
        if self.error is not None:
            raise self.error
        return self.held


class SimLink:
    """One desk's way to the hub."""

    def __init__(self, world, desk):
        self.world = world
        self.desk = desk
        self.bytes_up = 0
        self.bytes_down = 0

    def close(self):
        pass

    def exchange(self, body):
        world, desk = self.world, self.desk
        world.watch.learn(desk.replica)
        fate = world.fate()
        self._under_way(body, fate)
        if fate is Fate.HTML:
            return HTML
        if fate is Fate.REQUEST_LATE:
            world.late.append((body, ledger.exchange))
            del world.late[:-_KEPT]
            raise HubUnreachable(reason="late")
        is_late = desk.replica.granted.dev in world.watch.revoked
        answer = self._deliver(self._spoilt_request(body, fate), fate)
        if is_late and fate is Fate.CARRIED:
            world.watch.require_kept(body, desk.replica.public)
        if fate is Fate.TWICE:
            self._deliver(body, fate)
        world.step("answer", fate)
        self.bytes_down += len(answer)
        world.meanwhile(desk)
        if fate is Fate.DESK_DIES_AFTER:
            raise DeskDiedError
        if fate is Fate.ANSWER_LOST:
            raise HubUnreachable(reason="answer")
        world.answers.append(answer)
        del world.answers[:-_KEPT]
        return self._spoilt_answer(answer, fate)

    def enrol(self, body):
        return self._deliver(body, Fate.CARRIED, access.enrol)

    def held(self, sha256, file_pass):
        def ask(hub):
            scope = access.admit(hub, file_pass, method="HEAD", sha256=sha256)
            return files.held(hub, scope, sha256)

        return self._told(self._file_turn(ask))

    def have(self, digests, file_pass):
        def ask(hub):
            answer = file_routes.have(hub, file_pass, digests)
            return read_answer(answer, count=len(digests))

        told = self._file_turn(ask)
        return [Held(offset=offset, is_complete=is_complete) for offset, is_complete in told]

    def send_part(self, sha256, file_pass, content, *, offset, length):
        arrived = content
        fate = self.world.fate()
        if fate in {Fate.REQUEST_CUT, Fate.ANSWER_CUT}:
            arrived = content[: self.world.chance.randrange(len(content) + 1)]

        def take(hub):
            scope = access.admit(hub, file_pass, method="PATCH", sha256=sha256)
            upload = self.world.hub.uploads.begin(hub, scope, sha256, offset=offset, length=length)
            try:
                self.world.meanwhile(self.desk)
                upload.append(arrived)
                return upload.finish()
            finally:
                self.world.hub.uploads.end(upload)

        self.bytes_up += len(content)
        have = self._file_turn(take, fate)
        if arrived is not content:
            raise HubUnreachable(reason="cut")
        return self._told(have)

    def begin_part(self, sha256, file_pass, content, *, offset, length):
        def send():
            return self.send_part(sha256, file_pass, content, offset=offset, length=length)

        part = SimPart(self.world, send)
        if self.world.chance.random() < _AT_ONCE:
            part.arrive()
        return part

    def fetch(self, sha256, file_pass, *, start, most):
        def give(hub):
            scope = access.admit(hub, file_pass, method="GET", sha256=sha256)
            return files.readable(hub, scope, sha256).read_bytes()[start : start + most]

        fate = self.world.fate()
        content = self._file_turn(give, fate)
        self.bytes_down += len(content)
        if fate is Fate.ANSWER_FLIPPED:
            return flipped(self.world.chance, content)
        if fate is Fate.ANSWER_CUT:
            return content[: self.world.chance.randrange(len(content) + 1)]
        return content

    def _under_way(self, body, fate):
        """The request leaves the desk; what may happen before it arrives."""
        world = self.world
        world.step("request", fate)
        self.bytes_up += len(body)
        world.pass_time(len(body) / world.bytes_s + world.rtt_s)
        world.meanwhile(self.desk)
        if fate is Fate.DESK_DIES_BEFORE:
            raise DeskDiedError
        if fate is Fate.REQUEST_LOST:
            raise HubUnreachable(reason="request")
        if fate is Fate.BUSY:
            raise HubBusy(retry_after_s=_BUSY_S)

    def _deliver(self, body, fate, at_hub=ledger.exchange):
        hub = self.world.hub
        if fate is Fate.HUB_DIES:
            hub.fuse.set(self.world.chance.randint(1, 40))
        try:
            return hub.deliver(body, at_hub)
        except HubDiedError:
            raise HubUnreachable(reason="hub died") from None
        finally:
            hub.fuse.put_out()

    def _file_turn(self, work, fate=None):
        """A request about a file; the hub's SyncErrors are what its statuses say."""
        world = self.world
        fate = fate or world.fate()
        self._under_way(b"", fate)
        if fate is Fate.HUB_DIES:
            world.hub.fuse.set(world.chance.randint(1, 8))
        try:
            told = world.hub.do(work)
        except HubDiedError:
            raise HubUnreachable(reason="hub died") from None
        finally:
            world.hub.fuse.put_out()
        world.step("file answer", fate)
        if fate in {Fate.ANSWER_LOST, Fate.HTML}:
            raise HubUnreachable(reason="answer")
        if fate is Fate.DESK_DIES_AFTER:
            raise DeskDiedError
        return told

    def _told(self, have):
        return Held(offset=have.offset, is_complete=have.is_complete)

    def _spoilt_request(self, body, fate):
        if fate is Fate.REQUEST_CUT:
            return body[: self.world.chance.randrange(len(body))]
        if fate is Fate.REQUEST_FLIPPED:
            return flipped(self.world.chance, body)
        return body

    def _spoilt_answer(self, answer, fate):
        chance = self.world.chance
        if fate is Fate.ANSWER_CUT:
            return answer[: chance.randrange(len(answer))]
        if fate is Fate.ANSWER_FLIPPED:
            return flipped(chance, answer)
        if fate is Fate.ANSWER_OLD:
            return chance.choice(self.world.answers)
        if fate is Fate.ANSWER_FORGED:
            return self.world.forger.forge(answer, self.world.hub.keys())
        return answer


def flipped(chance, content):
    """One bit is not what it was."""
    if not content:
        return content
    place = chance.randrange(len(content))
    return (
        content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]
    )
