"""Messages about dossiers: each state once, no person named, no failure in the next one's way."""

import hmac
import json
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from desk_app.importing import CatalogueShelf
from sync.hub.audit_log import Who
from sync.hub.console.shelf.drafts import approve, prepare
from sync.hub.errors import MessageNotSent
from sync.hub.message_words import words_on
from sync.hub.outbox import MOST_TRIES, run_outbox
from sync.hub.senders import FolderSender, HttpSender, Outgoing
from tests.support.command_line import Shell
from tests.sync.citizens.conftest import SEN, receipt_code
from tests.sync.real_desks import RealHub, a_new_desk

ADDRESS = "https://tracuu.tinh.vn"
KEY = b"khoa"
EDITOR, SECOND = (Who(name=name, role="approver") for name in ("Sen", "Mai"))
HEADS = "Trạng thái\tLời nhắn\tTừ ngày\tĐến ngày\tCăn cứ\n"


class Gateway(BaseHTTPRequestHandler):
    """Takes what is signed with the key; refuses all else."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        right = "sha256=" + hmac.new(KEY, body, "sha256").hexdigest()
        is_right = hmac.compare_digest(right, self.headers["X-Signature"])
        if is_right:
            self.server.taken.append(json.loads(body))
        self.send_response(204 if is_right else 403)
        self.end_headers()

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def gateway():
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    server.taken = []
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


class Failing:
    """Takes no message whose words name this code."""

    def __init__(self, code):
        self.code = code
        self.sent = []

    def send(self, message):
        if self.code in message.words:
            raise MessageNotSent(reason="test")
        self.sent.append(message)


def test_each_state_is_told_once_without_a_name(tmp_path):
    with RealHub(tmp_path / "hub").up() as hub:
        desk = a_new_desk(hub, tmp_path)
        dossier = desk.receive(applicant=SEN)
        desk.receive(applicant=replace(SEN, phone=""))
        desk.sync()

        first = run_outbox(hub.hub, FolderSender(tmp_path / "out"), address=ADDRESS)
        again = run_outbox(hub.hub, FolderSender(tmp_path / "out"), address=ADDRESS)
        code = receipt_code(desk, dossier)
        desk.close()

    (path,) = (tmp_path / "out").iterdir()
    told = json.loads(path.read_bytes())
    assert (first.sent, first.made, again.sent, again.made) == (1, 2, 0, 0)
    assert told["phone"] == "0912345678"
    assert dossier.code in told["words"]
    assert f"{ADDRESS}/t/{code}" in told["words"]
    assert SEN.name not in told["words"]


def test_a_message_that_fails_is_tried_again_and_then_left(tmp_path):
    with RealHub(tmp_path / "hub").up() as hub:
        desk = a_new_desk(hub, tmp_path)
        bad, good = desk.receive(applicant=SEN), desk.receive(applicant=SEN)
        desk.sync()
        desk.close()
        sender = Failing(bad.code)

        runs = [run_outbox(hub.hub, sender) for _ in range(MOST_TRIES + 1)]

    assert [good.code in one.words for one in sender.sent] == [True]
    assert [one.failed for one in runs] == [*[1] * (MOST_TRIES - 1), 0, 0]
    assert sum(one.given_up for one in runs) == 1


def test_what_is_old_is_passed_over(tmp_path):
    with RealHub(tmp_path / "hub").up() as hub:
        desk = a_new_desk(hub, tmp_path)
        desk.receive(applicant=SEN)
        desk.sync()
        desk.close()
        hub.clock.pass_by(days=8)

        done = run_outbox(hub.hub, FolderSender(tmp_path / "out"))

    assert (done.made, done.sent) == (1, 0)


def test_a_gateway_takes_what_is_signed_and_nothing_else(gateway):
    url = f"http://127.0.0.1:{gateway.server_port}/"
    message = Outgoing(id="1", phone="0912", words="Hồ sơ")

    HttpSender(url, KEY).send(message)
    with pytest.raises(MessageNotSent):
        HttpSender(url, b"khac").send(message)
    with pytest.raises(MessageNotSent):
        HttpSender("http://127.0.0.1:9/", KEY).send(message)

    assert gateway.taken == [message._asdict()]


def test_the_command_sends_one_way_alone(tmp_path):
    run = Shell(data=tmp_path)
    run.json("hub", "init")

    done = run.json("hub", "messages", "--folder", tmp_path / "out").document
    neither = run.json("hub", "messages")
    keyless = run.json("hub", "messages", "--url", "https://x.vn")

    assert done == {"made": 0, "sent": 0, "failed": 0, "given_up": 0}
    assert (neither.error, keyless.error) == ("sender_refused", "sender_refused")


def test_what_two_people_published_is_said_in_place_of_our_words(tmp_path):
    with RealHub(tmp_path / "hub").up() as hub:
        desk = a_new_desk(hub, tmp_path)
        first = desk.receive(applicant=SEN)
        desk.sync()
        publisher = replace(hub.hub, province=replace(hub.hub.province, shelf=CatalogueShelf()))
        words = "UBND nhận hồ sơ {code}, trả {due} tại {place}. {link}"
        table = f"{HEADS}Đã tiếp nhận\t{words}\t01/01/2026\t\tCV 3"
        number = prepare(publisher, EDITOR, kind="messages", name="m.tsv", content=table.encode())
        approve(publisher, SECOND, number)

        run_outbox(publisher, FolderSender(tmp_path / "out"), address=ADDRESS)
        desk.close()

    (path,) = (tmp_path / "out").iterdir()
    told = json.loads(path.read_bytes())["words"]
    assert told.startswith(f"UBND nhận hồ sơ {first.code}, trả 17:00 ")
    assert f"tại Trung tâm Phục vụ hành chính công xã Hùng Sơn. {ADDRESS}/t/" in told


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"messages": 3}',
        b'{"messages": [{"state": "done", "words": "x", "from": "mai", "until": null}]}',
        b'{"messages": [{"state": "done", "words": "x", "from": "2027-01-01", "until": null}]}',
        b'{"messages": [{"state": "done", "words": "", "from":"2025-01-01","until":"2025-02-01"}]}',
    ],
)
def test_what_cannot_be_read_or_does_not_hold_leaves_our_words(content):
    assert words_on(date(2026, 11, 24), content) == {}
