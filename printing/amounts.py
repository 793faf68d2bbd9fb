"""Numbers in words, as slips say money (“Tám nghìn đồng”) and extracts say days.

The traps: 1 after a ten above the first is “mốt”, 5 after any ten is “lăm”, 4 stays “bốn”, and a
hundreds place that is nought is said (“không trăm linh năm”) inside a number, not at its head.
"""

from datetime import date

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000
_APRIL, _FOURTH = 4, "tư"
_THOUSAND, _HUNDRED, _TEN, _FIVE = 1000, 100, 10, 5


def amount_in_words(vnd: int) -> str:
    """Of a whole number of đồng from 0; the first letter is a capital."""
    if vnd < 0:
        raise ValueError(vnd)
    words = f"{_number(vnd) or _DIGITS[0]} đồng"
    return words[0].upper() + words[1:]


def number_in_words(number: int) -> str:
    """Of a whole number from 0: “hai mươi mốt”."""
    if number < 0:
        raise ValueError(number)
    return _number(number) or _DIGITS[0]


def day_spelt(day: date) -> str:
    """“ngày mười hai, tháng ba, năm một nghìn chín trăm chín mươi chín”; April is “tháng tư”."""
    month = _FOURTH if day.month == _APRIL else _number(day.month)
    return f"ngày {_number(day.day)}, tháng {month}, năm {_number(day.year)}"


def _number(value: int, *, is_inside: bool = False) -> str:
    """Nothing for nought; `is_inside` where a larger part was said before."""
    billions, rest = divmod(value, _BILLION)
    parts = []
    if billions:
        parts.append(f"{_number(billions, is_inside=is_inside)} tỷ")
    for power in (2, 1, 0):
        group = rest // _THOUSAND**power % _THOUSAND
        if group:
            said = _group(group, is_inside=is_inside or bool(parts))
            parts.append(f"{said} {_GROUPS[power]}".rstrip())
    return " ".join(parts)


def _group(group: int, *, is_inside: bool) -> str:
    """Of 1 to 999."""
    hundreds, rest = divmod(group, _HUNDRED)
    tens, ones = divmod(rest, _TEN)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or is_inside else []
    if tens == 0:
        if ones:
            words += ["linh", _DIGITS[ones]] if words else [_DIGITS[ones]]
        return " ".join(words)
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones:
        words.append(_after_ten(ones, is_first_ten=tens == 1))
    return " ".join(words)


def _after_ten(ones: int, *, is_first_ten: bool) -> str:
    if ones == 1 and not is_first_ten:
        return "mốt"
    return "lăm" if ones == _FIVE else _DIGITS[ones]
