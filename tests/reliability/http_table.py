"""HTTP by the book, as a table: what is sent, the section that speaks of it, and what has to come back.

9110 and 9112 are the RFCs. Where they leave a choice, the safe one is written here: what two servers could read in two
ways is answered 400, and nothing after it is read.
"""

from dataclasses import dataclass

from sa_monitor.model.signature import sign
from tests.listener.wire import SECRET, chunked, request

BODY = b'{"resource": "serviceApp"}'
SIGNATURE = f"X-Spark-Signature: {sign(SECRET, BODY)}"
CHUNKED = "Transfer-Encoding: chunked"
OPEN, CLOSED = True, False


@dataclass(frozen=True)
class Row:
    """One conversation: `data` is sent, and answered with those statuses.

    `stays`: the connection then takes another request. `kept` is how many deliveries are kept.
    """

    title: str
    section: str
    data: bytes
    statuses: tuple[int, ...]
    stays: bool
    kept: int

    def __str__(self) -> str:
        return f"{self.section} {self.title}"


def ok(title: str, section: str, data: bytes, *, stays: bool = OPEN, statuses=(200,), kept: int = 1) -> Row:
    """Expect it to be taken."""
    return Row(title, section, data, statuses, stays, kept)


def no(title: str, section: str, data: bytes, *statuses: int, stays: bool = CLOSED, kept: int = 0) -> Row:
    """Expect it to be refused, with 400 where nothing else is said."""
    return Row(title, section, data, statuses or (400,), stays, kept)


def post(*headers: str, framing: str | None = "", body: bytes = BODY, **more: str | None) -> bytes:
    """Make a signed delivery."""
    return request(body, SIGNATURE, *headers, framing=framing, **more)


def line(text: str) -> bytes:
    """Make a signed delivery with another request line."""
    return post(line=text)


def bare(text: str) -> bytes:
    """Make a request without a body."""
    return request(b"", line=text, framing=None)


def chunks(encoded: bytes, *headers: str) -> bytes:
    """Make a signed delivery whose body is encoded in chunks."""
    return post(*headers, framing=CHUNKED, body=encoded)


GOOD = post()
HEALTH = bare("GET /healthz HTTP/1.1")
LAST = b"\r\n0\r\n\r\n"
_AIRY = b'{"a":\r\n\r\n\r\n\r\n1}'

REQUEST_LINE = (
    ok("the usual", "9112 3", GOOD),
    no("two blanks after the method", "9112 3", line("POST  /webhook HTTP/1.1")),
    no("two blanks after the target", "9112 3", line("POST /webhook  HTTP/1.1")),
    no("a tab for a blank", "9112 3", line("POST\t/webhook HTTP/1.1")),
    no("a blank at the end", "9112 3", line("POST /webhook HTTP/1.1 ")),
    no("a blank in front", "9112 3", line(" POST /webhook HTTP/1.1")),
    no("a fourth part", "9112 3", line("POST /webhook x HTTP/1.1")),
    no("no target", "9112 3", line("POST HTTP/1.1")),
    no("no method", "9112 3", line("/webhook HTTP/1.1")),
    no("a line end of LF alone", "9112 2.2", GOOD.replace(b"1.1\r\n", b"1.1\n", 1)),
    no("a line end of CR alone", "9112 2.2", GOOD.replace(b"1.1\r\n", b"1.1\r", 1)),
    no("CR inside", "9112 2.2", line("POST /web\rhook HTTP/1.1")),
    no("NUL in the target", "9112 3.2", line("POST /webhook\x00 HTTP/1.1")),
    no("a control in the target", "9112 3.2", line("POST /web\x1bhook HTTP/1.1")),
    no("DEL in the target", "9112 3.2", line("POST /web\x7fhook HTTP/1.1")),
    no("a byte over 127 in the target", "9112 3.2", line("POST /web\xffhook HTTP/1.1")),
    no("a method in lower case", "9110 15.5.6", line("post /webhook HTTP/1.1"), 405),
    no("a method that nobody registered", "9110 15.5.6", line("BREW /webhook HTTP/1.1"), 405),
    no("a method that begins like another", "9110 15.5.6", line("POSTS /webhook HTTP/1.1"), 405),
    no("a very long method", "9112 3", line(f"{'A' * 9000} /webhook HTTP/1.1"), 405),
    no("a method that nobody registered, of the health", "9110 15.5.6", line("BREW /healthz HTTP/1.1"), 405),
    no("a method that nobody registered, elsewhere", "9110 15.5.5", line("BREW /coffee HTTP/1.1"), 404),
    no(
        "a method that nobody registered, after a delivery",
        "9112 9.3.2",
        GOOD + line("BREW /webhook HTTP/1.1") + GOOD,
        200,
        405,
        kept=1,
    ),
    no("a method over all bounds", "9112 3", b"A" * 40_000, 431),
    no("a method that nobody registered, in HTTP/1.2", "9112 2.3", line("BREW /webhook HTTP/1.2")),
    no("a method that nobody registered, without a version", "9112 3", b"BREW /webhook\r\n"),
    no("a method that nobody registered, with a fourth part", "9112 3", line("BREW /webhook x HTTP/1.1")),
    no("a target of 33 KiB", "9112 3", line(f"POST /{'x' * 33 * 1024} HTTP/1.1"), 431),
    no("a target of 31 KiB", "9112 3", line(f"POST /{'x' * 31 * 1024} HTTP/1.1"), 404, stays=OPEN),
    no("a line that never ends", "9112 3", b"POST /" + b"x" * 40_000, 431),
    ok("an empty line before it", "9112 2.2", b"\r\n" + GOOD),
    ok("several empty lines before it", "9112 2.2", b"\r\n\r\n\r\n" + GOOD),
    ok("an empty line of LF alone before it", "9112 2.2", b"\n" + GOOD),
    no("CR alone before it", "9112 2.2", b"\r" + GOOD),
    no("NUL before it", "9112 2.2", b"\0" + GOOD),
    no("a byte order mark before it", "9112 2.2", b"\xef\xbb\xbf" + GOOD),
    no("empty lines of 40 KB", "9112 2.2", b"\r\n" * 20_000 + GOOD, 431),
)

VERSIONS = (
    ok("HTTP/1.0", "9112 9.3", line("POST /webhook HTTP/1.0"), stays=CLOSED),
    ok("HTTP/1.0 that stays", "9112 9.3", post("Connection: keep-alive", line="POST /webhook HTTP/1.0")),
    ok(
        "HTTP/1.0 that both stays and closes",
        "9112 9.3",
        post("Connection: keep-alive, close", line="POST /webhook HTTP/1.0"),
        stays=CLOSED,
    ),
    no("HTTP/1.0 without a Host", "9112 3.2", post(host=None, line="POST /webhook HTTP/1.0")),
    no("HTTP/0.9", "9112 3", b"GET /healthz\r\n"),
    no("HTTP/0.9 and a blank line", "9112 3", b"GET /healthz\r\n\r\n"),
    no("HTTP/0.9 ended by LF", "9112 3", b"GET /healthz\n"),
    no("HTTP/0.9 by name", "9112 2.3", line("POST /webhook HTTP/0.9")),
    no("HTTP/1.2", "9112 2.3", line("POST /webhook HTTP/1.2")),
    no("HTTP/1.10", "9112 2.3", line("POST /webhook HTTP/1.10")),
    no("HTTP/11", "9112 2.3", line("POST /webhook HTTP/11")),
    no("HTTP/1.", "9112 2.3", line("POST /webhook HTTP/1.")),
    no("HTTP/2.0", "9112 2.3", line("POST /webhook HTTP/2.0")),
    no("http/1.1", "9112 2.3", line("POST /webhook http/1.1")),
    no("RTSP/1.0", "9112 2.3", line("POST /webhook RTSP/1.0")),
    no("RTSP/1.1", "9112 2.3", line("POST /webhook RTSP/1.1")),
    no("RTSP/1.0 that asks for the health", "9112 2.3", bare("GET /healthz RTSP/1.0")),
    no("RTSP/1.0 with a method of its own", "9112 2.3", bare("DESCRIBE /webhook RTSP/1.0")),
    no("ICE/1.0", "9112 2.3", bare("SOURCE /webhook ICE/1.0")),
    no("the preface of HTTP/2", "9113 3.4", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    no("the preface's method", "9113 3.4", bare("PRI * HTTP/1.1")),
    no("TLS", "9112 3", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    no("SSH", "9112 3", b"SSH-2.0-OpenSSH_9.7\r\n"),
    no("the PROXY protocol", "9112 3", b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + GOOD),
)

TARGETS = (
    ok("a query", "9112 3.2.1", line("POST /webhook?a=b HTTP/1.1")),
    ok("absolute form", "9112 3.2.2", line("POST http://hooks.example.com/webhook HTTP/1.1")),
    ok("absolute form of https", "9112 3.2.2", line("POST https://hooks.example.com/webhook HTTP/1.1")),
    ok("absolute form beside another Host", "9112 3.2.2", line("POST http://b:1/webhook?x HTTP/1.1")),
    ok("absolute form, its scheme in capitals", "9110 4.2.3", line("POST HTTP://b/webhook HTTP/1.1")),
    no("absolute form of ftp", "9112 3.2.2", line("POST ftp://b/webhook HTTP/1.1"), 404, stays=OPEN),
    no("absolute form without a path", "9112 3.2.2", line("POST http://b HTTP/1.1"), 404, stays=OPEN),
    no("absolute form without a host", "9110 4.2.1", line("POST http:///webhook HTTP/1.1"), 404, stays=OPEN),
    no("absolute form with a user", "9110 4.2.4", line("POST http://a@b/webhook HTTP/1.1"), 404, stays=OPEN),
    no("a path that only looks absolute", "9112 3.2.1", line("POST //webhook HTTP/1.1"), 404, stays=OPEN),
    no("authority form for CONNECT", "9112 3.2.3", bare("CONNECT example.com:443 HTTP/1.1"), 404),
    no("authority form for another method", "9112 3.2.3", line("POST example.com:443 HTTP/1.1")),
    no("asterisk form for OPTIONS", "9112 3.2.4", bare("OPTIONS * HTTP/1.1"), 404, stays=OPEN),
    no("asterisk form for another method", "9112 3.2.4", line("POST * HTTP/1.1"), 404, stays=OPEN),
    no("no form at all", "9112 3.2", line("POST webhook HTTP/1.1")),
    no("a path above the root", "9112 3.2.1", line("POST /../webhook HTTP/1.1"), 404, stays=OPEN),
    no("an encoded path", "9110 4.2.3", line("POST /%77ebhook HTTP/1.1"), 404, stays=OPEN),
    no("another case", "9110 4.2.3", line("POST /Webhook HTTP/1.1"), 404, stays=OPEN),
    no("a slash more", "9112 3.2.1", line("POST /webhook/ HTTP/1.1"), 404, stays=OPEN),
)

METHODS = (
    ok("GET of the health", "9110 9.3.1", HEALTH, kept=0),
    ok("HEAD of the health", "9110 9.3.2", bare("HEAD /healthz HTTP/1.1"), kept=0),
    ok("GET with a body", "9110 9.3.1", request(b"abc", line="GET /healthz HTTP/1.1"), kept=0),
    ok(
        "GET with a chunked body",
        "9110 9.3.1",
        request(chunked(b"abc"), line="GET /healthz HTTP/1.1", framing=CHUNKED),
        kept=0,
    ),
    *(
        no(f"{method} of the webhook", "9110 15.5.6", bare(f"{method} /webhook HTTP/1.1"), 405, stays=OPEN)
        for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "PROPFIND")
    ),
    no("POST of the health", "9110 15.5.6", line("POST /healthz HTTP/1.1"), 405, stays=OPEN),
    no("HEAD elsewhere", "9110 9.3.2", bare("HEAD /x HTTP/1.1"), 404, stays=OPEN),
)

FIELDS = (
    no("a folded line", "9112 5.2", post("A: b\r\n c")),
    no("a line folded by a tab", "9112 5.2", post("A: b\r\n\tc")),
    no("a fold of nothing", "9112 5.2", post("A: b\r\n ")),
    no("a fold before the first", "9112 2.2", GOOD.replace(b"1.1\r\nHost", b"1.1\r\n Host")),
    no("a folded Content-Length", "9112 5.2", post(framing="Content-Length: 2\r\n 6")),
    no("a line end of LF alone", "9112 2.2", post("A: b").replace(b"b\r\n", b"b\n")),
    no("line ends of LF alone", "9112 2.2", GOOD.replace(b"\r\n", b"\n")),
    no("a last line of LF alone", "9112 2.2", GOOD.replace(b"\r\n\r\n", b"\r\n\n")),
    no("CR before CRLF", "9112 2.2", post("A: b\r")),
    no("CR in a value", "9112 2.2", post("A: b\rc")),
    no("CR in a name", "9112 2.2", post("A\rb: c")),
    no("LF in a name", "9112 2.2", post("A\nb: c")),
    no("a blank before the colon", "9112 5.1", post("A : b")),
    no("a tab before the colon", "9112 5.1", post("A\t: b")),
    no("a blank before the colon of a length", "9112 5.1", post(framing="Content-Length : 26")),
    no("a blank before the colon of a coding", "9112 5.1", chunks(chunked(BODY)).replace(b"g:", b"g :")),
    no("a blank in a name", "9110 5.1", post("A b: c")),
    no("no colon", "9112 5", post("Nothing")),
    no("no name", "9110 5.1", post(": b")),
    *(
        no(f"the character {ord(sign):#04x} in a name", "9110 5.1", post(f"A{sign}b: c"))
        for sign in '\0\x01\x08\x1b\x7f\x80\xff"(),/;<=>?@[\\]{}'
    ),
    *(
        no(f"the character {ord(sign):#04x} in a value", "9110 5.5", post(f"A: b{sign}c"))
        for sign in "\0\x01\x08\x0b\x0c\x1b\x7f"
    ),
    no("NUL in a signature", "9110 5.5", request(BODY, SIGNATURE + "\0")),
    ok("bytes over 127 in a value", "9110 5.5", post("A: \x80\x9b\xff")),
    ok("a tab in a value", "9110 5.5", post("A: b\tc")),
    ok("blanks about a value", "9110 5.5", post("A: \t b \t")),
    ok("no blank after the colon", "9112 5", post("A:b")),
    ok("an empty value", "9110 5.5", post("A:")),
    ok("every sign a name may have", "9110 5.1", post("!#$%&'*+-.^_`|~09azAZ: b")),
    ok("500 of them", "9110 5.4", post(*[f"A{i}: b" for i in range(500)])),
    ok("the same name many times", "9110 5.3", post(*["A: b"] * 500)),
    ok("a value of 31 KiB", "9110 5.4", post(f"A: {'x' * 31 * 1024}")),
    no("a value of 33 KiB", "6585 5", post(f"A: {'x' * 33 * 1024}"), 431),
    no("a name of 33 KiB", "6585 5", post(f"{'A' * 33 * 1024}: x"), 431),
    no("5,000 of them", "6585 5", post(*[f"A{i}: b" for i in range(5000)]), 431),
    no("a second signature", "9110 5.3", post(SIGNATURE)),
    no("a second signature, otherwise written", "9110 5.3", post(SIGNATURE.upper())),
    ok("an underscore for the hyphen of a length", "9110 5.1", post("Content_Length: 5")),
    ok("an underscore for the hyphen of a coding", "9110 5.1", post("Transfer_Encoding: chunked")),
    ok("one that Connection names", "9110 7.6.1", post("Connection: X-Spark-Signature")),
)

HOSTS = (
    no("none", "9112 3.2", post(host=None)),
    no("two", "9112 3.2", post("Host: other.example.com")),
    no("the same twice", "9112 3.2", post("Host: hooks.example.com")),
    no("two in one", "9112 3.2", post(host="Host: a, b")),
    no("a path in it", "9112 3.2", post(host="Host: a/b")),
    no("a user in it", "9110 7.2", post(host="Host: jane@a")),
    no("a blank in it", "9112 3.2", post(host="Host: a b")),
    no("a control in it", "9112 3.2", post(host="Host: a\x01b")),
    no("a query in it", "9112 3.2", post(host="Host: a?b")),
    no("none beside absolute form", "9112 3.2", post(host=None, line="POST http://a/webhook HTTP/1.1")),
    ok("an empty one", "9110 7.2", post(host="Host:")),
    ok("a port", "9110 7.2", post(host="Host: a:8787")),
    ok("an address of IPv6", "9110 7.2", post(host="Host: [::1]:8787")),
)

LENGTHS = (
    no("the same twice", "9112 6.3", post("Content-Length: 26")),
    no("two", "9112 6.3", post("Content-Length: 1")),
    no("two, one of them 0", "9112 6.3", post("Content-Length: 0")),
    no("a list of the same", "9110 8.6", post(framing="Content-Length: 26, 26")),
    no("a list", "9110 8.6", post(framing="Content-Length: 26, 1")),
    *(
        no(f"written {text!r}", "9110 8.6", post(framing=f"Content-Length:{text}"))
        for text in (
            "",
            " ",
            " +26",
            " -26",
            " -0",
            " 26.0",
            " 2e1",
            " 0x1a",
            " 2 6",
            " 2_6",
            " 26;",
            ' "26"',
            " \x0b26",
            " \xb2\xb6",
            " ZZ",
        )
    ),
    no("beyond 64 bits", "9110 8.6", post(framing="Content-Length: 18446744073709551642")),
    no("beyond counting", "9110 8.6", post(framing=f"Content-Length: {'9' * 400}")),
    no("over 1 MiB", "9110 15.5.14", request(b"", framing="Content-Length: 1048577"), 413),
    no("of 64 bits", "9110 15.5.14", request(b"", framing=f"Content-Length: {2**64 - 1}"), 413),
    ok("zeros in front", "9110 8.6", post(framing="Content-Length: 0026")),
    ok("blanks about it", "9110 5.5", post(framing="Content-Length: \t 26 \t")),
    no("none", "9112 6.3", request(b"", framing=None), 401, stays=OPEN),
    no("none, and a body all the same", "9112 6.3", post(framing=None), 401, 400),
    no("too short for the body", "9112 6.3", post(framing="Content-Length: 25"), 401, 400),
)

CODINGS = (
    ok("chunked", "9112 7.1", chunks(chunked(BODY))),
    ok("in capitals", "9112 7", post(framing="Transfer-Encoding: CHUNKED", body=chunked(BODY))),
    no("with a length, the length first", "9112 6.1", post(CHUNKED, framing="Content-Length: 26")),
    no("with a length, the coding first", "9112 6.1", chunks(chunked(BODY), "Content-Length: 26")),
    no("with a length of 0", "9112 6.1", chunks(chunked(BODY), "Content-Length: 0")),
    no("twice", "9112 7.1", chunks(chunked(BODY), CHUNKED)),
    no("on HTTP/1.0", "9112 6.1", post(framing=CHUNKED, body=chunked(BODY), line="POST /webhook HTTP/1.0")),
    *(
        no(f"written {text!r}", "9112 6.1", post(framing=f"Transfer-Encoding:{text}", body=chunked(BODY)))
        for text in (
            "",
            " gzip",
            " identity",
            " gzip, chunked",
            " chunked, gzip",
            " chunked, identity",
            " chunked, chunked",
            " chunked,",
            " ,chunked",
            " chunked;q=1",
            ' "chunked"',
            " xchunked",
            " chunkedx",
            " chun ked",
            " \x0bchunked",
            " chunked\x00",
            "\r\n chunked",
        )
    ),
    no("then gzip in a second", "9112 6.1", chunks(chunked(BODY), "Transfer-Encoding: gzip")),
)

CHUNKS = (
    ok("of one byte each", "9112 7.1", chunks(chunked(BODY, 1))),
    ok("one", "9112 7.1", chunks(b"1a\r\n" + BODY + LAST)),
    ok("a size in capitals", "9112 7.1", chunks(b"1A\r\n" + BODY + LAST)),
    ok("zeros before a size", "9112 7.1", chunks(b"000001a\r\n" + BODY + b"\r\n000\r\n\r\n")),
    *(
        no(f"of a size {text!r}", "9112 7.1", chunks(text + b"\r\n" + BODY + LAST))
        for text in (b"", b"0x1a", b"1_a", b"-1a", b"+1a", b" 1a", b"1a ", b"1a\t", b"1ag", b"\xb2", b"\x001a",
                     b"1000000000000001a", b"f" * 17, b"f" * 4000)
    ),
    no("a size ended by LF alone", "9112 7.1", chunks(b"1a\n" + BODY + LAST)),
    no("a size ended by CR alone", "9112 7.1", chunks(b"1a\r" + BODY + LAST)),
    no("longer than its size", "9112 7.1", chunks(b"19\r\n" + BODY + LAST)),
    no("shorter than its size", "9112 7.1", chunks(b"1b\r\n" + BODY + LAST)),
    no("ended by LF alone", "9112 7.1", chunks(b"1a\r\n" + BODY + b"\n0\r\n\r\n")),
    no("ended by two bytes that are no line end", "9112 7.1", chunks(b"1a\r\n" + BODY + b"XX0\r\n\r\n")),
    no("a last one ended by LF alone", "9112 7.1", chunks(b"1a\r\n" + BODY + b"\r\n0\n\n")),
    no("a last line of LF alone", "9112 7.1", chunks(b"1a\r\n" + BODY + b"\r\n0\r\n\n")),
    no("over 1 MiB", "9110 15.5.14", chunks(chunked(b"x" * (1024 * 1024 + 1), 65_536)), 413),
    ok("a body that holds blank lines", "9112 7.1",
       request(chunked(_AIRY, 3), f"X-Spark-Signature: {sign(SECRET, _AIRY)}", framing=CHUNKED)),
    ok("an extension", "9112 7.1.1", chunks(chunked(BODY, ext=";a=b"))),
    ok("an extension in quotes", "9112 7.1.1", chunks(chunked(BODY, ext=';a="b;\\"c"'))),
    ok("an extension without a value", "9112 7.1.1", chunks(chunked(BODY, ext=";a"))),
    no("an extension without a name", "9112 7.1.1", chunks(chunked(BODY, ext=";"))),
    no("an extension with a control", "9112 7.1.1", chunks(chunked(BODY, ext=";a=\x01"))),
    no("an extension with blanks", "9112 7.1.1", chunks(chunked(BODY, ext=" ; a = b"))),
    no("an extension ended by LF alone", "9112 7.1.1", chunks(b"1a;a\n" + BODY + LAST)),
    no("an extension with CR", "9112 7.1.1", chunks(b"1a;a\rb\r\n" + BODY + LAST)),
    no("extensions of 48 KiB", "9112 7.1.1", chunks(chunked(BODY, ext=";" + "x" * 12 * 1024)), 431),
    ok("a trailer", "9112 7.1.2", chunks(chunked(BODY, trailers="A: b\r\n"))),
    ok("a trailer that would be a second Host", "9110 6.5.1", chunks(chunked(BODY, trailers="Host: b\r\n"))),
    ok("a trailer that would close", "9110 6.5.1",
       chunks(chunked(BODY, trailers="Connection: close\r\n")), stays=CLOSED),
    no("a signature in a trailer alone", "9110 6.5.1",
       request(chunked(BODY, trailers=f"{SIGNATURE}\r\n"), framing=CHUNKED), 401, stays=OPEN),
    no("a length in a trailer", "9110 6.5.1", chunks(chunked(BODY, trailers="Content-Length: 5\r\n"))),
    no("a coding in a trailer", "9110 6.5.1", chunks(chunked(BODY, trailers=f"{CHUNKED}\r\n"))),
    no("a folded trailer", "9112 5.2", chunks(chunked(BODY, trailers="A: b\r\n c\r\n"))),
    no("a trailer with NUL", "9110 5.5", chunks(chunked(BODY, trailers="A: \0\r\n"))),
    no("a trailer without a colon", "9112 5", chunks(chunked(BODY, trailers="A b\r\n"))),
    no("a trailer ended by LF alone", "9112 2.2", chunks(chunked(BODY, trailers="A: b\n"))),
    no("trailers of 40 KB", "6585 5", chunks(chunked(BODY, trailers="A: b\r\n" * 7000)), 431),
)  # fmt: skip

CONNECTIONS = (
    ok("close", "9112 9.6", post("Connection: close"), stays=CLOSED),
    ok("Close", "9110 7.6.1", post("Connection: Close"), stays=CLOSED),
    ok("close in a list", "9110 7.6.1", post("Connection: a, close , b"), stays=CLOSED),
    ok("close in a second", "9110 5.3", post("Connection: a", "Connection: close"), stays=CLOSED),
    ok("close and keep-alive", "9112 9.3", post("Connection: close, keep-alive"), stays=CLOSED),
    ok("keep-alive", "9112 9.3", post("Connection: keep-alive")),
    ok("nothing is read after close", "9112 9.6", post("Connection: close") + GOOD, stays=CLOSED),
    ok("an Upgrade that isn't taken", "9110 7.8", request(
        b"", "Upgrade: websocket", "Connection: Upgrade", line="GET /healthz HTTP/1.1", framing=None),
        stays=CLOSED, kept=0),
    no("an Upgrade with a body", "9110 7.8", post("Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings")),
    no("an Upgrade with a body that Connection doesn't name", "9110 7.8", post("Upgrade: h2c")),
    no("an Upgrade with a chunked body", "9110 7.8",
       chunks(chunked(BODY), "Upgrade: websocket", "Connection: upgrade")),
    ok("Upgrade named, none there", "9110 7.8", post("Connection: upgrade")),
    ok("HTTP2-Settings alone", "9113 3.1", post("HTTP2-Settings: AA", "Connection: HTTP2-Settings")),
    no("CONNECT, and bytes for a tunnel", "9110 9.3.6", bare("CONNECT a:1 HTTP/1.1") + GOOD, 404),
)  # fmt: skip

EXPECTATIONS = (
    ok("100-continue, with the body at once", "9110 10.1.1", post("Expect: 100-continue")),
    ok("100-Continue", "9110 10.1.1", post("Expect: 100-Continue")),
    ok("another", "9110 10.1.1", post("Expect: 200-ok")),
    ok(
        "on HTTP/1.0",
        "9110 10.1.1",
        post("Expect: 100-continue", line="POST /webhook HTTP/1.0"),
        stays=CLOSED,
    ),
    no("without a signature", "9110 10.1.1", request(BODY, "Expect: 100-continue"), 401, stays=OPEN),
)

PIPELINES = (
    ok("two", "9112 9.3.2", GOOD * 2, statuses=(200, 200), kept=2),
    ok("a hundred", "9112 9.3.2", GOOD * 100, statuses=(200,) * 100, kept=100),
    ok("with health between", "9112 9.3.2", GOOD + HEALTH + GOOD, statuses=(200,) * 3, kept=2),
    ok("with other paths and methods between", "9112 9.3.2",
       GOOD + bare("GET /x HTTP/1.1") + bare("PUT /webhook HTTP/1.1") + request(BODY) + GOOD,
       statuses=(200, 404, 405, 401, 200), kept=2),
    ok("with no JSON between", "9112 9.3.2",
       GOOD + request(b"[]", f"X-Spark-Signature: {sign(SECRET, b'[]')}") + GOOD, statuses=(200, 400, 200), kept=3),
    ok("chunked, then with a length", "9112 9.3.2", chunks(chunked(BODY)) + GOOD, statuses=(200, 200), kept=2),
    ok("chunked, a blank line, then chunked", "9112 2.2",
       (chunks(chunked(BODY)) + b"\r\n") * 2, statuses=(200, 200), kept=2),
    no("a bad line in the middle", "9112 9.3.2", GOOD + b"no HTTP\r\n\r\n" + GOOD, 200, 400, kept=1),
    no("two blanks in the second's line", "9112 3", GOOD + line("POST  /webhook HTTP/1.1") + GOOD, 200, 400, kept=1),
    no("RTSP in the middle", "9112 2.3", GOOD + line("POST /webhook RTSP/1.1") + GOOD, 200, 400, kept=1),
    no("HTTP/0.9 in the middle", "9112 3", GOOD + b"GET /healthz\r\n\r\n" + GOOD, 200, 400, kept=1),
    no("two lengths in the middle", "9112 6.3", GOOD + post("Content-Length: 1") + GOOD, 200, 400, kept=1),
    no("length and coding, a request in the body", "9112 11.2",
       post(CHUNKED, framing=f"Content-Length: {len(b'0' + LAST + GOOD)}", body=b"0\r\n\r\n" + GOOD)),
    no("two codings, a request in the body", "9112 11.2",
       post("Transfer-Encoding: x", framing=CHUNKED, body=b"0\r\n\r\n" + GOOD)),
    no("a request behind an oversized head", "6585 5", post(f"A: {'x' * 40_000}") + GOOD, 431),
    no("a request behind an oversized body", "9110 15.5.14",
       request(b"", framing="Content-Length: 2000000") + GOOD, 413),
    no("a request behind an Upgrade", "9110 7.8", request(
        b"", "Upgrade: h2c", "Connection: Upgrade", line="GET /healthz HTTP/1.1", framing=None) + GOOD, 200),
    ok("a request in a body is a body", "9112 11.2", post() + request(GOOD) + GOOD,
       statuses=(200, 401, 200), kept=2),
    ok("a head that ends as a body begins", "9112 6.3",
       post(body=b"\r\n\r\n", framing="Content-Length: 4") + GOOD, statuses=(401, 200)),
)  # fmt: skip

TABLE = (
    *REQUEST_LINE, *VERSIONS, *TARGETS, *METHODS, *FIELDS, *HOSTS, *LENGTHS, *CODINGS, *CHUNKS, *CONNECTIONS,
    *EXPECTATIONS, *PIPELINES,
)  # fmt: skip
