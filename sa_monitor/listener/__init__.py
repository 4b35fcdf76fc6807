"""The HTTP side that Webex posts to: a thread and a loop of its own, durable before it answers."""

from logging import NullHandler, getLogger

getLogger(__name__).addHandler(NullHandler())  # without one, logging writes to the terminal that the UI owns
