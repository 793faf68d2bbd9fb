"""In the end the line holds: everybody comes to know everything, and all promises are looked at."""

import hashlib
import sqlite3
from collections import defaultdict
from contextlib import closing

from sync import record
from sync.client.loop import Phase
from sync.hub.files import file_path
from sync.hub.folding import load_entities
from sync.hub.states import States
from sync.protocol.page import IN_FORCE, Verdict
from tests.simulation.history import faults_of
from tests.simulation.model import ModelHub
from tests.simulation.watch import head_after, require
from tests.sync.rules import CREATED, fold

_MOST_CONTACTS = 40  # of one desk, until nothing waits; a dead line needs none of them
_ROUNDS_OF_ALL = 3


def settle_down(world):
    """Heal the line, let the loops run on by their own clocks, and check what must hold then."""
    world.is_up, world.meanwhile_rate, world.late = False, 0.0, []
    world.hub.fuse.put_out()
    for desk in world.desks:
        desk.die()
        desk.skew_s = 0
    for _ in range(_ROUNDS_OF_ALL):
        for desk in world.desks:
            if desk.replica.is_stopped:
                desk.ask_epoch()
            _run_until_idle(world, desk)
    world.watch.see_hub()
    well = [desk for desk in world.desks if not _needs_person(desk)]
    ill = [desk for desk in world.desks if desk not in well]
    is_right = all(world.sick == "desk cloned" or _is_revoked(world, desk) for desk in ill)
    require(is_right, "L1", "a desk is stopped", [desk.name for desk in ill])
    require(not any(_is_revoked(world, desk) for desk in well), "S13", "a revoked desk works on")
    for desk in well:
        _nothing_waits(world, desk)
    _all_agree(world, well)
    _receipts_hold(world)
    _chains_hold(world)
    _verdicts_are_those_of_the_model(world)
    _codes_are_given_once(world)
    _states_are_not_stale(world)
    _files_are_whole(world)
    _history_is_one(world)


def _needs_person(desk):
    return desk.processes[0].status.phase is Phase.NEEDS_PERSON


def _is_revoked(world, desk):
    return desk.replica.granted.dev in world.watch.revoked


def _run_until_idle(world, desk):
    """Contacts as the loop itself times them, until it rests."""
    for _ in range(_MOST_CONTACTS):
        wait_s = desk.contact(0)
        status = desk.processes[0].status
        if wait_s is None:
            require(
                desk.may_stop or _is_revoked(world, desk),
                "L1",
                desk.name,
                "waits for a person",
                status.trouble,
            )
            return
        require(0 <= wait_s <= 3_600, "L1", desk.name, "waits too long", wait_s)
        world.pass_time(wait_s)
        if status.phase is Phase.IDLE:
            return
    require(False, "L1", desk.name, "never came to rest", status)


def _nothing_waits(world, desk):
    replica = desk.replica
    require(replica.acked() == replica.last(), "L1", desk.name, replica.acked(), replica.last())
    told = replica.verdicts()
    require(sorted(told) == list(range(1, replica.last() + 1)), "S9", desk.name, "a verdict lacks")
    for seq, (verdict, reason) in told.items():
        is_explained = bool(reason) or verdict in {"ok", "opaque"}
        require(is_explained, "S9", desk.name, seq, verdict)
    del world


def _all_agree(world, well):
    """Every reader's feed is the hub's, and its digest is the sum of all it has."""
    for desk in well:
        for scope, rows in world.watch.feeds.items():
            if not rows or scope not in desk.replica.granted.scopes:
                continue
            cursor = desk.replica.cursors()[scope]
            require(cursor.pos == len(rows), "S5", desk.name, scope, cursor.pos, len(rows))
            require(cursor.digest == rows[-1].digest, "S5", desk.name, scope, "digest")
            for row, kept in zip(rows, desk.replica.feed(scope), strict=True):
                raw = world.watch.changes[*row.author, row.seq].raw
                same = (row.pos, row.ver, *row.author, row.seq, row.verdict, row.reason, raw)
                require(same == kept[1:9], "S5", desk.name, scope, row.pos)


def _receipts_hold(world):
    """Every receipt any desk ever took is kept, but for what a hub from a backup has lost."""
    for desk in world.desks:
        replica = desk.replica
        for (raw,) in replica.db.execute("SELECT raw FROM receipts").fetchall():
            told = world.watch.receipt_of(raw, replica.identity().hub_keys)
            log = world.watch.logs[told.dev, told.ep]
            require(told.acked <= len(log), "S1", desk.name, told.acked, len(log))
            is_same = not told.acked or log[told.acked - 1] == told.head
            require(is_same, "S1", desk.name, "another history", told.acked)


def _chains_hold(world):
    """Every head follows from the bytes alone."""
    salts = {}
    heads = world.watch.first_heads()
    for (dev, ep, seq), row in sorted(world.watch.changes.items()):
        change = record.decode(row.raw)
        first = salts.setdefault((dev, ep, change.ent), change.salt)
        salt = first if dev else change.salt  # the hub marks each of its own words
        heads[dev, ep] = head_after(heads[dev, ep], (dev, ep), row.raw, salt, seq)
        require(heads[dev, ep] == row.head, "S10", (dev, ep), seq)


def _verdicts_are_those_of_the_model(world):
    """The feed, judged anew by the reference alone."""
    model = ModelHub()
    for scope, rows in world.watch.feeds.items():
        for row in rows:
            change = record.decode(world.watch.changes[*row.author, row.seq].raw)
            said = model.settle(scope, row.author, change)
            ours = (row.ver, Verdict(row.verdict), row.reason)
            require((said.ver, said.verdict, said.reason) == ours, "S4", scope, row, said)


def _codes_are_given_once(world):
    """No two dossiers in force have one code; steps of each are a path; money is counted once."""
    folded = {}
    owners = defaultdict(set)
    for scope, rows in world.watch.feeds.items():
        for row in rows:
            change = record.decode(world.watch.changes[*row.author, row.seq].raw)
            if Verdict(row.verdict) not in IN_FORCE or change.kind > 15:
                continue
            if change.kind == CREATED:
                owners[scope, change.body[0]].add(change.ent)
            state, why = fold(folded.get((scope, change.ent)), change)
            require(state is not None, "S4", scope, row, why)
            folded[scope, change.ent] = state
    for code, ents in owners.items():
        require(len(ents) == 1, "S8", code, ents)
    with closing(sqlite3.connect(world.hub.path)) as database:
        for scope, ent, code, status in database.execute(
            "SELECT scope, ent, code, status FROM dossiers"
        ):
            state = folded[scope, ent]
            require((code, status) == (state.code, f"step {state.step}"), "S2", scope, ent)


def _states_are_not_stale(world):
    """What the hub remembers of dossiers is what their changes fold to."""
    hub = world.hub.hub
    rules = hub.province.rules
    with hub.database.reading() as connection:
        for scope, rows in world.watch.feeds.items():
            ents = sorted({world.watch.changes[*row.author, row.seq].ent for row in rows})
            kept = load_entities(connection, scope, ents, rules=rules, states=hub.states)
            fresh = load_entities(connection, scope, ents, rules=rules, states=States())
            require(kept == fresh, "S2", "the hub's memory is stale", scope)


def _files_are_whole(world):
    """What is stored has its digest; what a desk calls the hub's is there for its organisation.

    Two organisations may each have a file of the same bytes; neither reads the other's.
    """
    stored = defaultdict(set)
    with closing(sqlite3.connect(world.hub.path)) as database:
        for scope, digest in database.execute("SELECT scope, sha256 FROM files"):
            stored[scope].add(digest)
    for digest in set().union(*stored.values()):
        content = file_path(world.hub.hub, digest).read_bytes()
        require(hashlib.sha256(content).hexdigest() == digest, "S11", "damaged", digest)
    is_same_hub = world.watch.hub_life == 0
    for desk in world.desks:
        there = set().union(*(stored[scope] for scope in desk.replica.granted.scopes))
        rows = desk.replica.db.execute("SELECT sha256, content, at_hub FROM files").fetchall()
        for digest, content, at_hub in rows:
            require(hashlib.sha256(content).hexdigest() == digest, "S11", desk.name, digest)
            require(not at_hub or digest in there or not is_same_hub, "S11", desk.name, "gone")
        if _needs_person(desk) or not is_same_hub:
            continue
        require(all(at_hub for _, _, at_hub in rows), "L1", desk.name, "a file waits")
        missing = [digest for digest in desk.replica.files_wanted() if digest in there]
        require(not missing, "L1", desk.name, "a file did not come", missing)


def _history_is_one(world):
    final = defaultdict(list)
    for scope in sorted(world.watch.feeds):
        for row in world.watch.feeds[scope]:
            change = world.watch.changes[*row.author, row.seq]
            final[scope, change.ent].append((*row.author, row.seq, change.head[:4]))
    lists = {ent: tuple(names) for ent, names in final.items()}
    faults = list(faults_of(world.watch.history, lists))
    require(not faults, "S6", faults[:3])
