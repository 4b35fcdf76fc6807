"""The rules by which alerts rise: as data, those that are built in and those that a user writes."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from msgspec import Struct

from sa_monitor.model.alert import Condition, Severity
from sa_monitor.model.event import Event
from sa_monitor.model.instants import HOUR, MINUTE
from sa_monitor.model.query import Query


class Rule(Struct, frozen=True, kw_only=True):
    """A name, what it finds, how much that matters, and who is told: `channels` None is all of them.

    A user's own rule has a query. Of a built-in one `count` and `within` (milliseconds) are its bounds: so many, in so
    long a time.
    """

    name: str
    severity: Severity = Severity.WARNING
    channels: tuple[str, ...] | None = None
    enabled: bool = True
    query: Query | None = None
    count: int = 0
    within: int = 0


BUILT_IN: Mapping[Condition, Rule] = MappingProxyType(
    {
        Condition.LOSS: Rule(name="lost"),
        Condition.WAVE: Rule(name="wave", count=5, within=10 * MINUTE),
        Condition.CHANGED: Rule(name="changed", severity=Severity.NOTICE, enabled=False),
        Condition.NEW_ORGANIZATION: Rule(name="new organization", severity=Severity.NOTICE, enabled=False),
        Condition.WEBHOOK: Rule(name="webhook"),
        Condition.STORING: Rule(name="storing", severity=Severity.CRITICAL),
        Condition.REJECTED: Rule(name="rejected", count=30, within=MINUTE),
        Condition.UNREADABLE: Rule(name="unreadable"),
        Condition.SILENCE: Rule(name="silence", severity=Severity.NOTICE, enabled=False, within=72 * HOUR),
    }
)
"""What is found without any configuration; a `[[rules]]` entry of the same name changes it."""


class Channel(Struct, frozen=True):
    """Who is told, from which severity on."""

    name: str
    min_severity: Severity = Severity.WARNING


class Finding(Struct, frozen=True):
    """That an alert is to rise: by which rule, how bad, and which channels are told (None: all)."""

    rule: str
    what: Condition
    severity: Severity
    channels: tuple[str, ...] | None


QUIET = 5 * MINUTE
"""Milliseconds within which the same thing isn't told twice."""


class Rulebook(Struct, frozen=True, kw_only=True):
    """All rules in force, and the channels that hear of what they find.

    `quiet` is for how many milliseconds the same thing isn't told again.
    """

    own: tuple[Rule, ...] = ()
    built_in: Mapping[Condition, Rule] = BUILT_IN
    channels: tuple[Channel, ...] = ()
    quiet: int = QUIET

    def judge(self, what: Condition, event: Event, *, critical: bool) -> Finding | None:
        """Tell what a change of standing comes to: the worst of all rules that find it; None where none does.

        `what` is MATCHED for a change that only a user's own rule can find. `critical` is whether the app is marked so.
        """
        found = [rule for rule in self.own if rule.enabled and rule.query and rule.query.matches(event)]
        standing = self.built_in.get(what)
        if standing is not None and standing.enabled:
            found.append(standing)
        if not found:
            return None
        worst = max(found, key=lambda rule: rule.severity.rank)
        severity = Severity.CRITICAL if critical and what is Condition.LOSS else worst.severity
        return Finding(worst.name, what, severity, _all_channels(found))

    def find(self, what: Condition) -> Finding | None:
        """Tell what a condition that isn't about an event comes to; None where it is switched off."""
        rule = self.built_in[what]
        return Finding(rule.name, what, rule.severity, rule.channels) if rule.enabled else None

    def listeners(self, finding: Finding) -> list[str]:
        """Give the channels that are told of a finding."""
        return [
            channel.name
            for channel in self.channels
            if finding.severity.rank >= channel.min_severity.rank
            and (finding.channels is None or channel.name in finding.channels)
        ]


def _all_channels(rules: Collection[Rule]) -> tuple[str, ...] | None:
    """Give every channel that any of the rules tells."""
    if any(rule.channels is None for rule in rules):
        return None
    return tuple(dict.fromkeys(name for rule in rules for name in rule.channels or ()))
