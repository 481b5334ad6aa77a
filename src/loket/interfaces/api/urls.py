"""Addresses of the API and of the probes."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from loket.interfaces.api import (
    availability,
    boards,
    bookings,
    calendar,
    health,
    office_bookings,
    office_figures,
    offices,
    positions,
)
from loket.interfaces.api.access import TokenOf
from loket.interfaces.api.problems import CONTENT_TYPE, answer_failures

_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
#: Any address may answer these before its own rules are asked (interfaces.web.middleware).
EVERYWHERE = {400: "Unreadable", 413: "Too large", 414: "Address too long", 503: "Out of reach for a moment"}


class Contract(OpenAPISchema):
    """The OpenAPI document; scopes stand as the roles of the token's scheme (OpenAPI 3.1)."""

    def operation_security(self, operation: Operation) -> list[dict[str, list[str]]] | None:
        """What an operation asks for: nothing, a session, or a token with a scope."""
        asked: list[dict[str, list[str]]] | None = super().operation_security(operation)
        for scheme, auth in zip(asked or [], operation.auth_callbacks, strict=True):
            if isinstance(auth, TokenOf):
                scheme[TokenOf.__name__] = [auth.scope.value]
        return asked


class Api(NinjaAPI):
    """The API; its document tells problem documents by their media type."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document."""
        schema = Contract(self, path_prefix or self.get_root_path(path_params or {}))
        for operation in (op for methods in schema["paths"].values() for op in methods.values()):
            responses = operation["responses"]
            for status, words in EVERYWHERE.items():
                responses.setdefault(status, {"description": words, "content": {"application/json": _PROBLEM}})
            for content in (response.get("content", {}) for response in responses.values()):
                if content.get("application/json", {}) == _PROBLEM:
                    content[CONTENT_TYPE] = content.pop("application/json")
        return schema


api = Api(
    title="Loket",
    version="1",
    description="Offices, free seats, bookings and positions of immigration offices served with Loket.",
    docs_url=None,  # the content policy lets no foreign script run; docs/openapi.json is the document
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)
api.add_router("/offices", offices.router)
api.add_router("/offices", availability.router)
api.add_router("/offices", calendar.router)
api.add_router("/offices", boards.of_office)
api.add_router("/offices", office_bookings.router)
api.add_router("/offices", office_figures.router)
api.add_router("/boards", boards.router)
api.add_router("/bookings", bookings.router)
api.add_router("/bookings", positions.router)
answer_failures(api)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
