import digibank.clock
import digibank.guards
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('files', '0001_initial'),
        ('inventory', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LooseStock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('charger', 'charger'), ('mouse', 'mouse'), ('bag', 'bag'), ('keyboard', 'keyboard'), ('screen', 'screen'), ('cable', 'cable'), ('start_card', 'start card')], max_length=12)),
                ('count', models.PositiveIntegerField(default=0)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loose_stock', to='organisations.place')),
            ],
            options={
                'ordering': ['place', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('place', 'kind'), name='loose_parts_once_per_place'), models.CheckConstraint(condition=models.Q(('count__gte', 0)), name='loose_parts_are_not_below_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('coming', models.CharField(choices=[('brought', 'the donor brings it'), ('collected', 'we collect it')], max_length=10)),
                ('preferred_days', models.JSONField(blank=True, default=list)),
                ('part_of_day', models.CharField(choices=[('any', 'the whole day'), ('morning', 'in the morning'), ('afternoon', 'in the afternoon')], default='any', max_length=10)),
                ('channel', models.CharField(choices=[('website', 'website'), ('phone', 'telephone'), ('counter', 'counter')], max_length=10)),
                ('remarks', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('announced', 'to preselect'), ('preselected', 'expected'), ('received', 'came in, a difference is open'), ('settled', 'settled'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='announced', max_length=12)),
                ('announced_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('depot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='organisations.place')),
                ('donor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='people.donor')),
                ('drop_off', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.place')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['depot', 'state', '-id'], name='offers_of_a_depot')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('coming', 'brought'), ('drop_off__isnull', False)), models.Q(('coming', 'collected'), ('donor__isnull', False), ('drop_off__isnull', True)), _connector='OR'), name='an_offer_comes_somewhere_or_from_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('announced', 'preselected', 'received'))), models.Q(models.Q(('state__in', ('announced', 'preselected', 'received')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='an_ended_offer_has_its_moment')],
            },
        ),
        migrations.CreateModel(
            name='Donation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('received_on', models.DateField(default=digibank.clock.today)),
                ('registered_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('remarks', models.CharField(blank=True, max_length=200)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('donor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='donations', to='people.donor')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='donations', to='organisations.place')),
                ('offer', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='donation', to='donations.offer')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['place', 'id'], name='donations_by_place')],
            },
        ),
        migrations.CreateModel(
            name='OfferedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('laptop', 'laptop'), ('desktop', 'desktop computer'), ('tablet', 'tablet'), ('phone', 'smartphone'), ('screen', 'screen'), ('accessories', 'loose parts'), ('other', 'something else')], max_length=12)),
                ('vendor', models.CharField(blank=True, max_length=80)),
                ('product', models.CharField(blank=True, max_length=120)),
                ('serial', models.CharField(blank=True, max_length=80)),
                ('count', models.PositiveSmallIntegerField(default=1)),
                ('works', models.CharField(blank=True, choices=[('yes', 'works'), ('partly', 'works partly'), ('no', 'does not work')], max_length=8)),
                ('age', models.CharField(blank=True, choices=[('new', 'less than 5 years old'), ('middle', '5 to 10 years old'), ('old', 'more than 10 years old')], max_length=8)),
                ('remarks', models.CharField(blank=True, max_length=200)),
                ('preselection', models.CharField(choices=[('undecided', 'not judged yet'), ('accepted', 'may come'), ('refused', 'refused')], default='undecided', max_length=10)),
                ('is_extra', models.BooleanField(default=False)),
                ('reception', models.CharField(choices=[('expected', 'not counted yet'), ('arrived', 'arrived'), ('different', 'something else came'), ('missing', 'was not there')], default='expected', max_length=10)),
                ('settlement', models.CharField(blank=True, choices=[('told', 'the donor knows it'), ('correct', 'it is right after all'), ('stays_missing', 'it will not come')], max_length=14)),
                ('settlement_note', models.CharField(blank=True, max_length=200)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='donations.offer')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='an_offered_thing_is_there_once'), models.CheckConstraint(condition=models.Q(('serial', ''), ('count', 1), _connector='OR'), name='a_serial_number_is_of_one_thing'), models.UniqueConstraint(condition=models.Q(('serial', ''), _negated=True), fields=('offer', 'serial'), name='a_serial_number_once_per_offer'), models.CheckConstraint(condition=models.Q(('reception', 'expected'), ('preselection', 'accepted'), _connector='OR'), name='only_what_was_accepted_is_received'), models.CheckConstraint(condition=models.Q(('settlement', ''), ('reception__in', ['missing', 'different']), ('is_extra', True), _connector='OR'), name='only_a_difference_is_settled')],
            },
        ),
        migrations.CreateModel(
            name='DonatedDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='given_with', to='inventory.device')),
                ('donation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='donations.donation')),
                ('offered_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='donations.offereditem')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DonatedParts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('charger', 'charger'), ('mouse', 'mouse'), ('bag', 'bag'), ('keyboard', 'keyboard'), ('screen', 'screen'), ('cable', 'cable'), ('start_card', 'start card')], max_length=12)),
                ('count', models.PositiveSmallIntegerField()),
                ('donation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='donations.donation')),
            ],
            options={
                'ordering': ['kind'],
                'constraints': [models.UniqueConstraint(fields=('donation', 'kind'), name='parts_once_per_donation')],
            },
        ),
        migrations.CreateModel(
            name='LooseMovement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.IntegerField()),
                ('why', models.CharField(choices=[('donation', 'came with a donation'), ('harvested', 'taken out of a device'), ('used', 'given along with a device'), ('discarded', 'broken, thrown away'), ('counted', 'counted anew')], max_length=10)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('donation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='donations.donation')),
                ('stock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='donations.loosestock')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['stock', '-id'], name='loose_movements_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('change', 0), _negated=True), name='a_movement_moves_something'), models.CheckConstraint(condition=models.Q(models.Q(('donation__isnull', False), ('why', 'donation')), models.Q(models.Q(('why', 'donation'), _negated=True), ('donation__isnull', True)), _connector='OR'), name='only_a_donation_comes_with_a_donation'), digibank.guards.AppendOnly(name='donations_loosemovement_append_only')],
            },
        ),
        migrations.CreateModel(
            name='FollowLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('given_at', models.DateTimeField(default=digibank.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='follow_link', to='audit.actor')),
                ('donation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_links', to='donations.donation')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.place')),
                ('offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_links', to='donations.offer')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('donation__isnull', True), ('offer__isnull', False)), models.Q(('donation__isnull', False), ('offer__isnull', True)), _connector='OR'), name='a_link_follows_one_gift'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('offer',), name='one_open_link_per_offer'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('donation',), name='one_open_link_per_donation'), digibank.guards.ClosedOnce(closed='ended_at', fixed=('offer_id', 'donation_id', 'place_id', 'fingerprint', 'actor_id', 'given_at', 'given_by_id'), name='donations_followlink_closed_once')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('undecided', 'not judged yet'), ('accepted', 'may come'), ('refused', 'refused')], max_length=10)),
                ('ground', models.CharField(blank=True, choices=[('outdated', 'too old: nobody buys or uses it any more'), ('damaged', 'much rust or damage on the outside'), ('poor', 'in a poor general state'), ('too_dear', 'repair costs more than it is worth'), ('crt', 'an old screen with a picture tube')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('advice', models.CharField(blank=True, choices=[('recycling_park', 'Bring it to the recycling park. That is free for electrical devices.'), ('shop', 'Bring it to a shop when you buy a new one. The shop takes the old one for free.'), ('collection_point', 'Small devices may go in a Recupel box in a supermarket or shop.'), ('company_collector', 'Ask a registered collector of waste to come and get it.')], max_length=20)),
                ('where', models.CharField(choices=[('form', 'from what the donor told'), ('on_site', 'at the donor’s'), ('door', 'at our door')], max_length=8)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='donations.offereditem')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'refused'), models.Q(('ground', ''), _negated=True), models.Q(('advice', ''), _negated=True)), models.Q(models.Q(('verdict', 'refused'), _negated=True), ('advice', ''), ('ground', ''), ('reason', '')), _connector='OR'), name='a_refusal_has_ground_and_advice'), digibank.guards.OnlyFades(fades=('reason',), fixed=('id', 'item_id', 'verdict', 'ground', 'advice', 'where', 'at', 'by_id'), name='donations_decision_only_fades')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('covers', models.PositiveIntegerField()),
                ('written_at', models.DateTimeField(default=digibank.clock.now)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('donation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='donations.donation')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [digibank.guards.AppendOnly(name='donations_receipt_append_only')],
            },
        ),
        migrations.CreateModel(
            name='RefusalLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('covers', models.PositiveBigIntegerField()),
                ('written_at', models.DateTimeField(default=digibank.clock.now)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='donations.offer')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [digibank.guards.AppendOnly(name='donations_refusalletter_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lock', models.CharField(choices=[('google', 'Google account'), ('apple', 'Apple account (iCloud)'), ('managed', 'managed by a company or school (Intune, Autopilot)'), ('firmware', 'password before it starts (firmware)')], max_length=10)),
                ('state', models.CharField(choices=[('asked', 'asked the donor'), ('told', 'the donor says it is released'), ('cannot', 'the donor cannot release it'), ('for_parts', 'may serve for parts')], default='asked', max_length=10)),
                ('asked_on', models.DateField(default=digibank.clock.today)),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('donation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='donations.donation')),
                ('flag', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='release', to='inventory.deviceflag')),
                ('told_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['state', 'asked_on'], name='releases_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'asked'), ('told_at__isnull', True), ('told_by__isnull', True)), models.Q(models.Q(('state', 'asked'), _negated=True), ('told_at__isnull', False), ('told_by__isnull', False)), _connector='OR'), name='an_answer_about_a_lock_is_of_somebody'), models.CheckConstraint(condition=models.Q(('reminded_on__isnull', True), ('reminded_on__gte', models.F('asked_on')), _connector='OR'), name='a_donor_is_asked_before_reminded')],
            },
        ),
    ]
