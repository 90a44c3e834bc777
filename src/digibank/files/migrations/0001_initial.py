import digibank.clock
import digibank.guards
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size_bytes', models.PositiveBigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=100)),
                ('created_at', models.DateTimeField(default=digibank.clock.now)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='audit.actor')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='a_sha256_in_small_letters'), models.CheckConstraint(condition=models.Q(('name__regex', '^[A-Za-z0-9][A-Za-z0-9._-]*$')), name='a_plain_file_name'), models.CheckConstraint(condition=models.Q(('media_type__regex', '^[a-z]+/[a-z0-9][a-z0-9.+-]*$')), name='a_plain_media_type'), digibank.guards.AppendOnly(name='files_document_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Forgotten',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('forgotten_at', models.DateTimeField(default=digibank.clock.now)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='forgotten', to='files.document')),
                ('forgotten_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actor')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('removed_at__isnull', True)), fields=['forgotten_at'], name='documents_to_remove')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField()),
                ('damage', models.CharField(blank=True, choices=[('missing', 'missing'), ('changed', 'changed')], max_length=10)),
                ('damaged_since', models.DateTimeField(blank=True, null=True)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reading', to='files.document')),
            ],
            options={
                'indexes': [models.Index(fields=['read_at'], name='documents_by_reading'), models.Index(condition=models.Q(('damage', ''), _negated=True), fields=['damaged_since'], name='damaged_documents')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('damage', ''), ('damaged_since__isnull', True)), models.Q(models.Q(('damage', ''), _negated=True), ('damaged_since__isnull', False)), _connector='OR'), name='damage_has_its_moment')],
            },
        ),
    ]
