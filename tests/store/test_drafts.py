"""What is typed and not sent outlives the process, each person's for themselves."""

import subprocess
import sys
from datetime import UTC, datetime

from desk_app.store.database import create_database, open_database
from desk_app.store.drafts import Drafts
from desk_app.store.migrations import migrate

AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
KEY = bytes(range(48))
TYPING = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from desk_app.store.database import open_database
from desk_app.store.drafts import Drafts
drafts = Drafts(open_database(Path(sys.argv[1]), bytes(range(48))))
for letters in range(1, 8):
    name = "Bưởi Sen"[:letters]
    drafts.keep(1, "receive", {"person": {"name": name}}, at=datetime.now(UTC))
print("kept", flush=True)
time.sleep(60)
"""


def test_after_kill_9_the_form_is_where_it_was(tmp_path):
    path = tmp_path / "a.db"
    database = create_database(path, KEY)
    migrate(database)
    Drafts(database).keep(2, "receive", {"person": {"name": "Núi"}}, at=AT)
    database.close()

    with subprocess.Popen(
        [sys.executable, "-c", TYPING, str(path)], stdout=subprocess.PIPE, text=True
    ) as typing:
        said = typing.stdout.readline()
        typing.kill()

    database = open_database(path, KEY)
    drafts = Drafts(database)
    assert said == "kept\n"
    assert drafts.get(1, "receive")[0] == {"person": {"name": "Bưởi Se"}}
    assert drafts.get(2, "receive")[0] == {"person": {"name": "Núi"}}
    drafts.drop(1, "receive")
    assert drafts.get(1, "receive") is None
    assert drafts.get(2, "receive") is not None
    database.close()
