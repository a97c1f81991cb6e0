"""The one Django app. The only signals are those that put the guards back after a migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "Headache referral directory"

    def ready(self) -> None:
        from directory.demo import checks as demo_checks
        from directory.guards import checks, install

        pre_migrate.connect(install.before_migrate, sender=self, dispatch_uid="guards.drop")
        post_migrate.connect(install.after_migrate, sender=self, dispatch_uid="guards.install")
        checks.register_checks()
        demo_checks.register_checks()
