"""The schema of events.db, as sqlite-utils migrations. Imported only when one of them is pending.

`deliveries` is what arrived, only ever appended to. Everything below the line is a projection of it. Service Apps,
organizations, people, webhooks and lists of scopes or sites are small tables whose ids the others hold. An event has
the id of its first delivery, so that a rebuild gives every event the id that it had.
"""

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from sa_monitor.store.counts import count_all
from sa_monitor.store.schema import SET

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations(SET)


@migrations()
def create_deliveries(db: "Database") -> None:
    """Hold what arrived, when somebody listened, and single values."""
    _run(
        db,
        """
        CREATE TABLE deliveries (
          id INTEGER PRIMARY KEY, received_at INTEGER NOT NULL, verdict INTEGER NOT NULL, secret TEXT,
          remote TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL
        );
        CREATE TABLE rejections (
          id INTEGER PRIMARY KEY, received_at INTEGER NOT NULL, problem TEXT,
          remote TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL
        );
        CREATE TABLE periods (
          id INTEGER PRIMARY KEY, started INTEGER NOT NULL, seen INTEGER NOT NULL, until INTEGER,
          reason TEXT, pid INTEGER NOT NULL
        );
        CREATE TABLE state (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        """,
    )


@migrations()
def create_projection(db: "Database") -> None:
    """Hold what the deliveries mean."""
    _run(
        db,
        """
        CREATE TABLE apps (id INTEGER PRIMARY KEY, ident TEXT NOT NULL UNIQUE, name TEXT);
        CREATE TABLE app_names (app INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (app, name)) WITHOUT ROWID;
        CREATE TABLE orgs (id INTEGER PRIMARY KEY, ident TEXT NOT NULL UNIQUE, name TEXT);
        CREATE TABLE people (id INTEGER PRIMARY KEY, ident TEXT NOT NULL UNIQUE);
        CREATE TABLE webhooks (id INTEGER PRIMARY KEY, ident TEXT NOT NULL UNIQUE, name TEXT);
        CREATE TABLE lists (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, members TEXT NOT NULL);

        CREATE TABLE events (
          id INTEGER PRIMARY KEY, app INTEGER NOT NULL, org INTEGER NOT NULL, kind INTEGER NOT NULL,
          date INTEGER NOT NULL, dated INTEGER NOT NULL, synthetic INTEGER NOT NULL, received_at INTEGER NOT NULL,
          verdict INTEGER NOT NULL, deliveries INTEGER NOT NULL, webhook INTEGER, authorizer INTEGER, actor INTEGER,
          scopes INTEGER NOT NULL, sites INTEGER NOT NULL, admin_sites INTEGER NOT NULL, digest BLOB, problem TEXT
        );
        CREATE UNIQUE INDEX events_identity ON events (app, org, synthetic, date, kind);
        CREATE INDEX events_received ON events (received_at);
        CREATE INDEX events_app ON events (app, received_at);
        CREATE INDEX events_org ON events (org, received_at);
        CREATE INDEX events_losses ON events (received_at) WHERE kind = 1;

        CREATE TABLE readings (
          delivery INTEGER PRIMARY KEY, outcome INTEGER NOT NULL, event INTEGER, webhook INTEGER, problem TEXT
        );
        CREATE INDEX readings_repeated ON readings (event) WHERE outcome = 1;
        CREATE INDEX readings_unusual ON readings (outcome, delivery) WHERE outcome > 0;

        CREATE TABLE authorizations (
          app INTEGER NOT NULL, org INTEGER NOT NULL, date INTEGER NOT NULL, kind INTEGER NOT NULL,
          event INTEGER NOT NULL, last_event INTEGER NOT NULL, events INTEGER NOT NULL, PRIMARY KEY (app, org)
        ) WITHOUT ROWID;
        """,
    )


@migrations()
def create_annotations(db: "Database") -> None:
    """Hold what people tell, by Webex's ids: an app or an organization may not have been heard of yet."""
    _run(
        db,
        """
        CREATE TABLE annotations (app TEXT PRIMARY KEY, critical INTEGER NOT NULL, owner TEXT, note TEXT) WITHOUT ROWID;
        CREATE TABLE assumptions (
          app TEXT NOT NULL, org TEXT NOT NULL, name TEXT, since INTEGER, entered_at INTEGER NOT NULL,
          PRIMARY KEY (app, org)
        ) WITHOUT ROWID;
        """,
    )


@migrations()
def create_looks(db: "Database") -> None:
    """Hold how far each person has looked."""
    _run(
        db,
        """
        CREATE TABLE looks (
          person TEXT PRIMARY KEY, at INTEGER NOT NULL, event INTEGER NOT NULL, gap INTEGER NOT NULL
        ) WITHOUT ROWID;
        """,
    )


@migrations()
def create_health(db: "Database") -> None:
    """Hold what makes a webhook ours, and what became of those that are."""
    _run(
        db,
        """
        CREATE TABLE targets (url TEXT PRIMARY KEY, since INTEGER NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE created_webhooks (ident TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE health_records (
          id INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, webhook TEXT, name TEXT, was TEXT, now TEXT
        );
        CREATE INDEX health_records_at ON health_records (at);
        """,
    )


@migrations()
def create_heard_webhooks(db: "Database") -> None:
    """Hold what was heard of each webhook, without what this computer signed itself."""
    _run(
        db,
        """
        CREATE TABLE heard_webhooks (webhook INTEGER PRIMARY KEY, deliveries INTEGER NOT NULL, last INTEGER NOT NULL);
        INSERT INTO heard_webhooks
          SELECT r.webhook, count(*), max(r.delivery) FROM readings r JOIN deliveries d ON d.id = r.delivery
          WHERE r.webhook IS NOT NULL AND d.secret IS NOT 'local' GROUP BY r.webhook;
        """,
    )


@migrations()
def count_events(db: "Database") -> None:
    """Keep counts: by pair and by time, and in which pairs each list, person and webhook occurs.

    In `tallies` the pair of app 0 and organization 0 stands for all of them.
    """
    _run(
        db,
        """
        CREATE TABLE tallies (
          app INTEGER NOT NULL, org INTEGER NOT NULL, kind INTEGER NOT NULL, verdict INTEGER NOT NULL,
          synthetic INTEGER NOT NULL, events INTEGER NOT NULL, PRIMARY KEY (app, org, kind, verdict, synthetic)
        ) WITHOUT ROWID;
        CREATE TABLE activity (
          span INTEGER NOT NULL, start INTEGER NOT NULL, authorized INTEGER NOT NULL, deauthorized INTEGER NOT NULL,
          synthetic INTEGER NOT NULL, PRIMARY KEY (span, start)
        ) WITHOUT ROWID;
        CREATE TABLE occurrences (
          role INTEGER NOT NULL, number INTEGER NOT NULL, app INTEGER NOT NULL, org INTEGER NOT NULL,
          PRIMARY KEY (role, number, app, org)
        ) WITHOUT ROWID;
        """,
    )
    count_all(db.conn)


@migrations()
def index_pairs(db: "Database") -> None:
    """Read the events of one pair in their order (`widen_pairs`), and the unusual ones without the usual between them.

    An app's events are those of its pairs, so that its own index isn't needed any more.
    """
    _run(
        db,
        """
        DROP INDEX events_app;
        CREATE INDEX events_unsigned ON events (received_at) WHERE verdict = 1;
        CREATE INDEX events_synthetic ON events (received_at) WHERE synthetic = 1;
        CREATE INDEX events_repeated ON events (received_at) WHERE deliveries > 1;
        """,
    )


@migrations()
def name_organizations(db: "Database") -> None:
    """Hold what organizations were ever called, and when Webex was asked about each."""
    _run(
        db,
        """
        CREATE TABLE org_names (org INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (org, name)) WITHOUT ROWID;
        CREATE TABLE org_answers (org INTEGER PRIMARY KEY, at INTEGER NOT NULL, refused INTEGER NOT NULL);
        """,
    )


@migrations()
def create_alerts(db: "Database") -> None:
    """Hold alerts, whom they are told to, planned windows, and which deauthorizations were expected or intended.

    None of it is a projection: a rebuild leaves it. What was recorded before raises no alert.
    """
    _run(
        db,
        """
        CREATE TABLE alerts (
          id INTEGER PRIMARY KEY AUTOINCREMENT, rule TEXT NOT NULL, what TEXT NOT NULL, severity INTEGER NOT NULL,
          raised_at INTEGER NOT NULL, last_at INTEGER NOT NULL, count INTEGER NOT NULL, lost INTEGER NOT NULL,
          app INTEGER, org INTEGER, subject TEXT, facts TEXT, acknowledged_by TEXT, acknowledged_at INTEGER,
          intended INTEGER NOT NULL DEFAULT 0, note TEXT, resolved_at INTEGER, folded_into INTEGER
        );
        CREATE INDEX alerts_app ON alerts (app, what, raised_at);
        CREATE INDEX alerts_unresolved ON alerts (what, subject) WHERE resolved_at IS NULL;
        CREATE TABLE alert_events (
          event INTEGER NOT NULL, alert INTEGER NOT NULL, PRIMARY KEY (event, alert)
        ) WITHOUT ROWID;
        CREATE INDEX alert_events_alert ON alert_events (alert, event);
        CREATE TABLE outbox (
          id INTEGER PRIMARY KEY AUTOINCREMENT, alert INTEGER NOT NULL, channel TEXT NOT NULL, about TEXT NOT NULL,
          outcome TEXT NOT NULL, due_at INTEGER, tries INTEGER NOT NULL DEFAULT 0, at INTEGER, error TEXT
        );
        CREATE INDEX outbox_due ON outbox (channel, due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX outbox_alert ON outbox (alert, channel);
        CREATE TABLE expectations (
          id INTEGER PRIMARY KEY AUTOINCREMENT, app TEXT, org TEXT, since INTEGER NOT NULL, until INTEGER NOT NULL,
          note TEXT, made_by TEXT, removed_at INTEGER
        );
        CREATE TABLE expected (event INTEGER PRIMARY KEY, why TEXT NOT NULL);
        INSERT INTO state SELECT 'judged', coalesce(max(id), 0) FROM deliveries;
        """,
    )


@migrations()
def call_organizations(db: "Database") -> None:
    """Hold what people call organizations, and what Webex said meanwhile that each is called."""
    _run(
        db,
        """
        CREATE TABLE called_orgs (org INTEGER PRIMARY KEY, name TEXT NOT NULL, given TEXT);
        """,
    )


@migrations()
def widen_pairs(db: "Database") -> None:
    """Tell from the index alone which of a pair's events match: looking at each of a busy pair takes long."""
    _run(
        db,
        """
        DROP INDEX IF EXISTS events_pair;
        CREATE INDEX events_pair ON events (app, org, received_at, kind, scopes, sites, admin_sites);
        """,
    )


@migrations()
def index_alerts(db: "Database") -> None:
    """Find the alerts that aren't over, and those that ended lately, without going through all of them."""
    _run(
        db,
        """
        CREATE INDEX alerts_open ON alerts (raised_at) WHERE resolved_at IS NULL;
        CREATE INDEX alerts_over ON alerts (resolved_at) WHERE resolved_at IS NOT NULL;
        """,
    )


def _run(db: "Database", script: str) -> None:
    """Run statements one by one: `executescript` would commit the transaction that holds them together."""
    for statement in script.split(";"):
        if statement.strip():
            db.execute(statement)
