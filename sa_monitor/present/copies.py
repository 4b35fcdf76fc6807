"""What can be copied of a thing: first what `c` takes, then every other form that `C` lists."""

import shlex
from collections.abc import Iterator, Sequence

from msgspec import Struct

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.delivery import Delivery
from sa_monitor.model.event import Step
from sa_monitor.model.webex_id import uuid_of
from sa_monitor.model.webhook import Webhook
from sa_monitor.present.clean import clean, pasteable
from sa_monitor.present.lines import event_line
from sa_monitor.present.records import (
    authorization_record,
    delivery_record,
    event_record,
    json_line,
    json_text,
    whole_delivery_record,
)
from sa_monitor.present.things import Thing

PROGRAM = "sa-monitor"


class Copy(Struct, frozen=True):
    """One form: what it is called after "Copied", and the text. `ending` is that of a file's name.

    `names_command`: it is to be pasted into a shell.
    """

    what: str
    text: str
    ending: str = "txt"
    names_command: bool = False


def event_copies(step: Step, deliveries: Sequence[Delivery], query: str) -> list[Copy]:
    """Give the forms of an event: one line for a ticket first. `query` is the one that it is shown under."""
    event = step.event
    record = {**event_record(event), "deliveries": [whole_delivery_record(own) for own in deliveries]}
    return [
        Copy("event as a line", event_line(step)),
        Copy("event as JSON", json_line(record), "json"),
        Copy("event id", str(event.id)),
        *_thing_copies(Thing.ORG, event.org_id, event.org_name),
        *_thing_copies(Thing.APP, event.app_id, event.app_name),
        *_body(deliveries),
        *_query(query),
        Copy("command that shows it", f"{PROGRAM} show {event.id}", names_command=True),
    ]


def thing_copies(thing: Thing, key: str, standings: Sequence[Authorization], query: str) -> list[Copy]:
    """Give the forms of a Service App or an organization: its UUID first, or its id where that has none."""
    own = [standing for standing in standings if thing.id_of(standing) == key]
    name = next((name for standing in own if (name := thing.name_of(standing))), None)
    records = "\n".join(json_line(authorization_record(standing)) for standing in own)
    forms = [*_thing_copies(thing, key, name)]
    if records:
        forms.append(Copy(f"{thing.one} as JSON", records, "jsonl"))
    return [*forms, *_query(query)]


def delivery_copies(delivery: Delivery) -> list[Copy]:
    """Give the forms of a delivery: its record first."""
    return [
        Copy("delivery as JSON", json_line(delivery_record(delivery)), "json"),
        Copy("delivery id", str(delivery.id)),
        *(() if delivery.webhook_id is None else (Copy("webhook id", clean(delivery.webhook_id)),)),
        *_body([delivery]),
        Copy("command that lists it", f"{PROGRAM} deliveries --json", names_command=True),
    ]


def webhook_copies(webhook: Webhook) -> list[Copy]:
    """Give the forms of a webhook: its UUID first, or its id where that has none."""
    uuid = uuid_of(webhook.id)
    ids = [Copy("webhook id", clean(webhook.id))]
    return [
        *([Copy("webhook UUID", uuid), *ids] if uuid is not None else ids),
        Copy("webhook as JSON", json_text(webhook), "json"),
        Copy("target of the webhook", clean(webhook.target_url)),
        Copy(
            "command that shows it",
            f"{PROGRAM} webhooks show {shlex.quote(uuid or clean(webhook.id))}",
            names_command=True,
        ),
    ]


def line_copies(words: str | None) -> list[Copy]:
    """Give the one form of a line of words; none where there is nothing on it."""
    return [Copy("line", clean(words))] if words and words.strip() else []


def _thing_copies(thing: Thing, key: str, name: str | None) -> Iterator[Copy]:
    uuid = uuid_of(key)
    if uuid is not None:
        yield Copy(f"{thing.one} UUID", uuid)
    yield Copy(f"{thing.one} id", clean(key))
    if name and clean(name).strip():
        yield Copy(f"{thing.one} name", clean(name).strip())


def _body(deliveries: Sequence[Delivery]) -> Iterator[Copy]:
    """Give the first body as it arrived, where it is text at all: what is not can't be pasted.

    What would act on the terminal that it is pasted into is written as an escape, and it isn't called exact then.
    """
    if deliveries and deliveries[0].body:
        try:
            text = deliveries[0].body.decode()
        except UnicodeDecodeError:
            return
        pasted = pasteable(text)
        exact = pasted == text.replace("\r\n", "\n")
        yield Copy("body, exact", text, "json") if exact else Copy("body, escaped", pasted)


def _query(query: str) -> Iterator[Copy]:
    query = clean(query)
    if query:
        yield Copy("query", query)
        yield Copy("query as a command", f"{PROGRAM} events {shlex.quote(query)}", names_command=True)
