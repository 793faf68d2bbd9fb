"""Where a visible signature stands: millimetres as a reader sees the page, turned into PDF points.

A page may be shown turned (/Rotate), cut (/CropBox) or enlarged (/UserUnit): what a person calls
lower right is then another corner of the page's own coordinates.
"""

from dataclasses import dataclass
from typing import Self

from desk_app.signing.errors import PlaceOffPage

POINTS_PER_MM = 72 / 25.4

Box = tuple[float, float, float, float]  # left, bottom, right, top, in the page's own units


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A rectangle on a page, measured from the lower left corner of the page as shown."""

    page: int = -1  # 0 is the first, -1 the last
    left_mm: float
    bottom_mm: float
    width_mm: float
    height_mm: float

    @classmethod
    def from_points(
        cls, *, page: int, left: float, bottom: float, right: float, top: float
    ) -> Self:
        """From the corners in points, as pages of our own are drawn."""
        return cls(
            page=page,
            left_mm=left / POINTS_PER_MM,
            bottom_mm=bottom / POINTS_PER_MM,
            width_mm=(right - left) / POINTS_PER_MM,
            height_mm=(top - bottom) / POINTS_PER_MM,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class PageShape:
    """How one page is shown."""

    visible: Box
    turned_degrees: int = 0  # clockwise: 0, 90, 180, 270
    unit: float = 1.0  # /UserUnit: 1/72 inch times this is one unit

    @property
    def shown_mm(self) -> tuple[float, float]:
        """Width and height as a reader sees them."""
        left, bottom, right, top = self.visible
        scale = self.unit / POINTS_PER_MM
        wide, high = (right - left) * scale, (top - bottom) * scale
        return (high, wide) if self.turned_degrees in {90, 270} else (wide, high)


def lower_right(shape: PageShape) -> Place:
    """Where the signer stands on an administrative paper; smaller on a small page."""
    wide, high = shape.shown_mm
    width, height = min(80.0, wide * 0.6), min(30.0, high * 0.3)
    right, bottom = min(20.0, wide * 0.08), min(20.0, high * 0.08)
    return Place(left_mm=wide - right - width, bottom_mm=bottom, width_mm=width, height_mm=height)


def box_of(place: Place, shape: PageShape) -> Box:
    """The place in the page's own units; raises PlaceOffPage."""
    wide, high = shape.shown_mm
    right_mm, top_mm = place.left_mm + place.width_mm, place.bottom_mm + place.height_mm
    is_on_page = 0 <= place.left_mm < right_mm <= wide and 0 <= place.bottom_mm < top_mm <= high
    if not is_on_page:
        raise PlaceOffPage(page=place.page + 1 if place.page >= 0 else place.page)
    scale = POINTS_PER_MM / shape.unit
    from_left, to_right = place.left_mm * scale, right_mm * scale
    from_bottom, to_top = place.bottom_mm * scale, top_mm * scale
    left, bottom, right, top = shape.visible
    match shape.turned_degrees:
        case 90:
            return right - to_top, bottom + from_left, right - from_bottom, bottom + to_right
        case 180:
            return right - to_right, top - to_top, right - from_left, top - from_bottom
        case 270:
            return left + from_bottom, top - to_right, left + to_top, top - from_left
        case _:
            return left + from_left, bottom + from_bottom, left + to_right, bottom + to_top
