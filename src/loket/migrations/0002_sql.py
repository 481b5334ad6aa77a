"""The SQL functions of the rooms and the ledger's triggers."""

from django.db import migrations

from loket.sql import sql

FUNCTIONS = ("ledger.v1", "claim_seats.v2", "return_seats.v1", "call_next.v1")


class Migration(migrations.Migration):
    """Created in the order of FUNCTIONS."""

    dependencies = [("loket", "0001_tables")]
    operations = [migrations.RunSQL(sql(name), migrations.RunSQL.noop) for name in FUNCTIONS]
