"""The Webex REST API."""
