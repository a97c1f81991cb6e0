"""The people of the demonstration who can sign in: one for each role, with one password that is printed."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.accounts.models import User
from directory.accounts.roles import Role

PASSWORD = "demonstration-only"  # noqa: S105  # printed on purpose; the accounts exist only where DEMO is set


@dataclass(frozen=True, slots=True)
class Account:
    """`key` names it in the story; `role` is None for the operator and for who comes from outside; `start` is the page
    to begin with.
    """

    key: str
    name: str
    role: Role | None
    what: str | Promise
    start: str
    operator: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


ACCOUNTS: tuple[Account, ...] = (
    Account(
        "clinic", "Rowan Fenn", Role.PROVIDER, gettext_lazy("provider, listings in many states"), "/providers/"
    ),
    Account(
        "specialist", "Tamsin Thornaby", Role.PROVIDER, gettext_lazy("provider, one listing"), "/providers/"
    ),
    Account(
        "seller", "Sol Redmond", Role.PROVIDER, gettext_lazy("provider, rejected by the system"), "/providers/"
    ),
    Account("moderator", "Ada Marsh", Role.MODERATOR, gettext_lazy("moderator"), "/moderation/"),
    Account(
        "second.moderator", "Ben Okeke-Lund", Role.MODERATOR, gettext_lazy("second moderator"), "/moderation/"
    ),
    Account("senior", "Clara Voss-Abara", Role.SENIOR, gettext_lazy("senior moderator"), "/moderation/"),
    Account(
        "second.senior", "Dev Harkness", Role.SENIOR, gettext_lazy("second senior moderator"), "/moderation/"
    ),
    Account(
        "reviewer", "Noor Falkenridge", None, gettext_lazy("reviewer from outside, invited to one case"),
        "/moderation/invited/",
    ),
    Account(
        "operator", "Erin Sallow", None, gettext_lazy("operator (administration)"), "/admin/", operator=True
    ),
)  # fmt: skip


def exist() -> bool:
    """Whether the demonstration's accounts are there: they come first and go in with everything else or not at all."""
    return User.objects.filter(email=ACCOUNTS[0].email).exists()


def create() -> dict[str, User]:
    """The accounts by key, with verified addresses, so that signing in works at once."""
    hashed = make_password(PASSWORD)
    return {account.key: _create(account, hashed) for account in ACCOUNTS}


def _create(account: Account, hashed: str) -> User:
    user = User.objects.create_user(
        account.email, name=account.name, is_staff=account.operator, is_superuser=account.operator
    )
    User.objects.filter(pk=user.pk).update(password=hashed)
    if account.role is not None:
        user.groups.add(Group.objects.get_or_create(name=account.role)[0])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def office(serial: int) -> User:
    """Whoever speaks for one provider of the story. Nobody can sign in as them."""
    return User.objects.create_user(f"office-{serial}@providers.example", name=f"Office {serial}")


def practitioner(serial: int, name: str) -> User:
    """A specialist at somebody else's place, who confirms working there. Nobody can sign in as them."""
    return User.objects.create_user(f"practitioner-{serial}@providers.example", name=name)


def describe() -> str:
    """A table for the terminal: who can sign in, with what, and where to start."""
    lines = [(account.email, PASSWORD, str(account.what), account.start) for account in ACCOUNTS]
    lines.insert(0, (_("e-mail"), _("password"), _("role"), _("start at")))
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    table = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in lines]
    return "\n".join(f"  {row.rstrip()}" for row in table)
