"""Breaks of special days, periods with their own week, dated names and areas of offices, why a slot is suspended."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models




class Migration(migrations.Migration):
    """New columns have constant defaults: no rewrite of a table."""

    dependencies = [("loket", "0007_afterwards_sql")]

    operations = [
        migrations.CreateModel(
            name='AreaRegency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regency', models.CharField(max_length=5)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('is_confirmed', models.BooleanField(default=False)),
                ('source', models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='HoursPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('name', models.CharField(max_length=120)),
                ('decree', models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='OfficeRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('name', models.CharField(max_length=60)),
                ('office_class', models.CharField(blank=True, max_length=30)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('decree', models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='PeriodHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('break_from', models.TimeField(null=True)),
                ('break_to', models.TimeField(null=True)),
                ('weekday', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='calendarday',
            name='break_from',
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name='calendarday',
            name='break_to',
            field=models.TimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='calendarday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes', None), ('opens', None)), ('opens__lt', models.F('closes')), _connector='OR'), name='day_hours_forward'),
        ),
        migrations.AddConstraint(
            model_name='calendarday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('break_from', None), ('break_to', None)), models.Q(('break_from__gt', models.F('opens')), ('break_to__gt', models.F('break_from')), ('break_to__lt', models.F('closes'))), _connector='OR'), name='day_break_inside'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('break_from', None), ('break_to', None)), models.Q(('break_from__gt', models.F('opens')), ('break_to__gt', models.F('break_from')), ('break_to__lt', models.F('closes'))), _connector='OR'), name='hours_break_inside'),
        ),
        migrations.AddField(
            model_name='arearegency',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='loket.office'),
        ),
        migrations.AddField(
            model_name='hoursperiod',
            name='office',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='loket.office'),
        ),
        migrations.AddField(
            model_name='hoursperiod',
            name='point',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='loket.servicepoint'),
        ),
        migrations.AddField(
            model_name='officerecord',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='loket.office'),
        ),
        migrations.AddField(
            model_name='officerecord',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='loket.region'),
        ),
        migrations.AddField(
            model_name='periodhours',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='loket.hoursperiod'),
        ),
        migrations.AddIndex(
            model_name='arearegency',
            index=models.Index(fields=['regency'], name='area_by_regency'),
        ),
        migrations.AddConstraint(
            model_name='arearegency',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('starts_on__lt', models.F('ends_on')), _connector='OR'), name='area_forward'),
        ),
        migrations.AddConstraint(
            model_name='arearegency',
            constraint=models.CheckConstraint(condition=models.Q(('regency__regex', '^\\d\\d\\.\\d\\d$')), name='area_regency_code'),
        ),
        migrations.AddConstraint(
            model_name='arearegency',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('office', 'office', models.Value('[]'), function='int8range'), '&&'), (models.Func(django.db.models.functions.comparison.Cast(django.db.models.functions.text.Replace('regency', models.Value('.')), models.BigIntegerField()), django.db.models.functions.comparison.Cast(django.db.models.functions.text.Replace('regency', models.Value('.')), models.BigIntegerField()), models.Value('[]'), function='int8range'), '&&'), (models.Func('starts_on', 'ends_on', function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='area_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='hoursperiod',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('starts_on__lt', models.F('ends_on')), _connector='OR'), name='period_forward'),
        ),
        migrations.AddConstraint(
            model_name='hoursperiod',
            constraint=models.CheckConstraint(condition=models.Q(('point', None), models.Q(('office', None), _negated=True), _connector='OR'), name='period_of_a_point'),
        ),
        migrations.AddConstraint(
            model_name='hoursperiod',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ends_on__isnull', False)), expressions=[(models.Func(django.db.models.functions.comparison.Coalesce('office', models.Value(0)), django.db.models.functions.comparison.Coalesce('office', models.Value(0)), models.Value('[]'), function='int8range'), '&&'), (models.Func(django.db.models.functions.comparison.Coalesce('point', models.Value(0)), django.db.models.functions.comparison.Coalesce('point', models.Value(0)), models.Value('[]'), function='int8range'), '&&'), (models.Func('starts_on', 'ends_on', function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='period_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='hoursperiod',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('office', 'point', 'starts_on'), name='period_one_new_week_a_day', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='officerecord',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('starts_on__lt', models.F('ends_on')), _connector='OR'), name='record_forward'),
        ),
        migrations.AddConstraint(
            model_name='officerecord',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('office', 'office', models.Value('[]'), function='int8range'), '&&'), (models.Func('starts_on', 'ends_on', function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='record_one_a_day'),
        ),
        migrations.AddConstraint(
            model_name='periodhours',
            constraint=models.UniqueConstraint(fields=('period', 'weekday'), name='period_hours_once'),
        ),
        migrations.AddConstraint(
            model_name='periodhours',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='period_hours_weekday'),
        ),
        migrations.AddConstraint(
            model_name='periodhours',
            constraint=models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='period_hours_forward'),
        ),
        migrations.AddConstraint(
            model_name='periodhours',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('break_from', None), ('break_to', None)), models.Q(('break_from__gt', models.F('opens')), ('break_to__gt', models.F('break_from')), ('break_to__lt', models.F('closes'))), _connector='OR'), name='period_break_inside'),
        ),
    ]
