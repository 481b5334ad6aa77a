"""How many guardians came in with a minor (R25)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a constant default: no rewrite of the table."""

    dependencies = [("loket", "0002_sql")]
    operations = [
        migrations.AddField("arrival", "guardians", models.PositiveSmallIntegerField(default=0)),
        migrations.AddConstraint(
            "arrival",
            models.CheckConstraint(condition=models.Q(guardians__lte=2), name="arrival_two_guardians"),
        ),
    ]
