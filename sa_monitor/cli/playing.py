"""The demo without a terminal: events on standard output as they come, the rest on standard error."""

from sa_monitor.cli.listing import write_lines, write_records
from sa_monitor.cli.news import News
from sa_monitor.cli.recording import record_and_tell
from sa_monitor.cli.session import Session
from sa_monitor.cli.streams import narrate
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.present.lines import event_line
from sa_monitor.present.records import event_record


async def play(session: Session, api: str) -> bool:
    """Record and print until a signal; tells whether that was SIGINT."""
    recorder = Recorder(session.settings, session.places, environ=session.environ)

    async def tell(news: News, last: bool) -> None:  # noqa: FBT001 (as `Tell` has it)
        steps = await news.steps()
        if session.as_json:
            write_records(event_record(step.event) for step in steps)
        else:
            write_lines(event_line(step) for step in steps)
        for line in await news.troubles(last=last):
            narrate(line)

    def ready(address: str) -> None:
        narrate(f"Listening at {address}, simulated Webex at {api}")

    return await record_and_tell(recorder, session.places, ready, tell)
