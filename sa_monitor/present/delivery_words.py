"""What is said of one delivery beside others of the same event."""

from sa_monitor.model.delivery import Delivery, Verdict
from sa_monitor.model.signature import ENVIRONMENT, GENERAL, IMPORTED, LOCAL, SPARK_SIGNATURE, WEBEX_SIGNATURE
from sa_monitor.present import signs
from sa_monitor.present.durations import duration
from sa_monitor.present.names import named, short
from sa_monitor.present.quantities import counted
from sa_monitor.present.tone import Tone

_SECRETS = {
    LOCAL: "the local secret",
    ENVIRONMENT: "SA_MONITOR_SECRET",
    GENERAL: "a secret of no webhook",
}
UNSIGNED_TAKEN = "Unsigned deliveries are taken: anyone who knows the URL can invent events."

_HEADERS = {SPARK_SIGNATURE: "X-Spark-Signature", WEBEX_SIGNATURE: "X-Webex-Signature"}


def verdict_sign(delivery: Delivery) -> tuple[str, Tone]:
    """Give the sign of what the signature says."""
    if delivery.verdict is Verdict.VERIFIED:
        return signs.OK, Tone.SUCCESS
    if delivery.verdict is Verdict.UNSIGNED:
        return signs.UNKNOWN, Tone.WARNING
    return signs.LOST, Tone.ERROR


def delivery_words(delivery: Delivery, first: Delivery) -> str:
    """Say whose webhook sent it, whether it is believed, and how it compares with the first one."""
    return ", ".join([believed(delivery), *_compared(delivery, first)])


def webhook_label(delivery: Delivery) -> str:
    """Name the webhook that sent it."""
    name = named(delivery.webhook_name)
    if name:
        return f'"{name}"'
    return f"webhook {short(delivery.webhook_id)}" if delivery.webhook_id else "a webhook without an id"


def believed(delivery: Delivery) -> str:
    """Say whether it is believed, and by whose secret."""
    by = webhook_label(delivery)
    if delivery.secret == IMPORTED:
        return f"imported as {delivery.verdict}, from {by}"
    if delivery.verdict is not Verdict.VERIFIED:
        return f"{delivery.verdict} from {by}"
    if delivery.secret in _SECRETS:
        return f"verified by {_SECRETS[delivery.secret]}, from {by}"
    return f"verified by {by}"


def still_rejected(known: int) -> str:
    """Say why allowing unsigned deliveries has no effect."""
    verb = "is" if known == 1 else "are"
    return f"Unsigned deliveries are still rejected: {counted(known, 'secret')} {verb} known."


def secret_words(delivery: Delivery) -> str | None:
    """Name the secret that verified it where that is none of a webhook."""
    return _SECRETS.get(delivery.secret or "")


def _compared(delivery: Delivery, first: Delivery) -> list[str]:
    if delivery.id != first.id:
        same = "same body" if delivery.body == first.body else "same event"
        return [same, f"{duration(delivery.received_at - first.received_at)} later"]
    signed = [name for header, name in _HEADERS.items() if header in delivery.headers]
    return [*signed, counted(len(delivery.body), "byte")]
