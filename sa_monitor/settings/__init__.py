"""Options, configuration, places and credentials."""
