"""How far each person has looked."""

from sa_monitor.model.look import Look
from sa_monitor.store.looks import keep_look


def test_who_never_looked_has_no_look(reader):
    assert reader.look("jane") is None


def test_a_look_is_kept_for_each_person(path, reader):
    keep_look(path, "jane", Look(at=10, event=4, gap=3))
    keep_look(path, "joe", Look(at=20, event=7))
    assert reader.look("jane") == Look(at=10, event=4, gap=3)
    assert reader.look("joe") == Look(at=20, event=7)


def test_what_was_seen_on_one_screen_stays_seen_when_another_keeps_less(path, reader):
    keep_look(path, "jane", Look(at=10, event=4, gap=3))
    keep_look(path, "jane", Look(at=12, event=2, gap=1))
    assert reader.look("jane") == Look(at=12, event=4, gap=3)


def test_a_rebuild_leaves_it_as_it_is(path, keep, reader):
    from sa_monitor.store.rebuild import rebuild

    keep_look(path, "jane", Look(at=10, event=4, gap=3))
    rebuild(path, lambda done, total: None)
    assert reader.look("jane") == Look(at=10, event=4, gap=3)
