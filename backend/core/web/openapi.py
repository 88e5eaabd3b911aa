"""OpenAPI 3.1 at /api/openapi.json with the Structs' docstrings, and a page of it that loads nothing from elsewhere."""

import html
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Litestar, MediaType, Request, Response, Router, get
from litestar._openapi.schema_generation import SchemaCreator
from litestar._openapi.schema_generation.plugins.struct import StructSchemaPlugin
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, SecurityScheme
from litestar.openapi.spec.enums import OpenAPIFormat
from litestar.openapi.spec.schema import Schema
from litestar.typing import FieldDefinition

from backend import __version__
from backend.core.web.guards import public
from backend.core.web.problems import MEDIA_TYPE, Problem

METHODS = frozenset({"get", "post", "put", "patch", "delete"})
# Every route may answer these; what it may answer beyond them it says itself.
PROBLEMS = {
    400: "The request cannot be read",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "No such method here",
    409: "Conflict",
    413: "Too large",
    415: "Not JSON",
    422: "Read, and against a rule",
    429: "Too many; see Retry-After",
    503: "A server is away; see Retry-After",
}


def config() -> OpenAPIConfig:
    """Litestar's settings for the contract; new for every application, because a router is registered once.

    Litestar's own pages load scripts from other origins: only its plain JSON is left, behind a guard, out of the way.
    """
    bearer = SecurityScheme(type="http", scheme="bearer", bearer_format="JWT")
    return OpenAPIConfig(
        title="甘快办 Gansu Kuaiban",
        version=__version__,
        description="One mobile entry to the government services of a province. Errors are RFC 9457 problem details.",
        components=Components(security_schemes={"bearer": bearer}),
        render_plugins=[JsonRenderPlugin()],
        openapi_router=Router("/api/litestar", route_handlers=[], guards=[public], include_in_schema=False),
    )


def answers_file(*media_types: str) -> type[Operation]:
    """`operation_class` of a handler that answers with a file: which media types that can be.

    Litestar documents the one media type of the handler, and a file's own is known only when it is read.
    """

    @dataclass
    class FileOperation(Operation):
        def __post_init__(self) -> None:
            answer = (self.responses or {})["200"]
            if isinstance(answer, OpenAPIResponse):
                file = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
                answer.content = {
                    one: OpenAPIMediaType(schema=Schema() if one == MediaType.JSON else file) for one in media_types
                }

    return FileOperation


class StructDocstrings(StructSchemaPlugin):
    """Litestar leaves a Struct's docstring out of its schema; readers of the contract want it."""

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: SchemaCreator) -> Schema:
        """The schema as Litestar makes it, with the docstring as its description."""
        schema = super().to_openapi_schema(field_definition, schema_creator)
        if (text := field_definition.annotation.__doc__) and not schema.description:
            schema.description = text.strip()
        if (field_definition.origin or field_definition.annotation).__struct_config__.forbid_unknown_fields:
            schema.additional_properties = False
        return schema


@get("/api/openapi.json", operation_id="ReadOpenApi", guards=[public], include_in_schema=False)
async def read_openapi(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The contract of this very process."""
    return Response(msgspec.json.encode(contract(request.app)), media_type=MediaType.JSON)


@get("/api/docs", operation_id="ReadDocs", guards=[public], include_in_schema=False)
async def read_docs(request: Request[Any, Any, Any]) -> Response[str]:
    """The contract as one plain page: no script, no font, no other origin."""
    return Response(_page(contract(request.app)), media_type=MediaType.HTML)


def contract(app: Litestar) -> dict[str, Any]:
    """The whole contract as data, every operation with the problems that it may answer."""
    made: dict[str, Any] = app.openapi_schema.to_schema()
    (problem,), parts = msgspec.json.schema_components([Problem], ref_template="#/components/schemas/{name}")
    made["components"]["schemas"].update(parts)
    for item in made["paths"].values():
        for method, operation in item.items():
            if method in METHODS:
                _add_problems(operation["responses"], problem)
    return made


def _add_problems(responses: dict[str, Any], problem: dict[str, Any]) -> None:
    """Litestar lists a validation answer of its own; ours are problem details throughout."""
    responses.pop("400", None)
    for status, words in PROBLEMS.items():
        if str(status) not in responses:
            responses[str(status)] = {"description": words, "content": {MEDIA_TYPE: {"schema": problem}}}


def _page(described: dict[str, Any]) -> str:
    sections = [
        _section(path, method, operation)
        for path, item in sorted(described["paths"].items())
        for method, operation in item.items()
        if method in METHODS
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width, initial-scale=1"><title>Gansu Kuaiban API</title>'
        '<link rel="stylesheet" href="/docs.css"></head><body><main><h1>Gansu Kuaiban API</h1>'
        '<p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a></p>'
        f"{''.join(sections)}</main></body></html>"
    )


def _section(path: str, method: str, operation: dict[str, Any]) -> str:
    answers = "".join(
        f"<li><code>{html.escape(status)}</code> {html.escape(str(answer.get('description', '')))}</li>"
        for status, answer in operation.get("responses", {}).items()
    )
    return (
        f"<section><h2><code>{method.upper()} {html.escape(path)}</code></h2>"
        f"<p>{html.escape(str(operation.get('description') or operation.get('summary') or ''))}</p>"
        f"<ul>{answers}</ul></section>"
    )
