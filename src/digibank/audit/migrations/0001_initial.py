import digibank.clock
import digibank.guards
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Actor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('user', 'staff member'), ('kiosk', 'kiosk'), ('link', 'holder of a secret link'), ('badge', 'holder of a badge'), ('job', 'the system')], max_length=10)),
                ('code', models.SlugField(blank=True, max_length=40)),
                ('created_at', models.DateTimeField(default=digibank.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='one_actor_per_code'), models.CheckConstraint(condition=models.Q(('kind', 'job'), ('code', ''), _connector='XOR'), name='jobs_and_only_jobs_have_a_code')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=60)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('facts', models.JSONField(default=dict)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='audit.actor')),
            ],
            options={
                'indexes': [models.Index(fields=['verb', 'at'], name='events_by_verb')],
                'constraints': [digibank.guards.AppendOnly(name='audit_event_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('key', models.BigIntegerField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='audit.event')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'key', 'event'], name='events_by_subject')],
                'constraints': [models.UniqueConstraint(fields=('event', 'kind', 'key'), name='a_subject_once_per_event'), digibank.guards.AppendOnly(name='audit_subject_append_only')],
            },
        ),
    ]
