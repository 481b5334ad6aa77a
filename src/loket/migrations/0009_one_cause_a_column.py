"""A slot's own column is the calendar's alone: what a notice stops is told by the notice."""

from django.db import migrations


class Migration(migrations.Migration):
    """Takes back the two columns of 0008."""

    dependencies = [("loket", "0008_offices")]
    operations = [
        migrations.RemoveConstraint("slot", "slot_suspended_for_a_cause"),
        migrations.RemoveField("slot", "off_by_calendar"),
        migrations.RemoveField("slot", "off_by_notice"),
    ]
