"""Spoiling bytes as a line, a disk or an enemy does, by chance that a seed repeats."""

_INTERESTING = (0x00, 0x18, 0x1B, 0x1F, 0x40, 0x5B, 0x5F, 0x60, 0x7F, 0x80, 0x9B, 0x9F, 0xA0, 0xBF)
_MORE = (0xC0, 0xD2, 0xD9, 0xF4, 0xF6, 0xF7, 0xF9, 0xFB, 0xFF)
MARKS = _INTERESTING + _MORE  # heads of CBOR items of every kind
_MOST_TURNS = 6


def spoilt(chance, content, others):
    """The content with a few things wrong."""
    content = bytearray(content)
    for _ in range(chance.randint(1, _MOST_TURNS)):
        _spoil_once(chance, content, others)
    return bytes(content)


def _spoil_once(chance, content, others):
    place = chance.randrange(len(content) + 1)
    match chance.randrange(7):
        case 0 if place < len(content):
            content[place] ^= 1 << chance.randrange(8)
        case 1 if place < len(content):
            content[place] = chance.choice(MARKS)
        case 2:
            del content[place : place + chance.randint(1, 20)]
        case 3:
            content[place:place] = chance.randbytes(chance.randint(1, 12))
        case 4:
            content[place:place] = content[place : place + chance.randint(1, 60)]
        case 5:
            other = chance.choice(others)
            begin = chance.randrange(len(other) + 1)
            content[place:place] = other[begin : begin + chance.randint(1, 80)]
        case _:
            del content[place:]
