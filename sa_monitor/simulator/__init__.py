"""A Webex on loopback."""
