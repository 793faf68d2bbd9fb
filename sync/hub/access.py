"""Who may speak to the hub: invitations, enrolment, and the hello that opens every exchange."""

import re
from secrets import token_bytes
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from sync import cose
from sync.errors import (
    BadSignature,
    DeskTooOld,
    EnrolCodeRefused,
    EpochUnknown,
    HelloReplayed,
    MachineRevoked,
    MachineUnknown,
    UnknownOrg,
    WrongHub,
)
from sync.hub.events import note
from sync.hub.feeds import open_feed
from sync.hub.hub import Hub, first_epoch
from sync.hub.key_lists import newest_list
from sync.hub.lanes import Range, hold_numbers, reserve_lane
from sync.hub.statements import Prepared
from sync.hub.tables import devices, epochs, invites, lanes
from sync.hub.tables import hub as hub_table
from sync.hub.tls import root_for_desks
from sync.protocol import enrolment
from sync.protocol.control import access_scope, is_older
from sync.protocol.enrolment import Enrolled, EnrolRequest, LaneGrant
from sync.protocol.file_pass import FILE_PASS, RECENT_HELLOS, open_header, read_pass
from sync.protocol.frame import author_of
from sync.protocol.hello import Hello, read_hello
from sync.protocol.versions import PROVINCE_SCOPE
from sync.sealing import require_recipient

INVITE_DAYS = 14
LEASE_DAYS = 60

_DAY_S = 86_400
_CODE_BYTES = 10
_FIRST_EP = 1
_AFTER_RESTORE = 1000  # numbers left out, for machines that a lost hub may have enrolled
_ORG_FORM = re.compile(r"[0-9A-Z]+(?:\.[0-9A-Z]+)*")
_MOST_ORG = 35

_DEVICE = Prepared(select(devices).where(devices.c.dev == bindparam("dev")))
_DEVICE_HELD = Prepared(select(devices).where(devices.c.dev == bindparam("dev")).with_for_update())
_LEAST_APP = Prepared(select(hub_table.c.least_app, hub_table.c.least_app_from))
_COUNTER = Prepared(
    select(epochs.c.counter).where(
        epochs.c.scope == bindparam("scope"),
        epochs.c.dev == bindparam("dev"),
        epochs.c.ep == bindparam("ep"),
    )
)
_COUNT = Prepared(
    update(epochs)
    .where(
        epochs.c.scope == bindparam("of"),
        epochs.c.dev == bindparam("by"),
        epochs.c.ep == bindparam("in"),
    )
    .values(counter=bindparam("counter"))
)
_CONTACT = Prepared(
    update(devices)
    .where(devices.c.dev == bindparam("of"))
    .values(
        app=bindparam("app"), last_contact_at=bindparam("last_contact_at"), told=bindparam("told")
    )
)


class Invitation(NamedTuple):
    code: str  # shown once, kept nowhere
    org: str
    lane: Range
    expires_at: int


def scopes_of(org: str) -> tuple[str, ...]:
    """The feeds a machine of an organisation reads, the most urgent first."""
    return (PROVINCE_SCOPE, access_scope(org), org)


def invite_desk(hub: Hub, org: str, *, lane: Range | None = None) -> Invitation:
    """Invite a machine of an organisation; raises UnknownOrg, LaneTaken, LanesUsedUp."""
    if len(org) > _MOST_ORG or not _ORG_FORM.fullmatch(org) or not hub.province.names_of(org):
        raise UnknownOrg(org=org)
    code = enrolment.write_code(token_bytes(_CODE_BYTES))
    now = hub.now()
    expires_at = now + INVITE_DAYS * _DAY_S
    invite = enrolment.invite_of(code)
    with hub.database.writing() as connection:
        connection.execute(
            insert(invites),
            {
                "invite": invite,
                "key": enrolment.invite_key(code),
                "org": org,
                "created_at": now,
                "expires_at": expires_at,
            },
        )
        reserved = reserve_lane(connection, org, lane, invite=invite, now=now)
    return Invitation(code=code, org=org, lane=reserved, expires_at=expires_at)


def enrol(hub: Hub, body: bytes) -> bytes:
    """The signed answer to a request to enrol; raises EnrolCodeRefused, MalformedMessage.

    The same machine asking again gets the first answer again.
    """
    request, proof = enrolment.read_request(cose.read(body))
    if request.recipient_key:
        require_recipient(request.recipient_key)
    with hub.database.writing() as connection:
        invite = connection.execute(
            select(invites).where(invites.c.invite == request.invite).with_for_update()
        ).one_or_none()
        if invite is None:
            raise EnrolCodeRefused
        enrolment.check_request(request, proof, key=invite.key)
        device = _device(connection, hub, invite, request)
        answer = _enrolled(connection, hub, device)
    return enrolment.make_answer(
        answer, device_key=request.device_key, key=invite.key, signer=hub.key.sign
    )


def greet(hub: Hub, connection: Connection, message: cose.Signed) -> tuple[Any, Hello]:
    """The device row and hello of who speaks; its counter is used up with the transaction.

    A revoked machine is greeted too, so that its frames can be kept: see `late`. Raises
    MachineUnknown, BadSignature, WrongHub, DeskTooOld, HelloReplayed.
    """
    device = _device_named(connection, message, _DEVICE_HELD)
    hello = read_hello(message, key=device.device_key)
    if hello.hub_id != hub.key.hub_id:
        raise WrongHub
    if device.revoked_at is not None:
        return device, hello
    require_app(connection, hello.app, now=hub.now())
    log = _counted(connection, device, hello.ep)
    if hello.counter <= log:
        raise HelloReplayed(counter=log)
    place = {"of": device.org, "by": device.dev, "in": hello.ep}
    _COUNT.run(connection, **place, counter=hello.counter)
    told = {"app": hello.app, "last_contact_at": hub.now(), "told": hello.last}
    _CONTACT.run(connection, of=device.dev, **told)
    return device, hello


def admit(hub: Hub, header: str, *, method: str, sha256: str) -> str:
    """The organisation of the machine whose file pass this is.

    Raises BadSignature, MachineUnknown, MachineRevoked, WrongHub.
    """
    message = open_header(header)
    with hub.database.reading() as connection:
        device = _device_named(connection, message, _DEVICE)
        file_pass = read_pass(message, key=device.device_key)
        counter = _counted(connection, device, file_pass.ep)
    if file_pass.hub_id != hub.key.hub_id:
        raise WrongHub
    if device.revoked_at is not None:
        raise revoked(device)
    is_recent = 0 <= counter - file_pass.counter <= RECENT_HELLOS
    if (file_pass.method, file_pass.sha256) != (method, sha256) or not is_recent:
        raise BadSignature(expected=FILE_PASS)
    note(dev=device.dev, scope=device.org)
    return str(device.org)


def revoked(device: Any) -> MachineRevoked:
    """What a revoked machine is told."""
    ordered = "" if device.wipe_at is None else device.wipe_at
    return MachineRevoked(dev=device.dev, at=device.revoked_at, wipe=ordered)


def require_app(connection: Connection, app: str, *, now: int) -> None:
    """Raises DeskTooOld for a program older than what the province still answers."""
    least = _LEAST_APP.run(connection).one()
    if least.least_app and least.least_app_from <= now and is_older(app, least.least_app):
        raise DeskTooOld(found=app, oldest=least.least_app)


def _counted(connection: Connection, device: Any, ep: int) -> int:
    """The counter of the last hello in an epoch, for a copy of the machine counts by itself.

    Raises EpochUnknown.
    """
    found = _COUNTER.run(connection, scope=device.org, dev=device.dev, ep=ep)
    counter: int | None = found.scalar()
    if counter is None:
        raise EpochUnknown(ep=ep)
    return counter


def _device_named(connection: Connection, message: cose.Signed, query: Prepared) -> Any:
    """The row of the device a message names; nothing in the message is verified yet."""
    dev, _ = author_of(message.kid)
    device = query.run(connection, dev=dev).one_or_none()
    if device is None:
        raise MachineUnknown(dev=dev)
    return device


def _device(connection: Connection, hub: Hub, invite: Any, request: EnrolRequest) -> Any:
    """The device of an invitation, made when it is used for the first time."""
    if invite.dev is None:
        if invite.expires_at < hub.now():
            raise EnrolCodeRefused
        return _new_device(connection, hub, invite, request)
    device = connection.execute(select(devices).where(devices.c.dev == invite.dev)).one()
    if device.device_key != request.device_key:
        raise EnrolCodeRefused
    return device


def _new_device(connection: Connection, hub: Hub, invite: Any, request: EnrolRequest) -> Any:
    hold_numbers(connection)
    known = select(devices.c.dev).where(devices.c.device_key == request.device_key)
    if connection.execute(known).first() is not None:
        raise BadSignature(reason="key_in_use")
    dev = _next_dev(connection)
    now = hub.now()
    connection.execute(
        insert(devices),
        {
            "dev": dev,
            "org": invite.org,
            "name": request.name,
            "device_key": request.device_key,
            "recipient_key": request.recipient_key,
            "ep": _FIRST_EP,
            "counter": 0,
            "app": request.app,
            "enrolled_at": now,
            "lease_days": LEASE_DAYS,
            "revoked_why": "",
        },
    )
    connection.execute(insert(epochs), first_epoch(invite.org, dev, _FIRST_EP, now))
    connection.execute(update(invites).where(invites.c.invite == invite.invite).values(dev=dev))
    connection.execute(
        update(lanes).where(lanes.c.invite == invite.invite).values(dev=dev, ep=_FIRST_EP)
    )
    open_feed(connection, invite.org)
    return connection.execute(select(devices).where(devices.c.dev == dev)).one()


def _next_dev(connection: Connection) -> int:
    """A number no machine has; far from those that a hub put back from a copy may have given."""
    newest = connection.execute(
        select(devices.c.dev, devices.c.enrolled_at).order_by(devices.c.dev.desc()).limit(1)
    ).one_or_none()
    restored_at = connection.execute(select(hub_table.c.restored_at)).scalar()
    highest, since = (newest.dev, newest.enrolled_at) if newest is not None else (0, 0)
    is_after_restore = restored_at is not None and since <= restored_at
    return int(highest) + (_AFTER_RESTORE if is_after_restore else 1)


def _enrolled(connection: Connection, hub: Hub, device: Any) -> Enrolled:
    granted = connection.execute(
        select(lanes).where(lanes.c.dev == device.dev, lanes.c.ep == _FIRST_EP).order_by("first")
    )
    return Enrolled(
        hub_id=hub.key.hub_id,
        hub_key=hub.key.public,
        hub_ep=hub.hub_ep,
        dev=device.dev,
        ep=_FIRST_EP,
        org=device.org,
        names=hub.province.names_of(device.org) or (),
        lanes=tuple(LaneGrant(org=row.org, first=row.first, last=row.last) for row in granted),
        scopes=scopes_of(device.org),
        hub_time=hub.now(),
        key_list=newest_list(connection).raw,
        lease_days=device.lease_days,
        device_key=device.device_key,
        recipient_key=device.recipient_key,
        tls_root=root_for_desks(hub.folder),
    )
