import digibank.clock
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Kept',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'shared_cache',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('username', models.CharField(max_length=40)),
                ('full_name', models.CharField(max_length=80)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_active', models.BooleanField(default=True)),
                ('actor', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='user', to='audit.actor')),
            ],
            options={
                'ordering': ['full_name'],
                'constraints': [models.UniqueConstraint(fields=('username',), name='a_user_name_once'), models.CheckConstraint(condition=models.Q(('username', django.db.models.functions.text.Lower('username'))), name='user_names_have_no_capitals')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('answer', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=digibank.clock.now)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(default=digibank.clock.today)),
                ('until_on', models.DateField(blank=True, null=True)),
                ('role', models.CharField(choices=[('administrator', 'administrator'), ('coordinator', 'regional coordinator'), ('technician', 'technician'), ('lending_clerk', 'lending clerk'), ('social_worker', 'social worker'), ('social_economy_worker', 'social-economy worker'), ('accountant', 'accountant'), ('reception', 'reception'), ('digihelper', 'digihelper'), ('guide', 'guide')], max_length=25)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organisations.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organisations.place')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='a_membership_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('until_on__isnull', True)), fields=('user', 'organisation', 'role'), name='one_open_membership_per_role')],
            },
        ),
    ]
