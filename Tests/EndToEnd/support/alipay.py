"""Alipay with one merchant, in this process: it knows trades and refunds, and signs what it says.

`python-alipay-sdk` holds its key and ours; it has not heard of us.
"""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from alipay import AliPay
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

APP = "2021000000000001"
SELLER = "2088000000000001"


def key_pair() -> tuple[str, str]:
    """A private and a public key in PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


class Alipay:
    """A context manager, so that its server ends with the test."""

    def __init__(self):
        ours, alipays = key_pair(), key_pair()
        self.signer = AliPay(
            appid=APP,
            app_notify_url=None,
            app_private_key_string=alipays[0],
            alipay_public_key_string=ours[1],
            sign_type="RSA2",
        )
        self.keys = {"HANMO_ALIPAY_PRIVATE_KEY": ours[0], "HANMO_ALIPAY_PUBLIC_KEY": alipays[1]}
        # What has been paid, and by the number of the refund what has been paid back: yuan, as Alipay writes them.
        self.paid: dict[str, str] = {}
        self.refunds: dict[str, str] = {}
        # Method and order of everything that was asked.
        self.acts: list[tuple[str, str]] = []
        # Called once, when the next act is done and before its answer is sent.
        self.before_answer: Callable[[], None] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                fields = dict(parse_qsl(urlsplit(self.path).query) + parse_qsl(body))
                answer = gateway.answer(fields)
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *arguments):
                pass

            def handle(self):
                # Whoever asked may have been killed meanwhile.
                try:
                    super().handle()
                except ConnectionError:
                    pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def settings(self) -> dict[str, str]:
        return self.keys | {
            "HANMO_ALIPAY_APP_ID": APP,
            "HANMO_ALIPAY_SELLER_ID": SELLER,
            "HANMO_ALIPAY_GATEWAY": f"http://127.0.0.1:{self.server.server_address[1]}/gateway.do",
        }

    def notification(self, order: str) -> dict:
        """What Alipay posts once that order has been paid."""
        fields = {
            "notify_id": f"n{order}",
            "notify_type": "trade_status_sync",
            "charset": "utf-8",
            "app_id": APP,
            "seller_id": SELLER,
            "trade_no": f"T{order}",
            "out_trade_no": order,
            "total_amount": self.paid[order],
            "trade_status": "TRADE_SUCCESS",
        }
        text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()))
        return fields | {"sign_type": "RSA2", "sign": self.signer._sign(text)}

    def answer(self, fields: dict) -> bytes:
        method = fields["method"]
        content = json.loads(fields["biz_content"])
        signed = "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if name != "sign")
        assert self.signer._verify(signed, fields["sign"]), "the request is not signed by the merchant"
        with self._lock:
            self.acts.append((method, content["out_trade_no"]))
            result = self.act(method, content)
            hook, self.before_answer = self.before_answer, None
        if hook:
            hook()
        text = json.dumps(result, ensure_ascii=False)
        root = method.replace(".", "_") + "_response"
        return f'{{"{root}":{text},"sign":"{self.signer._sign(text)}"}}'.encode()

    def act(self, method: str, content: dict) -> dict:
        order = content["out_trade_no"]
        success = {"code": "10000", "msg": "Success", "out_trade_no": order, "trade_no": f"T{order}"}
        if order not in self.paid:
            return {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST", "sub_msg": "x"}
        match method:
            case "alipay.trade.query":
                return success | {"trade_status": "TRADE_SUCCESS", "total_amount": self.paid[order]}
            case "alipay.trade.refund":
                is_new = content["out_request_no"] not in self.refunds
                self.refunds[content["out_request_no"]] = content["refund_amount"]
                return success | {"fund_change": "Y" if is_new else "N", "refund_fee": content["refund_amount"]}
            case "alipay.trade.fastpay.refund.query":
                number = content["out_request_no"]
                if number not in self.refunds:
                    return success
                known = {"out_request_no": number, "refund_amount": self.refunds[number]}
                return success | known | {"refund_status": "REFUND_SUCCESS"}
        return {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_STATUS_ERROR", "sub_msg": "x"}
