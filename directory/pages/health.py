"""Liveness and readiness, for whoever watches the server."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.http import HttpRequest, JsonResponse

from directory.guards.install import missing
from directory.regions.models import Region


def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, is migrated, has its guards and its reference data; else 503 with what lacks."""
    problems = _problems()
    return JsonResponse(
        {"status": "not ready" if problems else "ok", "problems": problems}, status=503 if problems else 200
    )


def _problems() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["migrations are waiting: run manage.py migrate"]
        problems = [
            f"guard {name} is missing or altered: run manage.py migrate" for name in missing(connection)
        ]
        if not Region.objects.exists():
            problems.append("reference data is missing: run manage.py load_reference")
    except DatabaseError:
        return ["the database does not answer"]
    return problems
