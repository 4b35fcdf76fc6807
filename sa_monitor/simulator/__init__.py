"""A Webex on loopback: the REST API of `webex.md`, and a deliverer that signs, filters, disables and misbehaves.

It imports `model` and `errors` alone, and speaks HTTP to the rest, as Webex does. Everything in it is drawn from a seed
and timed by the clock passed in: the same seed and the same calls give the same ids and the same story.
"""
