import digibank.clock
import digibank.guards
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
        ('files', '0001_initial'),
        ('inventory', '0002_media_taken_out'),
        ('organisations', '0001_initial'),
        ('refurbishment', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Destruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('destroyed_on', models.DateField(default=digibank.clock.today)),
                ('firm', models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200)),
                ('approved_at', models.DateTimeField(default=digibank.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Reread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=80)),
                ('found', models.CharField(choices=[('zeros', 'zeros'), ('pattern', 'pattern'), ('data', 'data'), ('unreadable', 'unreadable'), ('other_places', 'other_places'), ('other_drive', 'other_drive'), ('other_size', 'other_size')], max_length=12)),
                ('is_empty', models.BooleanField()),
                ('read_at', models.DateTimeField(default=digibank.clock.now)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='RereadWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('monday', models.DateField()),
                ('seed', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['-monday', 'place'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='erasure',
            name='a_log_once_per_medium',
        ),
        migrations.RemoveConstraint(
            model_name='erasure',
            name='a_drive_of_a_log_is_one_medium',
        ),
        migrations.RemoveConstraint(
            model_name='erasure',
            name='one_erasure_per_life_of_a_medium',
        ),
        migrations.AddField(
            model_name='erasure',
            name='depot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.place'),
        ),
        migrations.AddField(
            model_name='erasure',
            name='exempted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='erasure',
            name='needs_exemption',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='erasure',
            name='sample',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document'),
        ),
        migrations.AlterField(
            model_name='erasure',
            name='drive',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AlterField(
            model_name='erasure',
            name='log',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document'),
        ),
        migrations.AlterField(
            model_name='erasure',
            name='method',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AlterField(
            model_name='erasure',
            name='technique',
            field=models.CharField(choices=[('overwritten', 'overwritten'), ('nvme_block', 'NVMe sanitize, block erase'), ('nvme_crypto', 'NVMe sanitize, crypto erase'), ('nvme_overwrite', 'NVMe sanitize, overwrite'), ('nvme_format', 'NVMe format with erase'), ('ata_block', 'ATA sanitize, block erase'), ('ata_crypto', 'ATA sanitize, crypto scramble'), ('ata_overwrite', 'ATA sanitize, overwrite'), ('ata_secure', 'ATA security erase'), ('ata_enhanced', 'ATA enhanced security erase'), ('mmc_sanitize', 'eMMC sanitize'), ('mmc_secure_trim', 'eMMC secure trim'), ('keys_destroyed', 'key of an encrypted disk destroyed'), ('factory_reset', 'factory reset, witnessed by two'), ('destroyed', 'destroyed')], max_length=20),
        ),
        migrations.AlterField(
            model_name='erasure',
            name='tool',
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AlterField(
            model_name='statement',
            name='sign',
            field=models.CharField(choices=[('method', 'method'), ('status', 'result'), ('error_counts', 'errors'), ('bytes', 'bytes written'), ('verification', 'read back'), ('last_line', 'end of the run'), ('serial', 'serial number'), ('capacity', 'size'), ('hidden_areas', 'hidden areas'), ('progress', 'how far it came'), ('untouched', 'written since'), ('moment', 'moment'), ('encrypted', 'encrypted'), ('always', 'encrypted from the start'), ('keys', 'keys'), ('account', 'lock of an account'), ('cards', 'SIM and memory card'), ('reset', 'starts as new'), ('destroyed', 'seen broken'), ('certificate', 'certificate of the firm')], max_length=15),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.UniqueConstraint(fields=('medium', 'log', 'life_began_at'), name='a_log_once_per_medium'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.UniqueConstraint(condition=models.Q(('technique', 'overwritten'), models.Q(('state', 'withdrawn'), _negated=True)), fields=('log', 'drive'), name='a_drive_of_a_log_is_one_medium'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'accepted'), models.Q(('technique', 'destroyed'), _negated=True)), fields=('medium', 'life_began_at'), name='one_erasure_per_life_of_a_medium'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'accepted'), ('technique', 'destroyed')), fields=('medium',), name='a_medium_is_destroyed_once'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.CheckConstraint(condition=models.Q(('log__isnull', False), ('technique__in', ('factory_reset', 'destroyed')), _connector='OR'), name='only_what_people_saw_has_no_log'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.CheckConstraint(condition=models.Q(('exempted_at__isnull', True), ('needs_exemption', True), ('state', 'accepted'), _negated=True), name='less_than_required_needs_an_exemption'),
        ),
        migrations.AddField(
            model_name='destruction',
            name='erasure',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='destruction', to='refurbishment.erasure'),
        ),
        migrations.AddField(
            model_name='destruction',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor'),
        ),
        migrations.AddField(
            model_name='exemption',
            name='approved_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor'),
        ),
        migrations.AddField(
            model_name='exemption',
            name='erased_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor'),
        ),
        migrations.AddField(
            model_name='exemption',
            name='erasure',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='exemption', to='refurbishment.erasure'),
        ),
        migrations.AddField(
            model_name='reread',
            name='erased_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor'),
        ),
        migrations.AddField(
            model_name='reread',
            name='erasure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rereads', to='refurbishment.erasure'),
        ),
        migrations.AddField(
            model_name='reread',
            name='read_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor'),
        ),
        migrations.AddField(
            model_name='reread',
            name='sample',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document'),
        ),
        migrations.AddField(
            model_name='rereadweek',
            name='place',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reread_weeks', to='organisations.place'),
        ),
        migrations.AddConstraint(
            model_name='destruction',
            constraint=digibank.guards.AppendOnly(name='refurbishment_destruction_append_only'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', models.F('erased_by')), _negated=True), name='a_second_person_approves_the_exemption'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='an_exemption_says_why'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=digibank.guards.AppendOnly(name='refurbishment_exemption_append_only'),
        ),
        migrations.AddConstraint(
            model_name='reread',
            constraint=models.CheckConstraint(condition=models.Q(('read_by', models.F('erased_by')), _negated=True), name='somebody_else_reads_back'),
        ),
        migrations.AddConstraint(
            model_name='reread',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('found__in', ['zeros', 'pattern']), ('is_empty', True)), models.Q(('is_empty', False), models.Q(('found__in', ['zeros', 'pattern']), _negated=True)), _connector='OR'), name='empty_is_what_was_found'),
        ),
        migrations.AddConstraint(
            model_name='reread',
            constraint=digibank.guards.AppendOnly(name='refurbishment_reread_append_only'),
        ),
        migrations.AddConstraint(
            model_name='rereadweek',
            constraint=models.UniqueConstraint(fields=('place', 'monday'), name='a_week_of_a_depot_once'),
        ),
        migrations.AddConstraint(
            model_name='rereadweek',
            constraint=digibank.guards.AppendOnly(name='refurbishment_rereadweek_append_only'),
        ),
    ]
