"""The list of every mail. A new kind of mail is added to one of the tuples here; a test names those that are not."""

from ..external.preview import INVITATIONS
from ..reports.preview import READERS
from .accounts import ACCOUNTS
from .listings import LISTINGS
from .mail import Mail
from .team import TEAM

MAILS: tuple[Mail, ...] = (*LISTINGS, *READERS, *INVITATIONS, *TEAM, *ACCOUNTS)

BY_NAME: dict[str, Mail] = {mail.name: mail for mail in MAILS}
