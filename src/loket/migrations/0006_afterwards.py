"""What happens to a booking after it was made: moves, special reschedules, needs, deadlines, urgent cases."""

import django.db.models.deletion
import loket.planning.booking.moves
import loket.planning.booking.rules
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("loket", "0005_policy")]

    operations = [
        migrations.CreateModel(
            name='PermitDeadline',
            fields=[
                ('booking', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='deadline', serialize=False, to='loket.booking')),
                ('ends_on', models.DateField()),
                ('applied_at', models.DateTimeField()),
                ('is_guaranteed', models.BooleanField(default=False)),
                ('added', models.PositiveSmallIntegerField(default=0)),
                ('over_bound', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='SeatNeeds',
            fields=[
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='needs', serialize=False, to='loket.seat')),
                ('needs_sealed', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='UrgentClaim',
            fields=[
                ('booking', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='urgency', serialize=False, to='loket.booking')),
                ('kind', models.CharField(choices=[('medical', 'medical'), ('death', 'death')], max_length=10)),
                ('evidence_sealed', models.BinaryField()),
                ('officer_id', models.BigIntegerField()),
                ('claimed_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='booking',
            name='turned_away_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='has_deadline',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='booking',
            name='state',
            field=models.CharField(choices=[('booked', 'booked'), ('arrived', 'arrived'), ('served', 'served'), ('cancelled', 'cancelled'), ('missed', 'missed'), ('excused', 'excused')], default=loket.planning.booking.rules.BookingState['BOOKED'], max_length=10),
        ),
        migrations.AlterField(
            model_name='slot',
            name='channel',
            field=models.CharField(choices=[('online', 'online'), ('desk', 'desk'), ('priority', 'priority'), ('deadline', 'deadline'), ('urgent', 'urgent')], max_length=20),
        ),
        migrations.CreateModel(
            name='Relief',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('reason', models.CharField(choices=[('system_fault', 'system_fault'), ('officer_error', 'officer_error'), ('server_offline', 'server_offline'), ('ill', 'ill'), ('failed_screening', 'failed_screening'), ('force_majeure', 'force_majeure')], max_length=20)),
                ('evidence_sealed', models.BinaryField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('confirmed', 'confirmed'), ('declined', 'declined')], default=loket.planning.booking.moves.ReliefState['WAITING'], max_length=10)),
                ('asked_by', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reliefs', to='loket.booking')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.slot')),
            ],
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('kind', models.CharField(choices=[('ordinary', 'ordinary'), ('special', 'special')], max_length=10)),
                ('moved_at', models.DateTimeField()),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='loket.booking')),
                ('from_slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.slot')),
                ('to_slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.slot')),
                ('relief', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='move', to='loket.relief')),
            ],
        ),
        migrations.AddConstraint(
            model_name='relief',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('state', 'waiting')), models.Q(('decided_by__isnull', False), models.Q(('state', 'waiting'), _negated=True)), _connector='OR'), name='relief_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='relief',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='relief_two_officers'),
        ),
        migrations.AddConstraint(
            model_name='relief',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('booking',), name='relief_one_waiting'),
        ),
        migrations.AddIndex(
            model_name='move',
            index=models.Index(fields=['booking', 'moved_at'], name='move_by_booking'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'special'), ('relief__isnull', False)), models.Q(('kind', 'ordinary'), ('relief', None)), _connector='OR'), name='move_special_by_relief'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(('from_slot', models.F('to_slot')), _negated=True), name='move_moves'),
        ),
    ]
