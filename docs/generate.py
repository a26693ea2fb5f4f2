#!/usr/bin/env python3
"""Writes docs/api/ from the program's own description of its API, or tells with --check that it is out of date.

Standard library only. One page per tag of openapi.json, and a README.md with what holds for all of them.
"""

import json
import pathlib
import sys
from urllib.parse import quote

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "Sources/COpenAPI/openapi.json"
PAGES = ROOT / "docs/api"
METHODS = ("get", "post", "put", "delete")
# Where the examples say the server is: where it listens with no configuration at all.
SERVER = "http://localhost:8000"
# Characters of a request's body that stays on one line.
SHORT_BODY = 80
# The largest whole number that every JSON reader keeps exact; as a limit of ids it says nothing to a reader.
LARGEST_ID = 2**53 - 1
NOTICE = "<!-- Made by docs/generate.py from openapi.json: change that, then run `make docs`. -->"
ACCESS = {"public": "anyone", "user": "any signed-in user", "admin": "administrators"}


class Description:
    """openapi.json with its references followed."""

    def __init__(self, document):
        self.document = document

    def resolve(self, thing):
        """What a reference stands for; what is written beside it comes first."""
        if "$ref" not in thing:
            return thing
        target = self.document
        for key in thing["$ref"].removeprefix("#/").split("/"):
            target = target[key.replace("~1", "/").replace("~0", "~")]
        beside = {key: value for key, value in thing.items() if key != "$ref"}
        return {**self.resolve(target), **beside}

    def operations(self, tag=None):
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item and (tag is None or tag in item[method]["tags"]):
                    yield path, method, item[method]

    def fields(self, schema, prefix=""):
        """An object's fields as (path, schema, is required), those of inner objects after their own."""
        schema = self.resolve(schema)
        if "array" in types(schema) and "items" in schema:
            yield from self.fields(schema["items"], prefix.removesuffix(".") + "[].")
            return
        for name, field in schema.get("properties", {}).items():
            field = self.resolve(field)
            yield prefix + name, field, name in schema.get("required", [])
            yield from self.fields(field, f"{prefix}{name}.")

    def data(self, schema):
        """The schema of `data` in an envelope; None where there is no envelope."""
        for part in self.resolve(schema).get("allOf", []):
            if "data" in part.get("properties", {}):
                return self.resolve(part["properties"]["data"])
        return None

    def type_name(self, schema):
        names = types(schema)
        if not names:
            names = [name for choice in schema.get("anyOf", []) for name in types(self.resolve(choice))]
        return " or ".join(dict.fromkeys(names)) or "anything"

    def limits(self, schema):
        """What a value has to keep to, in words."""
        maximum = schema.get("maximum")
        if maximum == LARGEST_ID:
            maximum = None
        rules = [
            span(schema.get("minLength"), schema.get("maxLength"), "characters"),
            span(schema.get("minItems"), schema.get("maxItems"), "items"),
            span(schema.get("minimum"), maximum, ""),
        ]
        if "exclusiveMaximum" in schema:
            rules.append(f"below {schema['exclusiveMaximum']}")
        if "const" in schema.get("not", {}):
            rules.append(f"not {schema['not']['const']}")
        if "const" in schema:
            rules.append(f"always `{json.dumps(schema['const'], ensure_ascii=False)}`")
        if "default" in schema:
            rules.append(f"{schema['default']} by default")
        if "array" in types(schema) and "items" in schema:
            inner = self.limits(self.resolve(schema["items"]))
            rules.append(f"each {inner}" if inner else "")
        return ", ".join(rule for rule in rules if rule)


def types(schema):
    names = schema.get("type", [])
    return [names] if isinstance(names, str) else names


def span(low, high, unit):
    low = None if unit and not low else low
    if low is not None and high is not None:
        text = f"{low:,}–{high:,}" if low >= 0 else f"{low:,} to {high:,}"
    elif high is not None:
        text = f"at most {high:,}"
    elif low is not None:
        text = f"at least {low:,}"
    else:
        return ""
    return f"{text} {unit}".strip()


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


def table(heads, rows):
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell(text) for text in row) + " |"
    yield ""


def fenced(language, text):
    yield f"```{language}"
    yield text.rstrip("\n")
    yield "```"
    yield ""


def anchor(heading):
    """The address of a heading within its page, as Markdown readers make it."""
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def choices(schema):
    values = [value for value in schema.get("enum", []) if value is not None]
    if not values:
        return ""
    labels = schema.get("x-enum-labels", {})
    named = [f"`{value}` ({', '.join(labels[value])})" if value in labels else f"`{value}`" for value in values]
    return " One of " + ", ".join(named) + "."


def described(api, schema):
    """Type and meaning of a field: two cells."""
    limits = api.limits(schema)
    kind = api.type_name(schema) + (f": {limits}" if limits else "")
    return kind, (schema.get("description", "") + choices(schema)).strip()


def examples(media):
    """The examples of a body or a reply as (title or None, value)."""
    if "example" in media:
        yield None, media["example"]
    for example in media.get("examples", {}).values():
        yield example["summary"], example["value"]


def pretty(value):
    # Spreadsheets end their lines as Windows does; pages do not.
    return value.replace("\r\n", "\n") if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)


def shell(text):
    return "'" + text.replace("'", "'\\''") + "'"


def curl(path, method, operation, parameters, body):
    """The command that makes this request; `body` is None where it has none."""
    query, headers = [], []
    for parameter in parameters:
        example = parameter.get("example")
        text = json.dumps(example) if isinstance(example, bool) else str(example)
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", quote(text))
        elif parameter["in"] == "query" and example is not None:
            query.append(f"{parameter['name']}={quote(text)}")
        elif parameter["in"] == "header" and example is not None:
            headers.append(f'-H "{parameter["name"]}: {text}"')
    if "101" in operation["responses"]:
        # curl speaks no WebSocket; PyPI's `websockets` brings a client that does.
        return f'python3 -m websockets "{SERVER.replace("http", "ws", 1)}{path}?token=$ACCESS_TOKEN"'
    url = SERVER + path + ("?" + "&".join(query) if query else "")
    is_endless = list(operation["responses"].get("200", {}).get("content", {})) == ["text/event-stream"]
    is_stream = is_endless or (body is not None and body.get("stream") is True)
    verb = "" if method == "get" else f"-X {method.upper()} "
    words = [f"curl {'-N ' if is_stream else ''}{verb}{shell(url)}"]
    # The first of several ways to show a token is the one to show.
    for scheme in operation["security"][:1]:
        token = "REFRESH_TOKEN" if "refreshToken" in scheme else "ACCESS_TOKEN"
        words.append(f'-H "Authorization: Bearer ${token}"')
    words += headers
    if body is not None:
        text = json.dumps(body, ensure_ascii=False)
        if len(text) > SHORT_BODY:
            text = json.dumps(body, ensure_ascii=False, indent=2).replace("\n", "\n  ")
        words += ["-H 'Content-Type: application/json'", f"-d {shell(text)}"]
    return " \\\n  ".join(words)


def request_part(api, path, method, operation):
    parameters = [api.resolve(parameter) for parameter in operation.get("parameters", [])]
    if parameters:
        yield "**Parameters**"
        yield ""
        rows = []
        for parameter in parameters:
            kind, _ = described(api, api.resolve(parameter["schema"]))
            meaning = parameter["description"] + choices(api.resolve(parameter["schema"]))
            need = "required" if parameter["required"] else ""
            rows.append((f"`{parameter['name']}`", parameter["in"], kind, need, meaning))
        yield from table(("name", "in", "type", "", "meaning"), rows)
    media = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if media:
        yield "**Body**"
        yield ""
        rows = []
        for name, schema, is_required in api.fields(media["schema"]):
            kind, meaning = described(api, schema)
            rows.append((f"`{name}`", kind, "required" if is_required else "", meaning))
        yield from table(("field", "type", "", "meaning"), rows)
    for title, body in examples(media) if media else [(None, None)]:
        if title:
            yield f"{title}:"
            yield ""
        yield from fenced("sh", curl(path, method, operation, parameters, body))


def success_part(api, status, response):
    yield f"**{status}** {response['description']}"
    yield ""
    for kind, media in response.get("content", {}).items():
        schema = api.resolve(media["schema"])
        data = api.data(schema)
        if data is None:
            yield f"`{kind}`: {schema['description']}" if "description" in schema else f"`{kind}`"
            yield ""
        rows = []
        for name, field, is_required in api.fields(schema if data is None else data):
            type_name, meaning = described(api, field)
            rows.append((f"`{name}`", type_name if is_required else f"{type_name}; may be absent", meaning))
        if rows:
            yield from table(("field" if data is None else "field of `data`", "type", "meaning"), rows)
        for _, value in examples(media):
            yield from fenced("json" if kind == "application/json" else "", pretty(value))


def operation_section(api, path, method, operation):
    """One operation: address, rules, request, reply, errors."""
    yield f"## {operation['summary']}"
    yield ""
    yield f"`{method.upper()} {path}` · {operation['x-summary-zh']}"
    yield ""
    rate = api.document["x-rate-classes"][operation["x-rate-class"]]["description"]
    yield f"For {ACCESS[operation['x-access']]}. Limit: {rate if rate[1].isupper() else rate[0].lower() + rate[1:]}"
    yield ""
    yield operation["description"]
    yield ""
    yield from request_part(api, path, method, operation)
    failures = []
    for status, response in operation["responses"].items():
        response = api.resolve(response)
        if status.startswith(("1", "2", "3")):
            yield from success_part(api, status, response)
        else:
            failures.append((f"`{status}`", response["description"]))
    yield "**Errors**"
    yield ""
    yield from table(("status", "meaning"), failures)


def tag_page(api, tag):
    yield f"# {tag['x-title']} · {tag['x-title-zh']}"
    yield ""
    yield NOTICE
    yield ""
    yield tag["description"]
    yield ""
    for path, method, operation in api.operations(tag["name"]):
        yield from operation_section(api, path, method, operation)


def overview_page(api):
    document = api.document
    yield f"# {document['info']['title']} · {document['info']['x-title-zh']}"
    yield ""
    yield NOTICE
    yield ""
    yield document["info"]["description"]
    yield ""
    yield "## Endpoints"
    yield ""
    rows = []
    for tag in document["tags"]:
        for path, method, operation in api.operations(tag["name"]):
            link = f"[{operation['summary']}]({tag['name']}.md#{anchor(operation['summary'])})"
            rows.append((f"`{method.upper()} {path}`", link, ACCESS[operation["x-access"]]))
    yield from table(("endpoint", "what it does", "for"), rows)
    yield "## Rate limits"
    yield ""
    for name, rate in document["x-rate-classes"].items():
        yield f"- `{name}`: {rate['description']}"
    yield ""
    yield "## Codes"
    yield ""
    rows = [
        (f"`{code['code']}`", code["message"], code["remedy"], code["x-message-zh"], code["x-remedy-zh"])
        for code in document["x-error-codes"]
    ]
    yield from table(("code", "meaning", "what to do", "说明", "解决方案"), rows)


def pages():
    """Every page of docs/api as it should be, by file name."""
    api = Description(json.loads(SOURCE.read_text(encoding="utf-8")))
    texts = {"README.md": overview_page(api)}
    for tag in api.document["tags"]:
        texts[f"{tag['name']}.md"] = tag_page(api, tag)
    return {name: "\n".join(lines).rstrip("\n") + "\n" for name, lines in texts.items()}


def main(arguments):
    if arguments not in ([], ["--check"]):
        print("usage: docs/generate.py [--check]", file=sys.stderr)
        return 2
    wanted = pages()
    found = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")}
    stale = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if arguments:
        for name in stale:
            print(f"docs/api/{name} is out of date: run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in wanted:
            (PAGES / name).write_text(wanted[name], encoding="utf-8")
            print(f"docs/api/{name}: written")
        else:
            (PAGES / name).unlink()
            print(f"docs/api/{name}: removed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
