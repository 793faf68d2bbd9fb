"""Procedure versions for the tests of reception; no real procedure is meant."""

from fractions import Fraction

from desk_app.domain.procedure import (
    Channel,
    LimitUnit,
    Mark,
    PaperGroup,
    ProcedureVersion,
    RequiredPaper,
    TimeLimit,
)

THREE_DAYS = TimeLimit(
    unit=LimitUnit.WORKING_DAY, amount=Fraction(3), mark=Mark.CONFIRMED, text="3 ngày làm việc"
)


def a_paper(name: str = "Tờ khai đăng ký", **changes) -> RequiredPaper:
    fields = {
        "id": "to-khai",
        "name": name,
        "group": PaperGroup.SUBMIT,
        "originals": 1,
        "copies": 0,
        "mark": Mark.CONFIRMED,
    }
    return RequiredPaper(**(fields | changes))


def a_version(*papers: RequiredPaper, **changes) -> ProcedureVersion:
    fields = {
        "id": "2.000815/1",
        "valid_from": None,
        "valid_until": None,
        "validity_mark": Mark.CONFIRMED,
        "time_limit": THREE_DAYS,
        "papers": papers,
        "fees": (),
        "channels": (Channel.COUNTER, Channel.ONLINE),
        "channels_mark": Mark.CONFIRMED,
        "result": "Giấy",
        "result_mark": Mark.CONFIRMED,
    }
    return ProcedureVersion(**(fields | changes))
