"""The program's own description of its API, read for tests that go through every operation of it."""

import json
from dataclasses import dataclass
from functools import cached_property

import requests

METHODS = ("get", "put", "post", "delete", "patch")


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    document: "Document"
    method: str
    path: str

    def __str__(self):
        return f"{self.method} {self.path}"

    @property
    def raw(self) -> dict:
        return self.document.raw["paths"][self.path][self.method.lower()]

    @property
    def parameters(self) -> list[dict]:
        shared = self.document.raw["paths"][self.path].get("parameters", [])
        return [self.document.resolve(parameter) for parameter in [*shared, *self.raw.get("parameters", [])]]

    @property
    def form(self) -> dict | None:
        """The schema of its JSON body, if it takes one."""
        content = self.document.resolve(self.raw.get("requestBody", {})).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return None if schema is None else self.document.resolve(schema)

    @property
    def fields(self) -> dict[str, dict]:
        """The fields of its form and the schema of each."""
        form = self.form or {}
        return {name: self.document.resolve(schema) for name, schema in form.get("properties", {}).items()}

    @property
    def required(self) -> list[str]:
        return (self.form or {}).get("required", [])

    @property
    def example(self) -> dict:
        """A form that would be accepted: the description's own example."""
        content = self.document.resolve(self.raw["requestBody"])["content"]["application/json"]
        if "example" in content:
            return dict(content["example"])
        if "examples" in content:
            return dict(next(iter(content["examples"].values()))["value"])
        return example(self.form, self.document)

    @property
    def needs_token(self) -> bool:
        return bool(self.raw.get("security", self.document.raw.get("security", [])))


class Document:
    """`/openapi.json` of a running server."""

    def __init__(self, url: str):
        self.url = url

    @cached_property
    def raw(self) -> dict:
        response = requests.get(f"{self.url}/openapi.json", timeout=60)
        assert response.status_code == 200, response.text
        return json.loads(response.content)

    def resolve(self, value: dict) -> dict:
        """The value itself, or what it refers to."""
        while "$ref" in value:
            target = self.raw
            for part in value["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            value = target
        return value

    @property
    def operations(self) -> list[Operation]:
        return [
            Operation(self, method.upper(), path)
            for path, item in self.raw["paths"].items()
            for method in METHODS
            if method in item
        ]


def types(schema: dict) -> set[str]:
    """The JSON types that a schema allows, `null` among them."""
    named = schema.get("type", [])
    found = {named} if isinstance(named, str) else set(named)
    for part in schema.get("anyOf", []) + schema.get("oneOf", []):
        found |= types(part)
    return found


def example(schema: dict, document: Document):
    """A value that fits a schema: its own example, or the plainest one that can be made."""
    schema = document.resolve(schema)
    if "example" in schema:
        return schema["example"]
    if schema.get("examples"):
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    kinds = types(schema)
    if "object" in kinds:
        properties = schema.get("properties", {})
        return {name: example(properties[name], document) for name in schema.get("required", []) if name in properties}
    if "array" in kinds:
        return []
    if "string" in kinds:
        return "x" * max(1, schema.get("minLength", 1))
    if kinds & {"integer", "number"}:
        return schema.get("minimum", 1)
    return True
