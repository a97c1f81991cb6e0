"""What can go wrong when somebody decides. Each says what the person can do."""

from django.utils.translation import gettext as _


class ModerationError(Exception):
    """Base: carries a sentence for the person, and the HTTP status a page answers with."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TransitionRefused(ModerationError):
    """The step is not in the tables, or a condition of it does not hold."""


class StaleVersion(ModerationError):
    """Somebody else changed the case first."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else changed this while you were looking. Nothing of yours was applied; please read it again."
            )
        )


class NotLeaseHolder(ModerationError):
    """The case is not reserved for this person, or no longer."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This case is not reserved for you, or your time ran out. Nothing was changed. Take it, then decide."
            )
        )


class NotAllowed(ModerationError):
    """This person may not decide this, whatever the state."""

    status = 403


class InvitationOver(ModerationError):
    """Somebody from outside comes too late: the invitation ran out, was taken back, or ended with a decision."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            _(
                "Your invitation to this case is over: it ran out, was taken back, or the case was decided."
                " Nothing was changed. If you were still at work on it, copy what you wrote and reply to the message"
                " that invited you."
            )
        )


class GateClosed(ModerationError):
    """The gate does not let this listing through; `problems` says each reason."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems
