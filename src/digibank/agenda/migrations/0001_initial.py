import digibank.clock
import digibank.guards
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('audit', '0001_initial'),
        ('comms', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '0001_initial'),
        ('workforce', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('appointment', 'appointment'), ('group', 'group session'), ('with_helper', 'appointment with a helper')], max_length=15)),
                ('capacity', models.PositiveSmallIntegerField(default=1)),
                ('taken', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('state', models.CharField(choices=[('open', 'open'), ('cancelled', 'called off')], default='open', max_length=10)),
                ('note', models.CharField(blank=True, max_length=80)),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='organisations.place')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
                'indexes': [models.Index(fields=['place', 'starts_at'], name='slots_by_place_and_moment')],
                'constraints': [models.CheckConstraint(condition=models.Q(('taken__gte', 0), ('taken__lte', models.F('capacity'))), name='a_slot_is_never_oversold'), models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='a_slot_has_a_place'), models.CheckConstraint(condition=models.Q(('minutes__range', (5, 480))), name='a_slot_lasts_believably'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('taken', 0), _connector='OR'), name='nobody_is_expected_when_called_off'), models.UniqueConstraint(condition=models.Q(('state', 'open'), models.Q(('kind', 'with_helper'), _negated=True)), fields=('place', 'starts_at', 'kind'), name='a_moment_is_open_once'), models.CheckConstraint(condition=models.Q(('held_until__isnull', True), models.Q(('kind', 'with_helper'), ('taken', 0)), _connector='OR'), name='nobody_is_expected_while_held'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'with_helper'), _negated=True), ('capacity', 1), _connector='OR'), name='a_helper_sees_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('warm_handover', 'warm handover'), ('help', 'help with a question')], default='warm_handover', max_length=20)),
                ('call_by_on', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('done', 'took place'), ('missed', 'did not come'), ('cancelled', 'called off')], default='planned', max_length=10)),
                ('made_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('chosen_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=digibank.clock.now, editable=False)),
                ('topic', models.CharField(blank=True, choices=[('administration', 'government and taxes'), ('bank', 'bank'), ('health', 'health'), ('shopping', 'buying and selling'), ('itsme', 'itsme and logging in'), ('device', 'computer, tablet or telephone'), ('messages', 'e-mail, messages and photos'), ('internet', 'internet at home'), ('safety', 'safe online'), ('work', 'work'), ('school', 'school'), ('mobility', 'bus, train and parking'), ('other', 'something else')], db_default='', default='', max_length=15)),
                ('through', models.CharField(choices=[('staff', 'by a colleague'), ('website', 'on the website')], db_default='staff', default='staff', max_length=10)),
                ('hidden', models.BooleanField(db_default=False, default=False)),
                ('despite', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('helper_lost_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('where', models.CharField(choices=[('at_point', 'at the help point'), ('at_home', 'at home'), ('by_phone', 'by telephone')], db_default='at_point', default='at_point', max_length=10)),
                ('code_word', models.CharField(blank=True, db_default='', default='', max_length=30)),
                ('announcement', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='announces', to='comms.message')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='organisations.place')),
                ('slot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='agenda.slot')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('call_by_on__isnull', False), ('state', 'planned')), fields=['place', 'call_by_on'], name='people_to_call_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('call_by_on__isnull', True), ('slot__isnull', False)), models.Q(('call_by_on__isnull', False), ('slot__isnull', True)), _connector='OR'), name='a_slot_or_a_day_to_call_by'), models.CheckConstraint(condition=models.Q(('call_by_on__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_call_has_a_reason'), models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('slot', 'person'), name='a_person_once_in_a_slot'), models.CheckConstraint(condition=models.Q(('where', 'at_home'), ('code_word', ''), _connector='XOR'), name='a_visit_at_home_has_a_code_word'), models.CheckConstraint(condition=models.Q(('where', 'at_point'), models.Q(('purpose', 'help'), ('through', 'staff')), _connector='OR'), name='only_a_colleague_plans_help_elsewhere')],
            },
        ),
        migrations.CreateModel(
            name='BookedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='booked_days', to='organisations.place')),
            ],
            options={
                'ordering': ['place', 'on'],
                'constraints': [models.UniqueConstraint(fields=('place', 'on'), name='a_booked_day_once_per_place')],
            },
        ),
        migrations.CreateModel(
            name='CalendarLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=digibank.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calendar_links', to='organisations.place')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calendar_links', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('place__isnull', False), ('user__isnull', False), _connector='XOR'), name='a_calendar_of_one_thing'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('place',), name='one_open_calendar_link_per_place'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user',), name='one_open_calendar_link_per_colleague'), digibank.guards.ClosedOnce(closed='ended_at', fixed=('organisation_id', 'place_id', 'user_id', 'fingerprint', 'made_at', 'made_by_id'), name='agenda_calendarlink_closed_once')],
            },
        ),
        migrations.CreateModel(
            name='DayLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')])),
                ('handovers', models.PositiveSmallIntegerField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='day_limits', to='organisations.place')),
            ],
            options={
                'ordering': ['place', 'weekday'],
                'constraints': [models.UniqueConstraint(fields=('place', 'weekday'), name='one_limit_per_place_and_weekday')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='agenda.appointment')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comms.message')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='agenda.slot')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('appointment', 'slot'), name='reminded_once_of_a_moment'), digibank.guards.AppendOnly(name='agenda_reminder_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Engagement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='engagements', to='workforce.helper')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='engagements', to='agenda.slot')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('released_at__isnull', True)), fields=['helper', 'starts_at'], name='engagements_by_helper')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='an_engagement_lasts'), digibank.guards.NoOverlap(ends='ends_at', fields=('helper_id',), name='a_helper_is_taken_once', of='moment', starts='starts_at', where='released_at IS NULL'), digibank.guards.ClosedOnce(closed='released_at', fixed=('helper_id', 'slot_id', 'starts_at', 'ends_at'), name='agenda_engagement_closed_once')],
            },
        ),
    ]
