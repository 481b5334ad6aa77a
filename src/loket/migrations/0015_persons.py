"""Households, proof of persons, notices and who read them; contested seats and mended slips."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from loket.sql import sql


class Migration(migrations.Migration):

    dependencies = [("loket", "0014_daylists")]

    operations = [
        migrations.CreateModel(
            name='ContestedSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('frozen', 'frozen'), ('restored', 'restored'), ('given', 'given'), ('cancelled', 'cancelled')], max_length=10)),
                ('lower', models.CharField(choices=[('typed', 'typed'), ('document_seen', 'document_seen'), ('verified', 'verified')], max_length=14)),
                ('higher', models.CharField(choices=[('typed', 'typed'), ('document_seen', 'document_seen'), ('verified', 'verified')], max_length=14)),
                ('frozen_at', models.DateTimeField()),
                ('decide_by', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Kin',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('relation', models.CharField(choices=[('self', 'self'), ('husband', 'husband'), ('wife', 'wife'), ('child', 'child'), ('father', 'father'), ('mother', 'mother'), ('sibling', 'sibling'), ('grandchild', 'grandchild'), ('other', 'other')], max_length=12)),
                ('name_sealed', models.BinaryField()),
                ('born_sealed', models.BinaryField()),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('version', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('valid_from', models.DateTimeField()),
                ('text_id', models.TextField()),
                ('text_en', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='NoticeAct',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('by_kind', models.CharField(max_length=10)),
                ('by_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('guardian_relation', models.CharField(choices=[('father', 'father'), ('mother', 'mother'), ('guardian', 'guardian')], max_length=10, null=True)),
                ('guardian_sealed', models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('typed', 'typed'), ('document_seen', 'document_seen'), ('verified', 'verified')], max_length=14)),
                ('document', models.CharField(choices=[('ktp', 'ktp'), ('kia', 'kia'), ('kk', 'kk'), ('birth_certificate', 'birth_certificate'), ('passport', 'passport'), ('stay_permit', 'stay_permit')], max_length=20)),
                ('officer_id', models.BigIntegerField()),
                ('office_id', models.BigIntegerField(null=True)),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SlipCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('of_identity', models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name='seat',
            name='is_frozen',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='seat',
            name='proof',
            field=models.CharField(choices=[('typed', 'typed'), ('document_seen', 'document_seen'), ('verified', 'verified')], db_default='typed', default='typed', max_length=14),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('is_open', False), ('is_frozen', False), _connector='OR'), name='seat_open_or_frozen'),
        ),
        migrations.AddField(
            model_name='contestedseat',
            name='seat',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='contest', to='loket.seat'),
        ),
        migrations.AddField(
            model_name='kin',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kin', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='kin',
            name='guardian',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wards', to='loket.kin'),
        ),
        migrations.AddField(
            model_name='kin',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.person'),
        ),
        migrations.AddField(
            model_name='noticeact',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='noticeact',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.notice'),
        ),
        migrations.AddField(
            model_name='noticeact',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.person'),
        ),
        migrations.AddField(
            model_name='proof',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proof',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='loket.person'),
        ),
        migrations.AddField(
            model_name='slipcorrection',
            name='seat',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='slip_correction', to='loket.seat'),
        ),
        migrations.AddIndex(
            model_name='contestedseat',
            index=models.Index(condition=models.Q(('state', 'frozen')), fields=['decide_by'], name='contest_undecided'),
        ),
        migrations.AddConstraint(
            model_name='contestedseat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'frozen')), models.Q(models.Q(('state', 'frozen'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='contest_decided_when'),
        ),
        migrations.AddConstraint(
            model_name='kin',
            constraint=models.UniqueConstraint(fields=('account', 'place'), name='kin_place_once'),
        ),
        migrations.AddConstraint(
            model_name='kin',
            constraint=models.UniqueConstraint(fields=('account', 'person'), name='kin_person_once'),
        ),
        migrations.AddConstraint(
            model_name='kin',
            constraint=models.CheckConstraint(condition=models.Q(('place__gte', 1), ('place__lte', 12)), name='kin_twelve_places'),
        ),
        migrations.AddConstraint(
            model_name='kin',
            constraint=models.CheckConstraint(condition=models.Q(('guardian__isnull', True), models.Q(('guardian', models.F('id')), _negated=True), _connector='OR'), name='kin_not_own_guardian'),
        ),
        migrations.AddConstraint(
            model_name='noticeact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guardian_relation__isnull', True), ('guardian_sealed__isnull', True)), models.Q(('guardian_relation__isnull', False), ('guardian_sealed__isnull', False)), _connector='OR'), name='act_guardian_whole'),
        ),
        migrations.AddConstraint(
            model_name='proof',
            constraint=models.UniqueConstraint(fields=('account', 'person'), name='proof_once'),
        ),
        migrations.RunSQL(sql("notices.v1"), migrations.RunSQL.noop),
    ]
