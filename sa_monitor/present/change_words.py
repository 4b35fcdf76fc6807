"""A change of webhooks in words: what is sent, how each step ended, and what that means."""

from collections.abc import Sequence

import msgspec

from sa_monitor.errors import Refused
from sa_monitor.model.event import Kind
from sa_monitor.model.webhook_outcome import Outcome, Stage
from sa_monitor.model.webhook_request import Method, Request
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.webhook_words import waiting_words, webhook_label

NOT_SHOWN = "(not shown)"
_TOO_LATE = {
    Kind.AUTHORIZED: "New authorizations aren't watched yet.",
    Kind.DEAUTHORIZED: "Losses aren't watched yet.",
}


def body_text(request: Request) -> str:
    """Write the JSON that would be sent, on several lines, with a word where the secret stands; may be empty."""
    body = request.body()
    if body is None:
        return ""
    shown = {**body, "secret": NOT_SHOWN} if request.signs else body
    return msgspec.json.format(msgspec.json.encode(shown), indent=2).decode()


def request_words(request: Request) -> str:
    """Say in one line what a request would do."""
    name = clean(request.name)
    match request.method:
        case Method.CREATE:
            return f'create "{name}" for {request.event}'
        case Method.DELETE:
            return f'delete "{name}"'
        case Method.UPDATE:
            was = request.webhook
            moves = was is not None and was.target_url != request.target_url
            parts = (
                "reactivate it" if request.reactivates else "",
                f"point it to {clean(request.target_url)}" if moves else "",
                f'name it "{name}"' if was is not None and was.name != request.name else "",
                "set a new secret" if request.signs else "",
            )
            label = webhook_label(was) if was is not None else name
            return f'change "{label}": {", ".join(part for part in parts if part) or "nothing"}'


def step_line(outcome: Outcome) -> str:
    """Tell where a request is, with its sign: `✓ authorized created`."""
    sign, words = _step(outcome)
    return f"{sign} {_label(outcome.request)} {words}"


def summary_words(outcomes: Sequence[Outcome], *, until: str) -> str:
    """Say what all of it means; empty where the steps say it. `until` is the time of day five minutes from now."""
    if not outcomes:
        return "Nothing is to be changed."
    created = [o for o in outcomes if o.request.method is Method.CREATE]
    if len(created) == len(outcomes):
        return _created(created)
    last = outcomes[-1]
    if last.stage is Stage.DONE and last.request.reactivates:
        return f'"{clean(last.request.name)}" is active. One failure before {until} disables it again.'
    return ""


def _created(outcomes: Sequence[Outcome]) -> str:
    done = [o for o in outcomes if o.stage is Stage.DONE]
    exist = [o for o in outcomes if o.stage is Stage.EXISTS]
    if len(exist) == len(outcomes):
        return " ".join(dict.fromkeys(_exists(outcome) for outcome in exist))
    failed = [o for o in outcomes if o not in done and o not in exist]
    if not failed:
        secrets = "Its secret is" if len(done) == 1 else "Both secrets are"
        return f"Created {len(done)} webhook{'s' if len(done) > 1 else ''}. {secrets} known here."
    if not done and not exist:
        return ""
    first, lost = (done or exist)[0], failed[0]
    verb = "Created" if done else "There is"
    watched = _TOO_LATE.get(Kind(lost.request.event), "")
    return f'{verb} "{first.request.event}"; "{lost.request.event}" {_failed(lost)}. {watched}'


def _exists(outcome: Outcome) -> str:
    name = webhook_label(outcome.webhook) if outcome.webhook else clean(outcome.request.name)
    inactive = outcome.webhook is not None and not outcome.webhook.active
    also = " It is inactive." if inactive else ""
    return f'"{name}" has this event, filter and target already. Nothing was created.{also}'


def _failed(outcome: Outcome) -> str:
    error = outcome.error
    if outcome.stage is Stage.UNKNOWN:
        return "may exist: nobody answered"
    if isinstance(error, Refused):
        return f"was refused ({error.status})"
    return "was not sent" if error is None else "was not created"


def _label(request: Request) -> str:
    return request.event if request.method is Method.CREATE else f'"{clean(request.name)}"'


def _step(outcome: Outcome) -> tuple[str, str]:
    """Give the sign and the words of where a request is."""
    error = clean(str(outcome.error)) if outcome.error else ""
    name = webhook_label(outcome.webhook) if outcome.webhook else ""
    waits = f"not answered yet. {waiting_words(outcome.seconds, asked=outcome.asked)}"
    refused = "refused" if isinstance(outcome.error, Refused) else "not done"
    return {
        Stage.PROVING: (signs.UNKNOWN, "tried: a signed delivery goes to its target"),
        Stage.SENDING: (signs.UNKNOWN, "sent, waiting for Webex"),
        Stage.WAITING: (signs.UNKNOWN, waits),
        Stage.DONE: (signs.OK, _done(outcome)),
        Stage.EXISTS: (signs.OK, f'exists already as "{name}"'),
        Stage.REFUSED: (signs.LOST, f"{refused}: {error}"),
        Stage.UNKNOWN: (signs.UNKNOWN, f"may be done or not: {error}"),
        Stage.UNPROVEN: (signs.LOST, f"not reactivated: {clean(outcome.reason)}"),
        Stage.NOT_SENT: (signs.ENDED, "not sent"),
    }[outcome.stage]


def _done(outcome: Outcome) -> str:
    kept = f"; not kept here: {clean(outcome.reason)}" if outcome.reason else ""
    return f"{_did(outcome)}{kept}"


def _did(outcome: Outcome) -> str:
    request = outcome.request
    match request.method:
        case Method.CREATE:
            lost = ", though its answer was lost" if outcome.found else ""
            key = outcome.admin_site_key
            spelled = f"; Webex takes the admin site as {key}" if key else ""
            return f"created{lost}{spelled}"
        case Method.DELETE:
            return "deleted"
        case Method.UPDATE:
            return "reactivated" if request.reactivates else "changed"
