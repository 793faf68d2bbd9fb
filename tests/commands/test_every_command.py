"""What every command promises: JSON and nothing else, an exit code, words in both languages."""

import json
from dataclasses import dataclass, field

import pytest

from tests.commands.lines import a_line, written
from tests.support.counter import result_pdf


@dataclass(frozen=True, kw_only=True)
class Example:
    """One command that succeeds; CODE and FOLDER stand for a dossier and the test's folder."""

    arguments: str
    keys: tuple[str, ...]  # of every document
    given: bytes = b""
    exit_code: int = 0
    before: tuple[str, ...] = field(default=())  # commands that must have run
    is_silent: bool = False  # says nothing to a person when there is nothing


DOSSIER = ("dossier_id", "code", "status", "procedure", "applicant", "due_at")
PRINT = ("print", "form", "copy", "state", "file")
SENT = ("scope", "pos", "sha256", "size", "file")
MANDATE = ("number", "issuer", "person", "from", "until", "weekdays", "hours", "force", "ours")
BOUNDS = "--issuer UBND --from 2026-11-01 --until 2026-12-31 --weekdays 1234567 --hours 07:00-17:00"
USER = ("user", "number", "roles", "active")

EXAMPLES = [
    pytest.param(
        Example(arguments=f"desk mandate give 12/QĐ {BOUNDS}", keys=MANDATE),
        id="desk mandate give",
    ),
    pytest.param(
        Example(
            arguments="desk mandate list",
            keys=MANDATE,
            before=(f"desk mandate give 12/QĐ {BOUNDS}",),
        ),
        id="desk mandate list",
    ),
    pytest.param(
        Example(
            arguments="desk mandate end 12/QĐ --reason xong",
            keys=("number", "force"),
            before=(f"desk mandate give 12/QĐ {BOUNDS}",),
        ),
        id="desk mandate end",
    ),
    pytest.param(
        Example(
            arguments="desk due --procedure 1.004873 --received-at 2026-11-23T10:00",
            keys=("due_at", "procedure", "version", "days", "limit", "calendar"),
        ),
        id="desk due",
    ),
    pytest.param(Example(arguments="desk list", keys=DOSSIER), id="desk list"),
    pytest.param(
        Example(arguments="desk list --status received", keys=DOSSIER), id="desk list --status"
    ),
    pytest.param(
        Example(arguments="desk list --overdue", keys=DOSSIER, is_silent=True),
        id="desk list --overdue",
    ),
    pytest.param(Example(arguments="desk search sen", keys=DOSSIER), id="desk search"),
    pytest.param(
        Example(arguments="desk show CODE", keys=(*DOSSIER, "timeline", "papers", "acts")),
        id="desk show",
    ),
    pytest.param(
        Example(
            arguments="desk receive -",
            given=written(a_line()),
            keys=("dossier_id", "code", "temporary", "received_at", "due_at", "warnings"),
        ),
        id="desk receive",
    ),
    pytest.param(Example(arguments="desk act --list CODE", keys=("act",)), id="desk act --list"),
    pytest.param(
        Example(
            arguments="desk act hand-on CODE --with -",
            given=b'{"to": "V\xc4\x83n ph\xc3\xb2ng"}',
            keys=DOSSIER,
        ),
        id="desk act",
    ),
    pytest.param(Example(arguments="desk print --list", keys=("form",)), id="desk print --list"),
    pytest.param(Example(arguments="desk print receipt CODE", keys=PRINT), id="desk print"),
    pytest.param(
        Example(
            arguments="desk print receipt --sample --out FOLDER/sample.pdf",
            keys=("form", "sample", "file"),
        ),
        id="desk print --sample",
    ),
    pytest.param(
        Example(arguments="desk paper templates", keys=("form", "from", "mark", "file")),
        id="desk paper templates",
    ),
    pytest.param(
        Example(
            arguments="desk paper preview register --out FOLDER/so.pdf",
            keys=("form", "sample", "file"),
        ),
        id="desk paper preview",
    ),
    pytest.param(Example(arguments="desk paper print register", keys=PRINT), id="desk paper print"),
    pytest.param(
        Example(arguments="desk result list CODE", keys=("template", "name", "fields")),
        id="desk result list",
    ),
    pytest.param(
        Example(
            arguments="desk result make CODE --template sao-y --set number=7 --set signer=X "
            "--scan FOLDER/plain.pdf --out FOLDER/sao-y.pdf --look",
            keys=("template", "name", "number", "sha256", "attached", "file"),
        ),
        id="desk result make",
    ),
    pytest.param(
        Example(arguments="desk paper slip CODE --out FOLDER/slip.bin", keys=("slip", "file")),
        id="desk paper slip",
    ),
    pytest.param(
        Example(
            arguments="desk verify FOLDER/plain.pdf", keys=("state", "signatures"), exit_code=1
        ),
        id="desk verify",
    ),
    pytest.param(
        Example(arguments="desk verify QMC1:ABC", keys=("worth", "good"), exit_code=1),
        id="desk verify a text",
    ),
    pytest.param(Example(arguments="desk hub-address", keys=("hub",)), id="desk hub-address"),
    pytest.param(
        Example(arguments="desk backup FOLDER/copies", keys=("file", "last_number")),
        id="desk backup",
    ),
    pytest.param(
        Example(arguments="desk status", keys=("waiting", "second_copy", "set_aside", "disputed")),
        id="desk status",
    ),
    pytest.param(Example(arguments="desk conflicts", keys=()), id="desk conflicts"),
    pytest.param(Example(arguments="desk doctor", keys=("ok", "findings")), id="desk doctor"),
    pytest.param(Example(arguments="desk user list", keys=USER), id="desk user list"),
    pytest.param(
        Example(arguments="desk user add ngoc --role clerk --role postal", keys=USER),
        id="desk user add",
    ),
    pytest.param(Example(arguments="desk user disable hoa", keys=USER), id="desk user disable"),
    pytest.param(Example(arguments="hub init", keys=("data", "hub_id", "database")), id="hub init"),
    pytest.param(
        Example(
            arguments="hub invite --org H17.20443 --lane 2000-2999",
            keys=("code", "org", "lane", "expires_at"),
            before=("hub init",),
        ),
        id="hub invite",
    ),
    pytest.param(
        Example(arguments="hub publish FOLDER/rates.json", keys=SENT, before=("hub init",)),
        id="hub publish",
    ),
    pytest.param(Example(arguments="hub desks", keys=(), before=("hub init",)), id="hub desks"),
    pytest.param(
        Example(
            arguments="desk epoch",
            keys=("epoch", "frozen", "restored_from", "asked", "whole", "to_review"),
        ),
        id="desk epoch",
    ),
    pytest.param(Example(arguments="desk recovered", keys=()), id="desk recovered"),
    pytest.param(
        Example(
            arguments="hub backup --to FOLDER/copies",
            keys=("number", "folder", "files", "verified", "command"),
            before=("hub init",),
        ),
        id="hub backup",
    ),
    pytest.param(
        Example(
            arguments="hub restore --here",
            keys=("folder", "made_at", "hub_ep"),
            before=("hub init",),
        ),
        id="hub restore",
    ),
]


@pytest.fixture
def prepared(shell, code, tmp_path):
    """The example's command line, with everything it speaks of."""
    (tmp_path / "plain.pdf").write_bytes(result_pdf())
    (tmp_path / "rates.json").write_text('{"schema": 1, "rates": []}', "utf-8")

    def prepare(example):
        for command in example.before:
            shell.json(*command.split())
        words = example.arguments.replace("CODE", code).replace("FOLDER", str(tmp_path))
        return words.split()

    return prepare


@pytest.mark.parametrize("example", EXAMPLES)
def test_with_json_there_is_json_and_nothing_else(shell, prepared, example):
    arguments = prepared(example)

    answer = shell.json(*arguments, given=example.given)

    assert answer.exit_code == example.exit_code
    assert answer.err == ""
    assert [
        key for document in answer.documents for key in example.keys if key not in document
    ] == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_without_it_there_are_words_for_a_person(shell, prepared, example, language):
    arguments = prepared(example)

    answer = shell(*arguments, "--lang", language, given=example.given)

    assert answer.exit_code == example.exit_code
    assert answer.out or example.is_silent
    assert "{" not in answer.out


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One command that fails, and the code it fails with."""

    arguments: str
    error: str
    exit_code: int = 1
    given: bytes = b""
    user: str = "mau"
    password: str | None = None


FAILURES = [
    pytest.param(
        Failure(arguments="desk list", error="credentials_missing", exit_code=2, user=""),
        id="nobody named",
    ),
    pytest.param(
        Failure(arguments="desk list", error="credentials_missing", exit_code=2, password=""),
        id="no password",
    ),
    pytest.param(
        Failure(arguments="desk list", error="wrong_password", password="wrong"),
        id="wrong password",
    ),
    pytest.param(
        Failure(arguments="desk list", error="wrong_password", user="nobody"), id="no such account"
    ),
    pytest.param(
        Failure(arguments="desk show H17.20443-261123-9999", error="unknown_dossier"),
        id="no such dossier",
    ),
    pytest.param(Failure(arguments="desk show \udcff", error="unknown_dossier"), id="no text"),
    pytest.param(
        Failure(arguments="desk show 99999999999999999999", error="unknown_dossier"),
        id="a number too long",
    ),
    pytest.param(
        Failure(arguments="desk show 9223372036854775808", error="unknown_dossier"),
        id="a number of 64 bits",
    ),
    pytest.param(
        Failure(arguments="desk act approve CODE", error="not_appraised"), id="act out of turn"
    ),
    pytest.param(
        Failure(
            arguments="desk act add-supplement CODE --with -",
            given=b'{"documents": [{"name": "CT01", "originals": 1, "copies": 0}]}',
            error="wrong_status",
        ),
        id="act not open",
    ),
    pytest.param(
        Failure(arguments="desk act approve CODE", error="not_permitted", user="hoa"),
        id="act not permitted",
    ),
    pytest.param(
        Failure(arguments="desk act approve NONE", error="not_permitted", user="hoa"),
        id="not permitted before the code is looked at",
    ),
    pytest.param(
        Failure(
            arguments="desk act approve CODE --with /nowhere", error="not_permitted", user="hoa"
        ),
        id="not permitted before the details are read",
    ),
    pytest.param(
        Failure(arguments="desk act dance CODE", error="no_such_act", exit_code=2),
        id="no such act",
    ),
    pytest.param(
        Failure(arguments="desk act print CODE", error="no_such_act", exit_code=2),
        id="an act with a command of its own",
    ),
    pytest.param(
        Failure(arguments="desk act approve", error="code_missing", exit_code=2),
        id="act without a code",
    ),
    pytest.param(
        Failure(arguments="desk act --list", error="code_missing", exit_code=2),
        id="list without a code",
    ),
    pytest.param(
        Failure(arguments="desk act hand-on CODE", error="missing_keys", exit_code=2),
        id="act without its details",
    ),
    pytest.param(
        Failure(
            arguments="desk act hand-on CODE --with -",
            given=b'{"to": "x", "by": "y"}',
            error="unknown_keys",
            exit_code=2,
        ),
        id="a key nobody reads",
    ),
    pytest.param(
        Failure(
            arguments="desk act hand-on CODE --with -",
            given=b'{"to": ["x"]}',
            error="wrong_value",
            exit_code=2,
        ),
        id="a value of the wrong kind",
    ),
    pytest.param(
        Failure(
            arguments="desk act hand-on CODE --with -",
            given=b"{",
            error="malformed_json",
            exit_code=2,
        ),
        id="details cut short",
    ),
    pytest.param(
        Failure(
            arguments="desk act hand-on CODE --with /nowhere",
            error="unreadable_file",
            exit_code=2,
        ),
        id="details not there",
    ),
    pytest.param(
        Failure(
            arguments="desk act attach-result CODE --with -",
            given=b'{"file": "/nowhere.pdf"}',
            error="unreadable_file",
            exit_code=2,
        ),
        id="result not there",
    ),
    pytest.param(
        Failure(
            arguments="desk act extend CODE --with -",
            given=b'{"due_at": "", "reason": "x", "signer": "y"}',
            error="missing_keys",
            exit_code=2,
        ),
        id="an extension to no day",
    ),
    pytest.param(
        Failure(
            arguments="desk settle CODE applicant.phone --take ours --reason x",
            error="not_in_dispute",
        ),
        id="nothing to settle",
    ),
    pytest.param(
        Failure(arguments="desk hub-address http://far.away", error="hub_address_wrong"),
        id="desk hub-address",
    ),
    pytest.param(
        Failure(arguments="desk review 1/1/1 --leave x", error="nothing_set_aside"),
        id="nothing set aside",
    ),
    pytest.param(
        Failure(arguments="desk review 1/1 --leave x", error="wrong_value", exit_code=2),
        id="no name of a change",
    ),
    pytest.param(
        Failure(arguments="desk review 1/1/1", error="wrong_value", exit_code=2),
        id="neither sent again nor left",
    ),
    pytest.param(
        Failure(arguments="hub release X --reason y", error="hub_missing"),
        id="a release without a hub",
    ),
    pytest.param(
        Failure(arguments="desk print", error="no_such_form", exit_code=2), id="no form named"
    ),
    pytest.param(
        Failure(arguments="desk print poster CODE", error="no_such_form", exit_code=2),
        id="no such form",
    ),
    pytest.param(
        Failure(arguments="desk paper print poster", error="no_such_form", exit_code=2),
        id="no such book",
    ),
    pytest.param(
        Failure(arguments="desk paper print money-list", error="nothing_to_list"),
        id="an empty list",
    ),
    pytest.param(
        Failure(
            arguments="desk paper preview register --template FOLDER/text.pdf",
            error="template_faulty",
        ),
        id="no template",
    ),
    pytest.param(
        Failure(arguments="desk paper slip", error="no_slip_printer"), id="no slip printer"
    ),
    pytest.param(
        Failure(arguments="desk paper slip --width 70", error="no_such_slip_width"),
        id="no such width",
    ),
    pytest.param(
        Failure(arguments="desk print receipt", error="code_missing", exit_code=2),
        id="print without a code",
    ),
    pytest.param(
        Failure(arguments="desk print refusal CODE", error="no_paper_yet"), id="nothing to print"
    ),
    pytest.param(
        Failure(
            arguments="desk print receipt CODE --printer ipp://127.0.0.1:9/ipp/print",
            error="printer_unreachable",
        ),
        id="printer switched off",
    ),
    pytest.param(
        Failure(
            arguments="desk print receipt CODE --printer socket://x", error="printer_address_wrong"
        ),
        id="no address of a printer",
    ),
    pytest.param(
        Failure(
            arguments="desk print receipt --sample --out /nowhere/x.pdf",
            error="unwritable_file",
            exit_code=2,
        ),
        id="page to nowhere",
    ),
    pytest.param(
        Failure(arguments="desk verify /nowhere.pdf", error="unreadable_file", exit_code=2),
        id="nothing to verify",
    ),
    pytest.param(
        Failure(arguments="desk verify FOLDER/text.pdf", error="pdf_unreadable"), id="no PDF"
    ),
    pytest.param(Failure(arguments="desk sync", error="hub_unreachable"), id="hub down"),
    pytest.param(
        Failure(arguments="desk user add ngoc --role clerk", error="not_permitted", user="hoa"),
        id="user added by a clerk",
    ),
    pytest.param(
        Failure(arguments="desk user disable nobody", error="not_permitted", user="hoa"),
        id="user disabled by a clerk",
    ),
    pytest.param(
        Failure(arguments="desk user disable nobody", error="no_such_user", exit_code=2),
        id="no such user",
    ),
    pytest.param(
        Failure(arguments="desk user disable mau", error="last_admin"), id="the last admin"
    ),
    pytest.param(
        Failure(arguments="desk user add hoa --role clerk", error="user_exists"), id="name taken"
    ),
    pytest.param(
        Failure(arguments="desk enrol --hub http://127.0.0.1:9 --code X", error="database_exists"),
        id="enrolled twice",
    ),
    pytest.param(
        Failure(arguments="desk restore FOLDER/text.pdf", error="folder_not_empty"),
        id="restored over a desk",
    ),
    pytest.param(
        Failure(
            arguments="desk due --procedure 9.999999 --received-at 2026-11-23",
            error="unknown_procedure",
        ),
        id="due: no such procedure",
    ),
    pytest.param(
        Failure(
            arguments="desk due --procedure 1.011606 --received-at 2027-06-01",
            error="expired_procedure_version",
        ),
        id="due: version expired",
    ),
    pytest.param(
        Failure(
            arguments="desk due --procedure 1.004873 --received-at tomorrow",
            error="wrong_value",
            exit_code=2,
        ),
        id="due: no moment",
    ),
    pytest.param(
        Failure(
            arguments="desk due --procedure 1.004873 --received-at 2026-11-23 --case none",
            error="unknown_case",
        ),
        id="due: no such case",
    ),
    pytest.param(
        Failure(
            arguments="desk due --procedure 1.004873 --received-at 2026-11-23 --org H17.99999",
            error="wrong_value",
            exit_code=2,
        ),
        id="due: no such unit",
    ),
    pytest.param(Failure(arguments="hub desks", error="hub_missing"), id="no hub"),
    pytest.param(
        Failure(arguments="hub result X FOLDER/text.pdf", error="hub_missing"),
        id="a result without a hub",
    ),
    pytest.param(Failure(arguments="desk", error="usage", exit_code=2), id="half a command"),
    pytest.param(Failure(arguments="dance", error="usage", exit_code=2), id="no such group"),
    pytest.param(Failure(arguments="desk dance", error="usage", exit_code=2), id="no such command"),
    pytest.param(Failure(arguments="desk show", error="usage", exit_code=2), id="argument missing"),
    pytest.param(
        Failure(arguments="desk show A B", error="usage", exit_code=2), id="an argument too many"
    ),
    pytest.param(
        Failure(arguments="desk list --colour", error="usage", exit_code=2), id="no such option"
    ),
    pytest.param(
        Failure(arguments="desk list --status lost", error="usage", exit_code=2),
        id="no such status",
    ),
    pytest.param(
        Failure(arguments="desk open --port many", error="usage", exit_code=2), id="port no number"
    ),
    pytest.param(
        Failure(arguments="desk open --port 70000", error="usage", exit_code=2), id="port too high"
    ),
    pytest.param(
        Failure(arguments="desk user add ngoc", error="usage", exit_code=2), id="option missing"
    ),
    pytest.param(
        Failure(arguments="desk user add ngoc --role king", error="usage", exit_code=2),
        id="no such role",
    ),
]


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_is_one_error_document(shell, code, tmp_path, failure):
    (tmp_path / "text.pdf").write_bytes(b"not a page")
    words = failure.arguments.replace("CODE", code).replace("FOLDER", str(tmp_path))
    account = {"user": failure.user}
    if failure.password is not None:
        account["password"] = failure.password

    answer = shell.json(*words.split(" "), given=failure.given, **account)

    assert (answer.error, answer.exit_code) == (failure.error, failure.exit_code)


@pytest.mark.parametrize("failure", FAILURES)
def test_a_person_gets_the_failure_on_standard_error(shell, code, tmp_path, failure):
    (tmp_path / "text.pdf").write_bytes(b"not a page")
    words = failure.arguments.replace("CODE", code).replace("FOLDER", str(tmp_path))
    account = {"user": failure.user}
    if failure.password is not None:
        account["password"] = failure.password

    answer = shell(*words.split(" "), "--lang", "en", given=failure.given, **account)

    assert answer.exit_code == failure.exit_code
    assert answer.out == ""
    assert answer.err
    assert json.dumps(failure.error) not in answer.err
