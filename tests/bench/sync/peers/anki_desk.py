"""Anki as a desk: its own process in its own environment; arguments: folder, address, corpus, most.

The collection is joined to the server first, over a good line; then the corpus is added and said
over the bad one, again and again until it is there.
"""

import json
import sys
import time
from pathlib import Path

from anki.collection import Collection

folder, good, bad, corpus, most = sys.argv[1:]
Path(folder).mkdir(parents=True, exist_ok=True)
desk = Collection(folder + "/desk.anki2")
auth = desk.sync_login("u", "p", good)
auth.endpoint = good
desk.sync_collection(auth, False)
desk.close_for_full_sync()
desk.full_upload_or_download(auth=auth, server_usn=None, upload=True)
desk.reopen(after_full_sync=True)
model, deck = desk.models.by_name("Basic"), desk.decks.id("Default")
for one in json.loads(Path(corpus).read_text()):
    note = desk.new_note(model)
    note["Front"], note["Back"] = str(one["n"]), json.dumps(one, ensure_ascii=False)
    desk.add_note(note, deck)
auth.endpoint = bad
began, failures, done = time.monotonic(), 0, False
while not done and time.monotonic() - began < float(most):
    try:
        done = desk.sync_collection(auth, False).required == 0
    except Exception:  # noqa: BLE001  whatever the line did: once more
        failures += 1
        time.sleep(1)
spent = time.monotonic() - began
idle = None
if done:
    again = time.monotonic()
    desk.sync_collection(auth, False)
    idle = (time.monotonic() - again) * 1000
told = {"done": done, "ms": spent * 1000, "failures": failures, "idle_ms": idle}
sys.stdout.write(json.dumps(told) + "\n")
