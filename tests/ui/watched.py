"""What the health watch left in a store: our webhooks as last listed, and what became of them."""

from msgspec.structs import replace

from sa_monitor.model.delivery import Arrival, Verdict
from sa_monitor.model.event import Kind
from sa_monitor.model.health import Checks, Trouble, Unlisted
from sa_monitor.model.instants import HOUR, MINUTE, SECOND
from sa_monitor.model.listening import Ending
from sa_monitor.model.reach import Probe, Reached
from sa_monitor.model.signature import LOCAL, Secret
from sa_monitor.model.trial import Trial
from sa_monitor.monitor.trying import seal
from sa_monitor.settings.places import Places
from sa_monitor.store.health import keep_list
from sa_monitor.store.targets import remember_target
from tests.ui.stage import NOW, fill, webhook

HERE = "https://abc.example.net/webhook"
LOST = webhook("reporting lost", Kind.DEAUTHORIZED)
PAIR = (webhook("reporting gained", Kind.AUTHORIZED), LOST)

FINE = Checks(
    listed_at=NOW - 20 * SECOND,
    owner="Jane Doe",
    target=HERE,
    probe=Probe(HERE, NOW - 2 * MINUTE, Reached(84)),
    reached_at=NOW - 2 * MINUTE,
)
UNREACHABLE = replace(
    FINE,
    listed_at=NOW - 26 * MINUTE,
    unlisted=Unlisted(Trouble.UNREACHABLE, NOW - 26 * MINUTE, "connection timed out"),
)
TOKEN_ENDED = replace(
    FINE,
    listed_at=NOW - 5 * HOUR - 12 * MINUTE,
    unlisted=Unlisted(Trouble.TOKEN_ENDED, NOW - 5 * HOUR - 11 * MINUTE),
)
THERE = "https://def.example.net/webhook"
MOVED = replace(FINE, target=THERE, probe=Probe(THERE, NOW - 2 * MINUTE, Reached(84)))


def watched(places: Places, checks: Checks = FINE) -> None:
    """Keep that our webhooks were listed, and are in order."""
    remember_target(places.database, HERE, NOW - HOUR)
    keep_list(places.database, PAIR, checks, NOW)


def gave_up(places: Places) -> None:
    """Keep that Webex gave one up, seen at 14:20, after all was in order."""
    watched(places, replace(FINE, listed_at=NOW - HOUR))
    after = (PAIR[0], replace(LOST, status="inactive"))
    keep_list(places.database, after, replace(FINE, listed_at=NOW - 4 * MINUTE), NOW)
    keep_list(places.database, after, FINE, NOW)


def tested(places: Places) -> None:
    """Keep that all is in order, and that a test delivery came through at 14:02, and nothing else."""
    sent = NOW - 22 * MINUTE
    body = seal(Trial(target=HERE), Secret(LOCAL, "local"), Kind.AUTHORIZED, sent).body
    came = Arrival(sent, Verdict.VERIFIED, LOCAL, "127.0.0.1", {"content-type": "application/json"}, body)
    fill(places, [came], [(sent - HOUR, NOW + MINUTE, Ending.STOPPED)])
    watched(places)
