"""A part of a file on its way, while the round goes on."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread

from sync.client.port import Held


class InThread:
    """A `port.Underway` in a thread of its own, which ends with the answer or with the line."""

    def __init__(self, work: Callable[[], Held]) -> None:
        self._future = Future[Held]()
        Thread(target=self._run, args=(work,), name="part", daemon=True).start()

    def is_answered(self, *, within_s: float | None) -> bool:
        return bool(wait([self._future], within_s).done)

    def told(self) -> Held:
        return self._future.result()

    def _run(self, work: Callable[[], Held]) -> None:
        try:
            told = work()
        except Exception as error:  # noqa: BLE001  raised again where the answer is asked for
            self._future.set_exception(error)
        else:
            self._future.set_result(told)
