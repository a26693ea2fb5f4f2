"""The trace of a request, as a provider gets it over the wire (W3C, "Trace Context")."""

import re

import pytest

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
FORM = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[01]")


def told(provider, model: str) -> list[str]:
    """The `traceparent` of each call of a model; every one of them has to be valid."""
    parents = [headers["traceparent"] for headers in provider.headers[model]]
    assert parents and all(FORM.fullmatch(parent) for parent in parents), parents
    return parents


def trace(parent: str) -> str:
    return parent.split("-")[1]


@pytest.mark.parametrize("language", ["openai", "qwen"])
def test_a_provider_gets_the_trace_of_the_request_with_a_step_of_its_own(language, admin, provider):
    lin = admin.newcomer(credits=100)
    name = f"ok:traced-{language}"
    model = admin.add_model(language, name, provider.base(language))
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-01", "tracestate": "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"}

    lin.generate(model_id=model, headers=headers).ok()
    lin.call("POST", "/api/v1/writing/resume/generate", {"title": "x", "model_id": model}, headers=headers).ok()
    admin.call("POST", f"/api/v1/models/{model}/test", headers=headers).ok()

    parents = told(provider, name)
    assert len(parents) == len(set(parents)) == 3
    for parent in parents:
        assert trace(parent) == TRACE and PARENT not in parent and parent.endswith("-01")
    assert {received["tracestate"] for received in provider.headers[name]} == {headers["tracestate"]}


def test_a_stream_and_each_repeat_of_a_call_are_steps_of_one_trace(admin, provider):
    lin = admin.newcomer(credits=100)
    name = "down-once:traced"
    model = admin.add_model("openai", name, provider.base("openai"))

    form = {"title": "春天", "stream": True, "model_id": model}
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-00"}
    lin.send("POST", "/api/v1/writing/resume/generate", form, headers=headers)

    parents = told(provider, name)
    assert len(parents) == len(set(parents)) == 2
    assert {trace(parent) for parent in parents} == {TRACE}
    assert all(parent.endswith("-00") for parent in parents)


@pytest.mark.parametrize(
    "traceparent",
    [
        None,
        "",
        "nonsense",
        f"ff-{TRACE}-{PARENT}-01",
        f"00-{TRACE.upper()}-{PARENT}-01",
        f"00-{'0' * 32}-{PARENT}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE}-{PARENT}-01-more",
        f"00-{TRACE[:-1]}-{PARENT}-01",
    ],
)
def test_a_trace_that_can_not_be_read_begins_anew(traceparent, admin, provider, request):
    name = f"ok:{request.node.name}"
    model = admin.add_model("openai", name, provider.base("openai"))
    headers = {"tracestate": "congo=t61rcWkgMzE"} | ({} if traceparent is None else {"traceparent": traceparent})

    for _ in range(2):
        admin.call("POST", f"/api/v1/models/{model}/test", headers=headers).ok()

    first, second = told(provider, name)
    assert len({trace(first), trace(second), TRACE}) == 3
    assert all("tracestate" not in received for received in provider.headers[name])
