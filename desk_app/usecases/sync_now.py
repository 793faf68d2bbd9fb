"""One round with the province (đồng bộ): out with what waits, in with what was settled."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.meeting import BringingLink
from desk_app.obeying import obey
from desk_app.published import install_published
from desk_app.store.one_round import one_round
from sync.client.exchange import exchange_once
from sync.errors import SyncError

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from sync.client.files import Progress
    from sync.client.round import Round


def sync_now(desk: Desk, *, records_only: bool = False) -> Round:
    """Safe to repeat at any time; one round at a time on this machine.

    Runs also while rounds are paused, and tries files again that were set aside. `records_only`
    leaves files out of this round alone.

    Raises NotPermitted, RoundRunning while another round runs, NotEnrolled, NeedsNewEpoch,
    SyncError. What came of it is written down for the screen of rounds.
    """
    desk.require(Act.LOOK)
    with (
        one_round(desk.store.places),
        closing(BringingLink(desk)) as link,
    ):
        desk.replica.try_files_again()
        rates: list[float] = []

        def moves(progress: Progress) -> None:
            desk.store.rounds.running = progress
            rates.append(progress.rate)

        try:
            done = exchange_once(
                desk.replica,
                link,
                records_only=records_only,
                progress=moves,
            )
        except SyncError as error:
            desk.store.rounds.note(error.code, {}, at=desk.clock.now())
            obey(desk.store, desk.clock)
            raise
        finally:
            desk.store.rounds.running = None
        shown = {"rate": round(rates[-1])} if rates and rates[-1] > 0 else {}
        desk.store.rounds.note("ok", asdict(done) | shown, at=desk.clock.now())
        install_published(desk)
        obey(desk.store, desk.clock)
        return done
