"""One moderator at work over HTTP: takes what stands in the queue, reads, answers, decides, now and then twice."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from directory.accounts.models import User
from directory.moderation.models import Case
from tests.moderation.pages import asked_again, signed_in

_CASE = re.compile(r"/moderation/cases/([0-9a-f-]{36})/")
_VERSION = re.compile(r'name="version" value="(\d+)"')

WAITING = (Case.Status.OPEN, Case.Status.SECOND_REVIEW)
REASON = {"reasons": ["incorrect"]}
ANSWERS = {
    f"{kind}_{key}": value
    for key in ("authority", "website", "text")
    for kind, value in (("yes", "on"), ("note", "Called the number in the register."))
}


@dataclass
class Moderator:
    """`answers` counts what the server said, by address and status."""

    user: User
    dice: random.Random
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.client = asked_again(signed_in(self.user))
        self.client.raise_request_exception = False

    def work(self, most: int = 400) -> None:
        """Until nothing is left that this person could decide; `most` rounds end a work that never would."""
        for _ in range(most):
            cases = Case.objects.filter(status__in=WAITING)
            mine = cases.exclude(status=Case.Status.SECOND_REVIEW, first_actor_id=self.user.pk)
            if not mine.exists():
                return
            chosen = self._chosen()
            if chosen is not None:
                self._handle(chosen)

    def _chosen(self) -> str | None:
        """The next case, or any that the queue shows: then two people meet on it."""
        if self.dice.random() < 0.7:
            target = self._get("next_case").headers.get("Location", "")
            found = _CASE.findall(target)
        else:
            found = _CASE.findall(self._get("queue").content.decode())
        return self.dice.choice(found) if found else None

    def _handle(self, case_id: str) -> None:
        page = self._get("case", case_id)
        if page.status_code == 200 and 'name="tie"' in page.content.decode():
            self._post("case_declare", case_id, tie="no")
        if self.dice.random() < 0.9:
            self._post("case_take", case_id)
        versions = _VERSION.findall(self._get("case", case_id).content.decode())
        if not versions:
            return
        version, case = versions[0], Case.objects.get(pk=case_id)
        if case.status == Case.Status.SECOND_REVIEW and case.first_actor_id == self.user.pk:
            return
        if case.status == Case.Status.OPEN:
            self._post("case_checklist", case_id, version=version, **ANSWERS)
        for _ in range(self.dice.choice([1, 1, 1, 2])):
            self._decide(case_id, version, case.status)

    def _decide(self, case_id: str, version: str, status: str) -> None:
        steps = {
            Case.Status.OPEN: ["case_approve", "case_approve", "case_reject", "case_changes"],
            Case.Status.SECOND_REVIEW: ["case_approve_second", "case_approve_second", "case_reject", "case_return"],
        }.get(Case.Status(status), ["case_approve"])  # fmt: skip
        step = self.dice.choice(steps)
        more: dict[str, dict[str, Any]] = {
            "case_reject": REASON | {"confirmed": "1", "explanation": ""},
            "case_return": REASON | {"note": "Please look at the second page."},
            "case_changes": {"summary": "Shorter, please."},
        }
        self._post(step, case_id, version=version, **more.get(step, {}))

    def _get(self, name: str, *ids: str) -> Any:
        return self._counted(name, self.client.get(reverse(name, args=ids)))

    def _post(self, name: str, *ids: str, **data: Any) -> Any:
        return self._counted(name, self.client.post(reverse(name, args=ids), data))

    def _counted(self, name: str, response: Any) -> Any:
        self.answers[name, response.status_code] += 1
        return response
