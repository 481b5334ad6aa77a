"""Half a break is refused too; a slot's own column is the calendar's alone: a notice tells what it stops."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Takes back the two columns of 0008; a check that answers NULL lets a row in, so it asks for both ends."""

    dependencies = [
        ('loket', '0008_offices'),
    ]

    operations = [
        migrations.RemoveConstraint("slot", "slot_suspended_for_a_cause"),
        migrations.RemoveField("slot", "off_by_calendar"),
        migrations.RemoveField("slot", "off_by_notice"),
        migrations.RemoveConstraint(
            model_name='calendarday',
            name='day_hours_forward',
        ),
        migrations.RemoveConstraint(
            model_name='calendarday',
            name='day_break_inside',
        ),
        migrations.RemoveConstraint(
            model_name='openinghours',
            name='hours_break_inside',
        ),
        migrations.RemoveConstraint(
            model_name='periodhours',
            name='period_break_inside',
        ),
        migrations.AddConstraint(
            model_name='calendarday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes', None), ('opens', None)), models.Q(('closes__isnull', False), ('opens__isnull', False), ('opens__lt', models.F('closes'))), _connector='OR'), name='day_hours_forward'),
        ),
        migrations.AddConstraint(
            model_name='calendarday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('break_from', None), ('break_to', None)), models.Q(('break_from__isnull', False), ('break_to__isnull', False), ('break_from__gt', models.F('opens')), ('break_to__gt', models.F('break_from')), ('break_to__lt', models.F('closes'))), _connector='OR'), name='day_break_inside'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('break_from', None), ('break_to', None)), models.Q(('break_from__isnull', False), ('break_to__isnull', False), ('break_from__gt', models.F('opens')), ('break_to__gt', models.F('break_from')), ('break_to__lt', models.F('closes'))), _connector='OR'), name='hours_break_inside'),
        ),
        migrations.AddConstraint(
            model_name='periodhours',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('break_from', None), ('break_to', None)), models.Q(('break_from__isnull', False), ('break_to__isnull', False), ('break_from__gt', models.F('opens')), ('break_to__gt', models.F('break_from')), ('break_to__lt', models.F('closes'))), _connector='OR'), name='period_break_inside'),
        ),
    ]
