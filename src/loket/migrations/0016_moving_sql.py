"""Moving a booking minds channels, notices and what is offered."""

from django.db import migrations

from loket.sql import sql


class Migration(migrations.Migration):
    """A new version beside the old one."""

    dependencies = [("loket", "0015_persons")]
    operations = [migrations.RunSQL(sql("move_booking.v2"), "DROP FUNCTION loket_move_booking_v2")]
