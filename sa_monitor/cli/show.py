"""`sa-monitor show`: one event whole."""

from collections.abc import Iterator, Mapping

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.listing import write_lines, write_records
from sa_monitor.cli.questions import reading
from sa_monitor.cli.session import open_session
from sa_monitor.errors import NotFound
from sa_monitor.model.delivery import Delivery
from sa_monitor.model.event import Step
from sa_monitor.model.former import Former
from sa_monitor.model.signature import ENVIRONMENT, GENERAL, IMPORTED, LOCAL
from sa_monitor.model.webex_id import uuid_of
from sa_monitor.present.clean import clean
from sa_monitor.present.former_words import former_words
from sa_monitor.present.lines import at, event_line
from sa_monitor.present.records import event_record, whole_delivery_record

_HIGHEST = 2**63 - 1


@click.command(cls=Command)
@click.argument("event_id", metavar="ID", type=click.IntRange(0, _HIGHEST))
def show(event_id: int) -> None:
    """Print the event ID whole: its fields, its deliveries and their bodies."""
    session = open_session()
    with reading(session) as reader:
        if reader is None:
            raise NotFound(f"There is no event {event_id}.", "Nothing was recorded yet.")
        step, deliveries = reader.step(event_id), reader.deliveries_of(event_id)
        app, org = reader.former_of_app(step.event.app_id), reader.former_of_org(step.event.org_id)
    if session.as_json:
        whole = [whole_delivery_record(delivery) for delivery in deliveries]
        write_records([{**event_record(step.event), "deliveries": whole}])
    else:
        former = {"app_name": _former(app), "org_name": _former(org)}
        write_lines(_lines(step, deliveries, former))


def _former(former: Former) -> str:
    """Say in brackets what else it is known as."""
    words = former_words(former)
    return f"  ({words})" if words else ""


def _lines(step: Step, deliveries: list[Delivery], former: Mapping[str, str]) -> Iterator[str]:
    yield event_line(step)
    record = event_record(step.event)
    for name in ("app_id", "org_id", "authorizer_id", "actor_id"):
        uuid = uuid_of(record[name]) if record[name] else None
        record[name] = f"{record[name]}  ({uuid})" if uuid else record[name]
    for name, value in record.items():
        yield f"{name:<19}{clean(_words(value))}{former.get(name, '')}".rstrip()
    for delivery in deliveries:
        yield ""
        yield from _delivery_lines(delivery)


def _delivery_lines(delivery: Delivery) -> Iterator[str]:
    record = whole_delivery_record(delivery)
    imported = delivery.secret == IMPORTED
    believed = f"imported as {delivery.verdict}" if imported else str(delivery.verdict)
    secret = f" by {_secret(delivery.secret)}" if delivery.secret and not imported else ""
    yield f"delivery {delivery.id}  {at(delivery.received_at)}  {believed}{secret}  {len(delivery.body)} bytes"
    for name in ("outcome", "webhook_id", "remote", "problem"):
        yield f"  {name:<17}{clean(_words(record[name]))}".rstrip()
    for name, value in delivery.headers.items():
        yield f"  {clean(name)}: {clean(value)}"
    body = record["body"] if record["body"] is not None else record["body_base64"]
    yield from (f"  {clean(line)}" for line in str(body).splitlines())


def _secret(label: str) -> str:
    return (
        f"the {label} secret" if label in (LOCAL, ENVIRONMENT, GENERAL) else f"the secret of {clean(label)}"
    )


def _words(value: object) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case tuple() | list():
            return ", ".join(str(item) for item in value) or "-"
        case _:
            return str(value)
