"""How many companions came in with somebody (R25); since when the door rules at a level count."""

from django.db import migrations, models

from loket.sql import sql


class Migration(migrations.Migration):
    """A column with a constant default: no rewrite of the table."""

    dependencies = [("loket", "0012_whole_breaks")]
    operations = [
        migrations.AddField("arrival", "companions", models.PositiveSmallIntegerField(default=0)),
        migrations.RunSQL(sql("law.v2"), migrations.RunSQL.noop),
    ]
