"""The procedures as the province's public pages tell them, with what it published over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from desk_app.catalogue.errors import CatalogueFaulty
from desk_app.catalogue.rates import council_fee
from desk_app.catalogue.reader import CHANGES, RATES, read_laid_over
from desk_app.domain.charge import (
    ActualCost,
    CouncilRate,
    FeeNotStated,
    FixedAmount,
    FreeOfCharge,
    PageTiers,
)
from desk_app.domain.procedure import (
    Channel,
    ExpiredVersion,
    FeeUnit,
    LimitUnit,
    PaperGroup,
    VersionNotYetInForce,
)
from desk_app.domain.text import field_key
from desk_app.opening import the_catalogue
from sync.hub.booklet import Booklet, CaseTold, FeeTold, PaperTold, ProcedureTold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.catalogue.rates import Rate
    from desk_app.domain.charge import Charge
    from desk_app.domain.procedure import (
        Case,
        FeeRule,
        Procedure,
        ProcedureVersion,
        RequiredPaper,
        TimeLimit,
    )
    from sync.hub.booklet import Published

    Council = Callable[[str], Mapping[Channel | None, Rate]]  # of a rate, by way

CHANNELS = {
    Channel.COUNTER: "trực tiếp tại quầy",
    Channel.POST: "qua bưu chính công ích",
    Channel.ONLINE: "trực tuyến trên Cổng Dịch vụ công quốc gia",
}
_PER = {
    FeeUnit.DOSSIER: "hồ sơ",
    FeeUnit.COPY: "bản",
    FeeUnit.PAGE: "trang",
    FeeUnit.CASE: "trường hợp",
    FeeUnit.TRANSACTION: "giao dịch",
    FeeUnit.PERSON: "người",
}


def booklet(day: date, published: Published) -> Booklet:
    """Every procedure in force on that day, by field, the largest field first.

    As the province changed them and with its council's fees; what it published and no desk could
    read is left aside, as the desks leave it.
    """
    catalogue = _catalogue_with(published)
    told = [one for found in catalogue.procedures for one in _told(found, day, catalogue)]
    counts = {field: sum(one.field == field for one in told) for field in catalogue.fields}
    told.sort(key=lambda one: (-counts[one.field], one.field))  # stable: the file's order within
    return Booklet(version=catalogue.version, as_of=catalogue.as_of, procedures=tuple(told))


def _catalogue_with(published: Published) -> Catalogue:
    laid_over = {name: content for name in (RATES, CHANGES) if (content := published(name))}
    try:
        return read_laid_over(laid_over) if laid_over else the_catalogue()
    except CatalogueFaulty:
        return the_catalogue()


def _told(procedure: Procedure, day: date, catalogue: Catalogue) -> Iterator[ProcedureTold]:
    try:
        version = procedure.version_on(day)
    except (ExpiredVersion, VersionNotYetInForce):
        return
    yield ProcedureTold(
        code=procedure.code,
        name=procedure.name,
        field=procedure.field,
        field_key=field_key(procedure.field),
        decided_by=procedure.decided_by,
        result=version.result,
        channels=tuple(CHANNELS[one] for one in version.channels),
        cases=tuple(_cases(version, lambda rate: council_fee(catalogue.rates, rate, day))),
        valid_until=version.valid_until,
    )


def _cases(version: ProcedureVersion, council: Council) -> Iterator[CaseTold]:
    yield _case(version, None, version.ordinary_case, council)
    for case in version.cases:
        yield _case(version, case, case.name, council)


def _case(version: ProcedureVersion, case: Case | None, name: str, council: Council) -> CaseTold:
    which = case.id if case else None
    return CaseTold(
        name=name,
        limit=_limit(version.time_limit_for(which)),
        papers=tuple(_paper(one) for one in version.papers_for(which)),
        fees=tuple(_fee(one, council) for one in version.fees_for(which)),
    )


def _limit(limit: TimeLimit) -> str:
    return "" if limit.unit is LimitUnit.NOT_STATED else limit.text


def _paper(paper: RequiredPaper) -> PaperTold:
    return PaperTold(
        name=paper.name,
        originals=paper.originals,
        copies=paper.copies,
        is_shown=paper.group is PaperGroup.SHOW,
        condition=paper.condition,
        waived_when=paper.waived_when,
        others=tuple(one.name for one in paper.alternatives),
    )


def _fee(fee: FeeRule, council: Council) -> FeeTold:
    return FeeTold(
        name=fee.name,
        amount=_amount(fee.charge, _PER[fee.per], council),
        channels=tuple(CHANNELS[one] for one in fee.channels),
        is_on_request=fee.is_on_request,
        exempt=fee.exempt,
    )


def _amount(charge: Charge, per: str, council: Council) -> str:
    match charge:
        case FixedAmount(vnd=vnd):
            return f"{_vnd(vnd)}/{per}"
        case PageTiers():
            return (
                f"{_vnd(charge.first_page_vnd)}/trang cho {charge.first_pages} trang đầu, "
                f"{_vnd(charge.further_page_vnd)}/trang tiếp theo, "
                f"tối đa {_vnd(charge.most_vnd)}/bản"
            )
        case CouncilRate(rate=rate):
            return _by_council(council(rate), per)
        case FreeOfCharge():
            return "không thu"
        case ActualCost():
            return "theo chi phí thực tế, thỏa thuận tại quầy"
        case FeeNotStated():
            return "chưa có mức thu được công bố; hỏi tại quầy"
        case _:
            assert_never(charge)


def _by_council(rates: Mapping[Channel | None, Rate], per: str) -> str:
    """What holds for all ways, then each way that costs something else."""
    every = rates.get(None)
    said = [_cost(every.vnd, per)] if every else []
    said += [
        f"{CHANNELS[way]}: {_cost(one.vnd, per)}"
        for way, one in rates.items()
        if way is not None and (every is None or one.vnd != every.vnd)
    ]
    if not said:
        return "theo nghị quyết của Hội đồng nhân dân tỉnh; hỏi tại quầy"
    sources = dict.fromkeys(one.source for one in rates.values())
    return f"{'; '.join(said)} ({', '.join(sources)})"


def _cost(amount: int, per: str) -> str:
    return f"{_vnd(amount)}/{per}" if amount else "không thu"


def _vnd(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " đồng"
