"""What `/metrics` tells, read by Prometheus's own parser, and who may read it."""

import math
import re
from collections import defaultdict

import pytest
from prometheus_client.parser import text_string_to_metric_families

from support import database
from support.people import Caller, Person, chief
from support.program import Server, run, said

TOKEN = "metrics-token-5d0c7a91f2e84b36c8"


class Figures:
    """One page: the families that the parser finds, and the samples by name and labels."""

    def __init__(self, text: str):
        self.text = text
        self.families = {family.name: family for family in text_string_to_metric_families(text)}
        self.samples = [sample for family in self.families.values() for sample in family.samples]

    def value(self, name: str, **labels) -> float | None:
        found = [sample.value for sample in self.samples if sample.name == name and sample.labels == labels]
        assert len(found) <= 1, f"{name} {labels} stands there {len(found)} times"
        return found[0] if found else None

    def sum(self, name: str, **labels) -> float:
        """Of all samples that have these labels among theirs."""
        return sum(
            sample.value for sample in self.samples if sample.name == name and labels.items() <= sample.labels.items()
        )


def figures(url: str, **headers) -> Figures:
    response = Caller(url).send("GET", "/metrics", headers=headers)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return Figures(response.text)


@pytest.fixture
def studio(folder):
    with Server(folder) as server:
        yield server


def test_the_page_is_what_prometheus_reads(studio, provider):
    admin = chief(studio.url)
    lin = admin.newcomer(credits=100)
    model = admin.add_model("openai", "ok:metrics", provider.base("openai"))
    lin.generate("resume", model_id=model).ok()
    lin.stream("resume", model_id=model).rest()
    lin.generate("resume", model_id=admin.add_model("qwen", "moderated:metrics", provider.base("qwen")))

    page = figures(studio.url)

    # Every sample belongs to a family that was announced, with a help and a type.
    assert set(re.findall(r"^# TYPE (\S+)", page.text, re.MULTILINE)) == set(
        re.findall(r"^# HELP (\S+)", page.text, re.MULTILINE)
    )
    for family in page.families.values():
        assert family.documentation and family.type in ("counter", "gauge", "histogram"), family.name
    assert page.text.endswith("\n")
    names = {(sample.name, tuple(sorted(sample.labels.items()))) for sample in page.samples}
    assert len(names) == len(page.samples), "a sample stands there twice"
    assert page.sum("hanmo_generations_total", kind="text", tool="resume", outcome="completed") == 2
    assert page.sum("hanmo_generations_total", kind="text", tool="resume", outcome="refused") == 1
    assert page.value("hanmo_provider_call_duration_seconds_count", provider="openai", outcome="completed") == 2
    assert page.value("hanmo_provider_call_duration_seconds_count", provider="qwen", outcome="refused") == 1
    assert page.value("hanmo_provider_first_piece_seconds_count", provider="openai") == 1
    # Answered over real sockets, counted by pattern.
    generate = {"method": "POST", "route": "/api/v1/writing/{tool_type}/generate"}
    assert page.value("hanmo_http_requests_total", **generate, status="200") == 2
    assert page.value("hanmo_http_requests_total", **generate, status="400") == 1


def test_every_histogram_adds_up(studio):
    chief(studio.url).newcomer(credits=10).generate().ok()

    page = figures(studio.url)

    buckets = defaultdict(list)
    for sample in page.samples:
        if sample.name.endswith("_bucket"):
            labels = {key: value for key, value in sample.labels.items() if key != "le"}
            name = sample.name.removesuffix("_bucket")
            buckets[name, tuple(labels.items())].append((float(sample.labels["le"]), sample.value))
    assert len(buckets) > 5
    for (name, labels), steps in buckets.items():
        bounds, counts = zip(*steps)
        assert list(bounds) == sorted(set(bounds)) and bounds[-1] == math.inf, name
        assert list(counts) == sorted(counts), f"{name} is not cumulative"
        assert counts[-1] == page.value(f"{name}_count", **dict(labels)), name
        total = page.value(f"{name}_sum", **dict(labels))
        assert total >= 0 and (total > 0) == (counts[-1] > 0), name


def test_what_is_counted_only_grows_and_what_is_measured_moves(studio):
    admin = chief(studio.url)
    before = figures(studio.url)
    for _ in range(20):
        admin.balance()
    after = figures(studio.url)

    balance = {"method": "GET", "route": "/api/v1/credit/balance", "status": "200"}
    assert after.value("hanmo_http_requests_total", **balance) == 20
    for family in before.families.values():
        for sample in family.samples if family.type != "gauge" else []:
            assert after.value(sample.name, **sample.labels) >= sample.value, sample
    assert after.value("process_cpu_seconds_total") > 0
    assert after.value("process_start_time_seconds") == before.value("process_start_time_seconds")
    assert 0 < after.value("process_open_fds") < after.value("process_max_fds")
    # On PostgreSQL those of HANMO_DATABASE_CONNECTIONS and the four that carry single statements.
    assert after.value("hanmo_database_connections_limit") == (10 + 4 if database.POSTGRES else 4)


def test_only_this_machine_reads_them_while_no_token_is_set(studio):
    assert Caller(studio.url).send("GET", "/metrics").status_code == 200
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "Origin"):
        reply = Caller(studio.url).call("GET", "/metrics", headers={name: "127.0.0.1"})
        assert reply.code == 404, name


def test_a_token_opens_them_to_whoever_brings_it(folder):
    with Server(folder, HANMO_METRICS_TOKEN=TOKEN) as server:
        lin = Person.register(server.url)
        assert Caller(server.url).call("GET", "/metrics").code == 401
        assert lin.call("GET", "/metrics").code == 401
        assert Caller(server.url, TOKEN[:-1]).call("GET", "/metrics").code == 401
        page = figures(server.url, **{"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "203.0.113.7"})
        assert page.value("hanmo_http_requests_total", method="GET", route="/metrics", status="401") == 3
        assert TOKEN not in server.log


def test_a_token_that_could_be_guessed_is_refused(folder):
    refused = run("serve", folder=folder, HANMO_METRICS_TOKEN="short")

    assert refused.returncode != 0
    assert "HANMO_METRICS_TOKEN" in said(refused) and "32 bytes" in said(refused)
