"""What a desk asks of an IPP printer with a page, and what the printer offers of it."""

from collections.abc import Sequence

from printing.printers.ipp_message import Attribute, Attributes, Collection, Tag, Value
from printing.printers.media import Media


def about_job(
    name: str, kind: str, *, is_last: bool = False, number: int | None = None
) -> list[Attribute]:
    """The operation attributes of a job, or with `number` of the one document of a job begun."""
    told = [Attribute(name="job-name", tag=Tag.NAME, values=(name,))]
    if number is not None:
        told = []
    if kind:
        told.append(Attribute(name="document-format", tag=Tag.MEDIA_TYPE, values=(kind,)))
    if is_last:
        told.append(Attribute(name="last-document", tag=Tag.BOOLEAN, values=(True,)))
    if number is None:
        # Else a printer may put A5 on A4 and say nothing.
        told.append(Attribute(name="ipp-attribute-fidelity", tag=Tag.BOOLEAN, values=(True,)))
    return told


def wishes(printer: Attributes, media: Media, *, is_exact: bool, source: str) -> list[Attribute]:
    """Media always; the rest only where the printer offers it, since it must do all it is asked."""
    scaling = "none" if is_exact else "fit"
    wanted = (("sides", "one-sided"), ("print-scaling", scaling))  # no second copy on a back
    offered = [
        Attribute(name=name, tag=Tag.KEYWORD, values=(value,))
        for name, value in wanted
        if value in printer.get(f"{name}-supported", ())
    ]
    return [_paper(media, source), *offered]


def offers(printer: Attributes, name: str, value: Value, *, open_ended: str = "\0") -> bool:
    """Whether the printer names the value; one that names nothing is not ruled out."""
    offered = printer.get(name, ())
    return not offered or value in offered or any(str(v).startswith(open_ended) for v in offered)


def first_offered(printer: Attributes, name: str, values: Sequence[str]) -> str:
    """The first of the values that the printer names; empty where it names none of them."""
    offered = printer.get(name, ())
    return next((value for value in values if value in offered), "")


def _paper(media: Media, source: str) -> Attribute:
    """By its name; from a tray of its own by size and tray, which go only together."""
    if not source:
        return Attribute(name="media", tag=Tag.KEYWORD, values=(media.keyword,))
    width, height = media.pwg
    size = Collection(
        (
            Attribute(name="x-dimension", tag=Tag.INTEGER, values=(width,)),
            Attribute(name="y-dimension", tag=Tag.INTEGER, values=(height,)),
        )
    )
    column = Collection(
        (
            Attribute(name="media-size", tag=Tag.COLLECTION, values=(size,)),
            Attribute(name="media-source", tag=Tag.KEYWORD, values=(source,)),
        )
    )
    return Attribute(name="media-col", tag=Tag.COLLECTION, values=(column,))
