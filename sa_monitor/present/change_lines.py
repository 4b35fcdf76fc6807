"""A change of webhooks as a dialog shows it: what would be sent, how far it came, and what can be done then."""

from collections.abc import Iterator, Sequence

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.event import Kind
from sa_monitor.model.webhook_outcome import Outcome, Stage
from sa_monitor.model.webhook_request import Method, Request
from sa_monitor.present import signs
from sa_monitor.present.cells import wrap
from sa_monitor.present.change_words import body_text, request_words, step_line, summary_words
from sa_monitor.present.clean import clean, escaped
from sa_monitor.present.paragraph import Said, broken
from sa_monitor.present.tone import Line, Span, Tone, line

_TONES = {signs.OK: Tone.SUCCESS, signs.LOST: Tone.ERROR, signs.UNKNOWN: Tone.QUIET, signs.ENDED: Tone.QUIET}
_UNWATCHED = {
    Kind.AUTHORIZED: "New authorizations aren't watched.",
    Kind.DEAUTHORIZED: "Losses aren't watched.",
}
_MARGIN = 3


def plan_lines(requests: Sequence[Request], cells: int) -> Iterator[Line]:
    """Say what each request would do, with the request as it would be sent."""
    for request in requests:
        yield from _hung(f" {request.method:<7}", Tone.ACCENT, request_words(request), cells)
        text = body_text(request)
        for piece in wrap(escaped(f"/v1{request.path}"), max(1, cells - 8)) if request.webhook else ():
            yield line(f"        {piece}", Tone.QUIET)
        for row in text.splitlines():
            for piece in wrap(escaped(row), max(1, cells - 8)):
                yield line(f"        {piece}", Tone.QUIET)


def step_lines(outcomes: Sequence[Outcome], cells: int) -> Iterator[Line]:
    """Say where each request is."""
    for outcome in outcomes:
        sign, _, words = step_line(outcome).partition(" ")
        tone = Tone.WARNING if outcome.stage is Stage.UNKNOWN else _TONES[sign]
        yield from _hung(f" {sign} ", tone, words, cells)


def closing_words(outcomes: Sequence[Outcome], error: SaMonitorError | None, *, until: str) -> list[Said]:
    """Say what all of it means once it has ended."""
    if error is not None:
        said: list[Said] = [(clean(error.title), Tone.ERROR), (clean(error.advice), Tone.TEXT)]
        return [(words, tone) for words, tone in said if words]
    if half := half_done(outcomes):
        lost = next(outcome for outcome in outcomes if not outcome.stage.is_good)
        count = f"{_NUMBERS.get(len(half), len(half))} of {_SMALL.get(len(outcomes), len(outcomes))} exists."
        doubt = " Whether the other does, nobody knows." if lost.stage is Stage.UNKNOWN else ""
        return [(f"{count} {_unwatched(lost.request)}{doubt}", Tone.WARNING)]
    if summary := summary_words(outcomes, until=until):
        return [(summary, Tone.TEXT)]
    if replaced_half(outcomes):
        return [("The new one exists, and the old one too. Events are reported by both.", Tone.WARNING)]
    if any(outcome.stage is Stage.UNPROVEN for outcome in outcomes):
        return [("One failure within five minutes would disable it again.", Tone.TEXT)]
    return []


_NUMBERS = {1: "One", 2: "Two"}
_SMALL = {2: "two", 3: "three"}


def half_done(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Give those that exist where several were to be created and not all do."""
    created = [outcome for outcome in outcomes if outcome.request.method is Method.CREATE]
    good = [outcome for outcome in created if outcome.stage.is_good]
    return good if len(created) == len(outcomes) and good and len(good) < len(created) else []


def replaced_half(outcomes: Sequence[Outcome]) -> bool:
    """Tell whether a new webhook was created, and the one that it replaces is still there."""
    return (
        len(outcomes) > 1
        and outcomes[0].request.method is Method.CREATE
        and outcomes[0].stage.is_good
        and outcomes[-1].request.method is Method.DELETE
        and not outcomes[-1].stage.is_good
    )


def _unwatched(request: Request) -> str:
    return _UNWATCHED.get(Kind(request.event), "") if request.event in tuple(Kind) else ""


def _hung(lead: str, tone: Tone, words: str, cells: int) -> Iterator[Line]:
    """Break words into lines that begin where the first of them does."""
    for number, piece in enumerate(broken(words, max(1, cells - len(lead) - 1))):
        yield (Span(lead, tone), Span(piece)) if not number else line(" " * len(lead) + piece)
