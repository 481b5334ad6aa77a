"""Messages by several channels, tried again, purged; rounds of notices; what accounts and offices decide (R64, R67)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns with constant defaults or null: no rewrite of the table."""

    dependencies = [("loket", "0010_accounts")]

    operations = [
        migrations.CreateModel(
            name='NoticeChoice',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notice_choice', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('channel', models.CharField(choices=[('whatsapp', 'whatsapp'), ('sms', 'sms'), ('email', 'email'), ('screen', 'screen')], max_length=10)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='NoticeRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.CharField(max_length=40)),
                ('day', models.DateField()),
                ('told_at', models.DateTimeField()),
                ('messages', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='NoticeSetting',
            fields=[
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='notice_setting', serialize=False, to='loket.office')),
                ('near_ahead', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='message',
            name='channel',
            field=models.CharField(blank=True, choices=[('whatsapp', 'whatsapp'), ('sms', 'sms'), ('email', 'email'), ('screen', 'screen')], default='', max_length=10),
        ),
        migrations.AddField(
            model_name='message',
            name='channel_tries',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='message',
            name='email_sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='gave_up',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='message',
            name='last_error',
            field=models.CharField(blank=True, choices=[('timeout', 'timeout'), ('unreachable', 'unreachable'), ('busy', 'busy'), ('refused', 'refused'), ('unreadable', 'unreadable'), ('no_channel', 'no_channel'), ('too_late', 'too_late')], default='', max_length=12),
        ),
        migrations.AddField(
            model_name='message',
            name='letter_sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='next_try_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='office',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office'),
        ),
        migrations.AddField(
            model_name='message',
            name='purged_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='receipt',
            field=models.CharField(blank=True, default='', max_length=100),
        ),
        migrations.AddField(
            model_name='message',
            name='useful_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='wanted',
            field=models.CharField(choices=[('whatsapp', 'whatsapp'), ('sms', 'sms'), ('email', 'email'), ('screen', 'screen')], default='whatsapp', max_length=10),
        ),
        migrations.AlterField(
            model_name='message',
            name='text_sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.AlterField(
            model_name='message',
            name='to_index',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AlterField(
            model_name='message',
            name='to_sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'failed')), fields=['office', '-created_at'], name='message_failed_by_office'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('purged_at', None)), fields=['template', 'created_at'], name='message_to_purge'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('purged_at', None), models.Q(('email_sealed', None), ('letter_sealed', None), ('text_sealed', None), ('to_index', None), ('to_sealed', None)), _connector='OR'), name='message_purged_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('purged_at__isnull', False), ('text_sealed__isnull', False), _connector='OR'), name='message_says_something'),
        ),
        migrations.AddField(
            model_name='noticeround',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loket.office'),
        ),
        migrations.AddConstraint(
            model_name='noticesetting',
            constraint=models.CheckConstraint(condition=models.Q(('near_ahead__lte', 20)), name='notice_near_in_bounds'),
        ),
        migrations.AddConstraint(
            model_name='noticeround',
            constraint=models.UniqueConstraint(fields=('template', 'office', 'day'), name='notice_round_once'),
        ),
    ]
