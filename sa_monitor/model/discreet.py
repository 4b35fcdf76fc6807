"""Values that hold secrets, and tell none of them to whoever prints them."""

from typing import Any, ClassVar

from msgspec import Struct


class Discreet(Struct, frozen=True):
    """Shows itself, in `repr` and in the traces of Rich, without its fields called `KEPT`."""

    KEPT: ClassVar[frozenset[str]] = frozenset()

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__rich_repr__())
        return f"{type(self).__name__}({shown})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Give the fields that may be shown."""
        return [(name, getattr(self, name)) for name in self.__struct_fields__ if name not in self.KEPT]
