"""A webhook's filter at Webex: which Service Apps and sites it limits a webhook to (`webex.md`, "The webhook")."""

from msgspec import Struct

from sa_monitor.errors import UsageError
from sa_monitor.model.payload import Happening

ADMIN_SITE_SPELLINGS = ("adminTrainSiteName", "adminTrainSiteNames")
"""Two public pages spell this key differently; both are read, the first is what is sent first."""


class Filter(Struct, frozen=True):
    """The four conditions, None or empty where there is none; all that are given must match."""

    app_id: str | None = None
    friendly_name: str | None = None
    site: str | None = None
    admin_site: str | None = None

    def matches(self, happening: Happening) -> bool:
        """Tell whether a webhook with this filter would fire."""
        return (
            (not self.app_id or self.app_id == happening.app_id)
            and (not self.friendly_name or self.friendly_name == happening.app_name)
            and (not self.site or self.site in happening.sites)
            and (not self.admin_site or self.admin_site in happening.admin_sites)
        )

    def covers(self, other: "Filter") -> bool:
        """Tell whether this one lets through everything that the other does."""
        return all(
            not wanted or wanted == getattr(other, field)
            for field, wanted in ((field, getattr(self, field)) for field in self.__struct_fields__)
        )

    def text(self, admin_site_key: str = ADMIN_SITE_SPELLINGS[0]) -> str | None:
        """Write it as Webex takes it, `key=value` joined with `&`; None where it limits nothing.

        Raises UsageError for a value with `&`, since no page documents how to write one.
        """
        named = {
            "id": self.app_id,
            "friendlyName": self.friendly_name,
            "trainSiteNames": self.site,
            admin_site_key: self.admin_site,
        }
        given = {key: value for key, value in named.items() if value}
        for key, value in given.items():
            if "&" in value:
                advice = "Webex joins filters with & and documents no way to write one inside a value."
                raise UsageError(f'The filter {key} can\'t hold "&".', advice)
        return "&".join(f"{key}={value}" for key, value in given.items()) or None


def parse_filter(text: str | None) -> Filter:
    """Read a filter as Webex writes it, in both spellings. Raises UsageError for a key that it doesn't have."""
    parts: dict[str, str] = {}
    names = {"id": "app_id", "friendlyName": "friendly_name", "trainSiteNames": "site"}
    names |= dict.fromkeys(ADMIN_SITE_SPELLINGS, "admin_site")
    for part in (text or "").split("&"):
        if not part:
            continue
        key, equals, value = part.partition("=")
        if key not in names or not equals:
            raise UsageError(f'"{key}" is no filter of serviceApp.', f"Use {', '.join(names)}.")
        if value:
            parts[names[key]] = value
    return Filter(**parts)
