import pytest

from sa_monitor.model.target import Doubt, doubts_of


@pytest.mark.parametrize(
    ("url", "doubts"),
    [
        ("https://hooks.example.com/webhook", ()),
        ("https://8.8.8.8/", ()),
        ("https://[2606:4700::1111]/", ()),
        ("http://hooks.example.com", (Doubt.NOT_HTTPS,)),
        ("http://127.0.0.1:8787/webhook", (Doubt.NOT_HTTPS, Doubt.THIS_COMPUTER)),
        ("https://localhost/", (Doubt.THIS_COMPUTER,)),
        ("https://[::1]/", (Doubt.THIS_COMPUTER,)),
        ("https://0.0.0.0/", (Doubt.THIS_COMPUTER,)),
        ("https://10.1.2.3/", (Doubt.PRIVATE,)),
        ("https://192.168.1.4/", (Doubt.PRIVATE,)),
        ("https://169.254.1.1/", (Doubt.PRIVATE,)),
        ("https://100.64.0.1/", (Doubt.PRIVATE,)),
        ("https://intranet/", (Doubt.PRIVATE,)),
        ("https://box.local/", (Doubt.PRIVATE,)),
        ("", (Doubt.NO_URL,)),
        ("hooks.example.com", (Doubt.NO_URL,)),
        ("ftp://hooks.example.com", (Doubt.NO_URL,)),
        ("https://", (Doubt.NO_URL,)),
        ("https://a:b:c/", (Doubt.NO_URL,)),
        ("https://x:0/", (Doubt.NO_URL,)),
        ("https://ex ample.com/", (Doubt.NO_URL,)),
        ("https://exämple.com/", (Doubt.NO_URL,)),
    ],
)
def test_what_speaks_against_a_target_is_told(url, doubts):
    assert doubts_of(url) == doubts
