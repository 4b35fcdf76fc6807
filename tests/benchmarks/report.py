"""What a benchmark found, in words and as JSON."""

import textwrap
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One ratio or amount beside what is to be reached; `wanted` is None for what is only reported."""

    name: str
    value: float
    unit: str = ""
    wanted: str | None = None
    reached: bool | None = None
    spread: tuple[float, float] | None = None
    notes: Mapping[str, float | str] = field(default_factory=dict)

    def as_line(self) -> str:
        spread = f" ({self.spread[0]:.3g} to {self.spread[1]:.3g})" if self.spread else ""
        aim = (
            f"   wanted {self.wanted}: {'reached' if self.reached else 'NOT reached'}" if self.wanted else ""
        )
        told = "; ".join(f"{key} {_short(value)}" for key, value in self.notes.items())
        notes = "".join(f"\n      {line}" for line in textwrap.wrap(told, 100))
        return f"  {self.name}: {self.value:.3g}{self.unit and f' {self.unit}'}{spread}{aim}{notes}"

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def ratio(name: str, ours: list[float], theirs: list[float], **more: object) -> Figure:
    """Compare rounds that were measured in turn: the median of the ratios of each round, and their spread."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    return Figure(name, median(ratios), spread=(min(ratios), max(ratios)), **more)  # type: ignore[arg-type]


def at_least(figure: Figure, bound: float) -> Figure:
    return _with(figure, f">= {bound:g}", figure.value >= bound)


def at_most(figure: Figure, bound: float) -> Figure:
    return _with(figure, f"<= {bound:g}", figure.value <= bound)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]


def _with(figure: Figure, wanted: str, reached: bool) -> Figure:  # noqa: FBT001
    return Figure(figure.name, figure.value, figure.unit, wanted, reached, figure.spread, figure.notes)


def _short(value: float | str) -> str:
    return f"{value:,.4g}" if isinstance(value, float) else str(value)
