"""How Vietnamese papers write moments, days, money and counts."""

from datetime import date, datetime, timedelta, timezone

from printing.fonts import NO_BREAK_SPACE

VIETNAM = timezone(timedelta(hours=7))
LAST_PADDED_MONTH = 2  # NĐ 30/2020, Phụ lục I: 01 and 02, so that they do not become 11 and 12
BLANK_MOMENT = f"........ giờ ........ phút, ngày{NO_BREAK_SPACE}....../....../.........."


def moment_as_written(moment: str) -> str:
    """“09 giờ 05 phút, ngày 23/11/2026” of an ISO moment; dots where it is empty."""
    if not moment:
        return BLANK_MOMENT
    at = vietnam_moment(moment)
    return f"{at:%H} giờ {at:%M} phút, ngày{NO_BREAK_SPACE}{at:%d/%m/%Y}"


def vietnam_moment(moment: str) -> datetime:
    """The ISO moment in Vietnam's time; one without an offset is Vietnam's time already."""
    at = datetime.fromisoformat(moment)
    return at if at.tzinfo is None else at.astimezone(VIETNAM)


def day_in_words(day: date) -> str:
    """“ngày 02 tháng 01 năm 2026”: days below 10 and January and February take a nought."""
    month = f"{day.month:02d}" if day.month <= LAST_PADDED_MONTH else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def vnd(amount: int) -> str:
    """“8.000 đồng”."""
    return f"{amount:,} đồng".replace(",", ".")


def count(number: int) -> str:
    """“02”, so that no digit can be written before it; nothing for none."""
    return f"{number:02d}" if number else ""
