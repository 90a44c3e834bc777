import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='storagemedium',
            name='a_medium_once_per_device',
        ),
        migrations.AddField(
            model_name='device',
            name='will_not_start',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='storagemedium',
            name='lies_at',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loose_media', to='organisations.place'),
        ),
        migrations.AddField(
            model_name='storagemedium',
            name='taken_out_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='storagemedium',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('serial', ''), _negated=True), models.Q(('state__in', ['absent', 'destroyed']), _negated=True), ('taken_out_at__isnull', True)), fields=('device', 'serial'), name='a_medium_once_per_device'),
        ),
        migrations.AddConstraint(
            model_name='storagemedium',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lies_at__isnull', True), ('taken_out_at__isnull', True)), models.Q(('lies_at__isnull', False), ('taken_out_at__isnull', False)), _connector='OR'), name='a_loose_medium_lies_somewhere'),
        ),
    ]
