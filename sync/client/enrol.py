"""Enrolling this machine at a hub with a one-time code."""

from typing import Protocol

from sync import cose
from sync.client.answer import believed, raise_told
from sync.errors import MalformedMessage
from sync.protocol import enrolment
from sync.protocol.enrolment import Enrolled, EnrolRequest
from sync.protocol.key_list import read_first
from sync.protocol.refusal import REFUSAL, read_unproved


class Carrier(Protocol):
    """A way for one request to a hub: a link, or a stick."""

    def enrol(self, body: bytes) -> bytes: ...


def enrol(
    link: Carrier,
    code: str,
    *,
    device_key: bytes,
    sign: cose.Sign,
    name: str,
    app: str,
    recipient_key: str = "",
) -> Enrolled:
    """What the hub grants this machine; safe to repeat with the same code and key.

    Raises EnrolCodeRefused, HubUnreachable, HubAnsweredRubbish, HubTooOld, DeskTooOld.
    """
    key = enrolment.invite_key(code)
    request = EnrolRequest(
        invite=enrolment.invite_of(code),
        device_key=device_key,
        recipient_key=recipient_key,
        name=name[: enrolment.MAX_NAME],
        app=app,
    )
    body = enrolment.make_request(request, key=key, signer=sign)
    answer = link.enrol(body)
    with believed():
        message = cose.read(answer)
        refused = read_unproved(message) if message.typ == REFUSAL else None
    if refused is not None:
        raise_told(refused, request=body)
    return read_granted(message, device_key=device_key, key=key)


def read_granted(message: cose.Signed, *, device_key: bytes, key: bytes) -> Enrolled:
    """What a hub that knows the code grants; raises HubAnsweredRubbish, HubNotKnown, HubTooOld."""
    with believed():
        granted = enrolment.read_answer(message, device_key=device_key, key=key)
        listed = read_first(cose.read(granted.key_list))
        if listed.hub_id != granted.hub_id or granted.hub_key not in listed.keys:
            raise MalformedMessage(message="enrolled", reason="key_list")
    return granted
