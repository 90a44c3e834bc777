import digibank.clock
import digibank.guards
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('audit', '0001_initial'),
        ('files', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(blank=True, default=digibank.clock.now, null=True)),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('leased_by', models.CharField(blank=True, editable=False, max_length=80)),
                ('attempts', models.PositiveIntegerField(default=0, editable=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('once', models.CharField(blank=True, editable=False, max_length=120)),
                ('channel', models.CharField(choices=[('letter', 'letter'), ('phone', 'telephone call'), ('sms', 'text message'), ('email', 'e-mail'), ('card', 'card at the desk')], max_length=10)),
                ('template', models.CharField(max_length=80)),
                ('greeting', models.CharField(max_length=160)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('short', models.CharField(max_length=160)),
                ('ask', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('queued', 'on its way to be made'), ('sending', 'being sent'), ('sent', 'sent'), ('to_do', 'to be done by us'), ('done', 'done'), ('uncertain', 'uncertain'), ('returned', 'came back'), ('cancelled', 'cancelled')], default='queued', max_length=10)),
                ('calls', models.PositiveSmallIntegerField(default=0)),
                ('call_from_on', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='organisations.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='organisations.place')),
                ('to_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='received_messages', to='organisations.organisation')),
                ('to_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='people.person')),
                ('to_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='message_due'), models.Index(fields=['organisation', 'state', 'channel', '-id'], name='messages_of_a_desk'), models.Index(fields=['to_person', '-id'], name='messages_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('lease_until__isnull', False), ('leased_by', ''), _connector='XOR'), name='comms_message_leased_by_someone'), models.CheckConstraint(condition=models.Q(models.Q(('to_organisation__isnull', True), ('to_person__isnull', False), ('to_user__isnull', True)), models.Q(('to_organisation__isnull', False), ('to_person__isnull', True), ('to_user__isnull', True)), models.Q(('to_organisation__isnull', True), ('to_person__isnull', True), ('to_user__isnull', False)), _connector='OR'), name='a_message_has_one_receiver'), models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('state__in', ('queued', 'sending'))), models.Q(models.Q(('state__in', ('queued', 'sending')), _negated=True), ('due_at__isnull', True)), _connector='OR'), name='a_waiting_message_is_due'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('state__in', ('sent', 'done', 'returned', 'cancelled'))), models.Q(models.Q(('state__in', ('sent', 'done', 'returned', 'cancelled')), _negated=True), ('done_at__isnull', True)), _connector='OR'), name='an_ended_message_has_its_moment'), models.CheckConstraint(condition=models.Q(models.Q(('channel__in', ('letter', 'card')), ('state', 'to_do'), _negated=True), ('document__isnull', False), _connector='OR'), name='paper_is_kept_before_it_is_shown'), models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='a_message_says_something'), models.UniqueConstraint(condition=models.Q(('once', ''), _negated=True), fields=('once',), name='the_same_event_tells_once')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('letter', 'letter'), ('phone', 'telephone call'), ('sms', 'text message'), ('email', 'e-mail'), ('card', 'card at the desk')], max_length=10)),
                ('outcome', models.CharField(choices=[('sent', 'sent'), ('put_off', 'did not go, tried again later'), ('lost_sight', 'nobody knows whether it arrived'), ('fell_back', 'could not go this way'), ('made', 'made ready'), ('posted', 'posted'), ('reached', 'told by telephone'), ('not_reached', 'nobody picked up'), ('given', 'given at the desk'), ('taken_back', 'taken back: it was not done yet'), ('came_back', 'came back unopened'), ('arrived', 'arrived, says a colleague'), ('again', 'sent again, says a colleague'), ('changed', 'sent another way, says a colleague'), ('cancelled', 'cancelled')], max_length=12)),
                ('because', models.SlugField(blank=True, max_length=40)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tries', to='comms.message')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [digibank.guards.AppendOnly(name='comms_attempt_append_only')],
            },
        ),
    ]
