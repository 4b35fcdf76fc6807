"""The way in: what stands between Webex and this process, looked at over HTTP."""
