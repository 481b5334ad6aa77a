"""Half a break is refused too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A check that answers NULL lets a row in, so it asks for both ends."""

    dependencies = [("loket", "0011_notices")]

    operations = [
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
