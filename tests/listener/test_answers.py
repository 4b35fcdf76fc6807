"""The table "The listener, as Webex sees it", row by row."""

import json

import pytest

from sa_monitor.model.delivery import KEPT_HEADERS, Verdict
from sa_monitor.model.signature import LOCAL, Keyring, Secret, sign
from tests.listener.wire import SECRET, request, signed, until

BODY = b'{"resource": "serviceApp"}'


@pytest.mark.parametrize(
    "name", ["authorized", "authorized-minimal", "deauthorized-same-date", "other-resource"]
)
def test_a_rightly_signed_delivery_is_answered_200_with_the_number_it_is_kept_under(house, sample, name):
    house.listen()
    answer = house.client().ask(signed(sample(name)))
    assert (answer.status, answer.json) == (200, {"delivery": 1})
    assert [arrival.body for arrival in house.keeper.kept] == [sample(name)]
    assert house.keeper.kept[0].verdict is Verdict.VERIFIED
    assert house.keeper.kept[0].secret == "general"
    assert house.keeper.kept[0].remote == "127.0.0.1"


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_the_second_signature_header_is_enough(house, algorithm):
    house.listen()
    header = f"X-Webex-Signature: {sign(SECRET, BODY, algorithm)}"
    assert house.client().ask(request(BODY, header)).status == 200


def test_a_service_app_delivery_without_ids_is_kept_and_answered_200(house):
    house.listen()
    assert house.client().ask(signed(b'{"resource": "serviceApp", "event": "authorized"}')).status == 200
    assert len(house.keeper.kept) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the body is empty"),
        (b"[]", "list"),
        (b'"text"', "not an object"),
        (b"nope", "no JSON at character 1"),
        (b'{"a": ', "no JSON"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_a_right_signature_over_no_json_object_is_kept_and_answered_400(house, body, said):
    house.listen()
    client = house.client()
    answer = client.ask(signed(body))
    assert answer.status == 400
    assert "is kept" in answer.error
    assert said in answer.error
    assert [arrival.body for arrival in house.keeper.kept] == [body]
    assert client.ask(signed(b"{}")).json == {"delivery": 2}


def test_an_object_nested_a_thousand_deep_is_taken(house):
    house.listen()
    assert house.client().ask(signed(b'{"a": ' + b"[" * 1000 + b"]" * 1000 + b"}")).status == 200


def test_ten_thousand_scopes_are_taken(house):
    house.listen()
    body = json.dumps({"data": {"scopes": [f"spark:scope_{i}" for i in range(10_000)]}}).encode()
    assert house.client().ask(signed(body)).status == 200
    assert house.keeper.kept[0].body == body


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ([], "X-Spark-Signature is missing"),
        (["X-Spark-Signature: " + "0" * 40], "wrong"),
        (["X-Spark-Signature: " + "x" * 40], "not hexadecimal"),
        (["X-Spark-Signature: 0011"], "no known length"),
        (["X-Spark-Signature:"], "not hexadecimal"),
        (["X-Webex-Signature: sha256=" + "0" * 64], "wrong"),
    ],
)
def test_what_no_signature_vouches_for_is_answered_401_and_says_what_to_do(house, headers, said):
    house.listen()
    client = house.client()
    answer = client.ask(request(BODY, *headers))
    assert answer.status == 401
    assert said in answer.error
    assert answer.headers["www-authenticate"] == "X-Spark-Signature"
    until(lambda: house.keeper.rejected)
    assert house.keeper.rejected[0].verdict is Verdict.REJECTED
    assert house.keeper.rejected[0].problem
    assert house.keeper.kept == []
    assert house.listener.health.rejected == 1
    assert client.ask(signed(BODY)).status == 200


def test_unsigned_is_taken_when_it_is_allowed_and_no_secret_is_known(house):
    house.keyring = Keyring((Secret(LOCAL, "local"),))
    house.listen(allow_unsigned=True)
    assert house.client().ask(request(BODY)).status == 200
    assert house.client().ask(signed(BODY, secret="wrong")).status == 200
    assert house.client().ask(signed(BODY, secret="local")).status == 200
    assert house.client().ask(request(b"")).status == 400
    assert [arrival.verdict for arrival in house.keeper.kept] == [
        Verdict.UNSIGNED,
        Verdict.UNSIGNED,
        Verdict.VERIFIED,
        Verdict.UNSIGNED,
    ]


def test_unsigned_is_rejected_when_it_is_allowed_but_a_secret_is_known(house):
    house.listen(allow_unsigned=True)
    assert house.client().ask(request(BODY)).status == 401


def test_unsigned_is_rejected_when_it_is_not_allowed(house):
    house.keyring = Keyring((Secret(LOCAL, "local"),))
    house.listen()
    assert house.client().ask(request(BODY)).status == 401


@pytest.mark.parametrize(
    ("line", "status", "allow"),
    [
        ("POST / HTTP/1.1", 404, None),
        ("POST /webhook/ HTTP/1.1", 404, None),
        ("POST /Webhook HTTP/1.1", 404, None),
        ("POST //webhook HTTP/1.1", 404, None),
        ("POST /%77ebhook HTTP/1.1", 404, None),
        ("GET /favicon.ico HTTP/1.1", 404, None),
        ("OPTIONS * HTTP/1.1", 404, None),
        ("GET /webhook HTTP/1.1", 405, "POST"),
        ("PUT /webhook?x=1 HTTP/1.1", 405, "POST"),
        ("POST /healthz HTTP/1.1", 405, "GET, HEAD"),
    ],
)
def test_another_path_is_answered_404_and_another_method_405(house, line, status, allow):
    house.listen()
    client = house.client()
    answer = client.ask(signed(BODY, line=line))
    assert answer.status == status
    assert answer.headers.get("allow") == allow
    assert answer.error
    assert client.ask(signed(BODY)).json == {"delivery": 1}


@pytest.mark.parametrize(
    "target",
    ["/webhook?a=b", "/webhook?", "http://example.com/webhook", "HTTPS://example.com:8443/webhook?a=/b"],
)
def test_the_query_string_and_the_absolute_form_of_a_target_make_no_difference(house, target):
    house.listen()
    assert house.client().ask(signed(BODY, line=f"POST {target} HTTP/1.1")).status == 200


@pytest.mark.parametrize("target", ["http://example.com", "http://example.com?/webhook", "ftp://a/webhook"])
def test_an_absolute_target_of_another_path_is_answered_404(house, target):
    house.listen()
    assert house.client().ask(signed(BODY, line=f"POST {target} HTTP/1.1")).status == 404


def test_health_is_told_to_get_and_head(house):
    house.listen()
    client = house.client()
    answer = client.ask(request(line="GET /healthz HTTP/1.1", framing=None))
    assert (answer.status, answer.json) == (200, {"status": "ok"})
    head = client.send(request(line="HEAD /healthz?now HTTP/1.1", framing=None)).answer(head=True)
    assert head.status == 200
    assert head.headers["content-length"] == str(len(answer.body))
    elsewhere = client.send(request(line="HEAD /webhook HTTP/1.1", framing=None)).answer(head=True)
    assert elsewhere.status == 405
    assert client.ask(signed(BODY)).status == 200


def test_every_answer_carries_the_instance_which_is_random_per_start(house):
    first = house.listen().instance
    for data in (signed(BODY), request(BODY), request(line="GET / HTTP/1.1"), b"no HTTP\r\n\r\n"):
        assert house.client().ask(data).headers["x-sa-monitor-instance"] == first
    assert house.listen().instance != first


def test_only_the_known_headers_are_kept_and_never_credentials(house):
    house.listen()
    sent = [
        "content-TYPE: application/json",
        "User-Agent: WebexWebhook",
        "X-Forwarded-For: 203.0.113.7",
        "x-forwarded-for: 10.0.0.1",
        "TrackingID: ROUTER_1",
        "Authorization: Bearer x",
        "Cookie: a=b",
        "X-Other: 1",
    ]
    assert house.client().ask(signed(BODY, *sent)).status == 200
    kept = house.keeper.kept[0].headers
    assert kept == {
        "content-type": "application/json",
        "user-agent": "WebexWebhook",
        "x-forwarded-for": "203.0.113.7, 10.0.0.1",
        "trackingid": "ROUTER_1",
        "x-spark-signature": sign(SECRET, BODY),
    }
    assert set(kept) <= set(KEPT_HEADERS)


def test_the_body_is_kept_byte_for_byte(house):
    house.listen()
    body = b'{"name": "\xff\xfe \xe2\x80\xae \\u001b[31m", "x": "' + bytes(range(128, 256)) + b'"}'
    assert house.client().ask(signed(body)).status == 200
    assert house.keeper.kept[0].body == body
