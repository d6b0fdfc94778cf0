"""Build a model, pressed again: the model that was made so and left as it was is taken, others are left alone."""

from app.ui.starts import untouched


def test_a_model_that_nobody_touched_is_opened_again(service, version):
    made = service.create_model(version.id)
    found = untouched(service, version.id)
    assert found is not None
    assert found.id == made.id


def test_nothing_is_taken_that_was_changed_renamed_put_aside_or_is_of_another_table(service, version):
    assert untouched(service, version.id) is None
    service.update_model(service.create_model(version.id).id, target="left")
    service.update_model(service.create_model(version.id).id, exclude=("age",))
    service.rename_model(service.create_model(version.id).id, "Who leaves first")
    service.archive_model(service.create_model(version.id).id, True)
    service.create_model(service.import_file(("other.csv", b"a,b\n1,2\n3,4\n")).id)
    assert untouched(service, version.id) is None


def test_a_model_that_was_built_is_left_alone(service, version):
    made = service.create_model(version.id)
    service.update_model(made.id, target="left", algorithms=["linear"])
    service.start_build(made.id, 5.0)
    service.update_model(made.id, target=None, algorithms=None)
    assert untouched(service, version.id) is None


def test_a_sample_keeps_its_target_and_is_still_untouched(service):
    version = service.import_sample("breast_cancer")
    made = service.create_model(version.id)
    assert made.settings.target is not None
    found = untouched(service, version.id)
    assert found is not None
    assert found.id == made.id
