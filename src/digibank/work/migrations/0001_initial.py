import digibank.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(blank=True, default=digibank.clock.now, null=True)),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('leased_by', models.CharField(blank=True, editable=False, max_length=80)),
                ('attempts', models.PositiveIntegerField(default=0, editable=False)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('every_seconds', models.PositiveIntegerField()),
                ('last_started_at', models.DateTimeField(blank=True, null=True)),
                ('last_finished_at', models.DateTimeField(blank=True, null=True)),
                ('last_succeeded_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='schedule_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('lease_until__isnull', False), ('leased_by', ''), _connector='XOR'), name='work_schedule_leased_by_someone'), models.CheckConstraint(condition=models.Q(('every_seconds__gt', 0)), name='a_job_takes_a_breath')],
            },
        ),
    ]
