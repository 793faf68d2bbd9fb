"""One dossier, from the journal to its screen, and its buttons to their use cases."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.domain.acts import acts_for, open_acts
from desk_app.domain.merging import disputed
from desk_app.domain.paper_names import form_of
from desk_app.domain.procedure import UnknownProcedureVersion
from desk_app.domain.rights import Act, may
from desk_app.domain.tenure import is_held_elsewhere
from desk_app.queries import dossiers as queries
from desk_app.queries import reaching
from desk_app.ui import formats, words
from desk_app.ui.connect import conflicts, forms, history, receiving
from desk_app.ui.connect.acts import do_act
from desk_app.ui.connect.choices import choices
from desk_app.ui.connect.dossier_files import file_calls, files_of
from desk_app.ui.connect.made_results import make_calls
from desk_app.ui.connect.parts import parts_shown, parts_title
from desk_app.ui.connect.seeing import Seen, act_as_seen
from desk_app.ui.connect.transfers import transfer_shown
from desk_app.ui.connect.villages import received_words
from desk_app.ui.screens.dossier.data import (
    ActDone,
    DossierCalls,
    DossierShown,
    PaperLine,
    PrintLine,
)
from desk_app.usecases.answer_print import answer_print

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.submission import Submitter
    from desk_app.ui.widgets.file_choice import ChosenFile
    from locales.catalogue import Texts


def dossier_calls(
    desk: Desk,
    entity: int,
    texts: Texts,
    *,
    go: Callable[[Act, str], Any],
    settle: Callable[[str], Any],
) -> DossierCalls:
    """`go` leads to the screen of an act that has one of its own, `settle` to two values."""
    seen = Seen(dossier=queries.dossier(desk, str(entity)))
    return DossierCalls(
        load=lambda: shown(desk, entity, texts, seen=seen),
        version=lambda: queries.dossier(desk, str(entity)).version,
        choices=lambda act: choices(
            desk, act, desk.journal.dossier(entity), queries.timeline(desk, entity), texts
        ),
        transfer=partial(transfer_shown, desk, entity, texts),
        act=lambda *chosen: _act(desk, seen, texts, chosen),
        print_form=partial(forms.print_form, desk, entity, texts),
        close_print=lambda print_id, came_out: _answer(desk, print_id, texts, came_out=came_out),
        files=file_calls(desk, entity, texts),
        settle=settle,
        make=make_calls(desk, entity, texts),
        go=lambda act: go(act, str(entity)),
    )


def shown(desk: Desk, entity: int, texts: Texts, *, seen: Seen | None = None) -> DossierShown:
    """`seen` keeps what the person looks at now."""
    dossier = queries.dossier(desk, str(entity))
    if seen is not None:
        seen.dossier = dossier
    timeline = queries.timeline(desk, entity)
    is_cancelled = dossier.cancelled_at is not None
    code = dossier.application.procedure
    known = desk.catalogue.by_code.get(code)
    limits = queries.bounds(desk)
    is_moved = dossier.first_due_at is not None and dossier.first_due_at != dossier.due_at
    return DossierShown(
        id=str(entity),
        code=dossier.code,
        is_temporary=dossier.is_temporary,
        name=dossier.application.applicant.name,
        procedure=f"{code} · {known.name}" if known else code,
        status=words.status_word(dossier.status, is_cancelled=is_cancelled, texts=texts),
        tone=words.status_tone(dossier.status, is_cancelled=is_cancelled),
        due=words.due_shown(
            dossier.due_at,
            status=dossier.status,
            urgency=limits.of(dossier.due_at),
            now=limits.now,
            texts=texts,
        ),
        first_due=formats.moment(dossier.first_due_at) if is_moved and dossier.first_due_at else "",
        facts=_facts(desk, dossier, texts),
        acts=acts_for(dossier, desk.user.roles, machine=desk.machine),
        steps=[history.step(moment, texts) for moment in timeline],
        papers=_papers(dossier, texts),
        prints=_prints(desk, entity, texts),
        files=files_of(desk, dossier, texts),
        forms=forms.forms_shown(desk, [moment.name for moment in timeline], dossier, texts),
        tick=reaching.of_dossier(desk, entity),
        held=_held(desk, dossier, texts),
        village=received_words(desk, dossier.entity, texts),
        may_scan=may(desk.user.roles, Act.SCAN) and not is_cancelled,
        disputes=_disputes(dossier, texts) if not is_cancelled else (),
        version=dossier.version,
        parts=parts_shown(dossier, texts, now=limits.now),
        parts_title=parts_title(dossier, texts),
    )


def _held(desk: Desk, dossier: Dossier, texts: Texts) -> str:
    """That another machine takes the next step, and what can be done here."""
    machine = desk.machine
    if machine is None or not is_held_elsewhere(dossier.tenure, machine):
        return ""
    if not [act for act in open_acts(dossier) if act not in {Act.CORRECT, Act.PRINT}]:
        return ""
    return texts.say("ui.dossier.held_elsewhere", machine=dossier.tenure.holder)


def _disputes(dossier: Dossier, texts: Texts) -> list[tuple[str, str]]:
    return [
        (
            conflicts.dispute_id(dossier.entity, field),
            conflicts.two_values(field, texts),
        )
        for field in disputed(dossier)
    ]


def _submitter(submitter: Submitter | None) -> str:
    """Who stood in, how related, by which paper."""
    if submitter is None:
        return ""
    why = ", ".join(filter(None, (submitter.relation, submitter.paper)))
    return f"{submitter.person.name} ({why})"


def _facts(desk: Desk, dossier: Dossier, texts: Texts) -> list[tuple[str, str]]:
    """What is known of the person and the money; nothing empty is shown."""
    application = dossier.application
    person, submitter = application.applicant, application.submitter
    case = _case_name(desk, dossier)
    told = [
        ("person.personal_id", person.personal_id),
        ("person.birth", formats.day(person.birth_on) if person.birth_on else ""),
        ("person.phone", person.phone),
        ("person.address", person.address),
        ("person.old_address", person.old_address),
        ("submitter", _submitter(submitter)),
        ("case", case),
        ("channel", texts[f"ui.channel.{application.channel}"]),
        ("result_by", texts[f"ui.result_by.{application.result_by}"]),
        ("received", formats.moment(dossier.received_at) if dossier.received_at else ""),
        ("fee", words.money_or(dossier.fee_vnd, texts=texts)),
        ("paid", formats.money(dossier.paid_vnd) if dossier.paid_vnd else ""),
        ("awaited", _awaited(dossier, texts)),
        ("required", formats.money(dossier.required_vnd) if dossier.required_vnd else ""),
        ("handed_to", _handed_to(dossier, texts)),
        ("register", _register(dossier)),
        ("outside", _outside(dossier, texts)),
        ("given_back", dossier.given_back_reason),
        ("sent_back", dossier.sent_back_reason),
        ("note", application.note),
    ]
    return [(texts[f"ui.fact.{key}"], value) for key, value in told if value]


def _handed_to(dossier: Dossier, texts: Texts) -> str:
    """Who has it, and whether they signed for it."""
    if not dossier.awaits_taking:
        return dossier.handed_to
    return texts.say("ui.dossier.not_taken", to=dossier.handed_to)


def _outside(dossier: Dossier, texts: Texts) -> str:
    """Its codes in other systems, one a line."""
    return "\n".join(
        f"{texts[f'ui.option.system.{one.system}']}: {one.code}" for one in dossier.outside
    )


def _awaited(dossier: Dossier, texts: Texts) -> str:
    """A transfer under way, with what is known of it."""
    if not dossier.awaited_vnd:
        return ""
    return f"{formats.money(dossier.awaited_vnd)}: {texts[f'transfer.{dossier.awaited_proof}']}"


def _case_name(desk: Desk, dossier: Dossier) -> str:
    case = dossier.application.case
    if not case or dossier.application.procedure not in desk.catalogue.by_code:
        return case
    try:
        known = desk.version_of(dossier).cases
    except UnknownProcedureVersion:  # a colleague's machine has a newer catalogue
        return case
    return next((one.name for one in known if one.id == case), case)


def _register(dossier: Dossier) -> str:
    if not dossier.register_number:
        return ""
    return f"{dossier.register_number}/{dossier.register_year}"


def _papers(dossier: Dossier, texts: Texts) -> list[PaperLine]:
    return [
        PaperLine(
            name=paper.name,
            count=texts.say("ui.paper.count", originals=paper.originals, copies=paper.copies),
            state=words.paper_state(paper, texts),
        )
        for paper in dossier.application.papers
    ]


def _prints(desk: Desk, entity: int, texts: Texts) -> list[PrintLine]:
    lines = []
    for one in queries.prints(desk, entity):
        kind = texts.say(f"ui.print_kind.{one.kind}", copy=one.copy)
        lines.append(
            PrintLine(
                id=one.id,
                form=f"{texts[f'ui.form.{form_of(one.form)}']} · {kind}",
                state=texts[f"ui.print_state.{one.state}"],
                when=formats.moment(one.changed_at),
                is_open=one.state == "unknown",
            )
        )
    return lines


def _act(
    desk: Desk,
    seen: Seen,
    texts: Texts,
    chosen: tuple[Act, Mapping[str, str], ChosenFile | None],
) -> ActDone:
    """Do it, then print what paper it queued."""
    act, values, file = chosen
    entity = seen.dossier.entity
    act_as_seen(desk, seen, lambda as_seen: do_act(as_seen, act, entity, values, file=file), texts)
    said = [texts.say("ui.act.done", act=texts[f"act.{act}"])]
    if may(desk.user.roles, Act.PRINT):
        waiting = [one for one in queries.prints(desk, entity) if one.state == "queued"]
        said += [receiving.print_told(desk, one.id, texts)[1] for one in waiting]
    return ActDone(words=" ".join(said))


def _answer(desk: Desk, print_id: int, texts: Texts, *, came_out: bool) -> ActDone:
    closed = answer_print(desk, print_id, came_out=came_out)
    return ActDone(words=texts[f"ui.print.{closed.state}"])
