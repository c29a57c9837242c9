import accounts.appendonly
import cases.review.evidence
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0002_photo'),
    ]

    operations = [
        migrations.CreateModel(
            name='Outstanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=10)),
                ('ref', models.CharField(max_length=12)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('content', models.BinaryField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField(verbose_name='frozen content')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('record_version', models.PositiveIntegerField(verbose_name='version of the record')),
                ('status', models.CharField(choices=[('pending', 'waits for review'), ('approved', 'approved'), ('returned', 'returned'), ('withdrawn', 'withdrawn before review'), ('superseded', 'replaced by a later one'), ('retracted', 'taken out of public')], db_index=True, default='pending', max_length=10, verbose_name='status')),
                ('submitted_at', models.DateTimeField(verbose_name='submitted at')),
                ('note', models.TextField(blank=True, verbose_name='note to the reviewer')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('withheld', models.JSONField(default=list, verbose_name='withheld')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ('end_reason', models.TextField(blank=True, verbose_name='reason for ending it')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='cases.case', verbose_name='case')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='cases.person', verbose_name='person')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'ordering': ('submitted_at', 'pk'),
                'permissions': (('submit_snapshot', 'May submit records for review'), ('approve_snapshot', 'May approve and return submissions'), ('retract_snapshot', 'May take records out of public'), ('publish_edition', 'May publish editions')),
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', True), ('person__isnull', False)), models.Q(('case__isnull', False), ('person__isnull', True)), _connector='OR'), name='snapshot_is_of_one_record'), models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'approved', 'returned', 'withdrawn', 'superseded', 'retracted'])), name='snapshot_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='snapshot_decided_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='snapshot_ended_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('ended_at__isnull', True), ('status', 'pending')), models.Q(('decided_at__isnull', False), ('ended_at__isnull', True), ('status__in', ('approved', 'returned'))), models.Q(('decided_at__isnull', True), ('ended_at__isnull', False), ('status', 'withdrawn')), models.Q(('ended_at__isnull', False), ('status', 'superseded')), models.Q(('decided_at__isnull', False), ('ended_at__isnull', False), ('status', 'retracted')), _connector='OR'), name='snapshot_status_has_its_dates'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('status', 'returned'), models.Q(('decided_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='snapshot_four_eyes'), models.UniqueConstraint(condition=models.Q(('status', 'pending')), fields=('person',), name='one_pending_per_person'), models.UniqueConstraint(condition=models.Q(('status', 'pending')), fields=('case',), name='one_pending_per_case'), models.UniqueConstraint(condition=models.Q(('status', 'approved')), fields=('person',), name='one_approved_per_person'), models.UniqueConstraint(condition=models.Q(('status', 'approved')), fields=('case',), name='one_approved_per_case')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=20)),
                ('ref', models.CharField(max_length=12)),
                ('key', models.CharField(max_length=32)),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='review.snapshot')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['noun', 'ref'], name='mention_ref'), models.Index(fields=['key'], name='mention_key')],
            },
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authors', to='review.snapshot')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('snapshot', 'user'), name='author_once')],
            },
        ),
        cases.review.evidence.GuardSnapshots(
        ),
        accounts.appendonly.AppendOnly(
            table='review_author',
        ),
        accounts.appendonly.AppendOnly(
            table='review_mention',
        ),
        accounts.appendonly.AppendOnly(
            table='review_picture',
        ),
    ]
