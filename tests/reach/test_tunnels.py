"""Running tunnels, found by what ngrok and cloudflared answer on this computer."""

import json

import pytest

from sa_monitor.model.reach import Tunnel
from sa_monitor.reach.tunnels import Interfaces, find_tunnels
from tests.reach.tools import Tool
from tests.webex.hostile import Hostile, http

PORT = 8787


def ngrok(*tunnels):
    """Write what ngrok answers: pairs of public URL and where it forwards."""
    told = [
        {
            "name": "web",
            "uri": "/api/tunnels/web",
            "public_url": url,
            "proto": "https",
            "config": {"addr": addr},
        }
        for url, addr in tunnels
    ]
    return {"/api/tunnels": {"tunnels": told, "uri": "/api/tunnels"}}


def cloudflared(*rules, quick=""):
    """Write what cloudflared answers: its rules, and a quick tunnel's host."""
    config = {"version": -1, "config": {"ingress": list(rules), "warp-routing": {"enabled": False}}}
    return {"/config": config, "/quicktunnel": {"hostname": quick}, "/ready": {"readyConnections": 4}}


async def found(*, ngrok=(), cloudflared=(), path="/webhook"):
    interfaces = Interfaces(tuple(tool.url for tool in ngrok), tuple(tool.url for tool in cloudflared))
    return await find_tunnels(PORT, path, interfaces)


@pytest.mark.parametrize(
    "addr", ["http://localhost:8787", "localhost:8787", "127.0.0.1:8787", "8787", "[::1]:8787"]
)
async def test_an_ngrok_agent_that_forwards_to_our_port_is_found_whatever_way_it_writes_it(addr):
    with Tool(ngrok(("https://abc.ngrok.app", addr))) as agent:
        assert await found(ngrok=[agent]) == (Tunnel("ngrok", "https://abc.ngrok.app/webhook"),)


@pytest.mark.parametrize("addr", ["http://localhost:80", "http://10.0.0.7:8787", "", "localhost:none"])
async def test_one_that_forwards_elsewhere_is_none_of_ours(addr):
    with Tool(ngrok(("https://abc.ngrok.app", addr))) as agent:
        assert await found(ngrok=[agent]) == ()


async def test_webex_takes_https_only():
    with Tool(ngrok(("http://abc.ngrok.app", "8787"), ("tcp://1.tcp.ngrok.io:1", "8787"))) as agent:
        assert await found(ngrok=[agent]) == ()


async def test_a_quick_tunnel_of_cloudflared_is_found_by_its_host():
    answers = cloudflared({"service": "http://localhost:8787"}, quick="calm-river.trycloudflare.com")
    with Tool(answers) as metrics:
        target = "https://calm-river.trycloudflare.com/in"
        assert await found(cloudflared=[metrics], path="/in") == (Tunnel("cloudflared", target),)


async def test_a_named_tunnel_of_cloudflared_is_found_by_its_rule():
    rules = (
        {"hostname": "hooks.example.com", "service": "http://127.0.0.1:8787"},
        {"service": "http_status:404"},
    )
    with Tool(cloudflared(*rules)) as metrics:
        target = "https://hooks.example.com/webhook"
        assert await found(cloudflared=[metrics]) == (Tunnel("cloudflared", target),)


async def test_a_quick_tunnel_to_another_port_is_none_of_ours():
    with Tool(cloudflared({"service": "http://localhost:80"}, quick="calm.trycloudflare.com")) as metrics:
        assert await found(cloudflared=[metrics]) == ()


async def test_without_any_tool_nothing_is_found(closed_port):
    nobody = (f"http://127.0.0.1:{closed_port}",)
    assert await find_tunnels(PORT, "/webhook", Interfaces(nobody, nobody)) == ()


@pytest.mark.parametrize(
    "answer",
    [
        http(b"<html>sign in</html>", Content_Type="text/html"),
        http(b"[" * 100_000),
        http(json.dumps({"tunnels": None}).encode()),
        http(json.dumps(ngrok(("https://a\u202eb\x1b[2J.app", "8787"))["/api/tunnels"]).encode()),
        http(json.dumps(ngrok(("https://[::1", "8787"))["/api/tunnels"]).encode()),
        http(b"", 500),
        b"",
        b"\xff\xfe",
    ],
)
async def test_whatever_else_answers_there_is_no_tunnel(answer):
    with Hostile(answer) as other:
        assert await find_tunnels(PORT, "/webhook", Interfaces((other.url,), (other.url,))) == ()
