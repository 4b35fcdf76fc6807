"""Sending a signed delivery through a URL, as Webex does."""

from sa_monitor.model.reach import Unreached
from sa_monitor.model.signature import SPARK_SIGNATURE
from sa_monitor.reach.visit import PATIENCE, Visit, visit


async def post(target: str, body: bytes, signature: str, *, patience: float = PATIENCE) -> Visit | Unreached:
    """POST the body with its signature; gives who answered what."""
    headers = {"Content-Type": "application/json", SPARK_SIGNATURE: signature}
    return await visit(target, method="POST", content=body, headers=headers, patience=patience)
