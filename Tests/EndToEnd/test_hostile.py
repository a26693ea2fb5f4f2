"""Requests that are well-formed and mean harm: bursts, texts that swell, titles that break out."""

import json

from support.wire import Wire

BURST = 3_600
# Debian's cmark-gfm would make 500 cells of each of these rows: 45 million in all.
SWELLING_TABLE = "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "a\n" * 90_000
# A mark that joins with what follows it hides the bracket from a search by characters.
JOINED = "\u0600"


def test_a_burst_of_requests_behind_a_slow_one_is_answered_in_order(server):
    form = json.dumps({"username": "nobody", "password": "password12"})
    slow = f"POST /api/v1/auth/login HTTP/1.1\r\nHost: hanmo\r\nContent-Length: {len(form)}\r\n\r\n{form}"
    with Wire(server.port) as wire:
        wire.send(slow + "GET / HTTP/1.1\r\nHost: hanmo\r\n\r\n" * BURST)

        assert wire.receive().status == 401
        assert {wire.receive().status for _ in range(BURST)} == {302}


def test_a_table_that_would_swell_is_exported_as_text(admin):
    lin = admin.newcomer(credits=10)
    creation = lin.generate(title="春天").data["creation_id"]
    lin.call("PUT", f"/api/v1/creations/{creation}", {"content": SWELLING_TABLE})

    for form in ("html", "txt"):
        exported = lin.send("GET", f"/api/v1/creations/{creation}/export?format={form}")
        assert exported.status_code == 200
        assert "<td" not in exported.text
        assert len(exported.content) < 2 * len(SWELLING_TABLE)


def test_a_title_cannot_break_out_of_an_exported_page(admin):
    lin = admin.newcomer(credits=10)
    creation = lin.generate(title="春天").data["creation_id"]
    title = f"{JOINED}</title {JOINED}>{JOINED}<script {JOINED}>alert(1)//"
    lin.call("PUT", f"/api/v1/creations/{creation}", {"title": title})

    page = lin.send("GET", f"/api/v1/creations/{creation}/export?format=html").text

    assert "<script" not in page
    assert page.count("</title") == 1


def test_nobody_else_on_the_machine_can_read_a_server_s_files(server):
    modes = {path.name: path.stat().st_mode & 0o077 for path in [server.data, *server.data.iterdir()]}

    assert set(modes.values()) == {0}, modes
