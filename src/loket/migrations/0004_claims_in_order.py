"""Claims write seats in the order of persons: two parties with the same people never wait in a circle."""

from django.db import migrations

from loket.sql import sql


class Migration(migrations.Migration):
    """The first version stays for processes that still run the release before."""

    dependencies = [("loket", "0003_guardians")]
    operations = [migrations.RunSQL(sql("claim_seats.v2"), "DROP FUNCTION loket_claim_seats_v2")]
