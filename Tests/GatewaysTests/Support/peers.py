"""The public libraries for Alipay and WeChat Pay, as counter-parties: does one act, told and answered in JSON."""

import base64
import datetime
import json
import logging
import sys
import time
from urllib.parse import quote_plus

from alipay import AliPay, DCAliPay
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3 import utils as wechat


def private_key(pem):
    return serialization.load_pem_private_key(pem.encode(), password=None)


def alipay(told):
    """The library, holding `private_key` and believing `public_key`."""
    library = AliPay(
        appid=told["app_id"],
        app_notify_url=None,
        app_private_key_string=told["private_key"],
        alipay_public_key_string=told["public_key"],
        sign_type="RSA2",
    )
    library._gateway = told.get("gateway")
    return library


def alipay_certificates(told):
    """An application's three files, as the console gives them, and the numbers that the library reads off them.

    The root bundle also holds a certificate by elliptic curves, which stands for those by Chinese algorithms.
    """
    authority = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    application = signed_by_ant(private_key(told["private_key"]).public_key(), 0x2026_1128_0000_1234_5678_9ABC, authority)
    alipay = signed_by_ant(private_key(told["gateway_key"]).public_key(), 0x7F, authority)
    curve = ec.generate_private_key(ec.SECP256R1())
    root = "\n".join(
        [
            signed_by_ant(curve.public_key(), 1, curve),
            signed_by_ant(authority.public_key(), 2**159 - 1, authority),
            signed_by_ant(authority.public_key(), 255, authority),
        ]
    )
    library = DCAliPay(
        appid=told["app_id"],
        app_private_key_string=told["private_key"],
        app_public_key_cert_string=application,
        alipay_public_key_cert_string=alipay,
        alipay_root_cert_string=root,
    )
    return {
        "application": application,
        "alipay": alipay,
        "root": root,
        "app_cert_sn": library.app_cert_sn,
        "alipay_root_cert_sn": library.alipay_root_cert_sn,
        "alipay_cert_sn": library.get_cert_sn(alipay),
    }


def signed_by_ant(key, serial, authority):
    names = [
        (x509.NameOID.COUNTRY_NAME, "CN"),
        (x509.NameOID.ORGANIZATION_NAME, "Ant Financial"),
        (x509.NameOID.ORGANIZATIONAL_UNIT_NAME, "Certification Authority"),
        (x509.NameOID.COMMON_NAME, "Ant Financial Certification Authority Class 2 R1"),
    ]
    name = x509.Name([x509.NameAttribute(kind, value) for kind, value in names])
    start = datetime.datetime(2026, 11, 28, 11, 0, tzinfo=datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key)
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=365))
        .sign(authority, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()


def alipay_checks_request(told):
    """Is the request signed? By the library, and by `cryptography` on its own."""
    fields = dict(told["fields"])
    signature = fields.pop("sign")
    library = alipay(told)
    text = "&".join(f"{name}={value}" for name, value in library._ordered_data(fields))
    public = serialization.load_pem_public_key(told["public_key"].encode())
    public.verify(base64.b64decode(signature), text.encode(), PKCS1v15(), hashes.SHA256())
    return library._verify(text, signature)


def alipay_checks_notification(told):
    fields = dict(told["fields"])
    return alipay(told).verify(fields, fields.pop("sign"))


def alipay_makes_notification(told):
    """A form as Alipay would post it, signed by the library."""
    fields = dict(told["fields"])
    library = alipay(told)
    signed = {name: value for name, value in fields.items() if name != "sign_type"}
    text = "&".join(f"{name}={value}" for name, value in library._ordered_data(signed))
    fields["sign"] = library._sign(text)
    return "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items())


def alipay_makes_answer(told):
    content = json.dumps(told["content"], ensure_ascii=told["ascii"], separators=(",", ":"))
    signature = alipay(told)._sign(content)
    return f'{{"{told["root"]}":{content},"sign":"{signature}"}}'


def alipay_makes_page(told):
    return alipay(told).api_alipay_trade_page_pay(
        subject="充值", out_trade_no=told["number"], total_amount="10.00", notify_url="https://example.com/notify"
    )


def alipay_orders(told):
    """An order at the gateway, by the library alone; it checks the signature on each answer."""
    library = alipay(told)
    number = told["number"]
    return [
        library.api_alipay_trade_precreate(subject="充值", out_trade_no=number, total_amount="10.00"),
        library.api_alipay_trade_query(out_trade_no=number),
        library.api_alipay_trade_close(out_trade_no=number),
    ]


def wechat_library(told, **others):
    return WeChatPay(
        wechatpay_type=WeChatPayType.NATIVE,
        mchid=told["mchid"],
        private_key=told["private_key"],
        cert_serial_no=told["serial"],
        appid=told["appid"],
        apiv3_key=told["api_v3_key"],
        notify_url="https://example.com/notify",
        **others,
    )


def wechat_with_key(told):
    return wechat_library(told, public_key=told["public_key"], public_key_id=told["public_key_id"])


def wechat_signs_request(told):
    """What the library itself would have sent at that moment, with that nonce; RSA signatures are the same each time."""
    time.time = lambda: told["timestamp"]
    return wechat.build_authorization(
        told["path"],
        told["method"],
        told["mchid"],
        told["serial"],
        private_key(told["private_key"]),
        data=told["body"],
        nonce_str=told["nonce"],
    )


def wechat_reads_notification(told):
    return wechat_with_key(told).callback(told["headers"], told["body"])


def wechat_makes_notification(told):
    """Headers and body as WeChat Pay would post them."""
    nonce, label = "0123456789ab", "transaction"
    plain = json.dumps(told["resource"], ensure_ascii=False).encode()
    sealed = AESGCM(told["api_v3_key"].encode()).encrypt(nonce.encode(), plain, label.encode())
    body = json.dumps(
        {
            "id": "EV-PY",
            "create_time": "2026-11-28T19:31:01+08:00",
            "resource_type": "encrypt-resource",
            "event_type": "TRANSACTION.SUCCESS",
            "summary": "支付成功",
            "resource": {
                "original_type": "transaction",
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": base64.b64encode(sealed).decode(),
                "associated_data": label,
                "nonce": nonce,
            },
        },
        ensure_ascii=False,
    )
    text = f"{told['timestamp']}\n{nonce}\n{body}\n"
    headers = {
        "Wechatpay-Timestamp": str(told["timestamp"]),
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": wechat.rsa_sign(private_key(told["gateway_key"]), text),
        "Wechatpay-Serial": told["signer"],
    }
    return {"headers": headers, "body": body}


def certificate(told):
    """A certificate for the gateway's key, with the serial number as WeChat Pay writes it."""
    key = private_key(told["gateway_key"])
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tenpay.com Root CA")])
    start = datetime.datetime(2026, 11, 28, 11, 0, tzinfo=datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(int(told["signer"], 16))
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()


def wechat_orders(told):
    """An order at the gateway, by the library alone; it checks the signature on each answer."""
    library = wechat_with_key(told)
    library._core._gate_way = told["gateway"]
    number = told["number"]
    return [
        library.pay(description="充值", out_trade_no=number, amount={"total": 1000}),
        library.query(out_trade_no=number),
        library.refund(out_refund_no="F1", out_trade_no=number, amount={"refund": 1, "total": 1000, "currency": "CNY"}),
        [library.close(out_trade_no=number)[0], ""],
    ]


def main():
    logging.disable(logging.CRITICAL)
    told = json.load(sys.stdin)
    json.dump(globals()[told["act"]](told), sys.stdout)


main()
