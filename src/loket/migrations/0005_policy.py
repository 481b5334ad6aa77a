"""Policy: a range of texts for exclusion constraints without an extension (ADR 0012), tables, the law itself."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db.models.functions import Cast, Concat
from django.db import migrations, models

from loket.sql import sql


class Migration(migrations.Migration):
    """The type before the tables that use it; the law in the same transaction, so that it is never missing."""

    dependencies = [("loket", "0004_integrations")]
    operations = [
        migrations.RunSQL(
            'CREATE TYPE loket_textrange AS RANGE (subtype = text, collation = "C")', "DROP TYPE loket_textrange"
        ),
        migrations.CreateModel(
            name='DoorRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, choices=[('java_bali', 'java_bali'), ('outside', 'outside')], max_length=10)),
                ('level', models.PositiveSmallIntegerField(null=True)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('citation', models.CharField(max_length=300)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('visitors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('application', 'application'), ('extension', 'extension'), ('collection', 'collection'), ('papers', 'papers'), ('examination', 'examination'), ('guardian', 'guardian'), ('helper', 'helper'), ('interpreter', 'interpreter'), ('official', 'official')], max_length=15), size=20)),
                ('companions', models.CharField(choices=[('none', 'none'), ('one', 'one'), ('anyone', 'anyone')], max_length=10)),
                ('walk_in', models.BooleanField()),
                ('topic', models.GeneratedField(db_persist=True, expression=Concat(Cast(models.F('area'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('region'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('office'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('level'), models.TextField()), models.Value('/', models.TextField())), output_field=models.TextField())),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.region')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area', ''), ('region', None)), models.Q(('area', ''), ('office', None)), models.Q(('office', None), ('region', None)), _connector='OR'), name='doorrule_one_scope'), models.CheckConstraint(condition=models.Q(('level', None), ('level__range', (1, 4)), _connector='OR'), name='doorrule_level'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='doorrule_forward'), models.CheckConstraint(condition=models.Q(('citation', ''), _negated=True), name='doorrule_has_basis'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('topic'), models.F('topic'), models.Value('[]'), function='loket_textrange'), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange'), '&&')], name='doorrule_no_overlap')],
            },
        ),
        migrations.CreateModel(
            name='Enactment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('risk_zone', models.CharField(blank=True, choices=[('green', 'green'), ('yellow', 'yellow'), ('orange', 'orange'), ('red', 'red')], max_length=10)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('decree', models.CharField(max_length=300)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('topic', models.GeneratedField(db_persist=True, expression=Concat(Cast(models.F('region'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('office'), models.TextField()), models.Value('/', models.TextField())), output_field=models.TextField())),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.region')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('level__range', (1, 4))), name='enactment_level'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='enactment_forward'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on')), ('lifted_at__isnull', False), _connector='OR'), name='enactment_ends'), models.CheckConstraint(condition=models.Q(('decree', ''), _negated=True), name='enactment_has_decree'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('topic'), models.F('topic'), models.Value('[]'), function='loket_textrange'), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange'), '&&')], name='enactment_one_level_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, choices=[('java_bali', 'java_bali'), ('outside', 'outside')], max_length=10)),
                ('level', models.PositiveSmallIntegerField(null=True)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('citation', models.CharField(max_length=300)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('code', models.SlugField(max_length=40)),
                ('text_id', models.CharField(max_length=400)),
                ('text_en', models.CharField(max_length=400)),
                ('topic', models.GeneratedField(db_persist=True, expression=Concat(Cast(models.F('area'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('region'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('office'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('level'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('code'), models.TextField()), models.Value('/', models.TextField())), output_field=models.TextField())),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.region')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area', ''), ('region', None)), models.Q(('area', ''), ('office', None)), models.Q(('office', None), ('region', None)), _connector='OR'), name='measure_one_scope'), models.CheckConstraint(condition=models.Q(('level', None), ('level__range', (1, 4)), _connector='OR'), name='measure_level'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='measure_forward'), models.CheckConstraint(condition=models.Q(('citation', ''), _negated=True), name='measure_has_basis'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('topic'), models.F('topic'), models.Value('[]'), function='loket_textrange'), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange'), '&&')], name='measure_no_overlap')],
            },
        ),
        migrations.CreateModel(
            name='Number',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, choices=[('java_bali', 'java_bali'), ('outside', 'outside')], max_length=10)),
                ('level', models.PositiveSmallIntegerField(null=True)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('citation', models.CharField(max_length=300)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('name', models.CharField(choices=[('largest_party', 'largest_party'), ('held_per_account', 'held_per_account'), ('booked_per_account', 'booked_per_account'), ('booked_within', 'booked_within'), ('check_in_before', 'check_in_before'), ('check_in_after', 'check_in_after'), ('no_show_grace', 'no_show_grace'), ('unpaid_hold', 'unpaid_hold'), ('reschedules', 'reschedules'), ('reschedule_before', 'reschedule_before'), ('elderly_from', 'elderly_from'), ('child_under', 'child_under'), ('guarded_under', 'guarded_under'), ('guardians', 'guardians'), ('recalls', 'recalls'), ('ready_after', 'ready_after'), ('collect_within', 'collect_within'), ('first_reminder', 'first_reminder'), ('second_reminder', 'second_reminder'), ('last_reminder', 'last_reminder'), ('papers_within', 'papers_within'), ('health_kept', 'health_kept'), ('quota_percent', 'quota_percent'), ('occupancy_percent', 'occupancy_percent')], max_length=30)),
                ('value', models.IntegerField()),
                ('topic', models.GeneratedField(db_persist=True, expression=Concat(Cast(models.F('area'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('region'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('office'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('level'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('name'), models.TextField()), models.Value('/', models.TextField())), output_field=models.TextField())),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.region')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area', ''), ('region', None)), models.Q(('area', ''), ('office', None)), models.Q(('office', None), ('region', None)), _connector='OR'), name='number_one_scope'), models.CheckConstraint(condition=models.Q(('level', None), ('level__range', (1, 4)), _connector='OR'), name='number_level'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='number_forward'), models.CheckConstraint(condition=models.Q(('citation', ''), _negated=True), name='number_has_basis'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('topic'), models.F('topic'), models.Value('[]'), function='loket_textrange'), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange'), '&&')], name='number_no_overlap')],
            },
        ),
        migrations.CreateModel(
            name='ScreeningRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, choices=[('java_bali', 'java_bali'), ('outside', 'outside')], max_length=10)),
                ('level', models.PositiveSmallIntegerField(null=True)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('citation', models.CharField(max_length=300)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('mask', models.BooleanField()),
                ('temperature_limit', models.PositiveSmallIntegerField(null=True)),
                ('green', models.CharField(blank=True, choices=[('enter', 'enter'), ('confirm', 'confirm'), ('refuse', 'refuse')], max_length=8)),
                ('yellow', models.CharField(blank=True, choices=[('enter', 'enter'), ('confirm', 'confirm'), ('refuse', 'refuse')], max_length=8)),
                ('red', models.CharField(blank=True, choices=[('enter', 'enter'), ('confirm', 'confirm'), ('refuse', 'refuse')], max_length=8)),
                ('black', models.CharField(blank=True, choices=[('enter', 'enter'), ('confirm', 'confirm'), ('refuse', 'refuse')], max_length=8)),
                ('told_id', models.CharField(blank=True, max_length=600)),
                ('told_en', models.CharField(blank=True, max_length=600)),
                ('topic', models.GeneratedField(db_persist=True, expression=Concat(Cast(models.F('area'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('region'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('office'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('level'), models.TextField()), models.Value('/', models.TextField())), output_field=models.TextField())),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.region')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area', ''), ('region', None)), models.Q(('area', ''), ('office', None)), models.Q(('office', None), ('region', None)), _connector='OR'), name='screeningrule_one_scope'), models.CheckConstraint(condition=models.Q(('level', None), ('level__range', (1, 4)), _connector='OR'), name='screeningrule_level'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='screeningrule_forward'), models.CheckConstraint(condition=models.Q(('citation', ''), _negated=True), name='screeningrule_has_basis'), models.CheckConstraint(condition=models.Q(models.Q(('black', ''), ('green', ''), ('red', ''), ('yellow', '')), models.Q(('green', ''), ('yellow', ''), ('red', ''), ('black', ''), _connector='OR', _negated=True), _connector='OR'), name='screeningrule_all_colours'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('topic'), models.F('topic'), models.Value('[]'), function='loket_textrange'), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange'), '&&')], name='screeningrule_no_overlap')],
            },
        ),
        migrations.CreateModel(
            name='SectorRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, choices=[('java_bali', 'java_bali'), ('outside', 'outside')], max_length=10)),
                ('level', models.PositiveSmallIntegerField(null=True)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('citation', models.CharField(max_length=300)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('sector', models.CharField(choices=[('non_essential', 'non_essential'), ('essential', 'essential'), ('critical', 'critical')], max_length=15)),
                ('topic', models.GeneratedField(db_persist=True, expression=Concat(Cast(models.F('area'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('region'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('office'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('level'), models.TextField()), models.Value('/', models.TextField())), output_field=models.TextField())),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.region')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area', ''), ('region', None)), models.Q(('area', ''), ('office', None)), models.Q(('office', None), ('region', None)), _connector='OR'), name='sectorrule_one_scope'), models.CheckConstraint(condition=models.Q(('level', None), ('level__range', (1, 4)), _connector='OR'), name='sectorrule_level'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='sectorrule_forward'), models.CheckConstraint(condition=models.Q(('citation', ''), _negated=True), name='sectorrule_has_basis'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('topic'), models.F('topic'), models.Value('[]'), function='loket_textrange'), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange'), '&&')], name='sectorrule_no_overlap')],
            },
        ),
        migrations.CreateModel(
            name='StaffCap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, choices=[('java_bali', 'java_bali'), ('outside', 'outside')], max_length=10)),
                ('level', models.PositiveSmallIntegerField(null=True)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('citation', models.CharField(max_length=300)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('sector', models.CharField(choices=[('non_essential', 'non_essential'), ('essential', 'essential'), ('critical', 'critical')], max_length=15)),
                ('risk_zone', models.CharField(blank=True, choices=[('green', 'green'), ('yellow', 'yellow'), ('orange', 'orange'), ('red', 'red')], max_length=10)),
                ('percent', models.PositiveSmallIntegerField()),
                ('topic', models.GeneratedField(db_persist=True, expression=Concat(Cast(models.F('area'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('region'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('office'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('level'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('sector'), models.TextField()), models.Value('/', models.TextField()), Cast(models.F('risk_zone'), models.TextField()), models.Value('/', models.TextField())), output_field=models.TextField())),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.region')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area', ''), ('region', None)), models.Q(('area', ''), ('office', None)), models.Q(('office', None), ('region', None)), _connector='OR'), name='staffcap_one_scope'), models.CheckConstraint(condition=models.Q(('level', None), ('level__range', (1, 4)), _connector='OR'), name='staffcap_level'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='staffcap_forward'), models.CheckConstraint(condition=models.Q(('citation', ''), _negated=True), name='staffcap_has_basis'), models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='staffcap_percent'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('topic'), models.F('topic'), models.Value('[]'), function='loket_textrange'), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange'), '&&')], name='staffcap_no_overlap')],
            },
        ),
        migrations.RunSQL(sql("law_of_day.v1"), "DROP FUNCTION loket_law_of_day_v1"),
        migrations.RunSQL(sql("law.v1"), migrations.RunSQL.noop),
    ]
