"""Rights are judged before anything else: every call here is wrong in all that it says."""

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import desk_app.usecases
from desk_app.domain import events, submission
from desk_app.domain.choices import BackReason, TransferProof
from desk_app.domain.feedback import FeedbackTyped
from desk_app.domain.mandate import Mandate
from desk_app.domain.rights import Act, NotPermitted, Role, may
from desk_app.domain.scan_choice import ScanChoice
from desk_app.scanning.scanners.port import Wish
from desk_app.usecases.accept_recovered import accept_recovered
from desk_app.usecases.add_supplement import add_supplement
from desk_app.usecases.add_user import add_user
from desk_app.usecases.answer_print import answer_print
from desk_app.usecases.appraise_dossier import appraise_dossier
from desk_app.usecases.approve_dossier import approve_dossier
from desk_app.usecases.arrange_scans import Arrangement, arrange_scans
from desk_app.usecases.ask_back import ask_back
from desk_app.usecases.ask_printer import ask_printer
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.call_ticket import call_ticket
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.cancel_print import cancel_print
from desk_app.usecases.choose_line import choose_line
from desk_app.usecases.choose_printer import choose_printer
from desk_app.usecases.choose_scanning import choose_scanning
from desk_app.usecases.choose_slip_printer import choose_slip_printer
from desk_app.usecases.choose_timestamp_service import choose_timestamp_service
from desk_app.usecases.choose_token_library import choose_token_library
from desk_app.usecases.close_till import close_till
from desk_app.usecases.copy_field import copy_field
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.disable_user import disable_user
from desk_app.usecases.draw_desk_paper import Wanted, draw_desk_paper
from desk_app.usecases.draw_result import draw_result
from desk_app.usecases.end_mandate import end_mandate
from desk_app.usecases.end_part import end_part
from desk_app.usecases.end_ticket import end_ticket
from desk_app.usecases.export_parcel import export_parcel
from desk_app.usecases.extend_dossier import extend_dossier
from desk_app.usecases.give_back import give_back
from desk_app.usecases.give_mandate import give_mandate
from desk_app.usecases.give_part import give_part
from desk_app.usecases.grant_receipts import close_receipts, grant_receipts
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.hand_over_dossiers import hand_over_dossiers
from desk_app.usecases.import_parcels import import_parcels
from desk_app.usecases.issue_ticket import issue_ticket
from desk_app.usecases.join_relay import join_relay
from desk_app.usecases.keep_scan import PaperOf, keep_scan
from desk_app.usecases.keep_seal_picture import keep_seal_picture
from desk_app.usecases.keep_signature_picture import keep_signature_picture
from desk_app.usecases.leave_aside import leave_aside
from desk_app.usecases.leave_out_recovered import leave_out_recovered
from desk_app.usecases.make_slip import make_slip
from desk_app.usecases.plan_village import (
    VillageTyped,
    close_village,
    draw_village_summary,
    open_village,
    plan_village,
)
from desk_app.usecases.point_at_hub import point_at_hub
from desk_app.usecases.print_checklist import print_checklist
from desk_app.usecases.print_list import print_list
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.print_period_report import print_period_report
from desk_app.usecases.print_slip import print_slip
from desk_app.usecases.print_test_page import print_test_page
from desk_app.usecases.rate_service import ask_satisfaction, rate_service
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.record_payment import record_payment
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.renumber_dossier import renumber_dossier
from desk_app.usecases.reprint_paper import reprint_paper
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.require_payment import require_payment
from desk_app.usecases.return_result import return_result, take_back_parcel
from desk_app.usecases.reuse_scan import reuse_scan
from desk_app.usecases.route_form import route_form
from desk_app.usecases.save_report import save_report
from desk_app.usecases.send_again import send_again
from desk_app.usecases.send_back import send_back
from desk_app.usecases.send_part import send_part
from desk_app.usecases.send_slip import send_slip
from desk_app.usecases.set_password import set_password
from desk_app.usecases.settle_value import settle_value
from desk_app.usecases.sign_apology import sign_apology
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.spoil_print import spoil_print
from desk_app.usecases.stop_dossier import stop_dossier
from desk_app.usecases.switch_relay import switch_relay
from desk_app.usecases.take_competent_receipt import take_competent_receipt
from desk_app.usecases.take_feedback import (
    answer_feedback,
    draw_feedback_slip,
    route_feedback,
    take_feedback,
)
from desk_app.usecases.take_handed import take_handed
from desk_app.usecases.take_over_dossier import take_over_dossier
from desk_app.usecases.take_scans import (
    take_from_folder,
    take_from_scanner,
    take_scans,
)
from desk_app.usecases.unlock_signer import unlock_signer
from desk_app.usecases.unlock_token import unlock_token
from desk_app.usecases.visit_relay import visit_relay
from desk_app.usecases.void_receipt import void_receipt
from desk_app.usecases.withdraw_dossier import withdraw_dossier
from desk_app.usecases.withdraw_scan import withdraw_scan
from desk_app.usecases.witness_transfer import witness_transfer
from desk_app.usecases.write_outside_code import write_outside_code
from desk_app.usecases.write_receipt import write_receipt
from tests.support.clock import MONDAY
from tests.support.counter import all_that_is_kept, certification
from tests.support.desks import as_role

NOBODY = 404  # no dossier, print or user has this number
BAD = "x\x00"
FLOOD = "x" * 20_000
UNFIT = submission.PaperTaken(name=FLOOD, originals=-1)
UNFIT_MANDATE = Mandate(
    number="", issuer=BAD, person=BAD, since=MONDAY.date(), until=MONDAY.date(), begins=-1
)
NO_VILLAGE = VillageTyped(place=BAD, day=MONDAY.date(), people=[BAD], procedures=[BAD])
CALLS: list[tuple[Act, Callable[[Any], object]]] = [
    (Act.REGISTER, lambda desk: register_dossier(desk, certification(procedure=BAD))),
    (
        Act.REGISTER,
        lambda desk: ask_back(desk, certification(procedure=BAD), reason=BackReason.CITIZEN),
    ),
    (Act.RECEIVE, lambda desk: receive_dossier(desk, certification(procedure=BAD), ref=BAD)),
    (
        Act.COMPETENT_RECEIPT,
        lambda desk: take_competent_receipt(desk, NOBODY, received_at=MONDAY.replace(year=2099)),
    ),
    (Act.HAND_ON, lambda desk: hand_on(desk, NOBODY, to=BAD)),
    (Act.HAND_ON, lambda desk: hand_over_dossiers(desk, [NOBODY], to=BAD)),
    (Act.TAKE_HANDED, lambda desk: take_handed(desk, NOBODY, taker=BAD)),
    (Act.GIVE_BACK, lambda desk: give_back(desk, NOBODY, reason=BAD)),
    (Act.WRITE_CODE, lambda desk: copy_field(desk, NOBODY, BAD)),
    (Act.WRITE_CODE, lambda desk: write_outside_code(desk, NOBODY, code=BAD)),
    (Act.SEND_PART, lambda desk: send_part(desk, NOBODY, part=BAD, agency=BAD)),
    (Act.END_PART, lambda desk: end_part(desk, NOBODY, part=BAD, word=BAD)),
    (
        Act.GIVE_PART,
        lambda desk: give_part(desk, NOBODY, part=BAD, receiver=BAD, paper=BAD),
    ),
    (Act.SIGN_APOLOGY, lambda desk: sign_apology(desk, NOBODY)),
    (
        Act.REQUEST_SUPPLEMENT,
        lambda desk: request_supplement(desk, NOBODY, items=[FLOOD, BAD], reason=BAD),
    ),
    (Act.ADD_SUPPLEMENT, lambda desk: add_supplement(desk, NOBODY, papers=[UNFIT])),
    (Act.REFUSE, lambda desk: refuse_dossier(desk, NOBODY, reason=BAD)),
    (Act.APPRAISE, lambda desk: appraise_dossier(desk, NOBODY, is_sufficient=False, note=BAD)),
    (
        Act.REQUIRE_PAYMENT,
        lambda desk: require_payment(desk, NOBODY, amount_vnd=-1, what=BAD),
    ),
    (Act.RECORD_PAYMENT, lambda desk: record_payment(desk, NOBODY, amount_vnd=-1, what=BAD)),
    (
        Act.EXTEND,
        lambda desk: extend_dossier(desk, NOBODY, due_at=MONDAY, reason=BAD, signer=BAD),
    ),
    (
        Act.STOP,
        lambda desk: stop_dossier(desk, NOBODY, ground=events.StopGround.OFFICE, reason=BAD),
    ),
    (Act.WITHDRAW, lambda desk: withdraw_dossier(desk, NOBODY, reason=BAD)),
    (Act.APPROVE, lambda desk: approve_dossier(desk, NOBODY, note=BAD)),
    (Act.ATTACH_RESULT, lambda desk: attach_result(desk, NOBODY, pdf=b"no PDF", name=BAD)),
    (Act.ATTACH_RESULT, lambda desk: draw_result(desk, NOBODY, BAD, {BAD: FLOOD}, scan=b"no")),
    (Act.SCAN, lambda desk: take_scans(desk, [(BAD, b"no picture")])),
    (Act.SCAN, lambda desk: take_from_folder(desk, [Path(BAD)])),
    (Act.SCAN, lambda desk: take_from_scanner(desk, BAD, Wish())),
    (Act.SCAN, lambda desk: arrange_scans(desk, [NOBODY], Arrangement.DROP)),
    (Act.SCAN, lambda desk: keep_scan(desk, NOBODY, PaperOf(name=BAD), mending=None, most_bytes=0)),
    (Act.SCAN, lambda desk: withdraw_scan(desk, NOBODY, sha256=BAD, reason=BAD)),
    (Act.SCAN, lambda desk: reuse_scan(desk, NOBODY, source=NOBODY, sha256=BAD, paper=BAD)),
    (Act.SCAN, lambda desk: choose_scanning(desk, ScanChoice(folder=BAD))),
    (Act.SIGN_RESULT, lambda desk: sign_result(desk, NOBODY, signer=None)),
    (Act.SIGN_RESULT, lambda desk: unlock_signer(desk, pkcs12=b"no key", password=BAD)),
    (Act.SIGN_RESULT, lambda desk: unlock_token(desk, token=BAD, pin=BAD)),
    (Act.SIGN_RESULT, lambda desk: keep_signature_picture(desk, b"no picture")),
    (Act.SEND_BACK, lambda desk: send_back(desk, NOBODY, reason=BAD)),
    (
        Act.RECORD_PAYMENT,
        lambda desk: witness_transfer(desk, NOBODY, amount_vnd=-1, proof=TransferProof.SEEN),
    ),
    (Act.RETURN_RESULT, lambda desk: return_result(desk, NOBODY, receiver=BAD)),
    (Act.RETURN_RESULT, ask_satisfaction),
    (Act.RETURN_RESULT, lambda desk: rate_service(desk, face=-1, because=BAD, slips=-1)),
    (
        Act.TAKE_FEEDBACK,
        lambda desk: take_feedback(desk, FeedbackTyped(kind=BAD, about=BAD, words=FLOOD)),
    ),
    (Act.TAKE_FEEDBACK, lambda desk: draw_feedback_slip(desk, NOBODY)),
    (Act.GO_OUT, lambda desk: plan_village(desk, NO_VILLAGE)),
    (Act.GO_OUT, lambda desk: open_village(desk, NOBODY)),
    (Act.GO_OUT, lambda desk: close_village(desk, NOBODY, note=FLOOD)),
    (Act.GO_OUT, lambda desk: draw_village_summary(desk, NOBODY)),
    (Act.ANSWER_FEEDBACK, lambda desk: route_feedback(desk, NOBODY, to=BAD)),
    (Act.ANSWER_FEEDBACK, lambda desk: answer_feedback(desk, NOBODY, words=FLOOD)),
    (Act.RETURN_RESULT, lambda desk: take_back_parcel(desk, NOBODY, reason=BAD)),
    (
        Act.CORRECT,
        lambda desk: correct_dossier(desk, NOBODY, field="nothing", text=BAD, reason=BAD),
    ),
    (Act.CANCEL, lambda desk: cancel_dossier(desk, NOBODY, reason=BAD)),
    (Act.RENUMBER, lambda desk: renumber_dossier(desk, NOBODY)),
    (Act.TAKE_OVER, lambda desk: take_over_dossier(desk, NOBODY, reason=BAD)),
    (
        Act.SETTLE,
        lambda desk: settle_value(desk, NOBODY, field="nothing", text=BAD, reason=BAD),
    ),
    (Act.SETTLE, lambda desk: send_again(desk, (1, 1, 1))),
    (Act.SETTLE, lambda desk: accept_recovered(desk, NOBODY)),
    (Act.SETTLE, lambda desk: leave_out_recovered(desk, NOBODY, BAD)),
    (Act.SETTLE, lambda desk: leave_aside(desk, (1, 1, 1), reason=BAD)),
    (Act.PRINT, lambda desk: print_paper(desk, NOBODY)),
    (Act.PRINT, lambda desk: answer_print(desk, NOBODY, came_out=True)),
    (Act.PRINT, lambda desk: reprint_paper(desk, NOBODY, "no form")),
    (Act.LOOK, lambda desk: choose_line(desk, paused=True)),
    (Act.LOOK, lambda desk: export_parcel(desk, Path(BAD))),
    (Act.LOOK, lambda desk: import_parcels(desk, Path(BAD))),
    (Act.LOOK, lambda desk: print_slip(desk, None)),
    (Act.LOOK, lambda desk: visit_relay(desk)),  # noqa: PLW0108 - the table reads its names
    (Act.PRINT, lambda desk: ask_printer(desk, NOBODY)),
    (Act.PRINT, lambda desk: draw_desk_paper(desk, Wanted(form=BAD))),
    (Act.PRINT, lambda desk: make_slip(desk, BAD, field=FLOOD, width_mm=-1)),
    (Act.PRINT, lambda desk: issue_ticket(desk, field=BAD)),
    (Act.REGISTER, lambda desk: call_ticket(desk, counter=BAD, number=NOBODY)),
    (Act.REGISTER, lambda desk: end_ticket(desk, NOBODY, came=True)),
    (Act.PRINT, lambda desk: cancel_print(desk, NOBODY)),
    (Act.PRINT, lambda desk: spoil_print(desk, NOBODY, "no reason")),
    (Act.PRINT, lambda desk: send_slip(desk, b"")),
    (Act.LOOK, lambda desk: print_checklist(desk, certification(procedure=BAD))),
    (Act.LOOK, lambda desk: print_list(desk, None)),
    (Act.PRINT, lambda desk: print_period_report(desk, None)),
    (Act.LOOK, lambda desk: save_report(desk, b"")),
    (Act.MANAGE_DESK, lambda desk: choose_printer(desk, BAD)),
    (Act.MANAGE_DESK, lambda desk: point_at_hub(desk, BAD)),
    (Act.MANAGE_DESK, lambda desk: choose_timestamp_service(desk, BAD)),
    (Act.MANAGE_DESK, lambda desk: keep_seal_picture(desk, b"no picture")),
    (Act.MANAGE_DESK, lambda desk: choose_slip_printer(desk, BAD, width_mm=-1)),
    (Act.MANAGE_DESK, lambda desk: route_form(desk, BAD, BAD, layout=BAD)),
    (Act.MANAGE_DESK, lambda desk: print_test_page(desk, BAD, paper=BAD, layout=BAD)),
    (Act.MANAGE_DESK, lambda desk: choose_token_library(desk, FLOOD)),
    (Act.MANAGE_DESK, lambda desk: join_relay(desk, BAD, BAD)),
    (Act.MANAGE_DESK, lambda desk: switch_relay(desk, is_on=True, host=BAD)),
    (Act.GIVE_MANDATE, lambda desk: give_mandate(desk, UNFIT_MANDATE)),
    (Act.RECORD_PAYMENT, lambda desk: write_receipt(desk, NOBODY)),
    (
        Act.ENTER_RECEIPTS,
        lambda desk: grant_receipts(desk, symbol=BAD, first=-1, last=0, issuer=BAD),
    ),
    (Act.KEEP_RECEIPTS, lambda desk: close_receipts(desk, symbol=BAD, first=-1, reason=BAD)),
    (
        Act.KEEP_RECEIPTS,
        lambda desk: void_receipt(desk, symbol=BAD, number=-1, reason=BAD, has_all_copies=False),
    ),
    (Act.CLOSE_TILL, lambda desk: close_till(desk, counts={3: -1}, witness=BAD)),
    (Act.GIVE_MANDATE, lambda desk: end_mandate(desk, BAD, reason=BAD)),
    (Act.MANAGE_USERS, lambda desk: add_user(desk, BAD, "", roles=[])),
    (Act.MANAGE_USERS, lambda desk: disable_user(desk, NOBODY)),
    (Act.MANAGE_USERS, lambda desk: set_password(desk, NOBODY, "")),
]
OPEN_TO_ALL = {  # reading, and what takes nothing away
    "ask_epoch",
    "backup_desk",
    "check_paper",
    "check_frame",
    "check_picture",
    "empty_tray",
    "explain_due",
    "prove_results",
    "sync_now",
    "verify_paper",
}


def _named(number: int) -> str:
    act, call = CALLS[number]
    return f"{act}: {call.__code__.co_names[0]}"


@pytest.mark.parametrize("number", range(len(CALLS)), ids=_named)
def test_who_may_not_is_told_so_before_anything_else_and_nothing_happens(desk, number):
    act, call = CALLS[number]
    others = [role for role in Role if not may({role}, act)]
    before = all_that_is_kept(desk)

    with pytest.raises(NotPermitted) as caught:
        call(as_role(desk, *others))
    with pytest.raises(NotPermitted):
        call(as_role(desk))

    assert caught.value.details == {"act": act.value}
    assert all_that_is_kept(desk) == before


def test_every_use_case_that_changes_something_is_in_the_table():
    called = {name for _, call in CALLS for name in call.__code__.co_names}
    modules = {name for _, name, _ in pkgutil.iter_modules(desk_app.usecases.__path__)}

    assert modules - called == OPEN_TO_ALL


def test_each_use_case_is_one_function_named_as_its_module():
    for _, name, _ in pkgutil.iter_modules(desk_app.usecases.__path__):
        module = import_module(f"desk_app.usecases.{name}")

        public = [
            one
            for one, value in vars(module).items()
            if inspect.isfunction(value) and value.__module__ == module.__name__
            if not one.startswith("_")
        ]

        assert name in public


def test_anybody_may_change_their_own_password(desk):
    set_password(as_role(desk, Role.POSTAL), desk.user.number, "mật-khẩu-mới")
