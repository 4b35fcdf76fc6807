"""Events as lines of JSON, put together from pieces: the same as `json_line(event_record(event))`, many times sooner.

A long history says the same few ids, names and lists again and again: each is encoded once and then kept, bounded
in number and in length.
"""

from sa_monitor.model.event import Event
from sa_monitor.model.instants import rfc3339
from sa_monitor.present.records import json_text

_KEPT = 16_384
"""Pieces that are kept at most; then all are forgotten."""

_SHORT = 1_024
"""Characters of the longest piece that is kept."""

_Value = str | tuple[str, ...] | None
_FLAGS = ("false", "true")


def event_line(event: Event) -> str:
    """Write one event as `--json` does, without the end of the line."""
    return (
        f'{{"id":{event.id},"event":{_piece(event.kind)},'
        f'"app_id":{_piece(event.app_id)},"app_name":{_piece(event.app_name)},'
        f'"org_id":{_piece(event.org_id)},"org_name":{_piece(event.org_name)},'
        f'"authorizer_id":{_piece(event.authorizer_id)},"actor_id":{_piece(event.actor_id)},'
        f'"authorization_date":"{rfc3339(event.date)}","received_at":"{rfc3339(event.received_at)}",'
        f'"scopes":{_piece(event.scopes)},"sites":{_piece(event.sites)},"admin_sites":{_piece(event.admin_sites)},'
        f'"signature":{_piece(event.signature)},"deliveries":{event.deliveries},'
        f'"webhook_ids":{_piece(event.webhook_ids)},"synthetic":{_FLAGS[event.synthetic]},'
        f'"expected":{_FLAGS[event.expected]},"problem":{_piece(event.problem)}}}'
    )


class _Pieces(dict[_Value, str]):
    """Encodes what isn't kept yet."""

    def __missing__(self, value: _Value) -> str:
        text = json_text(value)
        if len(text) <= _SHORT:
            if len(self) >= _KEPT:
                self.clear()
            self[value] = text
        return text


_piece = _Pieces().__getitem__
