import digibank.clock
import digibank.guards
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('inventory', '0001_initial'),
        ('logistics', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MinimumStock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveSmallIntegerField()),
                ('device_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minimums', to='inventory.deviceclass')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minimums', to='organisations.place')),
            ],
            options={
                'ordering': ['place', 'device_class__name'],
                'constraints': [models.UniqueConstraint(fields=('place', 'device_class'), name='one_minimum_per_desk_and_class'), models.CheckConstraint(condition=models.Q(('count__range', (1, 500))), name='a_minimum_is_believable')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'to be answered'), ('replaced', 'replaced by a newer one')], default='open', max_length=10)),
                ('made_on', models.DateField(default=digibank.clock.today)),
                ('made_at', models.DateTimeField(default=digibank.clock.now)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='organisations.organisation')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('association',), name='one_open_proposal'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('replaced_at__isnull', False), _connector='XOR'), name='a_replaced_proposal_has_its_moment'), digibank.guards.ClosedOnce(closed='replaced_at', fixed=('association_id', 'made_on', 'made_at'), name='spreading_proposal_closed_once')],
            },
        ),
        migrations.CreateModel(
            name='ProposalLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(choices=[('promised', 'promised there'), ('waiting', 'people wait there'), ('minimum', 'less than the minimum there')], max_length=10)),
                ('facts', models.JSONField()),
                ('state', models.CharField(choices=[('open', 'to be answered'), ('accepted', 'accepted'), ('dropped', 'dropped'), ('replaced', 'not answered')], default='open', max_length=10)),
                ('sent_count', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('because', models.CharField(blank=True, max_length=200)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('device_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.deviceclass')),
                ('from_place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.place')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='spreading.proposal')),
                ('sent_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.place')),
                ('to_place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.place')),
                ('transfer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposed_by', to='logistics.transfer')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='a_proposed_line_has_devices'), models.CheckConstraint(condition=models.Q(('from_place', models.F('to_place')), _negated=True), name='a_proposed_line_goes_elsewhere'), models.CheckConstraint(condition=models.Q(models.Q(('sent_count__gte', 1), ('sent_count__lte', models.F('count')), ('sent_to__isnull', False), ('state', 'accepted'), ('transfer__isnull', False)), models.Q(models.Q(('state', 'accepted'), _negated=True), ('sent_count', None), ('sent_to', None), ('transfer', None)), _connector='OR'), name='an_accepted_line_has_its_transfer'), models.CheckConstraint(condition=models.Q(('state', 'dropped'), ('because', ''), _connector='XOR'), name='a_dropped_line_says_why'), models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'dropped']), models.Q(('answered_at', None), ('answered_by', None)), _connector='XOR'), name='an_answered_line_says_by_whom'), digibank.guards.ClosedOnce(closed='replaced_at', fixed=('proposal_id', 'device_class_id', 'from_place_id', 'to_place_id', 'count', 'reason', 'facts'), name='spreading_line_fixed')],
            },
        ),
        migrations.CreateModel(
            name='ProposedDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_in', to='inventory.device')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='spreading.proposalline')),
            ],
            options={
                'ordering': ['device'],
                'constraints': [models.UniqueConstraint(fields=('line', 'device'), name='a_device_once_in_a_line'), digibank.guards.AppendOnly(name='spreading_proposed_device_append_only')],
            },
        ),
    ]
