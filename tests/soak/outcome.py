"""What became of a guard that was taken out."""

from dataclasses import dataclass

from tests.soak.table import Guard

AT_ONCE = 2
"""How many guards are tried side by side."""

KILLED, SURVIVED, BROKEN = "red", "SURVIVED", "BROKEN"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`KILLED`: its test went red. `BROKEN`: nothing can be said, and `said` why."""

    guard: Guard
    result: str
    seconds: float
    said: str = ""

    def __str__(self) -> str:
        promises = ",".join(map(str, self.guard.protects))
        return f"{self.result:9}{self.seconds:6.1f} s  [{promises}]  {self.guard.id}  → {self.guard.test}"
