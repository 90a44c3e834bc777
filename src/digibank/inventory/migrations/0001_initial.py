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
                ('state', models.CharField(choices=[('received', 'received at the depot'), ('erased', 'erased'), ('installed', 'installed, to be checked'), ('stock', 'in stock at the depot'), ('in_transit', 'on its way'), ('at_desk', 'at the desk'), ('lent', 'lent'), ('quarantine', 'back, to be erased'), ('lost', 'lost'), ('stolen', 'stolen'), ('written_off', 'written off'), ('given_back', 'given back to the donor'), ('disposed', 'disposed of'), ('given_away', 'belongs to a resident')], default='received', max_length=15)),
                ('vendor', models.CharField(blank=True, max_length=80)),
                ('product', models.CharField(blank=True, max_length=120)),
                ('serial', models.CharField(blank=True, max_length=80)),
                ('own_number', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('processor', models.CharField(blank=True, max_length=120)),
                ('made_in', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('memory_bytes', models.BigIntegerField(blank=True, null=True)),
                ('battery_percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('storage_known', models.BooleanField(default=False)),
                ('no_storage_because', models.CharField(blank=True, max_length=200)),
                ('open_media', models.PositiveSmallIntegerField(default=1)),
                ('received_at', models.DateTimeField(default=digibank.clock.now)),
                ('gone_at', models.DateTimeField(blank=True, null=True)),
                ('gone_from', models.CharField(blank=True, choices=[('received', 'received at the depot'), ('erased', 'erased'), ('installed', 'installed, to be checked'), ('stock', 'in stock at the depot'), ('in_transit', 'on its way'), ('at_desk', 'at the desk'), ('lent', 'lent'), ('quarantine', 'back, to be erased'), ('lost', 'lost'), ('stolen', 'stolen'), ('written_off', 'written off'), ('given_back', 'given back to the donor'), ('disposed', 'disposed of'), ('given_away', 'belongs to a resident')], max_length=15)),
                ('gone_because', models.CharField(blank=True, max_length=200)),
                ('will_not_start', models.BooleanField(default=False)),
                ('search', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Lower(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Concat(models.Value(' '), 'vendor', models.Value(' '), 'product', models.Value(' '), 'serial', models.Value(' '), 'own_number'), models.Value('-'), models.Value(' ')), models.Value('/'), models.Value(' ')), models.Value('.'), models.Value(' ')), models.Value('_'), models.Value(' '))), output_field=models.CharField(max_length=400))),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned_devices', to='organisations.organisation')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='organisations.place')),
                ('device_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='inventory.deviceclass')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['place', 'state', 'device_class'], name='devices_by_place'), models.Index(condition=models.Q(('serial', ''), _negated=True), fields=['serial'], name='devices_by_serial')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('received', 'quarantine', 'lost', 'stolen', 'written_off', 'given_back')), ('open_media', 0), _connector='OR'), name='nothing_unerased_past_the_gate'), models.CheckConstraint(condition=models.Q(('storage_known', True), ('open_media__gte', 1), _connector='OR'), name='unknown_storage_is_open'), models.CheckConstraint(condition=models.Q(('battery_percent__isnull', True), ('battery_percent__lte', 100), _connector='OR'), name='a_battery_holds_at_most_all'), models.CheckConstraint(condition=models.Q(models.Q(('gone_at__isnull', False), ('state__in', ('lost', 'stolen', 'written_off', 'given_back', 'disposed', 'given_away'))), models.Q(models.Q(('state__in', ('lost', 'stolen', 'written_off', 'given_back', 'disposed', 'given_away')), _negated=True), ('gone_at__isnull', True)), _connector='OR'), name='a_gone_device_has_its_moment'), models.CheckConstraint(condition=models.Q(('made_in__isnull', True), ('made_in__range', (1970, 2100)), _connector='OR'), name='a_device_is_made_in_a_year'), models.UniqueConstraint(condition=models.Q(('own_number', ''), _negated=True), fields=('own_number', 'owner'), name='an_own_number_once_per_owner'), digibank.guards.LettersIndexed(field='search', name='devices_by_letters')],
            },
        ),
        migrations.CreateModel(
            name='Stocktake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('counting', 'being counted'), ('settling', 'differences to settle'), ('approved', 'approved'), ('cancelled', 'cancelled')], default='counting', max_length=10)),
                ('started_at', models.DateTimeField(default=digibank.clock.now)),
                ('counted_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('lost', models.PositiveIntegerField(default=0)),
                ('cancelled_because', models.CharField(blank=True, max_length=200)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('device_class', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stocktakes', to='inventory.deviceclass')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stocktakes', to='organisations.place')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('counting', 'settling'))), fields=('place', 'device_class'), name='one_open_count_of_a_class'), models.UniqueConstraint(condition=models.Q(('device_class__isnull', True), ('state__in', ('counting', 'settling'))), fields=('place',), name='one_open_count_of_a_place'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('counting', 'settling'))), models.Q(models.Q(('state__in', ('counting', 'settling')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='a_count_that_is_over_has_its_end'), models.CheckConstraint(condition=models.Q(('state', 'approved'), ('approved_by__isnull', True), _connector='XOR'), name='an_approved_count_says_by_whom'), models.CheckConstraint(condition=models.Q(('lost', 0), models.Q(('approved_by', models.F('started_by')), _negated=True), _connector='OR'), name='losses_are_approved_by_another'), models.CheckConstraint(condition=models.Q(('state', 'cancelled'), ('cancelled_because', ''), _connector='XOR'), name='a_cancelled_count_says_why')],
            },
        ),
        migrations.CreateModel(
            name='CountLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expected', models.BooleanField()),
                ('position', models.CharField(choices=[('received', 'received at the depot'), ('erased', 'erased'), ('installed', 'installed, to be checked'), ('stock', 'in stock at the depot'), ('in_transit', 'on its way'), ('at_desk', 'at the desk'), ('lent', 'lent'), ('quarantine', 'back, to be erased'), ('lost', 'lost'), ('stolen', 'stolen'), ('written_off', 'written off'), ('given_back', 'given back to the donor'), ('disposed', 'disposed of'), ('given_away', 'belongs to a resident')], max_length=15)),
                ('result', models.CharField(blank=True, choices=[('', 'not seen yet'), ('found', 'found'), ('missing', 'not found'), ('moved', 'moved during the count'), ('unexpected', 'not expected here'), ('came', 'came during the count')], default='', max_length=10)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('settled_as', models.CharField(blank=True, choices=[('here', 'it is here after all'), ('elsewhere', 'it stands at another place'), ('lost', 'it is lost'), ('taken_in', 'it belongs here from now on'), ('goes_back', 'it rides to where it belongs'), ('noted', 'only a remark')], max_length=10)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('remark', models.CharField(blank=True, max_length=200)),
                ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('stood_at', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.place')),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='count_lines', to='inventory.device')),
                ('stocktake', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='inventory.stocktake')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['stocktake', 'result'], name='count_lines_by_result')],
                'constraints': [models.UniqueConstraint(fields=('stocktake', 'device'), name='a_device_once_per_count'), models.CheckConstraint(condition=models.Q(models.Q(('seen_at__isnull', True), ('seen_by__isnull', True)), models.Q(('seen_at__isnull', False), ('seen_by__isnull', False)), _connector='OR'), name='what_was_seen_says_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('settled_as', ''), ('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(models.Q(('settled_as', ''), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='a_settled_difference_says_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('result__in', ['found', 'unexpected', 'came']), _negated=True), ('seen_at__isnull', False), _connector='OR'), name='what_was_found_was_seen')],
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
            name='CountScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('once', models.UUIDField()),
                ('typed', models.CharField(blank=True, max_length=40)),
                ('result', models.CharField(choices=[('found', 'counted'), ('twice', 'counted already'), ('unexpected', 'not expected here'), ('refused', 'not possible')], max_length=10)),
                ('said', models.CharField(max_length=400)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='inventory.countline')),
                ('stocktake', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='inventory.stocktake')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('once',), name='a_count_scan_is_kept_once'), digibank.guards.AppendOnly(name='inventory_count_scan_append_only')],
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
