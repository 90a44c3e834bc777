import digibank.clock
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('appointment', 'appointment'), ('group', 'group session')], max_length=15)),
                ('capacity', models.PositiveSmallIntegerField(default=1)),
                ('taken', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('state', models.CharField(choices=[('open', 'open'), ('cancelled', 'called off')], default='open', max_length=10)),
                ('note', models.CharField(blank=True, max_length=80)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='organisations.place')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
                'indexes': [models.Index(fields=['place', 'starts_at'], name='slots_by_place_and_moment')],
                'constraints': [models.CheckConstraint(condition=models.Q(('taken__gte', 0), ('taken__lte', models.F('capacity'))), name='a_slot_is_never_oversold'), models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='a_slot_has_a_place'), models.CheckConstraint(condition=models.Q(('minutes__range', (5, 480))), name='a_slot_lasts_believably'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('taken', 0), _connector='OR'), name='nobody_is_expected_when_called_off'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('place', 'starts_at', 'kind'), name='a_moment_is_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('warm_handover', 'warm handover')], default='warm_handover', max_length=20)),
                ('call_by_on', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('done', 'took place'), ('missed', 'did not come'), ('cancelled', 'called off')], default='planned', max_length=10)),
                ('made_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='organisations.place')),
                ('slot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='agenda.slot')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('call_by_on__isnull', False), ('state', 'planned')), fields=['place', 'call_by_on'], name='people_to_call_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('call_by_on__isnull', True), ('slot__isnull', False)), models.Q(('call_by_on__isnull', False), ('slot__isnull', True)), _connector='OR'), name='a_slot_or_a_day_to_call_by'), models.CheckConstraint(condition=models.Q(('call_by_on__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_call_has_a_reason'), models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('slot', 'person'), name='a_person_once_in_a_slot')],
            },
        ),
    ]
