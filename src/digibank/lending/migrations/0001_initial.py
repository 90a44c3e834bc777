import digibank.clock
import digibank.guards
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agenda', '0001_initial'),
        ('audit', '0001_initial'),
        ('comms', '0001_initial'),
        ('files', '0001_initial'),
        ('inventory', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '0001_initial'),
        ('support', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Loan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_along_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('prepared', 'prepared, to be signed'), ('running', 'lent'), ('returned', 'returned'), ('cancelled', 'cancelled'), ('lost', 'lost'), ('stolen', 'stolen'), ('given', 'belongs to the resident')], default='prepared', max_length=10)),
                ('prepared_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('kind', models.CharField(choices=[('loan', 'loan'), ('gift', 'gift with conditions'), ('lease', 'lease-purchase')], db_default='loan', default='loan', max_length=5)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('signed_on', models.DateField(blank=True, null=True)),
                ('started_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('commitment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='loan', to='inventory.commitment')),
                ('contract', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='organisations.place')),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='inventory.device')),
                ('handover', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='loan', to='agenda.appointment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='people.person')),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='organisations.regulation')),
                ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('signs_along', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='people.representative')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('deposit', 'deposit'), ('fee', 'fee'), ('damage', 'damage'), ('missing', 'missing part'), ('loss', 'loss'), ('lease', 'lease-purchase')], max_length=8)),
                ('part', models.CharField(blank=True, choices=[('charger', 'charger'), ('mouse', 'mouse'), ('bag', 'bag'), ('keyboard', 'keyboard'), ('screen', 'screen'), ('cable', 'cable'), ('start_card', 'start card')], max_length=12)),
                ('cents', models.PositiveIntegerField()),
                ('paid_cents', models.PositiveIntegerField(default=0)),
                ('waived_cents', models.PositiveIntegerField(default=0)),
                ('borne_cents', models.PositiveIntegerField(default=0)),
                ('kept_cents', models.PositiveIntegerField(default=0)),
                ('refunded_cents', models.PositiveIntegerField(default=0)),
                ('written_at', models.DateTimeField(default=digibank.clock.now)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='lending.loan')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Loss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stolen', models.BooleanField()),
                ('reported_on', models.DateField(default=digibank.clock.today)),
                ('police_report', models.CharField(blank=True, max_length=40)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('loan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='loss', to='lending.loan')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'verbose_name_plural': 'losses',
            },
        ),
        migrations.CreateModel(
            name='PaymentList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'to be approved'), ('approved', 'approved, to be paid'), ('executed', 'paid'), ('withdrawn', 'withdrawn')], default='draft', max_length=9)),
                ('made_at', models.DateTimeField(default=digibank.clock.now)),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('serial', models.PositiveIntegerField(blank=True, null=True)),
                ('count', models.PositiveIntegerField(blank=True, null=True)),
                ('cents', models.PositiveIntegerField(blank=True, null=True)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('executed_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('executed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_lists', to='organisations.organisation')),
                ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('rows_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'year', 'serial'), name='a_payment_list_number_once'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('made_by')), _negated=True), _connector='OR'), name='who_makes_a_payment_list_does_not_approve_it'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('cents__isnull', True), ('count__isnull', True), ('serial__isnull', True), ('state__in', ('draft', 'withdrawn')), ('year__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('cents__isnull', False), ('count__gte', 1), ('serial__isnull', False), ('state__in', ('approved', 'executed')), ('year__isnull', False)), _connector='OR'), name='an_approved_payment_list_has_its_number'), models.CheckConstraint(condition=models.Q(models.Q(('executed_at__isnull', False), ('executed_by__isnull', False), ('state', 'executed')), models.Q(models.Q(('state', 'executed'), _negated=True), ('executed_at__isnull', True), ('executed_by__isnull', True)), _connector='OR'), name='an_executed_payment_list_has_its_moment')],
            },
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cents', models.PositiveIntegerField()),
                ('way', models.CharField(choices=[('cash', 'in cash'), ('list', 'on the payment list')], max_length=4)),
                ('state', models.CharField(choices=[('waiting', 'waits for a payment list'), ('listed', 'on a payment list'), ('paid', 'given back')], default='waiting', max_length=7)),
                ('payee', models.CharField(blank=True, max_length=12)),
                ('asked_at', models.DateTimeField(default=digibank.clock.now)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('charge', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='refund', to='lending.charge')),
                ('payment_list', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='lending.paymentlist')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('cents__gte', 1)), name='a_refund_is_a_cent_or_more'), models.CheckConstraint(condition=models.Q(models.Q(('payment_list__isnull', True), ('state', 'waiting'), ('way', 'list')), models.Q(('payment_list__isnull', False), ('state__in', ('listed', 'paid')), ('way', 'list')), models.Q(('payment_list__isnull', True), ('state', 'paid'), ('way', 'cash')), _connector='OR'), name='a_refund_is_on_its_list_or_in_cash'), models.CheckConstraint(condition=models.Q(('payee', ''), ('payee__regex', '^[A-Za-z0-9./-]+$'), _connector='OR'), name='a_payee_is_a_short_number'), digibank.guards.OnlyFades(fades=(), fixed=('charge_id', 'cents', 'way', 'asked_at', 'asked_by_id'), name='lending_refund_stays')],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('asked_through', models.CharField(choices=[('resident', 'the resident'), ('relative', 'a relative or neighbour'), ('staff', 'a colleague'), ('partner', 'a partner who sent the person')], default='resident', max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'waits'), ('offered', 'offered, waits for an answer'), ('promised', 'promised'), ('fulfilled', 'lent'), ('withdrawn', 'withdrawn'), ('refused', 'refused'), ('closed', 'closed, no answer came')], default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('went_before', models.BooleanField(db_default=False, default=False)),
                ('moved_up_at', models.DateTimeField(blank=True, null=True)),
                ('paused_until_on', models.DateField(blank=True, null=True)),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='organisations.place')),
                ('device_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='inventory.deviceclass')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='people.person')),
                ('promise', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request', to='inventory.commitment')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('typed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['desk', 'device_class', 'asked_at'], name='requests_in_line')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'offered', 'promised'))), fields=('person', 'device_class'), name='a_class_asked_once_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('offered', 'promised')), _negated=True), ('promise__isnull', False), _connector='OR'), name='a_promised_request_keeps_one_free'), models.CheckConstraint(condition=models.Q(('state', 'refused'), ('reason', ''), _connector='XOR'), name='a_refusal_has_its_reason')],
            },
        ),
        migrations.AddField(
            model_name='loan',
            name='request',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='lending.request'),
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('returned_on', models.DateField(default=digibank.clock.today)),
                ('condition', models.CharField(choices=[('ok', 'in order'), ('damaged', 'damaged, it works'), ('broken', 'broken, it does not work')], max_length=8)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('unsigned_because', models.CharField(blank=True, choices=[('other', 'somebody else brought it'), ('collected', 'we collected it'), ('post', 'it came by post'), ('found', 'it was found'), ('unwilling', 'the borrower does not want to sign')], max_length=10)),
                ('files_saved', models.CharField(choices=[('not_asked', 'not asked'), ('yes', 'yes'), ('helped', 'yes, we helped'), ('no_matter', 'does not matter')], db_default='not_asked', default='not_asked', max_length=9)),
                ('signed_out', models.CharField(choices=[('not_asked', 'not asked'), ('yes', 'yes'), ('helped', 'yes, we helped'), ('locked', 'no, still locked to an account')], db_default='not_asked', default='not_asked', max_length=9)),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('loan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='returned', to='lending.loan')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='organisations.place')),
                ('slip', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
            ],
        ),
        migrations.CreateModel(
            name='Swap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('condition', models.CharField(choices=[('ok', 'in order'), ('damaged', 'damaged, it works'), ('broken', 'broken, it does not work')], max_length=8)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('files_saved', models.CharField(choices=[('not_asked', 'not asked'), ('yes', 'yes'), ('helped', 'yes, we helped'), ('no_matter', 'does not matter')], default='not_asked', max_length=9)),
                ('signed_out', models.CharField(choices=[('not_asked', 'not asked'), ('yes', 'yes'), ('helped', 'yes, we helped'), ('locked', 'no, still locked to an account')], default='not_asked', max_length=9)),
                ('was_due_on', models.DateField()),
                ('due_on', models.DateField()),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='swaps', to='lending.loan')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='swaps_in', to='inventory.device')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='swaps_out', to='inventory.device')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.place')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='charge',
            name='swap',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='lending.swap'),
        ),
        migrations.CreateModel(
            name='Till',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='till', to='organisations.place')),
            ],
        ),
        migrations.CreateModel(
            name='TillDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('opened_at', models.DateTimeField(default=digibank.clock.now)),
                ('start_cents', models.PositiveIntegerField()),
                ('cash_cents', models.IntegerField(default=0)),
                ('entries', models.PositiveIntegerField(default=0)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('counted_cents', models.PositiveIntegerField(blank=True, null=True)),
                ('banked_cents', models.PositiveIntegerField(blank=True, null=True)),
                ('because', models.CharField(blank=True, max_length=200)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('till', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='lending.till')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('way', models.CharField(choices=[('cash', 'in cash'), ('card', 'by card'), ('transfer', 'by transfer')], max_length=8)),
                ('cents', models.IntegerField()),
                ('received_on', models.DateField(default=digibank.clock.today)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('charge', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='lending.charge')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='lending.payment')),
                ('refund', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment', to='lending.refund')),
                ('till', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='lending.till')),
                ('day', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='lending.tillday')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Bearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cents', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('entitlement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bearings', to='support.entitlement')),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bearings', to='lending.charge')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('charge', 'entitlement'), name='a_charge_is_borne_once'), models.CheckConstraint(condition=models.Q(('cents__gte', 1)), name='a_bearing_is_a_cent_or_more'), digibank.guards.AppendOnly(name='lending_bearing_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Deduction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cents', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deductions', to='lending.charge')),
                ('deposit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken_off', to='lending.charge')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('deposit', 'charge'), name='a_charge_is_taken_off_once'), models.CheckConstraint(condition=models.Q(('cents__gte', 1)), name='a_deduction_is_a_cent_or_more'), digibank.guards.AppendOnly(name='lending_deduction_append_only')],
            },
        ),
        migrations.CreateModel(
            name='DeviceSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveSmallIntegerField()),
                ('from_on', models.DateField()),
                ('last_on', models.DateField()),
                ('asked_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('answer_by_on', models.DateField()),
                ('state', models.CharField(choices=[('asked', 'asked'), ('promised', 'promised'), ('refused', 'refused'), ('cancelled', 'called off'), ('no_show', 'nobody came'), ('out', 'lent'), ('back', 'back, to be checked'), ('checked', 'checked')], default='asked', max_length=9)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('signed_sha256', models.CharField(blank=True, max_length=64)),
                ('out_at', models.DateTimeField(blank=True, null=True)),
                ('back_at', models.DateTimeField(blank=True, null=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sets', to='people.contact')),
                ('contract', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sets', to='organisations.place')),
                ('device_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sets', to='inventory.deviceclass')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sets', to='organisations.organisation')),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sets', to='organisations.regulation')),
                ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('typed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['desk', 'state', '-id'], name='sets_of_a_desk')],
                'constraints': [models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='a_set_has_a_device'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('from_on'))), name='a_set_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('state', 'refused'), ('reason', ''), _connector='XOR'), name='a_refused_set_has_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('contract__isnull', False), ('out_at__isnull', False), ('seen_by__isnull', False), ('signed_sha256__regex', '^[0-9a-f]{64}$'), ('state__in', ('out', 'back', 'checked'))), models.Q(models.Q(('state__in', ('out', 'back', 'checked')), _negated=True), ('out_at__isnull', True), ('seen_by__isnull', True), ('signed_sha256', '')), _connector='OR'), name='a_set_leaves_with_a_signed_contract'), models.CheckConstraint(condition=models.Q(models.Q(('back_at__isnull', False), ('state__in', ('back', 'checked'))), models.Q(models.Q(('state__in', ('back', 'checked')), _negated=True), ('back_at__isnull', True)), _connector='OR'), name='a_set_that_came_back_has_its_moment'), models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', False), ('checked_by__isnull', False), ('state', 'checked')), models.Q(models.Q(('state', 'checked'), _negated=True), ('checked_at__isnull', True), ('checked_by__isnull', True)), _connector='OR'), name='a_checked_set_was_checked_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('cents', models.PositiveIntegerField()),
                ('due_on', models.DateField()),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='lending.charge')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('charge', 'number'), name='an_instalment_once'), models.CheckConstraint(condition=models.Q(('cents__gte', 1)), name='an_instalment_is_a_cent_or_more'), digibank.guards.AppendOnly(name='lending_instalment_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Leave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('because', models.CharField(choices=[('study', 'a course or school year that ends soon'), ('work', 'work, or looking for work'), ('hardship', 'no other way to get help or services'), ('other', 'something else')], max_length=8)),
                ('note', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='lending.loan')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('loan', 'due_on'), name='leave_is_given_once'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='a_leave_has_its_reason'), digibank.guards.AppendOnly(name='lending_leave_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(choices=[('devices', 'as many devices as the rules allow'), ('outsider', 'lives outside the municipality'), ('proof', 'cannot show what the rules ask'), ('pause', 'a pause after an earlier loan')], max_length=8)),
                ('reason', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('state', models.CharField(choices=[('asked', 'waits for a decision'), ('granted', 'granted'), ('refused', 'refused'), ('used', 'used for a loan')], default='asked', max_length=8)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('until_on', models.DateField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, max_length=200)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='people.person')),
                ('loan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='lending.loan')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('person', 'organisation', 'rule'), name='an_exception_is_asked_once'), models.UniqueConstraint(fields=('loan', 'rule'), name='a_loan_uses_one_exception_to_a_rule'), models.CheckConstraint(condition=models.Q(('decided_by', models.F('asked_by')), _negated=True), name='who_asks_an_exception_does_not_decide'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='a_decision_has_somebody_and_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('asked', 'refused')), ('until_on__isnull', True)), models.Q(models.Q(('state__in', ('asked', 'refused')), _negated=True), ('until_on__isnull', False)), _connector='OR'), name='a_granted_exception_has_its_last_day'), models.CheckConstraint(condition=models.Q(models.Q(('loan__isnull', False), ('state', 'used')), models.Q(models.Q(('state', 'used'), _negated=True), ('loan__isnull', True)), _connector='OR'), name='an_exception_is_used_by_one_loan')],
            },
        ),
        migrations.CreateModel(
            name='LoanPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('charger', 'charger'), ('mouse', 'mouse'), ('bag', 'bag'), ('keyboard', 'keyboard'), ('screen', 'screen'), ('cable', 'cable'), ('start_card', 'start card')], max_length=12)),
                ('given', models.BooleanField()),
                ('back', models.CharField(blank=True, choices=[('present', 'there'), ('missing', 'missing'), ('damaged', 'damaged')], max_length=8)),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='lending.loan')),
            ],
            options={
                'ordering': ['kind'],
                'constraints': [models.UniqueConstraint(fields=('loan', 'kind'), name='a_part_once_per_loan'), models.CheckConstraint(condition=models.Q(('given', True), ('back', ''), _connector='OR'), name='what_was_not_given_does_not_come_back')],
            },
        ),
        migrations.CreateModel(
            name='PartPrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('charger', 'charger'), ('mouse', 'mouse'), ('bag', 'bag'), ('keyboard', 'keyboard'), ('screen', 'screen'), ('cable', 'cable'), ('start_card', 'start card'), ('damage', 'damage to the device'), ('loss', 'loss of the device')], max_length=12)),
                ('cents', models.PositiveIntegerField()),
                ('social_cents', models.PositiveIntegerField(blank=True, null=True)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='part_prices', to='organisations.organisation')),
            ],
            options={
                'ordering': ['what', '-valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='a_price_holds_a_day'), models.CheckConstraint(condition=models.Q(('social_cents__isnull', True), ('social_cents__lte', models.F('cents')), _connector='OR'), name='the_social_tariff_is_the_lower_one'), digibank.guards.NoOverlap(ends='valid_until', fields=('organisation_id', 'what'), name='one_price_at_a_time', of='date', starts='valid_from', where='')],
            },
        ),
        migrations.CreateModel(
            name='PassedOn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('loan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='passed_on', to='lending.loan')),
            ],
            options={
                'verbose_name_plural': 'passed on',
                'constraints': [digibank.guards.AppendOnly(name='lending_passedon_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until_on', models.DateField()),
                ('because', models.CharField(blank=True, choices=[('agreed', 'the borrower brings it that day'), ('ill', 'ill'), ('hospital', 'in hospital'), ('moved', 'moved'), ('away', 'away for a while'), ('mourning', 'somebody died'), ('other', 'something else')], max_length=8)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='lending.loan')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [digibank.guards.OnlyFades(fades=('because', 'note'), fixed=('loan_id', 'until_on', 'at', 'by_id'), name='lending_pause_only_fades')],
            },
        ),
        migrations.CreateModel(
            name='PauseLifted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('loan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pause_lifted', to='lending.loan')),
            ],
            options={
                'verbose_name_plural': 'pauses lifted',
                'constraints': [digibank.guards.OnlyFades(fades=('reason',), fixed=('loan_id', 'at', 'by_id'), name='lending_pauselifted_only_fades')],
            },
        ),
        migrations.CreateModel(
            name='ProofSeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(choices=[('resident', 'You live in this municipality.'), ('allowance', 'You pay less at the doctor (increased allowance).'), ('social', 'You have a social right.'), ('pupil', 'You go to school.'), ('job_seeker', 'You look for work.'), ('referred', 'A partner sent you.')], max_length=10)),
                ('seen_on', models.DateField(default=digibank.clock.today)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs_seen', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs_seen', to='people.person')),
            ],
            options={
                'verbose_name_plural': 'proofs seen',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at__isnull', True)), fields=('person', 'organisation', 'criterion', 'seen_on'), name='a_proof_is_seen_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=digibank.clock.now)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='lending.payment')),
            ],
            options={
                'constraints': [digibank.guards.AppendOnly(name='lending_receipt_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('soon', 'told that it ends soon'), ('message', 'asked to bring it back'), ('phone', 'put on the call list'), ('referrer', 'asked the partner to remind'), ('letter', 'sent a letter')], max_length=8)),
                ('due_on', models.DateField()),
                ('after_days', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('is_last', models.BooleanField(db_default=False, default=False)),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='lending.loan')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comms.message')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('loan', 'kind', 'due_on'), name='told_once_about_a_due_date'), models.CheckConstraint(condition=models.Q(models.Q(('after_days', 0), ('kind', 'soon')), models.Q(models.Q(('kind', 'soon'), _negated=True), ('after_days__gte', 1)), _connector='OR'), name='a_step_of_the_ladder_has_its_day'), digibank.guards.AppendOnly(name='lending_reminder_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was_due_on', models.DateField()),
                ('due_on', models.DateField()),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='lending.loan')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('loan', 'was_due_on'), name='a_due_date_is_renewed_once'), models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('was_due_on'))), name='a_renewal_makes_a_loan_longer'), digibank.guards.AppendOnly(name='lending_renewal_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offered_at', models.DateTimeField(default=digibank.clock.now)),
                ('answer_by', models.DateField()),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'accepted'), ('not_now', 'not now, keeps the place'), ('no_longer', 'not wanted any more'), ('unanswered', 'nobody answered'), ('not_reached', 'did not get there, keeps the place')], max_length=12)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('commitment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='offer', to='inventory.commitment')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comms.message')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='lending.request')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['answer_by'], name='open_offers')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('request',), name='one_open_offer_per_request'), models.CheckConstraint(condition=models.Q(('outcome', ''), ('ended_at__isnull', False), _connector='XOR'), name='an_ended_offer_has_its_outcome'), digibank.guards.ClosedOnce(closed='ended_at', fixed=('request_id', 'commitment_id', 'message_id', 'offered_at'), name='lending_offer_ends_once')],
            },
        ),
        migrations.CreateModel(
            name='MoveUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='lending.request')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='a_move_has_its_reason'), digibank.guards.AppendOnly(name='lending_moveup_append_only')],
            },
        ),
        migrations.AddIndex(
            model_name='loan',
            index=models.Index(condition=models.Q(('state', 'running')), fields=['desk', 'due_on', 'kind', 'person'], name='running_loans_by_due_date'),
        ),
        migrations.AddIndex(
            model_name='loan',
            index=models.Index(condition=models.Q(('state', 'prepared')), fields=['desk'], name='prepared_loans_of_a_desk'),
        ),
        migrations.AddIndex(
            model_name='loan',
            index=models.Index(fields=['desk', 'state', '-id'], name='loans_of_a_desk'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('prepared', 'running'))), fields=('device',), name='one_open_loan'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('request',), name='one_loan_per_request'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seen_by__isnull', True), ('signed_on__isnull', True), ('started_on__isnull', True), ('state__in', ('prepared', 'cancelled'))), models.Q(models.Q(('state__in', ('prepared', 'cancelled')), _negated=True), ('contract__isnull', False), ('seen_by__isnull', False), ('signed_on__isnull', False), ('started_on__isnull', False)), _connector='OR'), name='a_loan_begins_with_a_signed_contract'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('prepared', 'cancelled')), ('signs_along__isnull', True), ('signed_along_on__isnull', False), _connector='OR'), name='no_loan_begins_before_who_signs_along'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('prepared', 'running'))), models.Q(models.Q(('state__in', ('prepared', 'running')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='an_ended_loan_has_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', True), ('kind', 'gift'), ('state__in', ('prepared', 'cancelled', 'given'))), models.Q(models.Q(('kind', 'gift'), _negated=True), ('due_on__isnull', False)), _connector='OR'), name='a_gift_is_not_brought_back'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'given'), _negated=True), models.Q(('kind', 'loan'), _negated=True), _connector='OR'), name='a_loan_is_not_given_away'),
        ),
        migrations.CreateModel(
            name='AlsoAt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='also_asked', to='organisations.place')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='also_at', to='lending.request')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('request', 'place'), name='a_desk_once_per_request')],
            },
        ),
        migrations.CreateModel(
            name='SetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('back', models.CharField(blank=True, choices=[('here', 'came back'), ('missing', 'did not come back')], max_length=7)),
                ('commitment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='set_line', to='inventory.commitment')),
                ('device', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='set_lines', to='inventory.device')),
                ('device_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='lending.deviceset')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('device_set', 'device'), name='a_device_once_in_a_set'), models.CheckConstraint(condition=models.Q(('back', ''), ('device__isnull', False), _connector='OR'), name='only_a_device_comes_back_from_a_set')],
            },
        ),
        migrations.CreateModel(
            name='SetPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('charger', 'charger'), ('mouse', 'mouse'), ('bag', 'bag'), ('keyboard', 'keyboard'), ('screen', 'screen'), ('cable', 'cable'), ('start_card', 'start card')], max_length=12)),
                ('back', models.CharField(blank=True, choices=[('present', 'there'), ('missing', 'missing'), ('damaged', 'damaged')], max_length=8)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='lending.setline')),
            ],
            options={
                'ordering': ['kind'],
                'constraints': [models.UniqueConstraint(fields=('line', 'kind'), name='a_part_once_per_set_line')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('loan', 'at the loan'), ('return', 'at the return')], max_length=6)),
                ('signer', models.CharField(choices=[('borrower', 'the borrower'), ('desk', 'the desk'), ('along', 'who signs along')], max_length=8)),
                ('way', models.CharField(choices=[('screen', 'on the screen'), ('paper', 'on paper'), ('name', 'by name')], max_length=6)),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('drawing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='lending.loan')),
                ('seen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('signer', 'along'), _negated=True), fields=('loan', 'occasion', 'signer'), name='each_signs_once_on_each_occasion'), models.UniqueConstraint(condition=models.Q(('signer', 'along')), fields=('loan', 'document'), name='one_signs_along_once'), models.CheckConstraint(condition=models.Q(models.Q(('drawing__isnull', False), ('way', 'screen')), models.Q(models.Q(('way', 'screen'), _negated=True), ('drawing__isnull', True)), _connector='OR'), name='drawn_on_the_screen_or_not_at_all'), models.CheckConstraint(condition=models.Q(models.Q(('signer', 'desk'), ('way', 'name')), models.Q(models.Q(('signer', 'desk'), _negated=True), ('way__in', ('screen', 'paper'))), _connector='OR'), name='the_desk_signs_by_name'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='a_signature_binds_a_sha256'), digibank.guards.AppendOnly(name='lending_signature_append_only')],
            },
        ),
        migrations.CreateModel(
            name='SignedCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('loan', 'at the loan'), ('return', 'at the return')], max_length=6)),
                ('made_at', models.DateTimeField(default=digibank.clock.now)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='lending.loan')),
            ],
            options={
                'verbose_name_plural': 'signed copies',
                'constraints': [models.UniqueConstraint(fields=('loan', 'occasion'), name='one_signed_copy_on_each_occasion'), digibank.guards.AppendOnly(name='lending_signedcopy_append_only')],
            },
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='a_swap_is_for_another_device'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__lte', models.F('was_due_on'))), name='a_swap_makes_no_loan_longer'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=digibank.guards.OnlyFades(fades=('note',), fixed=('loan_id', 'old_id', 'new_id', 'place_id', 'condition', 'files_saved', 'signed_out', 'was_due_on', 'due_on', 'at', 'by_id'), name='lending_swap_only_fades'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.UniqueConstraint(condition=models.Q(('swap', None)), fields=('loan', 'kind', 'part'), name='a_charge_once_per_loan'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.UniqueConstraint(condition=models.Q(('swap__isnull', False)), fields=('swap', 'kind', 'part'), name='a_charge_once_per_swap'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('swap', None), ('kind__in', ('damage', 'missing')), _connector='OR'), name='at_a_swap_something_is_damaged_or_missing'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('paid_cents'), '+', models.F('waived_cents')), '+', models.F('borne_cents')))), name='no_more_is_settled_than_is_due'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('paid_cents__gte', django.db.models.expressions.CombinedExpression(models.F('kept_cents'), '+', models.F('refunded_cents')))), name='no_more_goes_back_than_was_paid'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('kept_cents', 0), ('kind', 'deposit'), _connector='OR'), name='only_of_a_deposit_something_is_kept'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('part', ''), ('kind__in', ('damage', 'missing')), _connector='OR'), name='a_part_is_damaged_or_missing'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=digibank.guards.OnlyFades(fades=(), fixed=('loan_id', 'kind', 'part', 'swap_id', 'cents', 'written_at', 'written_by_id'), name='lending_charge_amount_stays'),
        ),
        migrations.CreateModel(
            name='SwapPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('charger', 'charger'), ('mouse', 'mouse'), ('bag', 'bag'), ('keyboard', 'keyboard'), ('screen', 'screen'), ('cable', 'cable'), ('start_card', 'start card')], max_length=12)),
                ('back', models.CharField(choices=[('present', 'there'), ('missing', 'missing'), ('damaged', 'damaged')], max_length=8)),
                ('swap', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='lending.swap')),
            ],
            options={
                'ordering': ['kind'],
                'constraints': [models.UniqueConstraint(fields=('swap', 'kind'), name='a_part_once_per_swap'), digibank.guards.AppendOnly(name='lending_swappart_append_only')],
            },
        ),
        migrations.CreateModel(
            name='SwapSlip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=digibank.clock.now)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('swap', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='slip', to='lending.swap')),
            ],
            options={
                'constraints': [digibank.guards.AppendOnly(name='lending_swapslip_append_only')],
            },
        ),
        migrations.AddConstraint(
            model_name='tillday',
            constraint=models.UniqueConstraint(fields=('till', 'number'), name='a_day_of_a_till_once'),
        ),
        migrations.AddConstraint(
            model_name='tillday',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('till',), name='one_open_day_of_a_till'),
        ),
        migrations.AddConstraint(
            model_name='tillday',
            constraint=models.CheckConstraint(condition=models.Q(('cash_cents__gte', django.db.models.expressions.CombinedExpression(models.Value(0), '-', models.F('start_cents')))), name='no_more_cash_leaves_than_there_is'),
        ),
        migrations.AddConstraint(
            model_name='tillday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('banked_cents__isnull', True), ('closed_at__isnull', True), ('closed_by__isnull', True), ('counted_cents__isnull', True)), models.Q(('banked_cents__isnull', False), ('closed_at__isnull', False), ('closed_by__isnull', False), ('counted_cents__isnull', False)), _connector='OR'), name='a_closed_day_was_counted'),
        ),
        migrations.AddConstraint(
            model_name='tillday',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('banked_cents__lte', models.F('counted_cents')), _connector='OR'), name='no_more_is_taken_away_than_was_counted'),
        ),
        migrations.AddConstraint(
            model_name='tillday',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('counted_cents', django.db.models.expressions.CombinedExpression(models.F('start_cents'), '+', models.F('cash_cents'))), models.Q(('because', ''), _negated=True), _connector='OR'), name='a_difference_has_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='tillday',
            constraint=digibank.guards.ClosedOnce(closed='closed_at', fixed=('till_id', 'number', 'opened_at', 'start_cents'), name='lending_tillday_sealed'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['till', 'received_on'], name='payments_of_a_till'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('till', 'year', 'serial'), name='a_receipt_number_once'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('cents', 0), _negated=True), name='a_payment_is_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('charge__isnull', True), ('refund__isnull', True), _connector='OR'), name='a_payment_is_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('charge__isnull', False), ('way', 'cash'), _connector='OR'), name='only_cash_is_put_in_and_given_back'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('refund__isnull', True), ('cents__lt', 0), _connector='OR'), name='a_refund_goes_out'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('charge__isnull', True), models.Q(('cents__gt', 0), ('corrects__isnull', True)), models.Q(('cents__lt', 0), ('corrects__isnull', False)), _connector='OR'), name='what_goes_off_a_charge_corrects_a_payment'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=digibank.guards.OnlyFades(fades=('note',), fixed=('till_id', 'day_id', 'year', 'serial', 'way', 'cents', 'charge_id', 'refund_id', 'corrects_id', 'received_on', 'at', 'by_id'), name='lending_payment_only_fades'),
        ),
        migrations.CreateModel(
            name='ClosingPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=digibank.clock.now)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('day', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='lending.tillday')),
            ],
            options={
                'constraints': [digibank.guards.AppendOnly(name='lending_closingpaper_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cents', models.PositiveIntegerField()),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='lending.charge')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [digibank.guards.OnlyFades(fades=('reason',), fixed=('charge_id', 'cents', 'at', 'by_id'), name='lending_waiver_only_fades')],
            },
        ),
    ]
