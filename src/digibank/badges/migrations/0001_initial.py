import digibank.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('audit', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Badge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(editable=False, max_length=64)),
                ('code', models.CharField(editable=False, max_length=128)),
                ('issued_at', models.DateTimeField(default=digibank.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('blocked_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='badges', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('fingerprint',), name='a_badge_has_its_own_secret'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user',), name='one_open_badge_per_user'), models.CheckConstraint(condition=models.Q(('wrong_tries__lt', 5), ('blocked_at__isnull', False), _connector='OR'), name='five_wrong_codes_block_a_badge')],
            },
        ),
        migrations.CreateModel(
            name='SharedComputer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=40)),
                ('fingerprint', models.CharField(editable=False, max_length=64)),
                ('registered_at', models.DateTimeField(default=digibank.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('seen_on', models.DateField(default=digibank.clock.today)),
                ('wrong_codes', models.PositiveSmallIntegerField(default=0)),
                ('counted_from', models.DateTimeField(default=digibank.clock.now)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_computers', to='organisations.place')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['place__name', 'name'],
                'constraints': [models.UniqueConstraint(fields=('fingerprint',), name='a_computer_has_its_own_secret'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('place', 'name'), name='one_open_computer_of_this_name'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='a_computer_is_ended_by_somebody')],
            },
        ),
    ]
