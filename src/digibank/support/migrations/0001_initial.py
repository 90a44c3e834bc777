import digibank.clock
import digibank.guards
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entitlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('goes_before', 'goes before on the waiting list'), ('free', 'pays no deposit and no fee'), ('paid', 'deposit and fee are paid for')], max_length=12)),
                ('amount_cents', models.PositiveIntegerField(blank=True, null=True)),
                ('valid_from', models.DateField(default=digibank.clock.today)),
                ('valid_until', models.DateField()),
                ('granted_at', models.DateTimeField(default=digibank.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entitlements', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entitlements', to='people.person')),
                ('typed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount_cents__gt', 0), ('amount_cents__isnull', False), ('kind', 'paid')), models.Q(models.Q(('kind', 'paid'), _negated=True), ('amount_cents__isnull', True)), _connector='OR'), name='only_what_is_paid_for_has_an_amount'), models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('valid_from'))), name='an_entitlement_holds_a_day'), digibank.guards.NoOverlap(ends='valid_until', fields=('person_id', 'kind', 'organisation_id'), name='one_entitlement_at_a_time', of='date', starts='valid_from', where='ended_at IS NULL')],
            },
        ),
    ]
