import digibank.clock
import digibank.guards
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('inventory', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'to be sent'), ('sent', 'on its way'), ('arrived', 'arrived'), ('cancelled', 'cancelled')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField(default=digibank.clock.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('turned_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_because', models.CharField(blank=True, max_length=200)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('from_place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers_out', to='organisations.place')),
                ('to_place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers_in', to='organisations.place')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['from_place', 'state'], name='transfers_by_start'), models.Index(fields=['to_place', 'state'], name='transfers_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('from_place', models.F('to_place')), _negated=True), name='a_transfer_goes_somewhere_else'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sent', 'arrived']), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='what_is_on_its_way_was_sent'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('asked', 'sent'))), models.Q(models.Q(('state__in', ('asked', 'sent')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='what_is_over_has_its_end'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'cancelled'), _negated=True), ('turned_at__isnull', True)), models.Q(('cancelled_because', ''), _negated=True), _connector='OR'), name='what_is_cancelled_says_why')],
            },
        ),
        migrations.CreateModel(
            name='TransferLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('open', 'not counted yet'), ('missing', 'was not there'), ('arrived', 'arrived'), ('lost', 'lost'), ('left_out', 'stayed behind'), ('taken_out', 'came out at another place')], default='open', max_length=10)),
                ('remark', models.CharField(blank=True, max_length=200)),
                ('counted_at', models.DateTimeField(blank=True, null=True)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfer_lines', to='inventory.device')),
                ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='logistics.transfer')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('transfer', 'device'), name='a_device_once_per_transfer'), models.UniqueConstraint(condition=models.Q(('outcome__in', ['open', 'missing'])), fields=('device',), name='one_open_transfer_per_device')],
            },
        ),
        migrations.CreateModel(
            name='StopOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stop_overs', to='organisations.place')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stop_overs', to='logistics.transferline')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [digibank.guards.AppendOnly(name='logistics_stop_over_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('once', models.UUIDField()),
                ('typed', models.CharField(blank=True, max_length=40)),
                ('result', models.CharField(choices=[('done', 'done'), ('waits', 'to be done'), ('twice', 'scanned already'), ('refused', 'not possible')], max_length=8)),
                ('advice', models.CharField(blank=True, max_length=20)),
                ('left_as', models.CharField(blank=True, max_length=20)),
                ('said', models.CharField(max_length=400)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('device', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='inventory.device')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='organisations.place')),
                ('stood_at', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.place')),
                ('transfer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='logistics.transfer')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='logistics.transferline')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['place', 'by', '-id'], name='scans_of_a_colleague'), models.Index(fields=['device', '-id'], name='scans_of_a_device')],
                'constraints': [models.UniqueConstraint(fields=('once',), name='a_scan_is_kept_once'), models.CheckConstraint(condition=models.Q(('device__isnull', False), ('result__in', ['refused']), _connector='OR'), name='only_a_refused_scan_has_no_device'), digibank.guards.ClosedOnce(closed='undone_at', fixed=('once', 'place_id', 'transfer_id', 'device_id', 'typed', 'result', 'advice', 'left_as', 'said', 'line_id', 'stood_at_id', 'by_id', 'at'), name='logistics_scan_undone_once')],
            },
        ),
    ]
