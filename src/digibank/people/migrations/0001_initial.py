import digibank.clock
import digibank.guards
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('phone', models.CharField(max_length=30)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='organisations.organisation')),
                ('works_at', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'works_at', 'name', 'phone'), name='a_contact_once'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('phone', ''), _negated=True)), name='a_contact_has_a_name_and_a_telephone')],
            },
        ),
        migrations.CreateModel(
            name='Donor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_legal_person', models.BooleanField(default=False)),
                ('name', models.CharField(max_length=120)),
                ('contact', models.CharField(blank=True, db_default='', default='', max_length=120)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('email', models.EmailField(blank=True, max_length=120)),
                ('street', models.CharField(blank=True, max_length=120)),
                ('postcode', models.CharField(blank=True, max_length=10)),
                ('town', models.CharField(blank=True, max_length=60)),
                ('registered_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('search', models.CharField(editable=False, max_length=400)),
                ('faded_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='donors', to='organisations.organisation')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['organisation', 'search'], name='donors_by_name')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('faded_at__isnull', True), models.Q(('name', ''), _negated=True)), models.Q(('contact', ''), ('email', ''), ('faded_at__isnull', False), ('is_legal_person', False), ('name', ''), ('phone', ''), ('postcode', ''), ('search', ''), ('street', ''), ('town', '')), _connector='OR'), name='a_donor_has_a_name_or_faded'), models.CheckConstraint(condition=models.Q(models.Q(('postcode', ''), ('street', ''), ('town', '')), models.Q(models.Q(('street', ''), _negated=True), models.Q(('postcode', ''), _negated=True), models.Q(('town', ''), _negated=True)), _connector='OR'), name='the_address_of_a_donor_is_whole_or_absent'), digibank.guards.LettersIndexed(field='search', name='donors_by_letters')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('called', models.CharField(blank=True, max_length=60)),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('interpreter_needed', models.BooleanField(default=False)),
                ('contact_language', models.CharField(blank=True, max_length=40)),
                ('large_print', models.BooleanField(db_default=False, default=False)),
                ('prefers', models.CharField(choices=[('letter', 'letter'), ('phone', 'telephone call'), ('sms', 'text message'), ('email', 'e-mail'), ('card', 'card at the desk')], max_length=10)),
                ('protected', models.BooleanField(default=False)),
                ('registered_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('search', models.CharField(editable=False, max_length=400)),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residents', to='organisations.organisation')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['home', 'id'], name='persons_of_a_home'), models.Index(fields=['birth_year'], name='persons_by_birth_year'), models.Index(condition=models.Q(('protected', True)), fields=['home'], name='protected_persons_of_a_home')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='a_person_has_a_name'), models.CheckConstraint(condition=models.Q(('birth_year__isnull', True), ('birth_year__range', (1900, 2100)), _connector='OR'), name='a_believable_birth_year'), digibank.guards.LettersIndexed(field='search', name='persons_by_letters')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(default=digibank.clock.today)),
                ('until_on', models.DateField(blank=True, null=True)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='people.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='people.person')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='nobody_leaves_before_moving_in'), digibank.guards.NoOverlap(ends='until_on', fields=('person_id',), name='one_household_at_a_time', of='date', starts='from_on', where='')],
            },
        ),
        migrations.CreateModel(
            name='ContactWay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(default=digibank.clock.today)),
                ('until_on', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('phone', 'telephone'), ('mobile', 'mobile phone'), ('email', 'e-mail'), ('someone', 'through somebody else'), ('desk', 'comes by at the desk')], max_length=10)),
                ('value', models.CharField(blank=True, max_length=120)),
                ('who', models.CharField(blank=True, max_length=120)),
                ('relation', models.CharField(blank=True, max_length=60)),
                ('last_reached_on', models.DateField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ways', to='people.person')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['value'], name='ways_by_value')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'desk'), ('value', '')), ('kind', 'someone'), models.Q(('kind__in', ['phone', 'mobile', 'email']), models.Q(('value', ''), _negated=True)), _connector='OR'), name='a_way_leads_somewhere'), models.CheckConstraint(condition=models.Q(('kind', 'someone'), ('who', ''), _connector='XOR'), name='somebody_else_has_a_name'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='a_way_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('until_on__isnull', True)), fields=('person', 'kind', 'value', 'who'), name='a_way_once_per_person')],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(default=digibank.clock.today)),
                ('until_on', models.DateField(blank=True, null=True)),
                ('street', models.CharField(max_length=120)),
                ('postcode', models.CharField(max_length=4)),
                ('town', models.CharField(max_length=60)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addresses', to='people.person')),
            ],
            options={
                'ordering': ['-from_on'],
                'indexes': [models.Index(fields=['postcode'], name='addresses_by_postcode')],
                'constraints': [models.CheckConstraint(condition=models.Q(('postcode__regex', '^[1-9][0-9]{3}$')), name='a_person_has_a_belgian_postcode'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='an_address_ends_after_it_begins'), digibank.guards.NoOverlap(ends='until_on', fields=('person_id',), name='one_address_at_a_time', of='date', starts='from_on', where='')],
            },
        ),
        migrations.CreateModel(
            name='PersonAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(default=digibank.clock.today)),
                ('until_on', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(max_length=200)),
                ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opened_persons', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='people.person')),
            ],
            options={
                'ordering': ['from_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='an_access_ends_after_it_begins'), digibank.guards.NoOverlap(ends='until_on', fields=('person_id', 'organisation_id'), name='one_access_at_a_time', of='date', starts='from_on', where='')],
            },
        ),
        migrations.CreateModel(
            name='Representative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(default=digibank.clock.today)),
                ('until_on', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('guardian', 'guardian appointed by the court'), ('parent', 'parent of a minor')], max_length=10)),
                ('name', models.CharField(max_length=120)),
                ('contact', models.CharField(blank=True, max_length=120)),
                ('proof_seen_on', models.DateField(default=digibank.clock.today)),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representatives', to='people.person')),
            ],
            options={
                'ordering': ['-from_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='who_signs_along_has_a_name'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='a_representative_ends_after_it_begins'), digibank.guards.NoOverlap(ends='until_on', fields=('person_id',), name='one_signs_along_at_a_time', of='date', starts='from_on', where='')],
            },
        ),
        migrations.CreateModel(
            name='StatisticsCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('age_band', models.CharField(choices=[('not_asked', 'not asked'), ('will_not_say', 'will not say'), ('0-17', '0 to 17 years'), ('18-29', '18 to 29 years'), ('30-54', '30 to 54 years'), ('55+', '55 years or older')], default='not_asked', max_length=15)),
                ('gender', models.CharField(choices=[('not_asked', 'not asked'), ('will_not_say', 'will not say'), ('f', 'woman'), ('m', 'man'), ('x', 'x')], default='not_asked', max_length=15)),
                ('target_groups_told', models.CharField(choices=[('not_asked', 'not asked'), ('will_not_say', 'will not say'), ('answered', 'answered')], default='not_asked', max_length=15)),
                ('older', models.BooleanField(default=False)),
                ('limited_means', models.BooleanField(default=False)),
                ('low_schooling', models.BooleanField(default=False)),
                ('other_home_language', models.BooleanField(default=False)),
                ('job_seeker', models.CharField(choices=[('not_asked', 'not asked'), ('will_not_say', 'will not say'), ('yes', 'yes'), ('no', 'no')], default='not_asked', max_length=15)),
                ('how_came', models.CharField(choices=[('not_asked', 'not asked'), ('will_not_say', 'will not say'), ('self', 'by oneself'), ('family', 'family, friends or neighbours'), ('ocmw', 'OCMW'), ('partner', 'another organisation'), ('library', 'library or help point'), ('school', 'school or course'), ('letter', 'letter or leaflet'), ('online', 'website or social media')], default='not_asked', max_length=15)),
                ('filled_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='card', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('target_groups_told', 'answered'), models.Q(('limited_means', False), ('low_schooling', False), ('older', False), ('other_home_language', False)), _connector='OR'), name='target_groups_only_when_told')],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('says', models.CharField(choices=[('same', 'the same person'), ('different', 'two persons')], max_length=10)),
                ('judged_at', models.DateTimeField(default=digibank.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='the_older_record_first'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('first', 'second'), name='one_standing_verdict_about_two')],
            },
        ),
    ]
