"""How a page may lie on its paper; `imposing` lays it so."""

from enum import StrEnum


class Layout(StrEnum):
    AS_DRAWN = "as_drawn"  # on the paper it was made for
    TWO_UP = "two_up"  # two A5 pages beside each other on A4, in their true size, to be cut apart
    ENLARGED = "enlarged"  # one A5 page on A4, larger in the ratio of the two papers
