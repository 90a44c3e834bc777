import digibank.clock
import digibank.guards
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('about', models.PositiveBigIntegerField()),
                ('made_at', models.DateTimeField(default=digibank.clock.now)),
                ('tab', models.PositiveSmallIntegerField()),
                ('heading_row', models.PositiveIntegerField()),
                ('titles', models.JSONField(default=list)),
                ('columns', models.JSONField(default=dict)),
                ('asked', models.JSONField(default=dict)),
                ('answers', models.JSONField(default=dict)),
                ('left_out', models.JSONField(default=list)),
                ('coming', models.PositiveIntegerField(default=0)),
                ('wrong', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('out', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(max_length=64)),
                ('committed_at', models.DateTimeField(blank=True, null=True)),
                ('committed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='files.document')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'about', 'document'), name='a_list_is_one_plan'), models.CheckConstraint(condition=models.Q(models.Q(('committed_at__isnull', True), ('committed_by__isnull', True)), models.Q(('committed_at__isnull', False), ('committed_by__isnull', False)), _connector='OR'), name='a_committed_plan_says_by_whom'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='a_plan_has_its_digest'), digibank.guards.ClosedOnce(closed='committed_at', fixed=(), name='sheets_plan_done_for_good')],
            },
        ),
        migrations.CreateModel(
            name='PlanRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('verdict', models.CharField(choices=[('coming', 'comes in'), ('wrong', 'wrong'), ('known', 'there already'), ('left_out', 'left out')], max_length=10)),
                ('cells', models.JSONField(default=dict)),
                ('item', models.JSONField(default=dict)),
                ('reasons', models.JSONField(default=list)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='sheets.plan')),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['plan', 'verdict', 'number'], name='plan_rows_by_verdict')],
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='a_row_once_in_its_plan'), models.CheckConstraint(condition=models.Q(('verdict__in', ['coming', 'wrong', 'known', 'left_out'])), name='a_row_has_a_verdict')],
            },
        ),
    ]
