"""Who may call what: every operation as anonymous, as user and as administrator."""

import re

import pytest

from support.openapi import Document, Operation
from support.people import Person

PUBLIC = {
    "POST /api/v1/auth/register",
    "POST /api/v1/auth/login",
    "GET /api/v1/writing/tools",
    "GET /health",
    "GET /ready",
    # From this machine, as here; see test_metrics.py.
    "GET /metrics",
    "GET /openapi.json",
    "GET /docs",
    "GET /docs/{file}",
    "GET /",
    "GET /register",
    # Where no merchant is set up, as here, there is nothing.
    "POST /api/v1/credit/payment/notify/alipay",
    "POST /api/v1/credit/payment/notify/wechat",
    "GET /cashier/{order_id}",
    "GET /files/{kind}/{shard}/{name}",
    "POST /cashier/{order_id}/{outcome}",
}
ADMINISTRATORS = {
    "POST /api/v1/models",
    "PUT /api/v1/models/{id}",
    "DELETE /api/v1/models/{id}",
    "POST /api/v1/models/{id}/test",
    "POST /api/v1/admin/users/{id}/credits",
    "POST /api/v1/admin/users",
    "PUT /api/v1/admin/users/{id}",
    "GET /api/v1/admin/jobs",
    "POST /api/v1/admin/jobs/{id}/retry",
    "POST /api/v1/admin/jobs/{id}/cancel",
    "POST /api/v1/admin/orders/{order_id}/refund",
    "GET /api/v1/admin/orders",
    "GET /api/v1/admin/orders/{order_id}",
    "GET /api/v1/admin/reconciliation",
    "POST /api/v1/admin/reconciliation/{id}/resolve",
    "GET /api/v1/admin/refunds",
    "POST /api/v1/admin/refunds/{refund_id}/settle",
    "GET /api/v1/admin/payment-notices",
    "GET /api/v1/admin/audit",
    "GET /api/v1/admin/users",
    "GET /api/v1/admin/users/{id}",
    "GET /api/v1/admin/users/{id}/transactions",
    "GET /api/v1/admin/users/{id}/orders",
    "GET /api/v1/admin/users/{id}/generations",
    "POST /api/v1/admin/users/{id}/disable",
    "POST /api/v1/admin/users/{id}/enable",
    "GET /api/v1/operation/statistics",
    "GET /api/v1/operation/statistics/daily",
    "GET /api/v1/operation/statistics/tools",
    "GET /api/v1/operation/statistics/models",
    "GET /api/v1/admin/redemption-batches",
    "POST /api/v1/admin/redemption-batches",
    "GET /api/v1/admin/redemption-batches/{id}",
    "POST /api/v1/admin/redemption-batches/{id}/revoke",
    "GET /api/v1/admin/redemption-batches/{id}/codes",
    "POST /api/v1/admin/redemption-codes/find",
    "GET /api/v1/operation/coupons/{coupon_id}/claims",
    "POST /api/v1/operation/coupons",
    "PUT /api/v1/operation/coupons/{coupon_id}",
    "POST /api/v1/operation/coupons/{coupon_id}/disable",
    "POST /api/v1/operation/coupons/{coupon_id}/enable",
    "POST /api/v1/operation/activities",
    "PUT /api/v1/operation/activities/{id}",
    "POST /api/v1/operation/activities/{id}/end",
    "GET /api/v1/operation/activities/{id}/participants",
    "GET /api/v1/admin/referrals",
    "POST /api/v1/admin/referrals/{id}/approve",
    "POST /api/v1/admin/referrals/{id}/reject",
}
# Not opened by an access token: the one needs a refresh token, the other a signature.
REFRESH = "POST /api/v1/auth/refresh"
SIGNED = "POST /api/v1/credit/payment/callback"


@pytest.fixture(scope="module")
def operations(server) -> list[Operation]:
    """Every operation; signing out comes last, since nothing works after it."""
    found = Document(server.url).operations
    return sorted(found, key=lambda operation: operation.path.endswith("/logout"))


def call(caller, operation: Operation, **options) -> int:
    """The status of an empty call to something that does not exist: enough to see whether one was let in."""
    path = re.sub(r"{[^}]+}", "999999999", operation.path)
    # The stream of events would have no end; so it refuses whoever is let in.
    headers = {"Last-Event-ID": "none"}
    return caller.send(operation.method, path, headers=headers, **options).status_code


def test_the_description_says_who_needs_a_token(operations):
    for operation in operations:
        assert operation.needs_token == (str(operation) not in PUBLIC | {SIGNED}), str(operation)


def test_anonymous_callers_are_let_in_where_no_token_is_needed_and_nowhere_else(operations, anyone):
    for operation in operations:
        assert (call(anyone, operation) == 401) == (str(operation) not in PUBLIC), str(operation)


def test_users_are_let_in_everywhere_but_where_an_administrator_is_needed(operations, admin):
    lin = Person.register(admin.url)
    for operation in operations:
        status = call(lin, operation)
        assert (status == 403) == (str(operation) in ADMINISTRATORS), f"{operation}: {status}"
        assert (status == 401) == (str(operation) in {REFRESH, SIGNED}), f"{operation}: {status}"


def test_administrators_are_let_in_everywhere(operations, admin):
    second = Person(admin.url, admin.name, admin.password).sign_in()
    for operation in operations:
        status = call(second, operation)
        assert status != 403, str(operation)
        assert (status == 401) == (str(operation) in {REFRESH, SIGNED}), f"{operation}: {status}"


def test_every_operation_of_the_api_document_that_is_built_is_described(operations):
    built = """
        POST /api/v1/auth/register, POST /api/v1/auth/login, POST /api/v1/auth/refresh, GET /api/v1/auth/me,
        PUT /api/v1/auth/me, POST /api/v1/auth/logout, POST /api/v1/auth/password,
        GET /api/v1/credit/balance, GET /api/v1/credit/transactions, POST /api/v1/admin/users/{id}/credits,
        POST /api/v1/credit/recharge, GET /api/v1/credit/recharge/orders, POST /api/v1/credit/membership,
        GET /api/v1/credit/membership/orders, GET /api/v1/credit/orders/{order_id},
        POST /api/v1/admin/users, PUT /api/v1/admin/users/{id},
        GET /api/v1/admin/jobs, POST /api/v1/admin/jobs/{id}/retry, POST /api/v1/admin/jobs/{id}/cancel,
        POST /api/v1/admin/orders/{order_id}/refund, GET /api/v1/admin/reconciliation, GET /api/v1/admin/payment-notices,
        POST /api/v1/admin/reconciliation/{id}/resolve, GET /api/v1/admin/refunds,
        POST /api/v1/admin/refunds/{refund_id}/settle, GET /api/v1/admin/audit,
        GET /api/v1/admin/users, GET /api/v1/admin/users/{id}, GET /api/v1/admin/users/{id}/transactions,
        GET /api/v1/admin/users/{id}/orders, GET /api/v1/admin/users/{id}/generations,
        POST /api/v1/admin/users/{id}/disable, POST /api/v1/admin/users/{id}/enable,
        GET /api/v1/operation/statistics, GET /api/v1/operation/statistics/daily,
        GET /api/v1/operation/statistics/tools, GET /api/v1/operation/statistics/models,
        POST /api/v1/operation/redeem, GET /api/v1/operation/redemptions,
        GET /api/v1/admin/redemption-batches, POST /api/v1/admin/redemption-batches,
        GET /api/v1/admin/redemption-batches/{id}, POST /api/v1/admin/redemption-batches/{id}/revoke,
        POST /api/v1/operation/activities, GET /api/v1/operation/activities,
        POST /api/v1/operation/activities/{id}/participate,
        POST /api/v1/operation/referral/generate, GET /api/v1/operation/referral/records,
        GET /api/v1/models, POST /api/v1/models, PUT /api/v1/models/{id}, DELETE /api/v1/models/{id},
        POST /api/v1/models/{id}/test, GET /api/v1/writing/tools, POST /api/v1/writing/{tool_type}/generate,
        GET /api/v1/creations, GET /api/v1/creations/{id}, PUT /api/v1/creations/{id}, DELETE /api/v1/creations/{id},
        GET /api/v1/creations/{id}/export, GET /health, GET /ready, GET /metrics,
        GET /openapi.json, GET /docs
        """
    described = {str(operation) for operation in operations}
    assert {name.strip() for name in built.split(",")} <= described


def test_somebody_elses_things_do_not_exist(admin):
    lin, mei = admin.newcomer(credits=10), admin.newcomer()
    creation = f"/api/v1/creations/{lin.generate(title='春天').ok()['creation_id']}"

    for caller in (mei, admin):
        assert caller.call("GET", creation).code == 404
        assert caller.call("PUT", creation, {"title": "秋天"}).code == 404
        assert caller.call("DELETE", creation).code == 404
        assert caller.call("GET", f"{creation}/export").code == 404
    assert mei.creations() == []
    assert lin.call("GET", creation).ok()["title"] == "春天"


def test_users_see_only_active_models(admin):
    form = {
        "name": "resting",
        "provider": "builtin",
        "model_name": "hanmo-draft",
        "credits_cost": 1,
        "is_active": False,
    }
    resting = admin.call("POST", "/api/v1/models", form).ok()["id"]
    lin = admin.newcomer(credits=10)

    assert resting in [model["id"] for model in admin.call("GET", "/api/v1/models").ok()]
    assert resting not in [model["id"] for model in lin.call("GET", "/api/v1/models").ok()]
    assert lin.call("GET", "/api/v1/models", params={"is_active": "false"}).ok() == []
    assert lin.generate(model_id=resting).fields == ["model_id"]
