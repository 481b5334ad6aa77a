"""Tokens of programs: one office or one region each, a keyed hash of the text only (ADR 0019)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

SCOPES = ("availability:read", "bookings:read", "bookings:write", "arrivals:import", "statistics:read")


class Migration(migrations.Migration):
    """A new table."""

    dependencies = [("loket", "0003_guardians")]
    operations = [
        migrations.CreateModel(
            "ApiToken",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("prefix", models.CharField(max_length=14)),
                ("secret_index", models.BinaryField(max_length=32, unique=True)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        models.CharField(max_length=30, choices=[(scope, scope) for scope in SCOPES]), size=5
                    ),
                ),
                ("office", models.ForeignKey("loket.office", django.db.models.deletion.PROTECT, null=True)),
                ("region", models.ForeignKey("loket.region", django.db.models.deletion.PROTECT, null=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("last_used_on", models.DateField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(office__isnull=False, region__isnull=True)
                        | models.Q(office__isnull=True, region__isnull=False),
                        name="apitoken_one_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(expires_at__gt=models.F("made_at")), name="apitoken_lives"
                    ),
                    models.CheckConstraint(condition=models.Q(scopes__len__gt=0), name="apitoken_may_something"),
                )
            },
        ),
    ]
