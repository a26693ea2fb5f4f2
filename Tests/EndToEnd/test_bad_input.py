"""Every operation of the API, fed with what no honest client sends: a clear 400, never a 500, never a change."""

import json
import re

import pytest

from support.openapi import Document, Operation, example, types
from support.people import Admin
from support.wire import Wire

# Bodies that are no form at all, whatever the operation.
NO_FORMS = {
    "empty": b"",
    "blank": b"  \n",
    "truncated": b'{"title": "x',
    "trailing garbage": b'{"a": 1} x',
    "two values": b'{"a": 1}{"a": 1}',
    "trailing comma": b'{"a": 1,}',
    "single quotes": b"{'a': 1}",
    "comment": b'{"a": 1 /* one */}',
    "invalid UTF-8": b'{"title": "\xff\xfe"}',
    "overlong UTF-8": b'{"title": "\xc0\xaf"}',
    "surrogate in UTF-8": b'{"title": "\xed\xa0\x80"}',
    "lone surrogate": b'{"title": "\\ud800"}',
    "raw control character": b'{"title": "a\x01b"}',
    "NUL between tokens": b'{"a":\x00 1}',
    "bad escape": b'{"title": "\\x41"}',
    "UTF-16": '{"title": "x"}'.encode("utf-16"),
    "array": b"[]",
    "string": b'"x"',
    "number": b"1",
    "null": b"null",
    "deep array": b'{"a": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "deep object": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "deep and unclosed": b"[" * 10_000,
    "number beyond all": b'{"a": 1e400}',
    "leading zero": b'{"a": 01}',
    "hexadecimal": b'{"a": 0x10}',
    "not a number": b'{"a": NaN}',
    "infinity": b'{"a": Infinity}',
    "form encoding": b"title=x&model_id=1",
    "multipart": b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nx\r\n--x--',
}

# Values of the wrong type, by the types that they are not.
WRONG = {
    "string": [1, 1.5, True, [], ["x"], {}],
    "integer": ["x", "", 1.5, True, [], {}, 10**30, -(10**30), 1e308],
    "number": ["x", "", True, [], {}],
    "boolean": ["x", "", 1, 0, [], {}],
    "array": ["x", 1, True, {}],
    "object": ["x", 1, True, []],
}


@pytest.fixture(scope="module")
def document(server) -> Document:
    return Document(server.url)


@pytest.fixture(scope="module")
def things(server, admin: Admin, provider) -> dict[str, str]:
    """Something that exists for each kind of path, so that no form is spared by a 404."""
    lin = admin.newcomer()
    form = {"amount": 10.00, "payment_method": "alipay"}
    order = admin.call("POST", "/api/v1/credit/recharge", form).ok()["order_id"]
    batch = {"name": "gift", "credits": 1, "count": 1, "expires_at": "2035-12-31T23:59:59"}
    coupon = {"code": "SPRING", "name": "春节", "type": "discount", "value": 10, "max_usage": 10}
    dates = {"valid_from": "2026-01-22T00:00:00", "valid_until": "2099-01-22T00:00:00"}
    return {
        "/operation/coupons/": str(admin.call("POST", "/api/v1/operation/coupons", coupon | dates).ok()["id"]),
        "/models/": str(admin.add_model("openai", "ok:bad-input", provider.base("openai"))),
        "/creations/": str(admin.generate(title="春天", model_id=_free_model(admin)).ok()["creation_id"]),
        "/admin/users/": str(lin.id),
        "/admin/redemption-batches/": str(admin.call("POST", "/api/v1/admin/redemption-batches", batch).ok()["id"]),
        "/admin/jobs/": str(admin.call("GET", "/api/v1/admin/jobs").ok()["items"][0]["id"]),
        "/cashier/": order,
        "/credit/orders/": order,
        "/admin/orders/": order,
        "/operation/activities/": str(_activity(admin)),
        "/admin/referrals/": "1",
        "/admin/reconciliation/": "1",
        "/admin/refunds/": f"{order}F1",
        "{tool_type}": "wechat_article",
        "{outcome}": "success",
        "{kind}": "images",
        "{shard}": "00",
        "{name}": "0.png",
        "{file}": "docs.js",
    }


def _free_model(admin: Admin) -> int:
    form = {"name": "free", "provider": "builtin", "model_name": "hanmo-draft", "credits_cost": 0}
    return admin.call("POST", "/api/v1/models", form).ok()["id"]


def _activity(admin: Admin) -> int:
    form = {
        "name": "春天",
        "type": "credit_gift",
        "config": {"credits": 1},
        "start_time": "2026-01-01T00:00:00",
        "end_time": "2099-12-31T23:59:59",
    }
    return admin.call("POST", "/api/v1/operation/activities", form).ok()["id"]


def address(operation: Operation, things: dict[str, str]) -> str:
    """Its path with something real in it."""
    path = operation.path
    for place, thing in things.items():
        if place.startswith("{"):
            path = path.replace(place, thing)
        else:
            path = re.sub(rf"({place}){{[^}}]+}}", rf"\g<1>{thing}", path)
    assert "{" not in path, f"the tests know nothing that could stand in {path}"
    return path


def forms(document: Document) -> list[Operation]:
    """All that take a form, except the one whose form is not looked at before its signature."""
    found = [
        operation
        for operation in document.operations
        if operation.form is not None and operation.path != "/api/v1/credit/payment/callback"
    ]
    assert len(found) >= 9
    return found


def token(operation: Operation, admin: Admin) -> str | None:
    return admin.token if operation.needs_token else None


@pytest.mark.parametrize("fault", NO_FORMS)
def test_a_body_that_is_no_form_is_refused_everywhere(fault, document, admin, things):
    for operation in forms(document):
        options = {
            "data": NO_FORMS[fault],
            "headers": {"Content-Type": "application/json"},
            "token": token(operation, admin),
        }
        reply = admin.call(operation.method, address(operation, things), **options)
        assert reply.code == 400, f"{operation} took {fault}: {reply.body}"
        assert reply.fields, f"{operation} does not say what is wrong with {fault}"


def test_a_missing_or_null_or_empty_field_is_named(document, admin, things):
    for operation in forms(document):
        whole = operation.example
        for name in operation.required:
            rest = {key: value for key, value in whole.items() if key != name}
            broken = [rest, {**rest, name: None}]
            schema = operation.fields[name]
            if "string" in types(schema):
                broken.append({**rest, name: ""})
                # A password is taken as it is; everything else is trimmed first.
                if schema.get("format") != "password":
                    broken.append({**rest, name: " \t\n"})
            for form in broken:
                _expect_fault(operation, form, name, admin, things)


def test_a_field_of_the_wrong_type_is_named(document, admin, things):
    for operation in forms(document):
        whole = operation.example
        for name, schema in operation.fields.items():
            for value in _wrong(schema):
                _expect_fault(operation, {**whole, name: value}, name, admin, things)


def _wrong(schema: dict) -> list:
    kinds = types(schema) - {"null"}
    assert kinds, schema
    wrong = [value for value in WRONG[min(kinds)] if all(value in WRONG[kind] for kind in kinds)]
    # Python takes True for 1; JSON does not.
    return [value for value in wrong if not (isinstance(value, bool) and "boolean" in kinds)]


def test_a_field_beyond_its_bounds_is_named(document, admin, things):
    tried = 0
    for operation in forms(document):
        whole = operation.example
        for name, schema in operation.fields.items():
            for value in _beyond(schema, document):
                _expect_fault(operation, {**whole, name: value}, name, admin, things)
                tried += 1
    assert tried >= 30


def _beyond(schema: dict, document: Document) -> list:
    kinds, values = types(schema), []
    if "enum" in schema:
        values.append("no-such-word")
    elif "string" in kinds:
        values.append("a\0b")
        if "maxLength" in schema:
            values += ["x" * (schema["maxLength"] + 1), "字" * (schema["maxLength"] + 1), "x" * 500_000]
        if schema.get("minLength", 0) > 1:
            values.append("x" * (schema["minLength"] - 1))
    if "maximum" in schema:
        values += [schema["maximum"] + 1, 2**63 - 1, 2**63, 10**30]
    if "minimum" in schema:
        values += [schema["minimum"] - 1, -(2**63), -(10**30)]
    if "array" in kinds:
        item = example(schema["items"], document)
        if "maxItems" in schema:
            values += [[item] * (schema["maxItems"] + 1), [item] * 50_000]
        values += [[value] for value in _wrong(document.resolve(schema["items"]))]
    return values


def _expect_fault(operation: Operation, form: dict, name: str, admin: Admin, things: dict[str, str]):
    # Not escaped, so that the longest texts stay below the limit of a whole body.
    data = json.dumps(form, ensure_ascii=False).encode()
    reply = admin.call(operation.method, address(operation, things), data=data, token=token(operation, admin))
    told = f"{operation} {name}={str(form.get(name, 'missing'))[:60]!r}: {reply.body}"
    assert reply.code == 400, told
    assert any(field == name or re.match(rf"{re.escape(name)}[.\[]", field) for field in reply.fields), told
    assert reply.fields[0] in reply.message, told


def test_a_query_that_does_not_fit_is_refused_by_its_name(document, admin, things):
    tried = 0
    for operation in document.operations:
        for parameter in operation.parameters:
            # The cashier's key is part of its address: a wrong one leads nowhere.
            if parameter["in"] != "query" or operation.path.startswith("/cashier/"):
                continue
            for value in _bad_query(document.resolve(parameter["schema"])):
                name = parameter["name"]
                reply = admin.call(operation.method, address(operation, things), params=f"{name}={value}")
                assert reply.code == 400, f"{operation}?{name}={value[:60]}: {reply.body}"
                assert reply.fields and set(reply.fields) <= {name, "query"}, reply.body
                tried += 1
    assert tried >= 20


def _bad_query(schema: dict) -> list[str]:
    kinds, values = types(schema), ["%ff%fe", "%c0%af"]
    if "integer" in kinds:
        values += [str(schema.get("minimum", 1) - 1), "-1", "x", "1.5", "1e3", "99999999999999999999", "%00", "1%00"]
        if "maximum" in schema:
            values.append(str(schema["maximum"] + 1))
    elif "boolean" in kinds:
        values += ["perhaps", "2", "%00"]
    elif "enum" in schema:
        values += ["no-such-word", "%00"]
    elif "string" in kinds:
        values += ["a%00b"]
        if "maxLength" in schema:
            values.append("x" * (schema["maxLength"] + 1))
    return values


@pytest.mark.parametrize("value", ["%", "%z", "%zz", "%+5", "%e4%b8"])
def test_a_query_that_is_not_encoded_is_refused(value, server, admin):
    """By hand, since HTTP clients mend it."""
    with Wire(server.port) as wire:
        wire.send(f"GET /api/v1/creations?keyword={value} HTTP/1.1\r\nHost: hanmo\r\n")
        assert wire.send(f"Authorization: Bearer {admin.token}\r\n\r\n").receive().status == 400


@pytest.mark.parametrize(
    "id", ["0", "-1", "999999999", "99999999999999999999", "x", "1.5", "%00", "%ff", "1%2F2", "%2e%2e", "' OR 1=1"]
)
def test_an_id_that_names_nothing_is_not_found(id, document, admin):
    for operation in document.operations:
        if re.search(r"{(?!tool_type)", operation.path):
            form = None if operation.form is None else operation.example
            reply = admin.call(operation.method, re.sub(r"{[^}]+}", id, operation.path), form)
            assert reply.code in (404, 40004), f"{operation} with {id}: {reply.body}"


def test_a_tool_that_does_not_exist_is_not_found_or_refused(admin):
    for tool in ("poem", "%00", "wechat_article%20", "../tools"):
        assert admin.call("POST", f"/api/v1/writing/{tool}/generate", {"title": "x"}).code in (400, 404, 405)


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE", "PATCH", "TRACE"])
def test_a_wrong_method_is_told_the_right_ones(method, document, admin, things):
    known: dict[str, set[str]] = {}
    for operation in document.operations:
        known.setdefault(address(operation, things), set()).add(operation.method)
    for path, methods in known.items():
        if method not in methods:
            reply = admin.call(method, path)
            assert reply.code == 405, f"{method} {path}: {reply.body}"
            assert methods <= set(reply.headers["Allow"].split(", ")) <= methods | {"HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/api",
        "/api/v1",
        "/api/v2/auth/me",
        "/api/v1/auth/me/",
        "//api/v1/auth/me",
        "/API/V1/AUTH/ME",
        "/.env",
        "/%00",
        "/%ff",
        "/..%2f..%2fetc/passwd",
        "/api/v1/creations/1/2/3",
        "/data/secret",
        "/" + "x" * 4000,
    ],
)
def test_an_unknown_path_is_not_found(path, admin):
    assert admin.call("GET", path).code == 404
    assert admin.call("POST", path, {}).code == 404


def test_a_body_over_one_mebibyte_is_refused_however_it_is_sent(document, admin, things):
    large = json.dumps({"title": "x" * (1 << 20)}).encode()
    for operation in forms(document):
        path = address(operation, things)
        assert admin.call(operation.method, path, data=large, token=token(operation, admin)).code == 413
    pieces = (large[start : start + 65_536] for start in range(0, len(large), 65_536))
    assert admin.call("POST", "/api/v1/auth/login", data=pieces, token=None).code == 413


def test_a_body_just_under_one_mebibyte_is_read(admin):
    form = {"title": "春天", "model_id": 10**6, "unknown": ""}
    form["unknown"] = "x" * ((1 << 20) - len(json.dumps(form).encode()))
    data = json.dumps(form).encode()
    assert len(data) == 1 << 20

    reply = admin.call("POST", "/api/v1/writing/wechat_article/generate", data=data)

    assert (reply.code, reply.fields) == (400, ["model_id"])


def test_oddities_that_are_allowed_are_taken_in_one_way(admin):
    """Unknown fields are ignored, texts trimmed, every script is fine, and of a repeated field one value counts."""
    model = _free_model(admin)
    title = r"\u3000 🌸 \ud83c\udf38 العربية \t"
    odd = f'\n{{"unknown": {{"a": [1]}}, "title": "x", "title": "{title}", "model_id": {model}}}\n'

    creation = admin.call("POST", "/api/v1/writing/wechat_article/generate", data=odd.encode()).ok()["creation_id"]

    assert admin.call("GET", f"/api/v1/creations/{creation}").ok()["title"] in ("🌸 🌸 العربية", "x")


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/xml", "application/x-www-form-urlencoded", "x", "", "application/json; charset=gbk"],
)
def test_another_content_type_never_breaks_anything(kind, document, admin, things):
    for operation in forms(document):
        options = {"data": b"a=1&b=2", "headers": {"Content-Type": kind}, "token": token(operation, admin)}
        assert admin.call(operation.method, address(operation, things), **options).code in (400, 415)


def test_after_all_that_nothing_has_changed(admin, things):
    """The things that the bad forms were sent to are as they were."""
    assert admin.call("GET", f"/api/v1/creations/{things['/creations/']}").ok()["title"] == "春天"
    activity = admin.call("GET", f"/api/v1/operation/activities/{things['/operation/activities/']}").ok()
    assert (activity["name"], activity["config"]["credits"]) == ("春天", 1)
    models = {model["id"]: model for model in admin.call("GET", "/api/v1/models").ok()}
    assert models[int(things["/models/"])]["model_name"] == "ok:bad-input"
    assert admin.sign_in().call("GET", "/api/v1/auth/me").ok()["username"] == "chief"
