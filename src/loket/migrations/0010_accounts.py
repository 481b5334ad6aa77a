"""Accounts whole: e-mail, ended sessions, officers who move, deputies of heads; what allauth's cache remembers."""

import django.db.models.deletion
from django.db import migrations, models

from loket.sql import sql


class Migration(migrations.Migration):
    """New columns are nullable or have a constant default: no table is rewritten."""

    dependencies = [("loket", "0009_booking")]

    operations = [
        migrations.AddField(
            model_name='account',
            name='email_confirmed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='account',
            name='email_sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='account',
            name='sessions_ended',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='staff',
            name='first_password_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Deputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('named_by', models.BigIntegerField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='loket.staff')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_at__lt', models.F('ends_at'))), name='deputy_forward')],
            },
        ),
        migrations.CreateModel(
            name='StaffMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moves_on', models.DateField()),
                ('asked_by', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('agreed_by', models.BigIntegerField(null=True)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('from_office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='loket.staff')),
                ('to_office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at__isnull', True), ('dropped_at__isnull', True)), fields=('staff',), name='staff_move_one_open'), models.CheckConstraint(condition=models.Q(('from_office', models.F('to_office')), _negated=True), name='staff_move_elsewhere'), models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('agreed_at__isnull', False), _connector='OR'), name='staff_move_agreed_first')],
            },
        ),
        migrations.RunSQL(sql("deputies.v1"), migrations.RunSQL.noop),
    ]
