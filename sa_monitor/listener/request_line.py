"""The first line of a request, as RFC 9112 (3) has it and no other way.

llhttp takes more: several blanks between the parts, `RTSP/1.0` and `ICE/1.0` as protocols, no version at all (HTTP/0.9,
after which it waits for headers that never come), a bare CR before the method.
"""

import re

from sa_monitor.listener import refusals
from sa_monitor.listener.refusals import Refusal

_LINE = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+ [!-~]+ HTTP/1\.[01]\r\n"
_blanks = re.compile(rb"(?:\r?\n)+").match
_begins_well = re.compile(rb"(?:\r\n)?" + _LINE).match
_is_line = re.compile(_LINE).fullmatch
_may_become_one = re.compile(
    rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]*(?:(?<=.) (?:[^ \r\n]+(?: (?:[A-Z]+(?:/[0-9.]*)?)?)?)?)?\r?"
).fullmatch
_is_of_another_version = re.compile(rb"[^ \r\n]+ [^ \r\n]+(?: [A-Z]+/[0-9.]+)?\r?\n").fullmatch


def parts_of(text: bytes) -> tuple[bytes, bytes]:
    """Give method and target of bytes that begin with a well-formed line."""
    method, target, _ = text.lstrip().split(b" ", 2)
    return method, target


class RequestLine:
    """Follows the bytes between two requests up to the end of a line that is not blank."""

    def __init__(self) -> None:
        self._begun = bytearray()
        self.complete = False

        self.pieced = b""
        """The line, where it is complete and came in pieces."""

    def reset(self) -> None:
        """Wait for the line of the next request."""
        self.complete = False

    def is_here(self, text: bytes, start: int) -> bool:
        """Tell whether a whole line that is well-formed stands here: nearly always."""
        if not self._begun and _begins_well(text, start):
            self.complete = True
        return self.complete

    def take(self, text: bytes, start: int) -> int:
        """Take what belongs to the line, or a run of blank lines, and give where it ends."""
        blank = None if self._begun else _blanks(text, start)
        if blank is not None:
            return blank.end()
        end = text.find(b"\n", start) + 1 or len(text)
        self._begun += text[start:end]
        return end

    def judge(self) -> Refusal | None:
        """Tell what is wrong with the line, once all of it was taken."""
        if not self._begun.endswith(b"\n"):
            return None
        line = bytes(self._begun)
        self._begun.clear()
        if line == b"\r\n" or _is_line(line):
            self.complete = line != b"\r\n"
            self.pieced = line
            return None
        return self._judge(line)

    def judge_unknown(self) -> Refusal | None:
        """Tell what is wrong where the parser knows no such method: at the first byte that fits no line, or at its end.

        None where the line is well-formed, or may still become so.
        """
        if self.complete:
            return None
        line = bytes(self._begun)
        if not _may_become_one(line.removesuffix(b"\n")):
            return refusals.REQUEST_LINE
        return self.judge()

    @staticmethod
    def _judge(line: bytes) -> Refusal:
        return refusals.HTTP_VERSION if _is_of_another_version(line) else refusals.REQUEST_LINE
