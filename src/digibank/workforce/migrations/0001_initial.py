import digibank.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('audit', '0001_initial'),
        ('inventory', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Helper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='helper', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user__full_name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HelperSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(choices=[('administration', 'government and taxes'), ('bank', 'bank'), ('health', 'health'), ('shopping', 'buying and selling'), ('itsme', 'itsme and logging in'), ('device', 'computer, tablet or telephone'), ('messages', 'e-mail, messages and photos'), ('internet', 'internet at home'), ('safety', 'safe online'), ('work', 'work'), ('school', 'school'), ('mobility', 'bus, train and parking'), ('other', 'something else')], max_length=15)),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skills', to='workforce.helper')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('helper', 'topic'), name='a_skill_once_per_helper')],
            },
        ),
        migrations.CreateModel(
            name='HelperTongue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tongue', models.CharField(choices=[('ar', 'العربية'), ('ber', 'Tamazight'), ('en', 'English'), ('fr', 'Français'), ('de', 'Deutsch'), ('ps', 'پښتو'), ('fa', 'فارسی'), ('pl', 'Polski'), ('ro', 'Română'), ('ru', 'Русский'), ('vgt', 'Flemish Sign Language'), ('so', 'Soomaali'), ('es', 'Español'), ('ti', 'ትግርኛ'), ('tr', 'Türkçe'), ('uk', 'Українська')], max_length=3)),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spoken', to='workforce.helper')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('helper', 'tongue'), name='a_language_once_per_helper')],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('table', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('came_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('called_off_at', models.DateTimeField(blank=True, null=True)),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='workforce.helper')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='organisations.place')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
                'indexes': [models.Index(fields=['place', 'starts_at'], name='shifts_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='a_shift_lasts'), models.CheckConstraint(condition=models.Q(('left_at__isnull', True), models.Q(('came_at__isnull', False), ('left_at__gte', models.F('came_at'))), _connector='OR'), name='who_left_came_before'), models.CheckConstraint(condition=models.Q(('called_off_at__isnull', True), ('came_at__isnull', True), _connector='OR'), name='who_came_was_not_called_off'), models.CheckConstraint(condition=models.Q(models.Q(('came_at__isnull', True), ('table__isnull', True)), models.Q(('came_at__isnull', False), ('table__range', (1, 99))), _connector='OR'), name='who_came_has_a_table'), models.UniqueConstraint(condition=models.Q(('came_at__isnull', False), ('left_at__isnull', True)), fields=('helper',), name='a_helper_is_at_one_place')],
            },
        ),
        migrations.CreateModel(
            name='TaskCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('clean', 'Clean the device'), ('label', 'Label the device'), ('pack', 'Pack the device')], max_length=10)),
                ('state', models.CharField(choices=[('open', 'lies ready'), ('taken', 'being done'), ('stuck', 'help is asked'), ('done', 'done'), ('withdrawn', 'withdrawn')], default='open', max_length=10)),
                ('laid_out_at', models.DateTimeField(default=digibank.clock.now)),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('scanned_at', models.DateTimeField(blank=True, null=True)),
                ('steps_done', models.PositiveSmallIntegerField(default=0)),
                ('help_asked', models.CharField(blank=True, choices=[('not_understood', 'I do not understand it'), ('broken', 'Something is broken'), ('not_found', 'I do not find the device'), ('other', 'Something else')], max_length=15)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=200)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='task_cards', to='inventory.device')),
                ('laid_out_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='task_cards', to='organisations.place')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['place', 'state', 'laid_out_at'], name='task_cards_by_place'), models.Index(fields=['taken_by', 'ended_at'], name='task_cards_by_worker')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'taken', 'stuck'))), fields=('device', 'kind'), name='one_standing_card_per_device_and_kind'), models.UniqueConstraint(condition=models.Q(('state', 'taken')), fields=('taken_by',), name='one_taken_card_per_worker'), models.CheckConstraint(condition=models.Q(models.Q(('scanned_at__isnull', True), ('state', 'open'), ('steps_done', 0), ('taken_at__isnull', True), ('taken_by__isnull', True)), ('state', 'withdrawn'), models.Q(('state__in', ('taken', 'stuck', 'done')), ('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='a_taken_card_says_by_whom'), models.CheckConstraint(condition=models.Q(('steps_done', 0), ('scanned_at__isnull', False), _connector='OR'), name='no_step_before_the_right_device'), models.CheckConstraint(condition=models.Q(('state', 'withdrawn'), models.Q(('state', 'stuck'), models.Q(('help_asked', ''), _negated=True)), models.Q(models.Q(('state', 'stuck'), _negated=True), ('help_asked', '')), _connector='OR'), name='a_stuck_card_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'withdrawn'))), models.Q(('state__in', ('open', 'taken', 'stuck')), ('ended_at__isnull', True)), _connector='OR'), name='an_ended_card_has_its_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), models.Q(('withdrawn_because', ''), _negated=True)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_because', '')), _connector='OR'), name='a_withdrawn_card_says_why')],
            },
        ),
    ]
