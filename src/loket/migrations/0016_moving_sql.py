"""Moving a booking: one statement."""

from django.db import migrations

from loket.sql import sql


class Migration(migrations.Migration):
    """It reads notices and terms of 0009, so it comes behind them; the version before it was never released."""

    dependencies = [("loket", "0015_persons")]
    operations = [migrations.RunSQL(sql("move_booking.v2"), "DROP FUNCTION loket_move_booking_v2")]
