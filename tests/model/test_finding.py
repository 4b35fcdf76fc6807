"""What is found about our webhooks, and about nobody else's."""

from itertools import permutations

import pytest

from sa_monitor.model.event import Kind
from sa_monitor.model.finding import Flaw, Situation, findings_of
from sa_monitor.model.health import Ours
from sa_monitor.model.webhook import Webhook

HERE = "https://abc.example.net/webhook"
OLD = "https://old.example.net/webhook"
OTHER = "https://hooks.example.com/x"


def hook(ident="a", event="authorized", target=HERE, **more):
    return Webhook(
        id=ident, name=f"name of {ident}", target_url=target, resource="serviceApp", event=event, **more
    )


def situation(*signed, here=HERE, ids=()):
    return Situation(ours=Ours(frozenset({HERE, OLD}), frozenset(ids)), here=here, signed=frozenset(signed))


def flaws(webhook, *others, at=None):
    at = at or situation("a", "b", "c")
    return [finding.flaw for finding in findings_of(webhook, [webhook, *others], at)]


LOST = hook("b", "deauthorized")


def test_an_active_signed_pair_that_points_here_is_in_order():
    assert flaws(hook(), LOST) == flaws(LOST, hook()) == []


def test_nothing_is_found_about_what_is_not_ours():
    assert flaws(hook(target=OTHER, status="inactive"), at=situation()) == []


def test_nothing_is_found_about_another_resource():
    webhook = Webhook(
        id="a", name="n", target_url=HERE, resource="messages", event="created", status="inactive"
    )
    assert flaws(webhook, at=situation()) == []


def test_what_webex_gave_up_is_inactive():
    assert flaws(hook(status="inactive"), LOST) == [Flaw.INACTIVE]


def test_a_former_target_of_ours_is_told_from_one_that_never_was():
    [former] = findings_of(hook(target=OLD), [hook(target=OLD), LOST], situation("a", "b"))
    assert (former.flaw, former.here, former.was_ours) == (Flaw.OTHER_TARGET, HERE, True)
    [never] = findings_of(hook(target=OTHER), [hook(target=OTHER), LOST], situation("a", "b", ids={"a"}))
    assert (never.flaw, never.was_ours) == (Flaw.OTHER_TARGET, False)


@pytest.mark.parametrize("target", ["HTTPS://ABC.example.net:443/webhook/", HERE])
def test_the_same_place_in_other_words_is_here(target):
    assert flaws(hook(target=target), LOST) == []


def test_without_a_public_url_no_target_is_wrong():
    assert flaws(hook(target=OLD), hook("b", "deauthorized", OLD), at=situation("a", "b", here=None)) == []


def test_an_event_that_nothing_watches_is_missing():
    [half] = findings_of(hook(), [hook()], situation("a"))
    assert (half.flaw, half.missing) == (Flaw.HALF, Kind.DEAUTHORIZED)
    assert flaws(LOST) == [Flaw.HALF]


def test_a_wider_filter_makes_the_other_half():
    assert flaws(hook(filter="id=x&trainSiteNames=s"), hook("b", "deauthorized", filter="id=x")) == []
    assert flaws(hook(filter="id=x"), hook("b", "deauthorized", filter="id=x&trainSiteNames=s")) == [
        Flaw.HALF
    ]


def test_both_spellings_of_the_admin_site_are_the_same_filter():
    one = hook(filter="adminTrainSiteName=s")
    assert flaws(one, hook("b", "deauthorized", filter="adminTrainSiteNames=s")) == []
    assert Flaw.TWICE in flaws(hook("c", filter="adminTrainSiteNames=s"), one, LOST)


def test_another_systems_webhook_is_no_half_of_ours():
    assert flaws(hook(), hook("x", "deauthorized", OTHER)) == [Flaw.HALF]


def test_of_two_that_do_the_same_the_worse_one_is_too_many():
    good, gone = hook("a"), hook("c", status="inactive")
    assert flaws(good, gone, LOST) == []
    [inactive, twice] = findings_of(gone, [gone, good, LOST], situation("a", "b", "c"))
    assert (inactive.flaw, twice.flaw, twice.twin) == (Flaw.INACTIVE, Flaw.TWICE, good)


def test_exactly_one_of_many_equals_stays():
    same = [hook(ident) for ident in "abc"]
    for listed in permutations([*same, LOST]):
        found = {w.id: findings_of(w, listed, situation("a", "b", "c")) for w in same}
        assert [bool(found[ident]) for ident in "abc"] == [False, True, True]


def test_filters_that_can_not_be_read_are_judged_by_their_text_alone():
    odd = hook(filter="roomId=x")
    assert flaws(odd, LOST) == []
    assert Flaw.TWICE not in flaws(odd, hook("c", filter="roomId=y"), LOST)


def test_a_secret_that_is_not_known_here_is_told():
    assert flaws(hook(), LOST, at=situation("b")) == [Flaw.UNSIGNED]
