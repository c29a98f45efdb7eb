"""The JSON bodies that the service's own description knows: a valid one for each route, and every way to spoil it."""

import copy
import json
import re

# What a pattern of the description is met by; the first that fits.
SAMPLES = ("0190f000-0000-7000-8000-000000000000", "2026-11-28T10:00:00.000Z", "05:45", "oak-street", "101", "reason:101", "onecustomeratonelane")

# What the description says in words only.
NAMED = {"reason": "101", "email": "somebody@shop.example", "assigned": "produce"}


class Description:
    def __init__(self, document):
        self._document = document

    def resolve(self, schema):
        while "$ref" in schema:
            place = self._document
            for name in schema["$ref"][2:].split("/"):
                place = place[name]
            schema = place | {key: value for key, value in schema.items() if key != "$ref"}
        return schema

    def json_routes(self):
        """(method, path, schema of the body) of every route that takes JSON."""
        for path, methods in self._document["paths"].items():
            for method, route in methods.items():
                body = self.resolve(route.get("requestBody", {})) if isinstance(route, dict) else {}
                if "application/json" in body.get("content", {}):
                    yield method.upper(), path, self.resolve(body["content"]["application/json"]["schema"])

    def sample(self, schema, today, name=""):
        """A value of the schema, with every member that it knows; `name`: of the member that it is for."""
        schema = self.resolve(schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][-1 if name == "state" else 0]  # a reply goes with the last one
        kind = schema.get("type")
        kind = next(name for name in kind if name != "null") if isinstance(kind, list) else kind
        if kind == "object" or "properties" in schema:
            return {name: self.sample(member, today, name) for name, member in schema.get("properties", {}).items()}
        if kind == "array":
            return [self.sample(schema["items"], today) for _ in range(schema.get("minItems", 1))]
        if kind == "boolean":
            return True
        if kind in ("integer", "number"):
            low, high = schema.get("minimum", 1), schema.get("maximum", 10 ** 6)
            return 0.5 if kind == "number" else max(low, min(1, high))
        if name in NAMED:
            return NAMED[name]
        if "pattern" in schema:
            return next(text for text in (today, *SAMPLES) if re.search(schema["pattern"], text))
        return ("word" * 10)[:max(schema.get("minLength", 1), min(6, schema.get("maxLength", 6)))]

    def members(self, schema, path=()):
        """(path, schema) of every member, with the index of the first entry for a list."""
        schema = self.resolve(schema)
        for name, member in schema.get("properties", {}).items():
            member = self.resolve(member)
            yield (*path, name), member
            yield from self.members(member, (*path, name))
        if "items" in schema:
            yield from self.members(schema["items"], (*path, 0))

    def objects(self, schema, path=()):
        """The path of every object in a body."""
        schema = self.resolve(schema)
        if "properties" in schema:
            yield path
            for name, member in schema["properties"].items():
                yield from self.objects(member, (*path, name))
        if "items" in schema:
            yield from self.objects(schema["items"], (*path, 0))


class Raw:
    """Bytes that stand in a body where a value is expected."""

    def __init__(self, text):
        self.text = text


def put(body, path, value):
    """`body` with `value` at `path`."""
    changed = copy.deepcopy(body)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def write(body):
    """The body as JSON, with Raw bytes as they are."""
    if isinstance(body, Raw):
        return body.text
    if isinstance(body, Pairs):
        return b"{" + b",".join(write(name) + b":" + write(value) for name, value in body.pairs) + b"}"
    if isinstance(body, dict):
        return write(Pairs(body.items()))
    if isinstance(body, list):
        return b"[" + b",".join(write(entry) for entry in body) + b"]"
    return json.dumps(body).encode()


class Pairs:
    """An object whose names may come twice."""

    def __init__(self, pairs):
        self.pairs = list(pairs)


def twice(body, path):
    """`body` in which the object at `path` has its first member twice; and the name of that member."""
    place = body
    for step in path:
        place = place[step]
    name, value = next(iter(place.items()))
    doubled = Pairs([*place.items(), (name, value)])
    return (put(body, path, doubled) if path else doubled), name


def pointer(path):
    return "".join(f"/{step}" for step in path)
