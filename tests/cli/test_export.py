"""`sa-monitor export`: whole or not at all, and harmless wherever it is opened."""

import csv
import io
import json

import pytest

from sa_monitor.model.query import EVERYTHING
from sa_monitor.monitor.exportable import EventsOf
from sa_monitor.monitor.exporting import export_to
from sa_monitor.present.exports import COLUMNS, Format
from sa_monitor.store.reader import Reader
from tests.cli.laying import delivery, several


def test_it_writes_what_events_prints_oldest_first_and_without_a_limit(sa, store):
    store(*several(250))
    printed = sa("events", "--json", "--limit", "0", "--reverse")[1]
    assert sa("export") == (0, printed, "")


def test_only_what_the_query_asks_for_is_written(sa, store):
    store(delivery(org="a"), delivery(org="b", minutes=1))
    code, out, _ = sa("export", "org:b")
    assert code == 0
    assert [json.loads(line)["org_id"] for line in out.splitlines()] == ["b"]


def test_a_table_has_the_same_fields_as_columns(sa, store):
    store(
        delivery(scopes=["spark:kms", "spark:all"]),
        delivery(org="x", minutes=1, friendlyId='a, "quoted" app'),
    )
    rows = list(csv.DictReader(io.StringIO(sa("export", "--format", "csv")[1])))
    records = [json.loads(line) for line in sa("export")[1].splitlines()]
    assert tuple(rows[0]) == COLUMNS == tuple(records[0])
    assert rows[0]["scopes"] == "spark:kms spark:all"
    assert rows[1]["app_name"] == 'a, "quoted" app'
    assert rows[0]["synthetic"] == "false"
    assert rows[0]["problem"] == ""


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "=cmd|' /C calc'!A0", "＝1", "＠SUM(A1)"]
)
def test_no_cell_of_a_table_is_a_formula(sa, store, name):
    store(delivery(friendlyId=name))
    row = next(csv.DictReader(io.StringIO(sa("export", "--format", "csv")[1], newline="")))
    assert row["app_name"].lstrip()[:1] == "'"


@pytest.mark.parametrize("name", ["a;=1+1", 'a; "=1+1', ";;-1", "a;＝1;+1"])
def test_no_cell_is_a_formula_where_a_spreadsheet_splits_lines_at_semicolons(sa, store, name):
    store(delivery(friendlyId=name, scopes=[name], authorizerId=name))
    cells = sa("export", "--format", "csv")[1].splitlines()[1].split(";")
    assert [
        cell for cell in cells if cell.lstrip(" \"'")[:1] in tuple("=+-@＝＋－＠") and "'" not in cell
    ] == []
    assert len(cells) > 3


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_nothing_of_it_acts_on_a_terminal(sa, store, form):
    store(delivery(friendlyId="a\x1b[2J\x9b31m\u202eb\u2028c"))
    out = sa("export", "--format", form)[1]
    assert all(sign.isprintable() or sign in "\r\n" for sign in out)


def test_a_file_appears_whole_and_for_its_owner_alone(sa, store, tmp_path):
    store(*several(3))
    target = tmp_path / "out.jsonl"
    code, out, err = sa("export", "--output", target, "--json")
    assert code == 0
    assert json.loads(out) == {"events": 3, "path": str(target)}
    assert f"3 events in {target}." in err
    assert len(target.read_text().splitlines()) == 3
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if "out.jsonl" in path.name] == ["out.jsonl"]


def test_a_file_that_exists_is_replaced_only_when_told_to(sa, store, tmp_path):
    store(*several(1))
    target = tmp_path / "out.jsonl"
    target.write_text("precious")
    code, _, err = sa("export", "--output", target)
    assert code == 1
    assert "exists already. Nothing was exported. --force replaces it." in err
    assert target.read_text() == "precious"
    assert sa("export", "--output", target, "--force")[0] == 0
    assert target.read_text() != "precious"


def test_what_is_ended_in_the_middle_leaves_nothing(store, places, tmp_path):
    store(*several(2500))
    target = tmp_path / "folder" / "out.jsonl"
    target.parent.mkdir()

    def end(done, _total):
        if done >= 2000:
            raise KeyboardInterrupt

    with Reader.open(places.database) as reader, pytest.raises(KeyboardInterrupt):
        export_to(target, reader, EventsOf(EVERYTHING), Format.JSONL, told=end)
    assert list(target.parent.iterdir()) == []


def test_what_a_killed_one_left_is_cleared_away_by_the_next_to_that_file_alone(sa, store, tmp_path):
    store(delivery())
    left, others = tmp_path / ".out.0123abcd", [tmp_path / ".out.notes", tmp_path / ".another.0123abcd"]
    for file in (left, *others):
        file.touch()
    assert sa("export", "--output", tmp_path / "out")[0] == 0
    assert not left.exists()
    assert all(file.exists() for file in others)


def test_what_another_one_is_writing_is_left_alone(store, places, tmp_path):
    store(*several(1500))
    target = tmp_path / "out"

    def begin_another(done, _total):
        if done == 1000:
            with Reader.open(places.database) as other:
                export_to(target, other, EventsOf(EVERYTHING), Format.JSONL)

    with Reader.open(places.database) as reader:
        export_to(target, reader, EventsOf(EVERYTHING), Format.JSONL, replace=True, told=begin_another)
    assert target.read_bytes().count(b"\n") == 1500


def test_progress_counts_up_to_everything(store, places, tmp_path):
    store(*several(2500))
    heard = []
    with Reader.open(places.database) as reader:
        export_to(
            tmp_path / "out",
            reader,
            EventsOf(EVERYTHING),
            Format.JSONL,
            told=lambda *progress: heard.append(progress),
        )
    assert heard == [(1000, 2500), (2000, 2500), (2500, 2500)]


def test_a_place_that_cant_be_written_is_told(sa, store, tmp_path):
    store(*several(1))
    code, _, err = sa("export", "--output", tmp_path / "nowhere" / "out.jsonl")
    assert code == 1
    assert "can't be written (No such file or directory). Nothing was exported." in err
    assert sa("export", "--output", tmp_path)[0] == 1


def test_without_a_store_there_is_nothing_to_export(sa, tmp_path):
    assert sa("export") == (0, "", "")
    assert sa("export", "--output", tmp_path / "out")[0] == 0
    assert not (tmp_path / "out").exists()
