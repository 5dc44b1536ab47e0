"""The API for people: every path with its parameters, read from its own description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, Request

from burdenshare.web.pages.page import Page, page

router = APIRouter()


@page(router, "/docs", "reference.html")
def reference(request: Request) -> Page:
    """List every path of the API: what it answers, and what it takes."""
    described: Mapping[str, Any] = request.app.openapi()
    rows = list(_operations(described))
    return Page({"version": described["info"]["version"], "operations": rows}, rows, COLUMNS)


COLUMNS = ("tag", "method", "path", "summary")


def _operations(described: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            yield {
                "tag": next(iter(one.get("tags", ())), "service"),
                "method": method.upper(),
                "path": path,
                "summary": one.get("summary", ""),
                "parameters": [
                    {
                        "name": parameter["name"],
                        "in": parameter["in"],
                        "required": parameter.get("required", False),
                        "description": parameter.get("description")
                        or parameter.get("schema", {}).get("description", ""),
                    }
                    for parameter in one.get("parameters", ())
                ],
                "body": "requestBody" in one,
            }
