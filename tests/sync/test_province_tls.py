"""TLS under the hub's own root, over real TLS on loopback."""

import shutil
import socket
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from sync.client.enrol import enrol
from sync.client.exchange import exchange_once
from sync.client.link import HttpLink, anybody, only
from sync.errors import HubUnreachable
from sync.hub.access import invite_desk
from sync.hub.errors import TlsUnusable
from sync.hub.keys import OFFLINE_FOLDER
from sync.hub.tls import (
    LEAF,
    LEAF_KEY,
    ROOT,
    ROOT_KEY,
    fingerprint,
    load_leaf,
    read_leaf,
    renew_leaf,
    root_for_desks,
    server_context,
)
from tests.sync.conftest import ORG
from tests.sync.rules import CREATED
from tests.sync.servers import serving
from tests.sync.small_replica import SmallReplica

NOW = datetime.now(UTC)  # noqa: TID251  TLS goes by the true clock
HOSTS = ("127.0.0.1", "hub.tinh.vn")


@pytest.fixture
def certified(hub):
    """A hub with certificates for loopback."""
    renew_leaf(hub.folder, HOSTS, now=NOW)
    return hub


@pytest.fixture
def url(certified):
    with serving(certified, context=server_context(certified.folder)) as address:
        yield address


def a_newcomer(hub, url):
    desk = SmallReplica()
    with HttpLink(url, tls=anybody()) as link:
        desk.granted = enrol(
            link,
            invite_desk(hub, ORG).code,
            device_key=desk.public,
            sign=desk.key.sign,
            name="Máy",
            app="t",
        )
    return desk


def test_a_machine_learns_the_root_with_its_enrolment_and_works_by_it(certified, url):
    desk = a_newcomer(certified, url)
    desk.write(CREATED, (f"{ORG}-261123-0001",))

    with HttpLink(url, tls=only(desk.granted.tls_root)) as link:
        done = exchange_once(desk, link)

    assert url.startswith("https://")
    assert desk.granted.tls_root == root_for_desks(certified.folder)
    assert done.settled == 1


def test_a_hub_without_a_root_leaves_the_choice_to_the_system(hub):
    assert root_for_desks(hub.folder) == b""
    assert only(b"") is None


def test_another_root_is_not_believed(url, desk, tmp_path):
    renew_leaf(tmp_path, HOSTS, now=NOW)

    with (
        HttpLink(url, tls=only(root_for_desks(tmp_path))) as link,
        pytest.raises(HubUnreachable),
    ):
        exchange_once(desk, link)


def test_a_certificate_for_another_host_is_not_believed(hub, desk):
    renew_leaf(hub.folder, ("hub.tinh.vn",), now=NOW)

    with (
        serving(hub, context=server_context(hub.folder)) as url,
        HttpLink(url, tls=only(root_for_desks(hub.folder))) as link,
        pytest.raises(HubUnreachable),
    ):
        exchange_once(desk, link)


def test_a_leaf_that_has_ended_is_not_believed(hub, desk):
    renew_leaf(hub.folder, HOSTS, now=NOW - timedelta(days=500))

    with (
        serving(hub, context=server_context(hub.folder)) as url,
        HttpLink(url, tls=only(root_for_desks(hub.folder))) as link,
        pytest.raises(HubUnreachable),
    ):
        exchange_once(desk, link)


def test_what_is_shown_on_the_line_is_one_short_certificate(certified, url):
    context = only(root_for_desks(certified.folder))
    host, port = url.removeprefix("https://").split(":")

    with (
        socket.create_connection((host, int(port)), timeout=20) as line,
        context.wrap_socket(line, server_hostname=host) as secured,
    ):
        shown, version = secured.getpeercert(binary_form=True), secured.version()

    leaf = x509.load_der_x509_certificate(shown)
    assert version == "TLSv1.3"
    assert len(shown) < 500
    assert isinstance(leaf.public_key(), ec.EllipticCurvePublicKey)
    assert leaf.public_key().curve.name == "secp256r1"


def test_the_keys_are_their_owners_alone_and_the_root_key_lies_apart(certified):
    offline = certified.folder / OFFLINE_FOLDER / ROOT_KEY
    modes = {path.stat().st_mode & 0o777 for path in (offline, certified.folder / LEAF_KEY)}

    assert modes == {0o600}
    assert not (certified.folder / ROOT_KEY).exists()


def test_a_leaf_is_renewed_under_the_same_root_while_the_hub_serves(certified):
    context = server_context(certified.folder)
    before, root = read_leaf(certified.folder), fingerprint(certified.folder)
    with serving(certified, context=context) as url:
        desk = a_newcomer(certified, url)

        renewed = renew_leaf(certified.folder, (), now=NOW + timedelta(days=1))
        load_leaf(context, certified.folder)
        with HttpLink(url, tls=only(desk.granted.tls_root)) as link:
            exchange_once(desk, link)
            shown = ssl.get_server_certificate(("127.0.0.1", int(url.rpartition(":")[2])))

    assert (renewed.hosts, fingerprint(certified.folder)) == (before.hosts, root)
    assert renewed.ends_at > before.ends_at
    assert shown.strip() == (certified.folder / LEAF).read_text().strip()


def test_a_root_key_from_the_safe_renews(certified, tmp_path):
    shutil.move(certified.folder / OFFLINE_FOLDER / ROOT_KEY, tmp_path / "stick.key")

    with pytest.raises(TlsUnusable) as told:
        renew_leaf(certified.folder, (), now=NOW)
    leaf = renew_leaf(certified.folder, (), now=NOW, root_key=tmp_path / "stick.key")

    assert told.value.details["reason"] == "root_key_away"
    assert leaf.hosts == HOSTS


def test_the_key_of_another_root_is_refused_and_nothing_changes(certified, tmp_path):
    renew_leaf(tmp_path, HOSTS, now=NOW)
    before = (certified.folder / LEAF).read_bytes()

    with pytest.raises(TlsUnusable):
        renew_leaf(certified.folder, (), now=NOW, root_key=tmp_path / OFFLINE_FOLDER / ROOT_KEY)

    assert (certified.folder / LEAF).read_bytes() == before


@pytest.mark.parametrize("host", ["", "a b", "http://x", "*.vn", "tỉnh.vn", "x" * 300])
def test_what_is_no_host_is_refused(tmp_path, host):
    with pytest.raises(TlsUnusable):
        renew_leaf(tmp_path, (host,), now=NOW)


@pytest.mark.parametrize(
    ("name", "used"),
    [
        pytest.param(LEAF, server_context, id="leaf"),
        pytest.param(LEAF_KEY, server_context, id="its key"),
        pytest.param(ROOT, root_for_desks, id="root"),
    ],
)
def test_damaged_files_are_told(certified, name, used):
    (certified.folder / name).write_bytes(b"-----BEGIN nothing-----")

    with pytest.raises(TlsUnusable):
        used(certified.folder)


def test_a_hub_without_certificates_cannot_speak_tls(hub):
    with pytest.raises(TlsUnusable):
        server_context(hub.folder)


def test_plain_speech_to_a_tls_hub_is_no_answer(url, desk):
    with (
        HttpLink(url.replace("https", "http")) as link,
        pytest.raises(HubUnreachable),
    ):
        exchange_once(desk, link)
