import digibank.clock
import digibank.guards
import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DatedAmount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('social_internet_month', 'social internet offer, highest price a month'), ('volunteer_day', 'volunteers, ceiling a day'), ('volunteer_year', 'volunteers, ceiling a year')], max_length=40)),
                ('cents', models.PositiveIntegerField()),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['code', '-valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='an_amount_holds_a_day'), digibank.guards.NoOverlap(ends='valid_until', fields=('code',), name='one_amount_at_a_time', of='date', starts='valid_from', where='')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('association', 'association'), ('municipality', 'municipality'), ('ocmw', 'OCMW'), ('partner', 'partner')], max_length=15)),
                ('name', models.CharField(max_length=80)),
                ('account_number', models.CharField(blank=True, db_default='', default='', max_length=34)),
                ('association', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='organisations.organisation')),
                ('serves', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='served_by', to='organisations.organisation')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'association'), ('association__isnull', False), _connector='XOR'), name='members_and_only_members_have_an_association'), models.UniqueConstraint(fields=('name',), name='an_organisation_name_once'), models.CheckConstraint(condition=models.Q(('account_number', ''), ('account_number__regex', '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'), _connector='OR'), name='an_account_number_is_an_iban'), models.CheckConstraint(condition=models.Q(('serves__isnull', True), ('kind', 'ocmw'), _connector='OR'), name='only_an_ocmw_serves_a_municipality')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('depot', 'depot and workshop'), ('lending_desk', 'lending desk'), ('help_point', 'help point')], max_length=15)),
                ('name', models.CharField(max_length=80)),
                ('street', models.CharField(max_length=120)),
                ('postcode', models.CharField(max_length=4)),
                ('town', models.CharField(max_length=60)),
                ('phone', models.CharField(max_length=20)),
                ('takes_donations', models.BooleanField(db_default=False, default=False)),
                ('given_up_on', models.DateField(blank=True, null=True)),
                ('travel_minutes', models.PositiveSmallIntegerField(db_default=20, default=20)),
                ('way_there', models.CharField(blank=True, db_default='', default='', max_length=160)),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='organisations.organisation')),
            ],
            options={
                'ordering': ['organisation__name', 'name'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='a_place_name_once_per_organisation'), models.CheckConstraint(condition=models.Q(('postcode__regex', '^[1-9][0-9]{3}$')), name='a_belgian_postcode'), models.CheckConstraint(condition=models.Q(('travel_minutes__range', (5, 120))), name='a_believable_way'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (Decimal('49.49'), Decimal('51.51'))), ('longitude__isnull', False), ('longitude__range', (Decimal('2.54'), Decimal('6.41')))), _connector='OR'), name='a_place_lies_in_belgium')],
            },
        ),
        migrations.CreateModel(
            name='ClosureSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=80)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closure_sets', to='organisations.organisation')),
                ('places', models.ManyToManyField(blank=True, related_name='closure_sets', to='organisations.place')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='a_closure_set_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('reason', models.CharField(max_length=80)),
                ('internal_reason', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('closure_set', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='organisations.closureset')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='organisations.place')),
            ],
            options={
                'ordering': ['from_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gt', models.F('from_on'))), name='a_closure_lasts_a_day'), models.CheckConstraint(condition=models.Q(('place__isnull', True), ('closure_set__isnull', True), _connector='XOR'), name='a_closure_is_of_a_place_or_a_set')],
            },
        ),
        migrations.CreateModel(
            name='PlaceFeature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('speaks_nl', 'Nederlands'), ('speaks_fr', 'Français'), ('speaks_en', 'English'), ('speaks_de', 'Deutsch'), ('speaks_ar', 'العربية'), ('speaks_es', 'Español'), ('speaks_fa', 'فارسی'), ('speaks_pl', 'Polski'), ('speaks_ps', 'پښتو'), ('speaks_ro', 'Română'), ('speaks_ru', 'Русский'), ('speaks_tr', 'Türkçe'), ('speaks_uk', 'Українська'), ('speaks_vgt', 'Flemish Sign Language'), ('step_free', 'no steps, wide door'), ('lift', 'lift'), ('accessible_toilet', 'toilet for wheelchairs'), ('reserved_parking', 'parking for who is disabled'), ('hearing_loop', 'hearing loop'), ('quiet_corner', 'quiet corner'), ('computer', 'computer to use'), ('tablet', 'tablet to use'), ('printer', 'printer'), ('scanner', 'scanner'), ('wifi', 'free wifi'), ('charging', 'sockets to charge'), ('children', 'corner for children'), ('coffee', 'coffee or tea'), ('home_visit', 'we also come to your home'), ('alone', 'a space to work by yourself'), ('together', 'help side by side'), ('lessons', 'lessons in a group')], max_length=20)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='features', to='organisations.place')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('place', 'code'), name='a_feature_once_per_place'), models.CheckConstraint(condition=models.Q(('code__in', ['speaks_nl', 'speaks_fr', 'speaks_en', 'speaks_de', 'speaks_ar', 'speaks_es', 'speaks_fa', 'speaks_pl', 'speaks_ps', 'speaks_ro', 'speaks_ru', 'speaks_tr', 'speaks_uk', 'speaks_vgt', 'step_free', 'lift', 'accessible_toilet', 'reserved_parking', 'hearing_loop', 'quiet_corner', 'computer', 'tablet', 'printer', 'scanner', 'wifi', 'charging', 'children', 'coffee', 'home_visit', 'alone', 'together', 'lessons'])), name='a_feature_we_know')],
            },
        ),
        migrations.CreateModel(
            name='Regulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('voted_on', models.DateField()),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('loan_months', models.PositiveSmallIntegerField()),
                ('renewals', models.PositiveSmallIntegerField()),
                ('devices_per_household', models.PositiveSmallIntegerField()),
                ('deposit_cents', models.PositiveIntegerField()),
                ('fee_cents', models.PositiveIntegerField(db_default=0, default=0)),
                ('instalments', models.PositiveSmallIntegerField(db_default=1, default=1)),
                ('may_waive', models.BooleanField(db_default=True, default=True)),
                ('entitled_share_percent', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('outsiders', models.CharField(choices=[('yes', 'yes, as anybody'), ('exception', 'only by exception'), ('no', 'no')], db_default='yes', default='yes', max_length=9)),
                ('postcodes', models.CharField(blank=True, db_default='', default='', max_length=100)),
                ('keeps_when_moved', models.BooleanField(db_default=True, default=True)),
                ('late_weeks', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('rest_months', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('no_show_months', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('gift_text', models.TextField(blank=True, db_default='', default='')),
                ('lease_parts', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('lease_part_cents', models.PositiveIntegerField(db_default=0, default=0)),
                ('set_weeks', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('set_days_ahead', models.PositiveSmallIntegerField(db_default=7, default=7)),
                ('home_in_twos', models.BooleanField(db_default=True, default=True)),
                ('text', models.TextField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regulations', to='organisations.organisation')),
            ],
            options={
                'ordering': ['organisation', '-number'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'number'), name='a_regulation_version_once'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='a_regulation_holds_a_day'), models.CheckConstraint(condition=models.Q(('loan_months__gte', 1)), name='a_loan_lasts_a_month'), models.CheckConstraint(condition=models.Q(('devices_per_household__gte', 1)), name='a_household_may_borrow'), models.CheckConstraint(condition=models.Q(('instalments__gte', 1)), name='money_is_paid_in_a_month_or_more'), models.CheckConstraint(condition=models.Q(('entitled_share_percent__lte', 100)), name='a_share_is_at_most_the_whole'), models.CheckConstraint(condition=models.Q(models.Q(('lease_part_cents', 0), ('lease_parts', 0)), models.Q(('lease_part_cents__gte', 1), ('lease_parts__gte', 1)), _connector='OR'), name='a_lease_purchase_has_parts_and_an_amount'), models.CheckConstraint(condition=models.Q(('set_days_ahead__gte', 7)), name='a_set_is_asked_a_week_ahead'), digibank.guards.NoOverlap(ends='valid_until', fields=('organisation_id',), name='one_regulation_at_a_time', of='date', starts='valid_from', where='')],
            },
        ),
        migrations.CreateModel(
            name='QueueRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(choices=[('week', 'each full week of waiting'), ('own_resident', 'lives in the municipality of the desk'), ('goes_before', 'has the right to go before'), ('no_device', 'nobody at home borrows a device'), ('partner', 'sent by a partner')], max_length=15)),
                ('points', models.PositiveSmallIntegerField()),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='queue_rules', to='organisations.regulation')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('regulation', 'criterion'), name='a_criterion_once_per_regulation'), digibank.guards.AppendOnly(name='organisations_queuerule_append_only')],
            },
        ),
        migrations.CreateModel(
            name='LadderStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('after_days', models.PositiveSmallIntegerField()),
                ('means', models.CharField(choices=[('message', 'a message or a card, the way that reaches the person'), ('phone', 'a call by the desk'), ('referrer', 'a word to the partner who sent the person'), ('letter', 'a letter')], max_length=8)),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ladder_steps', to='organisations.regulation')),
            ],
            options={
                'ordering': ['after_days'],
                'constraints': [models.UniqueConstraint(fields=('regulation', 'means'), name='a_means_once_per_ladder'), models.UniqueConstraint(fields=('regulation', 'after_days'), name='one_step_of_a_ladder_a_day'), models.CheckConstraint(condition=models.Q(('after_days__gte', 1)), name='a_ladder_begins_after_the_last_day'), digibank.guards.AppendOnly(name='organisations_ladderstep_append_only')],
            },
        ),
        migrations.CreateModel(
            name='BorrowRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(choices=[('resident', 'You live in this municipality.'), ('allowance', 'You pay less at the doctor (increased allowance).'), ('social', 'You have a social right.'), ('pupil', 'You go to school.'), ('job_seeker', 'You look for work.'), ('referred', 'A partner sent you.')], max_length=10)),
                ('needs', models.CharField(choices=[('all', 'everybody shows it'), ('one', 'one of these is enough')], max_length=3)),
                ('months', models.PositiveSmallIntegerField()),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='borrow_rules', to='organisations.regulation')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('regulation', 'criterion'), name='a_proof_once_per_regulation'), models.CheckConstraint(condition=models.Q(('months__gte', 1)), name='a_proof_is_good_for_a_month'), digibank.guards.AppendOnly(name='organisations_borrowrule_append_only')],
            },
        ),
        migrations.CreateModel(
            name='RegulationTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'Français'), ('uk', 'Українська'), ('ar', 'العربية')], max_length=2)),
                ('text', models.TextField()),
                ('translated_by', models.CharField(max_length=120)),
                ('typed_at', models.DateTimeField(default=digibank.clock.now)),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='organisations.regulation')),
                ('typed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['language', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('translated_by', ''), _negated=True)), name='a_translation_says_who_made_it'), digibank.guards.AppendOnly(name='organisations_regulationtranslation_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Stop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=80)),
                ('street', models.CharField(max_length=120)),
                ('postcode', models.CharField(max_length=4)),
                ('town', models.CharField(max_length=60)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stops', to='organisations.place')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('place', 'name'), name='a_stop_name_once_per_place'), models.CheckConstraint(condition=models.Q(('postcode__regex', '^[1-9][0-9]{3}$')), name='a_stop_in_belgium')],
            },
        ),
        migrations.CreateModel(
            name='ReplacementHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('walk_in', 'without appointment'), ('appointment', 'by appointment only'), ('phone', 'by telephone')], default='walk_in', max_length=15)),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('closure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replacements', to='organisations.closure')),
                ('stop', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replacements', to='organisations.stop')),
            ],
            options={
                'ordering': ['opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='replacements_close_after_they_open'), digibank.guards.NoOverlap(ends='closes', fields=('closure_id', 'kind'), name='replacements_apart', of='time', starts='opens', where='')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('walk_in', 'without appointment'), ('appointment', 'by appointment only'), ('phone', 'by telephone')], db_default='walk_in', default='walk_in', max_length=15)),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')])),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('every_weeks', models.PositiveSmallIntegerField(db_default=1, default=1)),
                ('anchor_on', models.DateField(blank=True, null=True)),
                ('week_of_month', models.SmallIntegerField(blank=True, choices=[(1, 'first'), (2, 'second'), (3, 'third'), (4, 'fourth'), (-1, 'last')], null=True)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='organisations.place')),
                ('stop', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='organisations.stop')),
            ],
            options={
                'ordering': ['weekday', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='hours_close_after_they_open'), models.CheckConstraint(condition=models.Q(('every_weeks__range', (1, 8))), name='hours_come_within_eight_weeks'), models.CheckConstraint(condition=models.Q(('every_weeks', 1), models.Q(('anchor_on__isnull', False), ('week_of_month__isnull', True)), _connector='OR'), name='some_weeks_count_from_a_day'), models.CheckConstraint(condition=models.Q(('week_of_month__isnull', True), ('week_of_month__range', (1, 4)), ('week_of_month', -1), _connector='OR'), name='a_week_of_a_month'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='hours_hold_a_day_at_least'), digibank.guards.NoOverlap(ends='closes', fields=('place_id', 'weekday', 'kind'), name='hours_apart', of='time', starts='opens', where='every_weeks = 1 AND week_of_month IS NULL AND valid_from IS NULL AND valid_until IS NULL')],
            },
        ),
    ]
