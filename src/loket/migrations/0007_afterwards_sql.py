"""Closing what nobody came for; stay permits have a legal deadline (A11)."""

from django.db import migrations

from loket.sql import sql

FUNCTIONS = ("mark_missed.v1",)
STAY_PERMITS = "UPDATE loket_service SET has_deadline = true WHERE kind = 'stay_permit'"


class Migration(migrations.Migration):
    """Functions, and the flag on services that stand."""

    dependencies = [("loket", "0006_afterwards")]
    operations = [
        *(migrations.RunSQL(sql(name), migrations.RunSQL.noop) for name in FUNCTIONS),
        migrations.RunSQL(STAY_PERMITS, migrations.RunSQL.noop),
    ]
