"""The faults: each breaks one promise by one small change, told with its context.

`tests` are those that should notice. A text that is not found, or found twice, fails loudly: the
fault must then be told anew for the code as it is.
"""

from dataclasses import dataclass

SIM = "simulation"  # some seeds of tests/simulation
EXCHANGE = "tests/sync/test_exchange.py"
LEDGER = "tests/sync/test_ledger.py"
FEEDS = "tests/sync/test_feeds.py"
VERDICTS = "tests/sync/test_verdicts.py"
PROTOCOL = "tests/sync/test_protocol.py"
RECORD = "tests/sync/test_record.py"
LOOP = "tests/sync/test_loop.py"
COSE = "tests/sync/test_cose.py"
STORE = "tests/store/test_replica.py"
MODEL = "tests/simulation/test_model.py"
PARCELS = "tests/sync/test_parcels.py"
RELAY = "tests/sync/test_relay.py"
ACCESS = "tests/sync/test_control.py"
POWER = "tests/faults/test_power_cut.py"


@dataclass(frozen=True, kw_only=True)
class Planted:
    name: str
    path: str
    was: str
    now: str
    tests: tuple


PLANTED = (
    Planted(
        name="ack before commit: effects are rolled back after the answer was made",
        path="sync/hub/ledger.py",
        was="            taken = _take(hub, connection, device, hello, messages[1:])\n",
        now="            taken = _take(hub, connection, device, hello, messages[1:])\n"
        "            connection.rollback()\n"
        '            connection.exec_driver_sql("BEGIN")\n',
        tests=(SIM, LEDGER),
    ),
    Planted(
        name="skip the comparison of histories",
        path="sync/hub/intake.py",
        was="    return is_repeat and _head_at(connection, standing, frame.last) != "
        "frame.head_after\n",
        now="    return False\n",
        tests=(LEDGER, SIM, MODEL),
    ),
    Planted(
        name="take a frame that leaves a gap",
        path="sync/hub/intake.py",
        was="    if frame.first > standing.acked + 1:\n",
        now="    if frame.first > standing.acked + 2:\n",
        tests=(LEDGER, MODEL),
    ),
    Planted(
        name="a feed numbered by a bare sequence",
        path="sync/hub/docket.py",
        was="        pos, before, _ = self.end\n",
        now="        pos, before, _ = self.end\n        pos += arrived.change.seq % 7 == 0\n",
        tests=(SIM, FEEDS),
    ),
    Planted(
        name="the hub's disk is not waited for (NORMAL)",
        path="sync/hub/database.py",
        was='    "PRAGMA synchronous = FULL",\n',
        now='    "PRAGMA synchronous = NORMAL",\n',
        tests=(POWER,),
    ),
    Planted(
        name="the desk's disk is not waited for (NORMAL)",
        path="desk_app/store/database.py",
        was='connection.execute("PRAGMA synchronous = FULL")\n',
        now='connection.execute("PRAGMA synchronous = NORMAL")\n',
        tests=(POWER,),
    ),
    Planted(
        name="the cursor moves outside the transaction of the records",
        path="desk_app/store/replica.py",
        was="            taken = take_reply(self._database, own, reply)\n",
        now="            for page in reply.pages:\n"
        "                self._database.execute(\n"
        '                    "INSERT OR REPLACE INTO cursors VALUES (?, ?, ?, ?, 1)",\n'
        "                    (page.scope, page.hub_ep, page.last, page.digest),\n"
        "                )\n"
        '            self._database.execute("COMMIT")\n'
        '            self._database.execute("BEGIN IMMEDIATE")\n'
        "            taken = take_reply(self._database, own, reply)\n",
        tests=(STORE,),
    ),
    Planted(
        name="forget to look whether a machine was put back",
        path="sync/hub/ledger.py",
        was="    if answer is Answer.OK and hello.last < epoch.acked:\n",
        now="    if answer is Answer.OK and hello.last < 0:\n",
        tests=(LEDGER, EXCHANGE),
    ),
    Planted(
        name="the loop never tries again",
        path="sync/client/loop.py",
        was="        if isinstance(error, _NEEDS_PERSON):\n",
        now="        if isinstance(error, SyncError):\n",
        tests=(LOOP, SIM),
    ),
    Planted(
        name="delete what was acknowledged",
        path="desk_app/store/taking.py",
        was="    taking = _Taking(database, own, now=reply.receipt.hub_time)\n",
        now="    database.execute(\n"
        '        "DELETE FROM journal WHERE author = ? AND epoch = ? AND number <= ?",\n'
        "        (*own.writer, reply.receipt.acked),\n"
        "    )\n"
        "    taking = _Taking(database, own, now=reply.receipt.hub_time)\n",
        tests=(STORE,),
    ),
    Planted(
        name="believe pages that do not add up",
        path="sync/client/answer.py",
        was="    return {told.scope for told in pages if not _adds_up(told, "
        "cursors.get(told.scope), own)}\n",
        now="    return set()\n",
        tests=(EXCHANGE,),
    ),
    Planted(
        name="a change held before is forgotten by those on top of it",
        path="sync/hub/docket.py",
        was="            self._holds[change.ent] = settled.ver\n",
        now="            pass\n",
        tests=(VERDICTS, SIM, MODEL),
    ),
    Planted(
        name="the salts of entities are not kept",
        path="sync/hub/settling.py",
        was="    put_rows(connection, salts, rows.salt_rows(author, outcomes))\n",
        now="",
        tests=(LEDGER, SIM),
    ),
    Planted(
        name="a whole file's digest is not checked",
        path="sync/hub/files.py",
        was='                is_intact = file_digest(file, "sha256").hexdigest() == self._digest\n',
        now='                is_intact = bool(file_digest(file, "sha256"))\n',
        tests=("tests/sync/test_http.py", "tests/sync/test_wire_files.py"),
    ),
    Planted(
        name="a part of a file is taken at any offset",
        path="sync/hub/files.py",
        was="        if have.is_complete or have.offset != offset:\n",
        now="        if have.is_complete:\n",
        tests=("tests/sync/test_http.py", "tests/sync/test_wire_files.py"),
    ),
    Planted(
        name="a recorded hello is taken again",
        path="sync/hub/access.py",
        was="    if hello.counter <= log:\n",
        now="    if hello.counter < log:\n",
        tests=(LEDGER, EXCHANGE, SIM),
    ),
    Planted(
        name="go on from a cursor whose digest is another",
        path="sync/hub/feeds.py",
        was="        return cursor.pos if row is not None and row.digest == cursor.digest else 0\n",
        now="        return cursor.pos if row is not None else 0\n",
        tests=(FEEDS, EXCHANGE, SIM),
    ),
    Planted(
        name="a state in memory outlives its version",
        path="sync/hub/folding.py",
        was="        if (scope, ent) in known and known[scope, ent].ver == ver\n",
        now="        if (scope, ent) in known\n",
        tests=(VERDICTS, LEDGER, "tests/sync/test_settling.py", SIM),
    ),
    Planted(
        name="one poisoned change fails its batch for ever",
        path="sync/hub/settling.py",
        was="        except Exception:  # noqa: BLE001  whatever broke, each change must be "
        "tried by itself\n",
        now="        except KeyboardInterrupt:\n",
        tests=(VERDICTS, SIM),
    ),
    Planted(
        name="one code for two dossiers of a batch",
        path="sync/hub/docket.py",
        was="        if summary is not None and "
        "self._codes.get(summary.code, change.ent) != change.ent:\n",
        now="        if summary is None and self._codes:\n",
        tests=(VERDICTS, SIM, MODEL),
    ),
    Planted(
        name="a frozen log is written on",
        path="sync/hub/epochs.py",
        was="    if not log.frozen:\n",
        now="    if log.frozen != CLOSED:\n",
        tests=(LEDGER, MODEL),
    ),
    Planted(
        name="no signature is verified",
        path="sync/cose.py",
        was="    except (InvalidSignature, ValueError):\n        return False\n",
        now="    except (InvalidSignature, ValueError):\n        return True\n",
        tests=(COSE, PROTOCOL),
    ),
    Planted(
        name="unpack whatever size a message claims",
        path="sync/protocol/compression.py",
        was="    return size <= MAX_UNPACKED_BYTES and size <= max(_ALWAYS_BYTES, MAX_RATIO "
        "* packed_size)\n",
        now="    return size < 2**62 and packed_size >= 0\n",
        tests=(PROTOCOL, "tests/sync/test_wire.py"),
    ),
    Planted(
        name="take a change whose bytes are not canonical",
        path="sync/record.py",
        was="    if cbor2.dumps(items) != data:\n",
        now="    if len(cbor2.dumps(items)) > 2 * len(data):\n",
        tests=(RECORD,),
    ),
    Planted(
        name="a desk may speak as the province",
        path="sync/hub/docket.py",
        was="    if author.dev == HUB_DEV:\n",
        now="    if author.dev >= HUB_DEV:\n",
        tests=(VERDICTS, SIM),
    ),
    Planted(
        name="take the receipt of another history",
        path="sync/client/exchange.py",
        was="        if told.answer is Answer.FORK or is_other:\n",
        now="        if told.answer is Answer.FORK:\n",
        tests=(EXCHANGE,),
    ),
    Planted(
        name="take an answer that another process has overtaken",
        path="desk_app/store/taking.py",
        was="        if reply.asked is None or reply.asked.get(page.scope) == "
        "taking.cursor(page.scope):\n",
        now="        if page.scope:\n",
        tests=(STORE,),
    ),
    Planted(
        name="believe a refusal meant for somebody else",
        path="sync/client/answer.py",
        was="    if told.request != refusal.request_name(request):\n",
        now="    if not told.request:\n",
        tests=(EXCHANGE, PROTOCOL, "tests/sync/test_http.py"),
    ),
    Planted(
        name="an old page in the place of the new one is believed",
        path="sync/client/answer.py",
        was="    if receipt.name_parts([one.raw for one in others]) != told.parts:\n",
        now="    if told.parts and not others:\n",
        tests=(EXCHANGE, SIM),
    ),
    Planted(
        name="an old page on a stick is believed",
        path="sync/client/parcels_back.py",
        was="        if name_of(message.raw) not in self._named:\n",
        now="        if not self._named:\n",
        tests=(PARCELS,),
    ),
    Planted(
        name="a file counts as held by the hub while its last slice is under way",
        path="sync/client/sending.py",
        was="        return held is not None and held.is_complete\n",
        now="        return held is not None and self._end(file) >= file.size\n",
        tests=("tests/sync/test_wire_files.py", SIM),
    ),
    Planted(
        name="work of a revoked machine is taken",
        path="sync/hub/ledger.py",
        was="        if device.revoked_at is None:\n            taken = ",
        now="        if device is not None:\n            taken = ",
        tests=(SIM, ACCESS),
    ),
    Planted(
        name="what a revoked machine still sends is thrown away",
        path="sync/hub/ledger.py",
        was="            keep_late(hub, connection, device, messages[1:])\n",
        now="            pass\n",
        tests=(SIM, ACCESS),
    ),
    Planted(
        name="a stick of a revoked machine is taken",
        path="sync/hub/parcels.py",
        was="    if device.revoked_at is not None:\n        return REVOKED\n",
        now="",
        tests=(SIM, PARCELS),
    ),
    Planted(
        name="a parcel that names another hub is taken",
        path="sync/hub/parcels.py",
        was="        if told.hub_id != self._hub.key.hub_id:\n",
        now="        if not told.hub_id:\n",
        tests=(SIM, PARCELS),
    ),
    Planted(
        name="a stick of last month takes the ack back",
        path="sync/client/parcels_back.py",
        was="        elif is_newer(receipt, self._receipt[0] if self._receipt else None):\n",
        now="        elif receipt.hub_id:\n",
        tests=(SIM, PARCELS),
    ),
    Planted(
        name="pages of a stick are taken over a gap",
        path="sync/client/parcels_back.py",
        was="        if diverged([fitted], cursors, self._own.change):\n",
        now="        if diverged([], cursors, self._own.change):\n",
        tests=(SIM, PARCELS),
    ),
    Planted(
        name="a relay lets go for a word on another parcel",
        path="sync/relay/passing.py",
        was="    if word.hub_id != hub_id or word.digest != sha256(blob.content).digest():\n",
        now="    if word.hub_id != hub_id:\n",
        tests=(SIM, RELAY),
    ),
    Planted(
        name="a list of keys is believed by its own root",
        path="sync/protocol/key_list.py",
        was="        listed = read_key_list(message, root=known.root)\n",
        now="        listed = read_key_list(message, root=told.root)\n",
        tests=(SIM, ACCESS),
    ),
)
