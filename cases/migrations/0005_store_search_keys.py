from django.db import migrations

from cases.names import deletions, entries

PORTION = 500


def store_keys(apps, schema_editor):
    """Make the search keys of all names anew: whole, and their deletions once a key."""
    alias = schema_editor.connection.alias
    name_key, near_key, person_name = (
        apps.get_model("cases", model).objects.using(alias) for model in ("NameKey", "NearKey", "PersonName")
    )
    name_key.all().delete()
    seen = set()
    for name in person_name.order_by("pk").iterator(chunk_size=PORTION):
        keys = entries(name.text)
        name_key.bulk_create(name_key.model(name_id=name.pk, key=key) for key in sorted(keys))
        near = [near_key.model(cut=cut, key=key) for key in sorted(keys - seen) for cut in sorted(deletions(key))]
        near_key.bulk_create(near, batch_size=PORTION)
        seen |= keys


class Migration(migrations.Migration):

    dependencies = [("cases", "0004_merging_and_search")]

    operations = [migrations.RunPython(store_keys, migrations.RunPython.noop, elidable=True)]
