"""The HTTP side that Webex posts to."""
