"""Wires for tests: straight into the hub's functions, cut, doubled, or answering rubbish."""

from sync.client.port import Held
from sync.errors import HubUnreachable, SyncError
from sync.hub import access, file_routes, files, ledger, snapshots
from sync.hub.refusing import refusal_for
from sync.protocol.have import read_answer


class AtOnce:
    """A part that is answered as soon as it is sent."""

    def __init__(self, work):
        self.error = None
        try:
            self.held = work()
        except SyncError as error:
            self.error = error

    def is_answered(self, *, within_s):  # noqa: ARG002  it never waits
        return True

    def told(self):
        if self.error is not None:
            raise self.error
        return self.held


class DirectLink:
    """Calls the hub in this process; subclasses do to the bytes what bad lines do."""

    def __init__(self, hub):
        self.hub = hub
        self.bytes_up = 0
        self.bytes_down = 0
        self.requests = []
        self.uploads = files.Uploads()

    def close(self):
        pass

    def exchange(self, body):
        return self._carry(body, ledger.exchange)

    def enrol(self, body):
        return self._carry(body, access.enrol)

    def held(self, sha256, file_pass):
        scope = access.admit(self.hub, file_pass, method="HEAD", sha256=sha256)
        return _told(files.held(self.hub, scope, sha256))

    def have(self, digests, file_pass):
        answer = file_routes.have(self.hub, file_pass, digests)
        return [Held(offset=o, is_complete=c) for o, c in read_answer(answer, count=len(digests))]

    def send_part(self, sha256, file_pass, content, *, offset, length):
        self.bytes_up += len(content)
        scope = access.admit(self.hub, file_pass, method="PATCH", sha256=sha256)
        upload = self.uploads.begin(self.hub, scope, sha256, offset=offset, length=length)
        upload.append(content)
        return _told(upload.finish())

    def begin_part(self, sha256, file_pass, content, *, offset, length):
        return AtOnce(
            lambda: self.send_part(sha256, file_pass, content, offset=offset, length=length)
        )

    def snapshot(self, scope, pos, sha256, file_pass, *, start, most):
        org = access.admit(self.hub, file_pass, method="GET", sha256=sha256)
        path, name = snapshots.snapshot_path(self.hub, org, scope, pos)
        assert name == sha256
        content = path.read_bytes()[start : start + most]
        self.bytes_down += len(content)
        return content

    def fetch(self, sha256, file_pass, *, start, most):
        scope = access.admit(self.hub, file_pass, method="GET", sha256=sha256)
        content = files.readable(self.hub, scope, sha256).read_bytes()[start : start + most]
        self.bytes_down += len(content)
        return content

    def deliver(self, body, at_hub):
        """The hub's answer or its signed refusal."""
        try:
            return at_hub(self.hub, body)
        except SyncError as error:
            return refusal_for(self.hub, error, request=body)

    def _carry(self, body, at_hub):
        self.requests.append(body)
        self.bytes_up += len(body)
        answer = self.deliver(body, at_hub)
        self.bytes_down += len(answer)
        return answer


class LossyLink(DirectLink):
    """Loses requests and answers as `fates` say: "" carried, "request", "answer", "twice"."""

    def __init__(self, hub, fates=()):
        super().__init__(hub)
        self.fates = list(fates)

    def deliver(self, body, at_hub):
        fate = self.fates.pop(0) if self.fates else ""
        if fate == "request":
            raise HubUnreachable(reason="lost")
        answer = super().deliver(body, at_hub)
        if fate == "twice":
            super().deliver(body, at_hub)
        if fate == "answer":
            raise HubUnreachable(reason="lost")
        return answer


def _told(have):
    return Held(offset=have.offset, is_complete=have.is_complete)
