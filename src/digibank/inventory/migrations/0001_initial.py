import digibank.clock
import digibank.guards
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('files', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeviceClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30)),
                ('name', models.CharField(max_length=60)),
                ('shape', models.CharField(choices=[('laptop', 'laptop'), ('desktop', 'desktop computer'), ('tablet', 'tablet'), ('phone', 'smartphone')], max_length=10)),
                ('accessories', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('code',), name='a_class_code_once'), models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='a_class_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('received', 'received at the depot'), ('erased', 'erased'), ('installed', 'installed, to be checked'), ('stock', 'in stock at the depot'), ('in_transit', 'on its way'), ('at_desk', 'at the desk'), ('lent', 'lent'), ('quarantine', 'back, to be erased'), ('lost', 'lost'), ('stolen', 'stolen'), ('written_off', 'written off'), ('given_back', 'given back to the donor'), ('disposed', 'disposed of')], default='received', max_length=15)),
                ('vendor', models.CharField(blank=True, max_length=80)),
                ('product', models.CharField(blank=True, max_length=120)),
                ('serial', models.CharField(blank=True, max_length=80)),
                ('processor', models.CharField(blank=True, max_length=120)),
                ('made_in', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('memory_bytes', models.BigIntegerField(blank=True, null=True)),
                ('battery_percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('storage_known', models.BooleanField(default=False)),
                ('no_storage_because', models.CharField(blank=True, max_length=200)),
                ('open_media', models.PositiveSmallIntegerField(default=1)),
                ('received_at', models.DateTimeField(default=digibank.clock.now)),
                ('gone_at', models.DateTimeField(blank=True, null=True)),
                ('gone_from', models.CharField(blank=True, choices=[('received', 'received at the depot'), ('erased', 'erased'), ('installed', 'installed, to be checked'), ('stock', 'in stock at the depot'), ('in_transit', 'on its way'), ('at_desk', 'at the desk'), ('lent', 'lent'), ('quarantine', 'back, to be erased'), ('lost', 'lost'), ('stolen', 'stolen'), ('written_off', 'written off'), ('given_back', 'given back to the donor'), ('disposed', 'disposed of')], max_length=15)),
                ('gone_because', models.CharField(blank=True, max_length=200)),
                ('will_not_start', models.BooleanField(default=False)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned_devices', to='organisations.organisation')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='organisations.place')),
                ('device_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='inventory.deviceclass')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['place', 'state', 'device_class'], name='devices_by_place'), models.Index(condition=models.Q(('serial', ''), _negated=True), fields=['serial'], name='devices_by_serial')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('received', 'quarantine', 'lost', 'stolen', 'written_off', 'given_back')), ('open_media', 0), _connector='OR'), name='nothing_unerased_past_the_gate'), models.CheckConstraint(condition=models.Q(('storage_known', True), ('open_media__gte', 1), _connector='OR'), name='unknown_storage_is_open'), models.CheckConstraint(condition=models.Q(('battery_percent__isnull', True), ('battery_percent__lte', 100), _connector='OR'), name='a_battery_holds_at_most_all'), models.CheckConstraint(condition=models.Q(models.Q(('gone_at__isnull', False), ('state__in', ('lost', 'stolen', 'written_off', 'given_back', 'disposed'))), models.Q(models.Q(('state__in', ('lost', 'stolen', 'written_off', 'given_back', 'disposed')), _negated=True), ('gone_at__isnull', True)), _connector='OR'), name='a_gone_device_has_its_moment'), models.CheckConstraint(condition=models.Q(('made_in__isnull', True), ('made_in__range', (1970, 2100)), _connector='OR'), name='a_device_is_made_in_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Accessory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('charger', 'charger'), ('mouse', 'mouse'), ('bag', 'bag'), ('keyboard', 'keyboard'), ('screen', 'screen'), ('cable', 'cable'), ('start_card', 'start card')], max_length=12)),
                ('state', models.CharField(choices=[('present', 'there'), ('missing', 'missing'), ('damaged', 'damaged')], max_length=8)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accessories', to='inventory.device')),
            ],
            options={
                'ordering': ['kind'],
                'constraints': [models.UniqueConstraint(fields=('device', 'kind'), name='an_accessory_once_per_device')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('promise', 'promised to somebody'), ('loan', 'lent'), ('transport', 'on its way')], max_length=10)),
                ('from_on', models.DateField(default=digibank.clock.today)),
                ('until_on', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField(default=digibank.clock.now)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='organisations.place')),
                ('device', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='inventory.device')),
                ('device_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='inventory.deviceclass')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('device__isnull', True), ('released_at__isnull', True)), fields=['place', 'device_class'], name='promises_by_desk_and_class'), models.Index(condition=models.Q(('released_at__isnull', True)), fields=['device'], name='commitments_of_a_device')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'promise'), ('device__isnull', False), _connector='OR'), name='only_a_promise_has_no_device'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gt', models.F('from_on')), _connector='OR'), name='a_commitment_lasts_a_day'), digibank.guards.NoOverlap(ends='until_on', fields=('device_id',), name='one_commitment_at_a_time', of='date', starts='from_on', where='released_at IS NULL')],
            },
        ),
        migrations.CreateModel(
            name='DeviceFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('wipe_failed', 'erasing failed'), ('locked_account', 'locked by an account'), ('needs_part', 'needs a part'), ('unsafe_battery', 'unsafe battery'), ('investigate', 'to be looked at')], max_length=15)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('raised_at', models.DateTimeField(default=digibank.clock.now)),
                ('cleared_at', models.DateTimeField(blank=True, null=True)),
                ('cleared_how', models.CharField(blank=True, max_length=200)),
                ('cleared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='inventory.device')),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('cleared_at__isnull', True)), fields=['kind', 'device'], name='open_flags')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cleared_at__isnull', True)), fields=('device', 'kind'), name='one_open_flag_of_a_kind'), models.CheckConstraint(condition=models.Q(models.Q(('cleared_at__isnull', True), ('cleared_by__isnull', True), ('cleared_how', '')), models.Q(('cleared_at__isnull', False), ('cleared_by__isnull', False), models.Q(('cleared_how', ''), _negated=True)), _connector='OR'), name='a_cleared_flag_says_by_whom_and_how'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'investigate'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='what_is_to_be_looked_at_is_told'), digibank.guards.ClosedOnce(closed='cleared_at', fixed=('device_id', 'kind', 'note', 'raised_by_id', 'raised_at'), name='inventory_flag_closed_once')],
            },
        ),
        migrations.CreateModel(
            name='HardwareReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('machine', 'machine'), ('disk', 'disk'), ('battery', 'battery'), ('snapshot', 'machine with its disks and batteries')], max_length=10)),
                ('remarks', models.JSONField(default=list)),
                ('read_at', models.DateTimeField(default=digibank.clock.now)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='inventory.device')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('device', 'document'), name='a_report_once_per_device')],
            },
        ),
        migrations.CreateModel(
            name='StorageMedium',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('to_erase', 'to be erased'), ('erased', 'erased'), ('absent', 'not in the device'), ('destroyed', 'destroyed')], default='to_erase', max_length=10)),
                ('kind', models.CharField(choices=[('hdd', 'hard disk'), ('ssd', 'SSD'), ('nvme', 'NVMe'), ('emmc', 'chip on the board (eMMC)'), ('unknown', 'something else')], max_length=10)),
                ('product', models.CharField(blank=True, max_length=120)),
                ('serial', models.CharField(blank=True, max_length=80)),
                ('bus', models.CharField(blank=True, max_length=10)),
                ('capacity_bytes', models.BigIntegerField(blank=True, null=True)),
                ('health', models.CharField(choices=[('passed', 'passed'), ('warning', 'warning'), ('failed', 'failed'), ('unknown', 'unknown')], default='unknown', max_length=10)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_because', models.CharField(blank=True, max_length=200)),
                ('fitted_new_at', models.DateTimeField(blank=True, null=True)),
                ('taken_out_at', models.DateTimeField(blank=True, null=True)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='media', to='inventory.device')),
                ('lies_at', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loose_media', to='organisations.place')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('serial', ''), _negated=True), models.Q(('state__in', ['absent', 'destroyed']), _negated=True), ('taken_out_at__isnull', True)), fields=('device', 'serial'), name='a_medium_once_per_device'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 'to_erase')), models.Q(models.Q(('state', 'to_erase'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='a_settled_medium_has_its_moment'), models.CheckConstraint(condition=models.Q(models.Q(('lies_at__isnull', True), ('taken_out_at__isnull', True)), models.Q(('lies_at__isnull', False), ('taken_out_at__isnull', False)), _connector='OR'), name='a_loose_medium_lies_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='Supply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supplies', to='inventory.deviceclass')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supplies', to='organisations.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'device_class'), name='a_class_once_per_desk')],
            },
        ),
    ]
