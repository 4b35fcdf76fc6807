"""The program `sa-monitor`, also as `python -m sa_monitor`."""

import gc
import sys

from sa_monitor import __version__


def main() -> int:
    """Run the command line of this process; gives its exit code."""
    if sys.argv[1:2] == ["--version"]:  # answered before anything is imported
        print(f"sa-monitor {__version__}")  # noqa: T201 (unlike `write` it is content with no standard output)
        return 0
    gc.disable()  # nothing that is imported is garbage; who runs a command looks for it again
    try:
        from sa_monitor.cli.main import run
    except KeyboardInterrupt:  # whoever interrupts a start wants no traceback
        return 130

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
