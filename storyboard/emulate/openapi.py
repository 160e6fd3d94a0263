"""The emulator's API as an OpenAPI 3.1 document, written from the profiles of its models and the routes of the host.

https://spec.openapis.org/oas/v3.1.1.html; what it says of a body is what `checks` looks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from storyboard import __version__
from storyboard.emulate import uploads
from storyboard.emulate.addresses import NAME, paths
from storyboard.emulate.checks import names
from storyboard.emulate.documented import described
from storyboard.emulate.examples import examples
from storyboard.emulate.records import JSON, VIDEO
from storyboard.profiles import Profile
from storyboard.profiles.hosts import Host

_Json = dict[str, Any]
_ERROR = {"$ref": "#/components/schemas/Error"}
_TEXT: _Json = {"type": "string"}
_FLAG: _Json = {"type": ["boolean", "null"]}
_MOMENT: _Json = {"type": "string", "format": "date-time"}
_COUNT: _Json = {"type": "integer", "minimum": 0}
_MONEY: _Json = {"type": "number", "minimum": 0, "description": "Dollars."}
_WINDOW = "A day, YYYY-MM-DD, and what follows does not count; the window spans at most 31 days."
_DAY: _Json = {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}.*)?$"}
_BASE64 = "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
# What a gateway before the host says, asked for by `--fault`.
_GATEWAYS = (502, 504)


def document(api: Host, models: Mapping[str, Profile], base: str = "/") -> _Json:
    """The document for a host's models by their name in the address; `base` is the server's own address."""
    spoken = examples(api.name)
    calls = {**_submits(api, models), **_questions(api)} if spoken is None else described(api, models, spoken)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{api.title}, as `storyc emulate` speaks it",
            "version": __version__,
            "description": "A rehearsal on loopback: no clip is made by a model, and nothing is billed.",
        },
        "servers": [{"url": base}],
        "security": [{"key": []}],
        "paths": {**calls, **_own(api)},
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "apiKey",
                    "in": "header",
                    "name": api.key.header,
                    "description": _key(api),
                }
            },
            "schemas": _parts(api),
        },
    }


def _key(api: Host) -> str:
    before = f" after `{api.key.prefix}`" if api.key.prefix else ""
    form = f", of the form `{api.key.form}`" if api.key.form else ""
    return f"Made up{form}{before}, unless `--key` names the one."


# ---- the routes ------------------------------------------------------------------------------------------------------


def _submits(api: Host, models: Mapping[str, Profile]) -> _Json:
    """Both submits of each model: the blocking call, and the job that is asked for later."""
    submits: _Json = {}
    known = paths(api)
    delivered = _media(VIDEO, {}) | _media(JSON, _ref("Delivered"))
    v1 = {"description": "The clip, or with `--v1-json` where it lies", "content": delivered}
    v2 = {"description": "The job runs", "content": _media(JSON, _ref("Accepted")), "links": _links(known)}
    for name, profile in models.items():
        asked = {"required": True, "content": _media(JSON, body(profile))}
        for version, good in (("v1", v1), ("v2", v2)):
            if version not in known:
                continue
            submits[known[version].replace("{model}", name)] = {
                "post": {
                    "operationId": f"{version}-{name}",
                    "summary": f"Make a clip with {profile.title}: {'wait for it' if version == 'v1' else 'a job'}",
                    "requestBody": asked,
                    "responses": {
                        "200": good,
                        **_declined(api, (400, 401, 403, 404, 406, 410, 413, 429, 500)),
                        **{str(status): _page(api, status) for status in _GATEWAYS},
                        "503": _either(api, 503),
                        "405": _page(api, 405),
                    },
                }
            }
    return submits


def _links(known: Mapping[str, str]) -> _Json:
    """Where a job is asked for by the name that its submit has brought."""
    name = {"id": "$response.body#/request_id"}
    return {to: {"operationId": to, "parameters": name} for to in ("status", "result", "poll", "one") if to in known}


def _questions(api: Host) -> _Json:
    """The paths of the free requests: jobs, credits, history and uploads."""
    job = {"content": _media(JSON, _ref("Record"))}
    records: _Json = {
        "200": {"description": "How the job stands", **job},
        "422": {"description": "The job came to nothing", **job},
    }
    questions: _Json = {
        "status": _get(api, "status", "How far a job is", records, _id(), (401, 404)),
        "result": _get(api, "result", "What a job has made", records, _id(), (401, 404)),
        "poll": _get(api, "poll", "The same, as v1 has it", records, _id(), (401, 404)),
        "credits": _get(api, "credits", "What is left", _good("The balance", _ref("Credits")), (), (401,)),
        "history": _get(api, "history", "The key's jobs", _good("A page", _ref("Page")), _paging(api), (400, 401, 500)),
        "one": _get(api, "one", "One of the key's jobs", _good("The job", _ref("Row")), _id(), (401, 404)),
        "upload": {
            "post": {
                "operationId": "upload",
                "summary": "Give files an address",
                "requestBody": {"required": True, "content": _media(JSON, _ref("Upload"))},
                "responses": {
                    **_good("Where they lie", _ref("Uploaded")),
                    **_declined(api, (400, 401, 406, 413)),
                    "405": _page(api, 405),
                },
            }
        },
    }
    known = paths(api)
    return {known[name]: question for name, question in questions.items() if name in known}


def _own(api: Host) -> _Json:
    """The paths that need no key: the files and the emulator's own pages."""
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{NAME}$"}}
    digest = {"name": "key", "in": "query", "description": "The SHA-256 of a key, whose jobs alone are meant."}
    # A file is delivered as the type that it has, which for an upload is the one it came with.
    bytes_: _Json = {"content": {"*/*": {"schema": {}}}}
    pages = {
        "/files/{name}": _get(
            api,
            "file",
            "A clip or an upload",
            {
                "200": {"description": "The whole file", **bytes_},
                "206": {"description": "The part that `Range` asks for", **bytes_},
                "416": {"description": "The file has no such part", **bytes_},
            },
            (name,),
            (404,),
        ),
        "/emulator/book": _get(
            api,
            "book",
            "What would have been billed",
            _good("The book, a `storyc.emulator-book/1`", {"type": "object"}),
            ({**digest, "schema": _TEXT},),
            (),
        ),
        "/openapi.json": _get(api, "openapi", "This document", _good("OpenAPI 3.1", {"type": "object"}), (), ()),
    }
    for page in pages.values():
        page["get"]["security"] = []
    return pages


def _get(
    api: Host, name: str, summary: str, good: _Json, parameters: Iterable[_Json], refusals: tuple[int, ...]
) -> _Json:
    answers = {**good, **_declined(api, refusals), "405": _page(api, 405)}
    return {
        "get": {"operationId": name, "summary": summary, "parameters": list(parameters), "responses": answers},
    }


def _id() -> tuple[_Json]:
    return ({"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{NAME}$"}},)


def _paging(api: Host) -> Iterable[_Json]:
    states = [*api.states.done, *api.states.failed, "PENDING"]
    asked: tuple[tuple[str, str, _Json], ...] = (
        ("from_date", _WINDOW, _DAY),
        ("to_date", _WINDOW, _DAY),
        ("page", "From 1.", {"type": "integer", "minimum": 1, "maximum": 9_999_999, "default": 1}),
        ("per_page", "Rows of a page.", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}),
        ("status", "Only jobs of this state.", {"enum": states}),
        ("model_name", "Only models that hold this.", _TEXT),
    )
    return ({"name": name, "in": "query", "description": words, "schema": form} for name, words, form in asked)


# ---- bodies ----------------------------------------------------------------------------------------------------------


def body(profile: Profile) -> _Json:
    """What a submit of a model holds, under the host's names; null is as good as a field left out."""
    lengths, sizes, seed = profile.duration.allowed, profile.size.allowed, profile.seed
    forms: dict[str, _Json] = {
        "prompt": {"type": "string", "pattern": r"\S", "description": f"At most {profile.prompt.max} characters."},
        "negative_prompt": {"type": ["string", "null"]},
        "size": {"enum": [*sizes, None], "default": profile.size.default},
        "audio": {"type": ["string", "null"], "pattern": "^https?://", "description": "Where a sound lies."},
        "duration": {"enum": [*lengths, None], "default": profile.duration.default, "description": "Seconds."},
        "seed": {
            "anyOf": [
                {"type": "integer", **({"minimum": seed.min, "maximum": seed.max} if seed else {})},
                {"enum": [-1, None]},
            ],
            "description": "-1 has the host choose one.",
        },
        "multi_shots": _FLAG,
        "expansion": _FLAG,
    }
    known = names(profile)
    return {
        "type": "object",
        "required": [known["prompt"]],
        "properties": {theirs: forms.get(ours, {}) for ours, theirs in known.items()},
    }


def _parts(api: Host) -> _Json:
    """The shapes of the host's answers."""
    url: _Json = {"type": "string", "format": "uri"}
    kinds = "|".join(re.escape(kind) for kind in uploads.SUFFIXES)
    states = [*api.states.running, *api.states.done, *api.states.failed]
    metrics = _object(
        {"queue_time": _MONEY, "inference_time": _MONEY, "total_time": _MONEY, "retry_count": _COUNT, "cost": _MONEY,
         "remaining_credits": {"type": "number"}},
        ("retry_count",),
    )  # fmt: skip
    for name in ("queue_time", "inference_time", "total_time"):
        metrics["properties"][name] = {"type": "number", "minimum": 0, "description": "Seconds."}
    accepted = {"request_id": _TEXT, "status": _TEXT, "status_url": url, "response_url": url, "poll_url": url}
    row = {
        "request_id": _TEXT,
        "model_name": _TEXT,
        "model_status": {"enum": [*api.states.done, *api.states.failed, "PENDING"]},
        "credits_deduction": {"type": ["number", "null"]},
        "request_body": {"type": "object"},
        "generation_url": {"type": ["string", "null"]},
        "latency_ms": {"type": ["integer", "null"]},
        "model_created": _MOMENT,
        "error": {"type": ["string", "null"]},
    }
    urls: _Json = {"type": "array", "items": url}
    record = {"request_id": _TEXT, "status": {"enum": states}, "metrics": metrics}
    error: _Json = {"type": "object"}
    return {
        # A host whose documented answers are at hand words its errors itself.
        "Error": error if examples(api.name) else {**error, "required": ["error"], "properties": {"error": _TEXT}},
        "Accepted": _object(accepted, accepted),
        "Delivered": _object({"request_id": _TEXT, "status": _TEXT, "video_url": url}, ("request_id", "video_url")),
        "Record": _object({**record, "output": {"type": ["string", "null"]}, "error": _TEXT}, record),
        "Credits": _object({"credits": {"type": "number"}}, ("credits",)),
        "Row": _object(row, row),
        "Page": _object(
            {"data": {"type": "array", "items": _ref("Row")}, "page": _COUNT, "per_page": _COUNT, "total": _COUNT},
            ("data", "page", "per_page", "total"),
        ),
        "Upload": {
            "type": "object",
            "required": ["data_urls"],
            "properties": {
                "data_urls": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": uploads.MOST,
                    "items": {"type": "string", "pattern": f"^data:({kinds});base64,{_BASE64}$"},
                },
            },
        },
        "Uploaded": _object({"urls": urls, "file_urls": urls}, ("urls", "file_urls")),
    }


def _object(properties: _Json, required: Iterable[str]) -> _Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _ref(name: str) -> _Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _media(kind: str, form: _Json) -> _Json:
    return {kind: {"schema": form}}


def _good(words: str, form: _Json) -> _Json:
    return {"200": {"description": words, "content": _media(JSON, form)}}


def _declined(api: Host, statuses: Iterable[int]) -> _Json:
    """Refusals in the host's own JSON."""
    return {str(status): {"description": _means(api, status), "content": _media(JSON, _ERROR)} for status in statuses}


def _page(api: Host, status: int) -> _Json:
    """A page of HTML, as gateways answer."""
    return {"description": _means(api, status), "content": _media("text/html", _TEXT)}


def _either(api: Host, status: int) -> _Json:
    """An answer that is the host's own JSON or a gateway's page."""
    return {"description": _means(api, status), "content": _media(JSON, _ERROR) | _media("text/html", _TEXT)}


def _means(api: Host, status: int) -> str:
    means = [row.means for row in api.answers.rows.values() if row.status == status]
    return "; or ".join(dict.fromkeys(means)) or "the body is too long"
