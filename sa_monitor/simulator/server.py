"""The simulated Webex as one thing to start and stop."""

import asyncio
import time
from collections.abc import Callable, Iterator
from random import Random
from types import TracebackType
from typing import Self

import httpx
from starlette.applications import Starlette

from sa_monitor.simulator.api import BASE, Api
from sa_monitor.simulator.cast import Cast
from sa_monitor.simulator.deliverer import TIMEOUT, Deliverer, Pauses
from sa_monitor.simulator.doors import Doors
from sa_monitor.simulator.drama import Drama
from sa_monitor.simulator.faults import Faults
from sa_monitor.simulator.invention import Inventor
from sa_monitor.simulator.occurrence import Occurrence
from sa_monitor.simulator.pace import Pace
from sa_monitor.simulator.past import DAYS, past, tell_past
from sa_monitor.simulator.registry import Registry
from sa_monitor.simulator.serving import HOST, Serve, Serving, bind
from sa_monitor.simulator.tokens import Tokens, make_integration
from sa_monitor.simulator.traffic import Traffic

_HEADERS = {"User-Agent": "sa-monitor-simulator", "Accept": "*/*"}
_LIMITS = httpx.Limits(max_connections=128, max_keepalive_connections=128, keepalive_expiry=30)


def system_clock() -> int:
    """Tell the time of day in milliseconds."""
    return time.time_ns() // 1_000_000


class Simulator:
    """A Webex on loopback, whose story goes on `rate` times a second; a context manager that starts and stops it.

    The story goes on while any webhook would hear of it. `began` is the moment at which its past ends. It can be
    started once. `star` names a Service App that loses a customer for a while; see `drama`. Nothing is written to the
    terminal, and no signal handler is touched.
    """

    def __init__(
        self,
        *,
        seed: int,
        token: str,
        rate: float,
        port: int = 0,
        clock: Callable[[], int] = system_clock,
        pauses: Pauses = Pauses(),  # noqa: B008 (a frozen value)
        star: str | None = None,
    ) -> None:
        self.token = token
        self.integration = make_integration(Random(f"{seed}/integration"))  # noqa: S311 (a story, no secret)
        self.began = clock()
        self._seed = seed
        self._rate = rate
        self._port = port
        self._clock = clock
        self._pauses = pauses
        self._star = star
        self._story = tell_past(seed, self.began)
        self._serving: Serving | None = None
        self._pace: Pace | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def cast(self) -> Cast:
        """Who plays."""
        return self._story.cast

    @property
    def url(self) -> str:
        """Where `/v1` and `/simulator` are, e.g. `http://127.0.0.1:8900`; known once it is started."""
        return f"http://{HOST}:{self._port}"

    @property
    def api_url(self) -> str:
        """Where the REST API is, e.g. `http://127.0.0.1:8900/v1`; known once it is started."""
        return self.url + BASE

    def past(self, days: int = DAYS) -> Iterator[Occurrence]:
        """Give the history that the live traffic goes on from; see `past.past`."""
        return past(self._seed, self.began, days)

    def start(self) -> str:
        """Listen, and give the URL of the API. Raises PortTaken, ListenerError."""
        bound = bind(self._port)
        self._port = bound.getsockname()[1]
        self._serving = Serving(bound, self._perform)
        self._serving.start()
        return self.api_url

    def pace(self, rate: float) -> None:
        """Let things happen at another rate from now on, 0 for not at all; callable from any thread."""
        self._rate = rate
        if self._serving is not None:
            self._serving.call(lambda: self._pace.change(rate) if self._pace else None)

    def stop(self) -> None:
        """Stop; requests in flight have a few seconds. Does nothing where it doesn't run."""
        if self._serving is not None:
            self._serving.stop()

    async def _perform(self, serve: Serve) -> None:
        """Put the parts together in the thread's loop, and serve until stopped."""
        cast, ledger, clock, faults = self._story.cast, self._story.ledger, self._clock, Faults()
        heard = asyncio.Event()
        registry = Registry(cast, self._chance("webhooks"), clock, heard.set)
        async with httpx.AsyncClient(
            trust_env=False, timeout=TIMEOUT, headers=_HEADERS, limits=_LIMITS
        ) as client:
            deliverer = Deliverer(client, registry, faults, self._pauses, self._chance("deliveries"))
            traffic, turning = (Traffic(cast, ledger, self._chance(name)) for name in ("live", "turn"))
            drama = Drama(traffic, turning, cast, ledger, self._star)

            async def happen() -> None:
                await deliverer.tell(drama.next(clock()))

            self._pace = Pace(self._rate, happen, registry, self._chance("pace"), heard)
            tokens = Tokens(self.token, self.integration, self._chance("tokens"))
            api = Api(
                tokens,
                cast,
                registry,
                faults,
                tracking=self._chance("answers"),
                began=self.began,
                slow=self._pauses.slow,
            )
            doors = Doors(Inventor(self._seed, cast, ledger), deliverer, faults, clock)
            app = Starlette(
                routes=[*api.routes(), *doors.routes()],
                exception_handlers={404: api.not_found, 405: api.not_found},
            )
            async with asyncio.TaskGroup() as tasks:
                pacing = tasks.create_task(self._pace.run())
                await serve(app)
                pacing.cancel()
            await deliverer.aclose()

    def _chance(self, name: str) -> Random:
        """Give chance that one part has to itself, so that the parts don't disturb each other's story."""
        return Random(f"{self._seed}/{name}")  # noqa: S311 (a story, no secret)
