"""The pages that a key opens, and how each is made. None is imported before somebody goes there."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sa_monitor.monitor.watch import Watch
    from sa_monitor.monitor.workplace import Workplace
    from sa_monitor.ui.screens.page import PageScreen

Maker = Callable[["Watch", "Workplace"], "PageScreen"]


def _deliveries(watch: "Watch", workplace: "Workplace") -> "PageScreen":
    from sa_monitor.ui.screens.deliveries import DeliveriesScreen

    return DeliveriesScreen(watch.history, clock=watch.clock, known_secrets=workplace.known_secrets)


def _webhooks(watch: "Watch", workplace: "Workplace") -> "PageScreen":
    from sa_monitor.ui.screens.webhooks import WebhooksScreen

    return WebhooksScreen(watch.history, workplace, clock=watch.clock)


def _ready(watch: "Watch", workplace: "Workplace") -> "PageScreen":
    from sa_monitor.ui.screens.ready import ReadyScreen

    return ReadyScreen(workplace.readiness(watch.history), clock=watch.clock)


def _doctor(watch: "Watch", workplace: "Workplace") -> "PageScreen":
    from sa_monitor.ui.screens.doctor import DoctorScreen

    return DoctorScreen(workplace.doctor(watch.history), workplace.messages, clock=watch.clock)


def _alerts(watch: "Watch", workplace: "Workplace") -> "PageScreen":  # noqa: ARG001 (as all of them)
    from sa_monitor.ui.screens.alerts import AlertsScreen

    return AlertsScreen(watch.history, clock=watch.clock)


PAGES: dict[str, Maker] = {
    "ready": _ready,
    "alerts": _alerts,
    "deliveries": _deliveries,
    "webhooks": _webhooks,
    "doctor": _doctor,
}
"""How a page is made, by the name of the action that opens it; Monitor, which is always there, isn't made.

Activity isn't among them: it is made for what Monitor is narrowed to.
"""
