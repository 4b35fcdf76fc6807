"""Channels that tell somebody who doesn't look at the screen. They know nothing of the store."""
