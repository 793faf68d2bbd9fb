"""The hub's tables about what citizens say and are told: ratings, feedback, messages.

The other tables stand in `tables`, in the same metadata.
"""

from secrets import randbits

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from sync.hub.keeping_tables import metadata

# One rating code that was used; which rating it gave is not written.
rating_codes = Table(
    "rating_codes",
    metadata,
    Column("mark", LargeBinary, primary_key=True),  # hash of the code
)

# One rating. Its number is random and its day is all that is known of when: nothing leads from it
# to a dossier or a person.
ratings = Table(
    "ratings",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False, default=lambda: randbits(62)),
    Column("org", Text, nullable=False),
    Column("rated_on", Text, nullable=False),  # a day of Viet Nam, 2026-11-23
    Column("face", Integer, nullable=False),  # 1 very unhappy … 5 very happy
    Column("reasons", Text, nullable=False),  # codes with a blank between, of an unhappy one
    Column("words", Text, nullable=False),
    Index("ratings_by_day", "org", "rated_on"),
    Index("ratings_of_a_period", "rated_on", "org", "face"),
)

# One feedback (phản ánh, kiến nghị), followed by its number alone; nobody is asked who they are.
feedback = Table(
    "feedback",
    metadata,
    Column("number", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # complaint, proposal
    Column("place", Text, nullable=False),  # what it is about, as typed
    Column("words", Text, nullable=False),
    Column("org", Text, nullable=False),  # who has it; empty: the province
    Column("written_at", BigInteger, nullable=False),
    Column("due_on", Text, nullable=False),  # the last day for the answer
    Column("routed_at", BigInteger),
    Column("answer", Text, nullable=False),
    Column("answered_at", BigInteger),  # null: it waits
    Index("feedback_by_due", "answered_at", "due_on"),
)

# One message (Zalo, SMS) that tells a citizen of a state their dossier came to; each state once.
messages = Table(
    "messages",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("ent", BigInteger, primary_key=True, autoincrement=False),
    Column("state", Text, primary_key=True),
    Column("id", Text, nullable=False),  # by which a sender knows one it was given before
    Column("phone", Text, nullable=False),  # empty once nothing more is to be sent
    Column("words", Text, nullable=False),  # they name nobody
    Column("made_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("outcome", Text, nullable=False),  # waiting, sent, given_up, passed_over
    Column("sent_at", BigInteger),
    Index("messages_by_outcome", "outcome", "made_at"),
)
