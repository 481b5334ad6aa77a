"""How many companions came in with somebody (R25)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a constant default: no rewrite of the table."""

    dependencies = [("loket", "0012_whole_breaks")]
    operations = [
        migrations.AddField("arrival", "companions", models.PositiveSmallIntegerField(default=0)),
    ]
