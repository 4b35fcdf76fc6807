"""What the simulated world is made of: Service Apps with real scope names, organizations, people."""

from typing import NamedTuple


class AppKind(NamedTuple):
    """A Service App to be: the scopes it always has and may have, its number of customers, how lively it is."""

    name: str
    always: tuple[str, ...]
    sometimes: tuple[str, ...]
    customers: int
    liveliness: float


APPS = (
    AppKind(
        "call-reporting",
        ("spark-admin:calling_cdr_read", "spark-admin:people_read", "spark-admin:locations_read"),
        (
            "spark:kms",
            "meeting:admin_schedule_write",
            "analytics:read_all",
            "spark-admin:telephony_config_read",
        ),
        12,
        2.0,
    ),
    AppKind(
        "compliance-export",
        ("spark-compliance:messages_read", "spark-compliance:events_read", "spark:kms"),
        (
            "spark-compliance:rooms_read",
            "spark-compliance:memberships_read",
            "spark-compliance:meetings_read",
        ),
        4,
        1.0,
    ),
    AppKind(
        "room-analytics",
        ("spark-admin:workspaces_read", "spark-admin:workspace_metrics_read"),
        ("spark-admin:devices_read", "spark-admin:workspace_locations_read", "analytics:read_all"),
        9,
        1.5,
    ),
    AppKind(
        "meeting-archiver",
        ("meeting:admin_schedule_read", "meeting:admin_recordings_read"),
        ("meeting:admin_participants_read", "meeting:admin_transcripts_read", "spark:kms"),
        7,
        1.0,
    ),
    AppKind(
        "calendar-bridge",
        ("meeting:admin_schedule_read", "meeting:admin_schedule_write", "spark-admin:people_read"),
        ("meeting:admin_preferences_read", "meeting:admin_preferences_write", "spark-admin:workspaces_read"),
        11,
        1.5,
    ),
    AppKind(
        "device-inventory",
        ("spark-admin:devices_read", "spark-admin:workspaces_read"),
        ("spark-admin:devices_write", "spark-admin:places_read", "spark-admin:locations_read"),
        10,
        1.0,
    ),
    AppKind(
        "license-optimizer",
        ("spark-admin:licenses_read", "spark-admin:people_read", "spark-admin:organizations_read"),
        ("spark-admin:people_write", "analytics:read_all", "spark-admin:roles_read"),
        6,
        0.8,
    ),
    AppKind(
        "directory-sync",
        ("spark-admin:people_read", "spark-admin:people_write", "identity:groups_read"),
        ("identity:groups_rw", "spark-admin:roles_read", "spark-admin:licenses_read", "Identity:contact"),
        14,
        1.8,
    ),
    AppKind(
        "contact-center-insights",
        ("cjp:config_read", "analytics:read_all"),
        ("cjp:user", "spark-admin:people_read", "spark-admin:telephony_config_read"),
        5,
        0.7,
    ),
    AppKind(
        "recording-vault",
        ("spark-compliance:recordings_read", "meeting:admin_recordings_read"),
        ("spark-compliance:recordings_write", "spark:kms", "meeting:admin_transcripts_read"),
        8,
        0.6,
    ),
    AppKind(
        "wallboard",
        ("spark-admin:calls_read", "analytics:read_all"),
        ("spark-admin:telephony_config_read", "spark-admin:locations_read"),
        9,
        0.4,
    ),
    AppKind(
        "onboarding-assistant",
        ("spark-admin:people_write", "spark-admin:licenses_read", "spark:messages_write"),
        ("spark:rooms_write", "spark:memberships_write", "spark-admin:telephony_config_write"),
        3,
        0.3,
    ),
)

ORGANIZATIONS = (
    ("Acme Corp", "acme"),
    ("Initech", "initech"),
    ("Umbrella Health", "umbrellahealth"),
    ("Globex", "globex"),
    ("Hooli", "hooli"),
    ("Northfield Logistics", "northfield"),
    ("Kestrel Insurance Group", "kestrel"),
    ("Müller & Söhne Maschinenbau", "muellersoehne"),
    ("Société Lémanique de Banque", "lemanique"),
    ("Harbor Pine Hospitals", "harborpine"),
    ("Stadtwerke Lindau", "stadtwerke-lindau"),
    ("Meridian Airways", "meridianair"),
    ("Redwood County Schools", "redwoodschools"),
    ("みなと電機", "minato"),
    ("Łódź Tramways", "lodztram"),
    ("Copperline Energy", "copperline"),
    ("Fjordbank", "fjordbank"),
    ("Alba Pharma Research", "albapharma"),
    ("Vega Retail", "vegaretail"),
    ("Pinnacle Legal LLP", "pinnaclelegal"),
    ("Ostrava Steelworks", "ostravasteel"),
    ("Bluewater Shipping", "bluewater"),
    ("Universidad del Valle Alto", "uvallealto"),
    ("Quill & Sons Publishing", "quillsons"),
    ("Granite State Credit Union", "gscu"),
    ("Tamarind Foods", "tamarind"),
    ("Noordzee Offshore", "noordzee"),
    ("Sable Mining", "sablemining"),
    ("Cityline Transit Authority", "cityline"),
    ("Everglade Realty", "everglade"),
    ("Aurora Telecom", "auroratel"),
    ("Brightwater Utilities", "brightwater"),
    ("Castellan Security", "castellan"),
    ("Dunmore Distillers", "dunmore"),
    ("Eastgate Clinics", "eastgate"),
    ("Falkirk Castings", "falkirk"),
    ("Ivory Coast Cocoa Board of Traders and Exporters", "iccb"),
    ("Juniper Hill Care Homes", "juniperhill"),
    ("Lumen & Vale Architects", "lumenvale"),
    ("Zephyr Wind Power", "zephyrwind"),
)
"""Forty display names, each with the name of its first Webex site."""

GIVEN_NAMES = (
    *("Aisha", "Bruno", "Chiara", "Dmitri", "Elena", "Farid", "Grace", "Hiro", "Ingrid", "Jorge"),
    *("Katarzyna", "Liam", "Mei", "Nadia", "Oscar", "Priya", "Quentin", "Rosa", "Sven", "Tomasz"),
)
FAMILY_NAMES = (
    *("Almeida", "Berg", "Castro", "Dubois", "Eriksen", "Fischer", "Garcia", "Hoffmann", "Ito", "Jansen"),
    *("Kowalska", "Lindqvist", "Moreau", "Novak", "Okafor", "Petrov", "Rossi", "Singh", "Tanaka", "Weber"),
)
SITE_SUFFIXES = ("", "-emea", "-apac")
