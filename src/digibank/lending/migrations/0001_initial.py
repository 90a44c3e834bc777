import digibank.clock
import digibank.guards
import django.db.models.deletion
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
    ]

    operations = [
        migrations.CreateModel(
            name='Loan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('prepared', 'prepared, to be signed'), ('running', 'lent'), ('returned', 'returned'), ('cancelled', 'cancelled'), ('lost', 'lost'), ('stolen', 'stolen')], default='prepared', max_length=10)),
                ('prepared_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('due_on', models.DateField()),
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
            ],
            options={
                'ordering': ['-pk'],
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
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('asked_through', models.CharField(choices=[('resident', 'the resident'), ('relative', 'a relative or neighbour'), ('staff', 'a colleague or partner')], default='resident', max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'waits'), ('promised', 'promised'), ('fulfilled', 'lent'), ('withdrawn', 'withdrawn'), ('refused', 'refused')], default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='organisations.place')),
                ('device_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='inventory.deviceclass')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='people.person')),
                ('promise', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request', to='inventory.commitment')),
                ('typed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['desk', 'device_class', 'asked_at'], name='requests_in_line')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'promised'))), fields=('person', 'device_class'), name='a_class_asked_once_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'promised'), _negated=True), ('promise__isnull', False), _connector='OR'), name='a_promised_request_keeps_one_free'), models.CheckConstraint(condition=models.Q(('state', 'refused'), ('reason', ''), _connector='XOR'), name='a_refusal_has_its_reason')],
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
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('loan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='returned', to='lending.loan')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='organisations.place')),
                ('slip', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
            ],
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
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('soon', 'Soon'), ('late', 'Late')], max_length=4)),
                ('due_on', models.DateField()),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='lending.loan')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comms.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('loan', 'kind', 'due_on'), name='told_once_about_a_due_date'), digibank.guards.AppendOnly(name='lending_reminder_append_only')],
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
        migrations.AddIndex(
            model_name='loan',
            index=models.Index(condition=models.Q(('state', 'running')), fields=['desk', 'due_on'], name='running_loans_by_due_date'),
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
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('prepared', 'running'))), models.Q(models.Q(('state__in', ('prepared', 'running')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='an_ended_loan_has_its_moment'),
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('loan', 'at the loan'), ('return', 'at the return')], max_length=6)),
                ('signer', models.CharField(choices=[('borrower', 'the borrower'), ('desk', 'the desk')], max_length=8)),
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
                'constraints': [models.UniqueConstraint(fields=('loan', 'occasion', 'signer'), name='each_signs_once_on_each_occasion'), models.CheckConstraint(condition=models.Q(models.Q(('drawing__isnull', False), ('way', 'screen')), models.Q(models.Q(('way', 'screen'), _negated=True), ('drawing__isnull', True)), _connector='OR'), name='drawn_on_the_screen_or_not_at_all'), models.CheckConstraint(condition=models.Q(models.Q(('signer', 'desk'), ('way', 'name')), models.Q(models.Q(('signer', 'desk'), _negated=True), ('way__in', ('screen', 'paper'))), _connector='OR'), name='the_desk_signs_by_name'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='a_signature_binds_a_sha256'), digibank.guards.AppendOnly(name='lending_signature_append_only')],
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
    ]
