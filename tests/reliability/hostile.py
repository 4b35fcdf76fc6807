"""Text from outside that means harm: what every field is filled with, and no surface may let act (issue 7, 6)."""

import json
from collections.abc import Iterator
from typing import Any

ESC = "\x1b"

PIECES = {
    "c0": "".join(map(chr, range(0x20))) + "\x7f",
    "c1": "".join(map(chr, range(0x80, 0xA0))),
    "csi": f"{ESC}[5;31mred{ESC}[2J{ESC}[6666;6666H{ESC}[?47h{ESC}[8m",
    "csi of 8 bits": "\x9b5m\x9b2J\x9b?47h",
    "title": f"{ESC}]0;pwned\x07{ESC}]2;pwned{ESC}\\{ESC}]1;pwned\x9c",
    "osc 52": f"{ESC}]52;c;cHduZWQ=\x07\x9d52;c;cHduZWQ=\x9c",
    "osc 8": f"{ESC}]8;;https://evil.example{ESC}\\click{ESC}]8;;{ESC}\\",
    "osc 9": f"{ESC}]9;pwned\x07{ESC}]777;notify;pwned;pwned\x07{ESC}]1337;File=:QQ==\x07",
    "dcs": f"{ESC}P$q\x22p{ESC}\\{ESC}P0;1|17/17{ESC}\\\x90+q544e\x9c",
    "apc, pm, sos": f"{ESC}_Gf=24{ESC}\\{ESC}^pm{ESC}\\{ESC}Xsos{ESC}\\",
    "modes": f"{ESC}c{ESC}(0{ESC}#8{ESC}=\x0e{ESC}[4h{ESC}[?1000h{ESC}[21t{ESC}[5n{ESC}[>c",
    "end of a paste": f"{ESC}[201~\rtouch /tmp/pwned\r",
    "bidi": "\u202egnorw\u202c\u202a\u202b\u202d\u2066x\u2067y\u2068z\u2069\u200e\u200f\u061c",
    "zero-width": "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u180eh\u034fi",
    "combining": "x" + "\u0301\u0335\u20dd\u0489" * 200,
    "leading marks": "\u0301\u0335\u20e3leading",
    "variations": "❤\ufe0f☎\ufe0e字\U000e0100葛\U000e01efᠠ\u180b",
    "tags": "\U0001f3f4" + "".join(chr(0xE0000 + ord(sign)) for sign in "gbeng") + "\U000e007f\U000e0001",
    "emoji": "👩‍👩‍👧‍👦👍🏽❤️🇨🇭🏳️‍🌈1️⃣🫱🏿‍🫲🏻",
    "wide": "東京支店の会議室管理アプリケーション／ﾊﾝｶｸ＝１＋１",
    "indic": "हिन्दी கொள்கை বাংলা ಕನ್ನಡ ကြောင့် ខ្មែរ ภาษาไทย",
    "lines": "one\ntwo\r\nthree\rfour\vfive\fsix\x85seven\u2028eight\u2029nine\tten",
    "no characters": "\ufffe\uffff\ufdd0\U0001fffe\U0010ffff\ufff9\ufffa\ufffb\ue000\U000f0000",
    "nothing to see": "\u3164\u115f\u1160\uffa0\u2800\u00a0\u3000",
    "markup": "[bold red]b[/] [@click=app.quit]x[/] [link=https://evil.example]l[/link] $error {0} %s",
    "broken markup": "[/] [/bold] [link= [@click= [[ ]] [",
    "formula": "=cmd|' /C calc'!A0",
    "formula at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula of a list": 'a;=HYPERLINK("https://evil.example")',
    "wide formula": "＝HYPERLINK(1)",
    "shell": "$(touch /tmp/pwned)`touch /tmp/pwned`';touch /tmp/pwned;'\"&&touch /tmp/pwned",
    "option": "--force",
    "path": "../../../../etc/passwd",
    "sql": "'; DROP TABLE events; --",
    "query": 'event:deauthorized -app:* "',
}
"""Every piece by what it is. Each stands in names, and in ids behind something that tells them apart."""

LONG = "N" * 100_000
LONG_WIDE = "東\x1b]0;pwned\x07" * 4_000

NO_TEXT = (
    b'"\\ud800"',
    b'"\\udc00\\ud800x"',
    b'"\xed\xa0\x80"',
    b'"\x9b5m\x9d0;pwned\x9c"',
    b'"\xc0\x9b5m"',
    b'"\xff\xfe"',
    b'"\xc2\x9b5m"',
)
"""Strings of JSON that are no text: lone surrogates, controls of 8 bits as they are and over-long, no UTF-8 at all."""

ACTING = ("pwned", "evil.example")
"""What stands in the sequences: seen in a title, a link or a clipboard it would mean that one acted."""


def every_name() -> Iterator[tuple[str, str]]:
    """Give all pieces, and long names."""
    yield from PIECES.items()
    yield "long", LONG
    yield "long and wide", LONG_WIDE


def body_of(piece: str, number: int, *, event: str = "authorized", **fields: Any) -> bytes:
    """Make a delivery with the piece in every field; `fields` of its data are set as they are given."""
    data = {
        "id": f"{piece[:2000]}{number}",
        "friendlyId": piece,
        "authorizerId": f"{piece[:2000]}by",
        "authorizerOrgId": f"{number}{piece[:2000]}",
        "authorizationDate": f"2026-11-14T11:{number % 60:02}:00.000Z",
        "scopes": [piece[:2000], *(f"{piece[:200]}{more}" for more in range(5))],
        "trainSiteNames": [piece[:2000], "acme.webex.com"],
        "adminTrainSiteNames": [f"{piece[:2000]} admin"],
        piece[:200]: piece[:200],
    } | fields
    return json.dumps(
        {
            "id": f"{piece[:2000]}hook{number}",
            "name": piece,
            "targetUrl": f"https://evil.example/{piece[:200]}",
            "resource": "serviceApp",
            "event": event,
            "orgId": piece[:2000],
            "createdBy": piece[:2000],
            "appId": piece[:2000],
            "ownedBy": piece[:200],
            "status": piece[:200],
            "actorId": piece[:2000],
            "data": data,
        }
    ).encode()


def bodies() -> Iterator[bytes]:
    """Give a delivery for every piece, every third a loss."""
    for number, (_, piece) in enumerate(every_name()):
        yield body_of(piece, number, event="authorized" if number % 3 else "deauthorized")


def bodies_of_no_text() -> Iterator[bytes]:
    """Give deliveries whose fields hold what is no text."""
    for number, string in enumerate(NO_TEXT):
        body = body_of("MARK", number, event="deauthorized")
        yield body.replace(b'"MARK"', string)
