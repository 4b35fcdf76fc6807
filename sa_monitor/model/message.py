"""Something that the program said of itself."""

from msgspec import Struct

from sa_monitor.model.checkup import Grade


class Message(Struct, frozen=True):
    """What it said, when, and how that stands. `words` may hold foreign text."""

    at: int
    words: str
    grade: Grade = Grade.PASS
