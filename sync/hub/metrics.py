"""The figures of one hub process for Prometheus; each process is asked by itself.

Every figure bears the label `process`, so that sums over processes stay right when one is replaced.
"""

import os
from collections.abc import Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from sync.errors import HubFailed
from sync.hub.hub import Hub
from sync.hub.overview import Sums, sums

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_LABEL = "process"


class Metrics:
    """What one process counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._process = str(os.getpid())
        self._requests = self._counter("requests", "Requests answered", "route", "status")
        self._seconds = Histogram(
            "motcua_hub_request_seconds",
            "Time from the last header to the answer",
            ("route", _LABEL),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._changes = self._counter("changes", "Changes taken, by the word on them", "verdict")
        self._answers = self._counter("exchanges", "Exchanges, by what the hub answered", "answer")
        self._refusals = self._counter("refusals", "Requests refused as a whole", "code")
        self._bytes = self._counter("bytes", "Bytes of bodies", "way")
        self._turned_away = self._counter("turned_away", "Requests over a rate", "limit")
        self._open = Gauge(
            "motcua_hub_requests_open", "Requests at work", (_LABEL,), registry=self.registry
        )

    def began(self) -> None:
        self._open.labels(self._process).inc()

    def answered(self, route: str, status: int, seconds: float, *, up: int, down: int) -> None:
        self._open.labels(self._process).dec()
        self._requests.labels(route, str(status), self._process).inc()
        self._seconds.labels(route, self._process).observe(seconds)
        self._bytes.labels("in", self._process).inc(up)
        self._bytes.labels("out", self._process).inc(down)

    def exchanged(self, facts: dict[str, Any]) -> None:
        """Count what an exchange noted of itself."""
        answer = facts.get("answer")
        if isinstance(answer, str):
            self._answers.labels(answer, self._process).inc()
        for verdict in ("ok", "flagged", "held", "refused", "opaque"):
            self._changes.labels(verdict, self._process).inc(int(facts.get(verdict) or 0))

    def refused(self, code: str) -> None:
        self._refusals.labels(code, self._process).inc()

    def turned_away(self, limit: str) -> None:
        self._turned_away.labels(limit, self._process).inc()

    def watch_hub(self, hub: Hub) -> None:
        """Tell at each question how the hub's desks stand, by its database."""
        self.registry.register(_Standing(hub, self._process))

    def text(self) -> bytes:
        return generate_latest(self.registry)

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"motcua_hub_{name}", words, (*labels, _LABEL), registry=self.registry)


class _Standing(Collector):
    """What the database says when asked; one that cannot be asked says only that."""

    def __init__(self, hub: Hub, process: str) -> None:
        self._hub = hub
        self._process = process

    def collect(self) -> Iterator[Metric]:
        try:
            found: Sums | None = sums(self._hub)
        except HubFailed:
            found = None
        yield self._gauge("database_up", "1: the database answers", int(found is not None))
        if found is None:
            return
        yield self._gauge("desks", "Machines enrolled and not revoked", found.desks)
        yield self._gauge("desks_silent", "Of these, silent for a day or more", found.silent)
        yield self._gauge("desks_frozen", "Of these, frozen: a person must look", found.frozen)
        yield self._gauge("changes_set_aside", "Changes held, refused or opaque", found.set_aside)
        yield self._gauge("quarantine", "Frames that a person must look at", found.quarantine)

    def describe(self) -> Iterator[Metric]:
        """Nothing is asked of the database at registration."""
        yield from ()

    def _gauge(self, name: str, words: str, value: float) -> Metric:
        gauge = GaugeMetricFamily(f"motcua_hub_{name}", words, labels=(_LABEL,))
        gauge.add_metric((self._process,), value)
        return gauge
