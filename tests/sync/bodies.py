"""Requests made by hand, to say what no honest desk says."""

from sync import cose
from sync.client.answer import read_answer
from sync.protocol.frame import make_frame
from sync.protocol.hello import Hello, make_hello


def hello_of(desk, **parts):
    granted = desk.granted
    said = {"hub_id": granted.hub_id, "dev": granted.dev, "ep": granted.ep, "app": "test"}
    said |= {"counter": parts.get("counter") or desk.next_counter(), "last": desk.last()}
    said |= {"cursors": desk.cursors(), "want_bytes": 65_536}
    return make_hello(Hello(**{**said, **parts}), desk.key.sign)


def frame_of(desk, first=1, last=None, **parts):
    """The frame of own changes first..last."""
    last = last or desk.last()
    raws = desk.outbox(first - 1, 10**9)[: last - first + 1]
    granted = desk.granted
    said = {"hub_id": granted.hub_id, "author": (granted.dev, granted.ep), "first": first}
    said |= {"heads": (desk.head(first - 1), desk.head(last)), "clock": desk.clock_mark()}
    return make_frame(**{"raws": raws, "signer": desk.key.sign, **said, **parts})


def asked(desk, link, *frames, **parts):
    """What the hub answers to a hello and these frames; raises what it refuses them for."""
    hello = hello_of(desk, **parts)
    body = hello + b"".join(frames)
    counter = parts.get("counter") or desk.one("SELECT value FROM numbers WHERE name = 'counter'")
    answer = link.exchange(body)
    return read_answer(body=answer, request=body, identity=desk.identity(), counter=counter)


def resigned(desk, raw, payload):
    """A message with another payload, signed by the desk all the same."""
    message = cose.read(raw)
    return cose.sign(payload, typ=message.typ, kid=message.kid, signer=desk.key.sign)
