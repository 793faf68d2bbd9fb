"""A procedure of the catalogue as its page says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.domain.charge import CouncilRate, FixedAmount, PageTiers
from desk_app.domain.procedure import Channel, Mark
from desk_app.domain.rights import Act, may
from desk_app.ui import formats
from desk_app.ui.connect.preview import paper_shown, version_words
from desk_app.ui.connect.reception import application_of
from desk_app.ui.screens.procedures import ProcedureCalls, ProcedurePage, Said, Section
from desk_app.ui.screens.receive.draft import Draft
from desk_app.ui.widgets.pick import Choice
from desk_app.usecases.print_checklist import print_checklist

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.desk import Desk
    from desk_app.domain.procedure import (
        FeeRule,
        Procedure,
        ProcedureVersion,
        RequiredPaper,
        TimeLimit,
    )
    from locales.catalogue import Texts


def procedure_calls(desk: Desk, texts: Texts, *, receive: Callable[[str], Any]) -> ProcedureCalls:
    return ProcedureCalls(
        find=lambda typed: _find(desk, typed),
        load=lambda code: _page(desk, code, texts),
        receive=receive,
        print_list=lambda code: _print_list(desk, code, texts),
    )


def _print_list(desk: Desk, code: str, texts: Texts) -> str:
    """For somebody who only asks: nothing of them is typed."""
    version = desk.catalogue.procedure(code).version_on(desk.clock.today())
    is_taken_here = not version.channels or Channel.COUNTER in version.channels
    channel = Channel.COUNTER if is_taken_here else version.channels[0]
    asked = Draft(procedure=code, channel=channel.value)
    print_checklist(desk, application_of(asked))
    return texts["ui.procedures.list_sent"]


def _find(desk: Desk, typed: str) -> list[Choice]:
    catalogue = desk.catalogue
    found: Sequence[Procedure] = catalogue.procedures
    if typed.strip():
        found = catalogue.search(typed, limit=len(catalogue.procedures))
    return [
        Choice(id=one.code, title=one.name, detail=f"{one.code} · {one.field}") for one in found
    ]


def _page(desk: Desk, code: str, texts: Texts) -> ProcedurePage:
    """The version in force today, else the last one known."""
    procedure = desk.catalogue.procedure(code)
    today = desk.clock.today()
    in_force = [version for version in procedure.versions if version.holds_on(today)]
    version = in_force[0] if in_force else procedure.versions[-1]
    sections = _sections(version, texts)
    for case in version.cases:
        if case.time_limit is not None:
            sections.append(Section(title=case.name, lines=[_limit(case.time_limit)]))
        if case.papers is not None:
            sections.append(Section(title=case.name, lines=_papers(case.papers, texts)))
        if case.fees is not None:
            sections.append(Section(title=case.name, lines=_fees(case.fees, texts)))
    if version.notes:
        notes = [Said(words=n.text, is_confirmed=n.mark is Mark.CONFIRMED) for n in version.notes]
        sections.append(Section(title=texts["ui.procedures.notes"], lines=notes))
    return ProcedurePage(
        code=code,
        name=procedure.name,
        facts=_facts(procedure, version, texts),
        sections=sections,
        may_receive=bool(in_force) and may(desk.user.roles, Act.RECEIVE),
    )


def _facts(procedure: Procedure, version: ProcedureVersion, texts: Texts) -> list[tuple[str, Said]]:
    dates = version_words(version.valid_from, version.valid_until, texts)
    channels = ", ".join(texts[f"ui.channel.{channel}"] for channel in version.channels)
    told = [
        ("field", Said(words=procedure.field)),
        ("version", Said(words=dates, is_confirmed=version.validity_mark is Mark.CONFIRMED)),
        ("limit", _limit(version.time_limit)),
        (
            "channels",
            Said(words=channels, is_confirmed=version.channels_mark is Mark.CONFIRMED),
        ),
        ("decided_by", Said(words=procedure.decided_by)),
        (
            "result",
            Said(words=version.result, is_confirmed=version.result_mark is Mark.CONFIRMED),
        ),
        (
            "master",
            Said(
                words=procedure.ministry_system,
                is_confirmed=procedure.route_mark is Mark.CONFIRMED,
            ),
        ),
    ]
    return [(texts[f"ui.procedure.{key}"], said) for key, said in told if said.words]


def _sections(version: ProcedureVersion, texts: Texts) -> list[Section]:
    return [
        Section(title=texts["ui.receive.papers"], lines=_papers(version.papers, texts)),
        Section(title=texts["ui.receive.fee"], lines=_fees(version.fees, texts)),
    ]


def _limit(limit: TimeLimit) -> Said:
    other = "; ".join(one.text for one in limit.also_stated)
    return Said(words=limit.text, is_confirmed=limit.mark is Mark.CONFIRMED, detail=other)


def _papers(papers: Sequence[RequiredPaper], texts: Texts) -> list[Said]:
    said = []
    for paper in papers:
        shown = paper_shown(paper, texts)
        count = texts.say("ui.paper.count", originals=shown.originals, copies=shown.copies)
        group = texts[f"ui.paper_group.{paper.group}"]
        other = shown.alternatives
        alternatives = texts.say("ui.receive.or", papers=other) if other else ""
        detail = " · ".join(filter(None, (group, count, shown.condition, alternatives)))
        said.append(Said(words=shown.name, is_confirmed=shown.is_confirmed, detail=detail))
    return said or [Said(words=texts["ui.receive.papers_later"])]


def _fees(rules: Sequence[FeeRule], texts: Texts) -> list[Said]:
    said = [
        Said(
            words=f"{rule.name}: {_charge(rule, texts)}",
            is_confirmed=rule.mark is Mark.CONFIRMED,
            detail=" · ".join(filter(None, (rule.text, rule.source))),
        )
        for rule in rules
    ]
    return said or [Said(words=texts["fee.not_stated"])]


def _charge(rule: FeeRule, texts: Texts) -> str:
    match rule.charge:
        case FixedAmount():
            per = texts[f"ui.fee.per.{rule.per}"]
            return f"{formats.money(rule.charge.vnd)} / {per}"
        case PageTiers():
            return texts.say(
                "ui.fee.tiers",
                first=formats.money(rule.charge.first_page_vnd),
                pages=rule.charge.first_pages,
                further=formats.money(rule.charge.further_page_vnd),
                most=formats.money(rule.charge.most_vnd),
            )
        case CouncilRate():
            return texts["fee.council"]
        case _:
            return texts[f"fee.{rule.kind}"]
