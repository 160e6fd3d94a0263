"""Which address and verb means what, and who may ask."""

from __future__ import annotations

import re

import msgspec

from storyboard.emulate import openapi, reading, spoken
from storyboard.emulate.addresses import OWN
from storyboard.emulate.examples import examples
from storyboard.emulate.host import Emulator
from storyboard.emulate.records import EmulatedAnswer, ReceivedCall, page, refusal
from storyboard.emulate.submit import submit
from storyboard.emulate.uploads import upload


def answer(host: Emulator, call: ReceivedCall, base: str) -> tuple[EmulatedAnswer, int]:
    """The answer to a call, and its number where it is a submit, else 0."""
    fitting = [(match, verb, name) for route, verb, name in host.routes if (match := route.fullmatch(call.path))]
    if not fitting:
        return refusal(404, "There is nothing here"), 0
    match, verb, name = next((row for row in fitting if row[1] == call.method), fitting[0])
    given = match[1] if match.re.groups else ""
    if call.method != verb and (call.method, verb, name) != ("HEAD", "GET", "file"):
        return msgspec.structs.replace(page(405, "Method Not Allowed"), headers=(("Allow", verb),)), 0
    spoken = examples(host.api.name)
    keyed = spoken is not None and spoken.keyed_files
    if name not in OWN or (name == "file" and keyed):
        refused = refused_key(host, call)
        if refused is not None:
            return refused, 0
    if name in ("v1", "v2"):
        number = host.book.submit()
        return submit(host, call, base, name, given, number), number
    return _free(host, call, base, name, given), 0


def _free(host: Emulator, call: ReceivedCall, base: str, name: str, given: str) -> EmulatedAnswer:
    documented = examples(host.api.name)
    if documented is not None:
        match name:
            case "status" | "result":
                return spoken.record(host, documented, call, given, base, result=name == "result")
            case "history":
                return spoken.page(host, documented, call, base)
            case "credits":
                return spoken.credits(host, documented, call)
            case "quote":
                return spoken.quote(host, documented, call, given)
            case _:
                pass
    match name:
        case "status":
            return reading.status(host, call, given)
        case "result" | "poll":
            return reading.result(host, call, given, base)
        case "history":
            return reading.history(host, call, base)
        case "one":
            return reading.history_row(host, call, given, base)
        case "upload":
            return upload(host, call, base)
        case "file":
            return reading.file(host, call, given)
        case "credits":
            return reading.credits(host, call)
        case "openapi":
            return reading.ok(openapi.document(host.api, host.models, base))
        case _:
            return reading.book(host, call)


def refused_key(host: Emulator, call: ReceivedCall) -> EmulatedAnswer | None:
    """The 401 for a missing or unknown key, or None for a good one; a token in another header is never accepted."""
    key = host.api.key
    bearer = "" if key.header.lower() == "authorization" else call.headers.get("authorization", "")
    if not call.key and not bearer:
        return _unauthorized("missing_api_key", f"No API key came with the request; send it as {key.header}")
    any_of_the_form = not host.settings.key and re.fullmatch(key.form or ".+", call.key) is not None
    if bearer or not (call.key == host.key or any_of_the_form):
        return _unauthorized("invalid_api_key", f"The API key is not known, or is not sent as {key.header} alone")
    return None


def _unauthorized(error: str, text: str) -> EmulatedAnswer:
    return refusal(401, error, error_description=text, status_code=401)
