"""What a test orders at the doors of the simulated Webex: that something happens there, or goes wrong."""

import httpx


def spoil(simulator, fault, count=1, after=0):
    """Order a fault; that many answers are good first."""
    _order(simulator, "/simulator/faults", {"fault": fault, "count": count, "after": after})


def happen(simulator, event="authorized", **data):
    """Let an event happen, made up where `data` says nothing."""
    _order(simulator, "/simulator/events", {"event": event, "data": data})


def give_up(simulator):
    """Let so much happen that Webex gives up on targets where nobody answers."""
    _order(simulator, "/simulator/events", {"event": "authorized"}, times=100)


def _order(simulator, door, body, times=1):
    with httpx.Client(base_url=simulator.url, trust_env=False, timeout=60) as client:
        for _ in range(times):
            client.post(door, json=body).raise_for_status()
