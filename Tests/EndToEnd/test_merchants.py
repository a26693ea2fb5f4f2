"""A merchant is set up by settings alone: the pages it is paid at, the notifications it believes, the keys it refuses.

`python-alipay-sdk` and `wechatpayv3` stand on the other side; neither has heard of us.
"""

import base64
import json
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests
from alipay import AliPay

from support.alipay import APP, SELLER, Alipay, key_pair
from support.people import Person, chief
from support.program import Server, run, said

SECRET = "0123456789abcdef0123456789abcdef-production"
# Nobody listens there: pages need nobody, and what is asked is answered from the books.
NOWHERE = "http://127.0.0.1:9/gateway.do"


OURS, ALIPAYS = key_pair(), key_pair()
MERCHANT = {
    "HANMO_ALIPAY_APP_ID": APP,
    "HANMO_ALIPAY_SELLER_ID": SELLER,
    "HANMO_ALIPAY_PRIVATE_KEY": OURS[0],
    "HANMO_ALIPAY_PUBLIC_KEY": ALIPAYS[1],
    "HANMO_ALIPAY_GATEWAY": NOWHERE,
}


@pytest.fixture(scope="module")
def alipay() -> AliPay:
    """Alipay itself: it holds its own private key and believes our public one."""
    return AliPay(
        appid=MERCHANT["HANMO_ALIPAY_APP_ID"],
        app_notify_url=None,
        app_private_key_string=ALIPAYS[0],
        alipay_public_key_string=OURS[1],
        sign_type="RSA2",
    )


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A server in production whose keys are a file and a text."""
    folder = tmp_path_factory.mktemp("merchants")
    file = folder / "private.pem"
    file.write_text(OURS[0])
    settings = MERCHANT | {"HANMO_ALIPAY_PRIVATE_KEY": None, "HANMO_ALIPAY_PRIVATE_KEY_FILE": file}
    with Server(folder, HANMO_ENV="production", HANMO_SECRET=SECRET, HANMO_PASSWORD_COST=None, **settings) as server:
        yield server


@pytest.fixture
def lin(shop) -> Person:
    return chief(shop.url).newcomer()


def open_order(person: Person, method: str = "alipay"):
    return person.call("POST", "/api/v1/credit/recharge", {"amount": 10.00, "payment_method": method})


def signed(alipay: AliPay, order: dict, **changes) -> dict:
    """What Alipay posts when an order has been paid."""
    fields = {
        "notify_id": "n1",
        "notify_type": "trade_status_sync",
        "charset": "utf-8",
        "app_id": MERCHANT["HANMO_ALIPAY_APP_ID"],
        "seller_id": MERCHANT["HANMO_ALIPAY_SELLER_ID"],
        "trade_no": "2026112822001",
        "out_trade_no": order["order_id"],
        "total_amount": "10.00",
        "trade_status": "TRADE_SUCCESS",
        "subject": "充值 + 100%",
    } | changes
    text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()))
    return fields | {"sign_type": "RSA2", "sign": alipay._sign(text)}


def notify(shop: Server, form: dict) -> requests.Response:
    return requests.post(f"{shop.url}/api/v1/credit/payment/notify/alipay", data=form, timeout=60)


def test_the_address_where_an_order_is_paid_is_one_that_alipay_believes(lin, alipay, shop):
    order = open_order(lin).ok()

    address = urlsplit(order["payment_url"])
    fields = dict(parse_qsl(address.query, strict_parsing=True))
    assert order["payment_url"].startswith(NOWHERE)
    # As for a request, where the kind of signature is signed, too.
    text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if name != "sign")
    assert alipay._verify(text, fields["sign"])
    content = json.loads(fields["biz_content"])
    assert (content["out_trade_no"], content["total_amount"]) == (order["order_id"], "10.00")
    assert fields["notify_url"] == f"{shop.url}/api/v1/credit/payment/notify/alipay"


def test_what_alipay_signs_is_credited_once_and_answered_as_it_wants(lin, alipay, shop):
    form = signed(alipay, open_order(lin).ok())

    answers = [notify(shop, form) for _ in range(3)]

    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"success")] * 3
    assert lin.ledger() == ["recharge +100"]


def test_what_alipay_has_not_signed_or_not_for_us_is_not_credited(lin, alipay, shop):
    order = open_order(lin).ok()
    form = signed(alipay, order)
    stranger = AliPay(
        appid="1", app_notify_url=None, app_private_key_string=OURS[0], alipay_public_key_string=OURS[1], sign_type="RSA2"
    )
    wrong = [
        form | {"total_amount": "10.01"},
        form | {"sign": base64.b64encode(b"x" * 256).decode()},
        {name: value for name, value in form.items() if name != "sign"},
        signed(stranger, order),
        signed(alipay, order, total_amount="0.01"),
        signed(alipay, order, app_id="2021000000000002"),
        signed(alipay, order, seller_id="2088000000000002"),
        signed(alipay, order, out_trade_no="R202601019999999"),
        {},
    ]

    answers = [notify(shop, form) for form in wrong]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 400, 400, 400, 400, 401]
    assert {answer.content for answer in answers} == {b"fail"}
    assert lin.ledger() == []
    assert lin.call("GET", f"/api/v1/credit/orders/{order['order_id']}").ok()["status"] == "pending"


def test_in_production_a_method_without_a_merchant_is_not_offered(lin, shop):
    assert open_order(lin, "wechat").code == 40005
    assert requests.post(f"{shop.url}/api/v1/credit/payment/notify/wechat", data=b"{}", timeout=60).status_code == 404
    assert lin.pages("/api/v1/credit/recharge/orders") == []


def test_keys_are_nowhere_in_the_log(shop, lin, alipay):
    notify(shop, signed(alipay, open_order(lin).ok()))

    for line in [*OURS[0].splitlines()[1:-1], *ALIPAYS[1].splitlines()[1:-1]]:
        assert line not in shop.log


WECHAT = {
    "HANMO_WECHATPAY_MCH_ID": "1900000001",
    "HANMO_WECHATPAY_APP_ID": "wx8888888888888888",
    "HANMO_WECHATPAY_SERIAL": "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C",
    "HANMO_WECHATPAY_PRIVATE_KEY": OURS[0],
    "HANMO_WECHATPAY_API_V3_KEY": "0123456789abcdef0123456789abcdef",
    "HANMO_PUBLIC_URL": "https://studio.example.com",
}
WRONG = [
    (MERCHANT | {"HANMO_ALIPAY_SELLER_ID": None}, "HANMO_ALIPAY_SELLER_ID"),
    (MERCHANT | {"HANMO_ALIPAY_PRIVATE_KEY": None}, "HANMO_ALIPAY_PRIVATE_KEY"),
    (MERCHANT | {"HANMO_ALIPAY_PRIVATE_KEY_FILE": "/tmp/key.pem"}, "HANMO_ALIPAY_PRIVATE_KEY"),
    (MERCHANT | {"HANMO_ALIPAY_PRIVATE_KEY": None, "HANMO_ALIPAY_PRIVATE_KEY_FILE": "/no/key.pem"}, "No such file"),
    (MERCHANT | {"HANMO_ALIPAY_PRIVATE_KEY": "abc"}, "HANMO_ALIPAY_PRIVATE_KEY"),
    (MERCHANT | {"HANMO_ALIPAY_PRIVATE_KEY": OURS[1]}, "public key"),
    (MERCHANT | {"HANMO_ALIPAY_PUBLIC_KEY": OURS[1]}, "application's own"),
    (MERCHANT | {"HANMO_ALIPAY_GATEWAY": "gateway"}, "HANMO_ALIPAY_GATEWAY"),
    (MERCHANT | {"HANMO_ALIPAY_APP_CERT": "abc"}, "HANMO_ALIPAY_ROOT_CERT"),
    ({"HANMO_ALIPAY_APP_ID": "2021000000000001"}, "HANMO_ALIPAY_SELLER_ID"),
    (WECHAT | {"HANMO_WECHATPAY_API_V3_KEY": "short"}, "32 characters"),
    (WECHAT | {"HANMO_WECHATPAY_PUBLIC_KEY": ALIPAYS[1]}, "id"),
    (WECHAT | {"HANMO_WECHATPAY_SERIAL": "xyz"}, "serial"),
    (WECHAT | {"HANMO_PUBLIC_URL": "http://studio.example.com"}, "HANMO_PUBLIC_URL"),
]


@pytest.mark.parametrize(("settings", "word"), WRONG)
def test_a_merchant_that_can_not_be_one_is_told_of_at_the_start(settings, word, folder):
    done = run("migrate", folder=folder, **settings)

    assert done.returncode != 0
    assert word in said(done)
    assert "PRIVATE KEY-----" not in said(done)
    assert len(said(done).splitlines()) == 1


def test_check_asks_the_gateway_whether_it_knows_the_merchant(folder):
    with Alipay() as gateway, Server(folder, **gateway.settings) as server:
        known = server.command("check")
        stranger = run("check", folder=folder, **server.settings | {"HANMO_ALIPAY_PRIVATE_KEY": key_pair()[0]})

    assert known.returncode == 0, said(known)
    assert "ok    alipay: the gateway knows the merchant" in known.stdout
    assert stranger.returncode == 1
    assert "WRONG alipay: " in stranger.stdout
    assert "PRIVATE KEY-----" not in said(stranger)


def test_form_and_address_are_escaped_alike(shop, alipay, lin):
    """A form with a plus, a percent sign and Chinese, written by another program than `requests`."""
    form = signed(alipay, open_order(lin).ok(), subject="a+b %41 春天&=")

    body = urlencode(form).encode()
    answer = requests.post(
        f"{shop.url}/api/v1/credit/payment/notify/alipay",
        data=body,
        headers={"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"},
        timeout=60,
    )

    assert answer.content == b"success"
