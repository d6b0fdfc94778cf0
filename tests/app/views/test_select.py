from tests.app.people import people_csv


def keyed(page, kind, start):
    return next(element for element in getattr(page.test, kind) if str(element.key).startswith(start))


def test_it_shows_the_table_and_the_name(draw, workshop):
    model = workshop.model("left")
    page = draw("select", workshop.service, model=model.id)
    assert page.calm
    for words in ("people.csv", "240", "The table to learn from"):
        assert words in page.words
    assert keyed(page, "text_input", "name_of_").value == "people"


def test_another_table_keeps_the_target_it_has(draw, workshop):
    model = workshop.model("left")
    other = workshop.service.import_file(("more.csv", people_csv(90)))
    page = draw("select", workshop.service, model=model.id)
    keyed(page, "selectbox", "dataset_of_").set_value(other.id).run()
    assert page.calm
    moved = workshop.service.model(model.id)
    assert (moved.dataset_version_id, moved.settings.target) == (other.id, "left")


def test_another_table_without_the_target_forgets_it(draw, workshop):
    model = workshop.model("left", exclude=("customer",))
    other = workshop.service.import_file(("other.csv", b"a,b\n" + b"1,x\n2,y\n" * 30))
    page = draw("select", workshop.service, model=model.id)
    keyed(page, "selectbox", "dataset_of_").set_value(other.id).run()
    assert page.calm
    moved = workshop.service.model(model.id)
    assert (moved.dataset_version_id, moved.settings.target, moved.settings.exclude) == (other.id, None, ())
    assert "This table has no column left." in str([toast.value for toast in page.test.toast])


def test_the_model_can_be_renamed_but_not_to_nothing(draw, workshop):
    model = workshop.model("left")
    page = draw("select", workshop.service, model=model.id)
    keyed(page, "text_input", "name_of_").set_value("Leavers").run()
    assert workshop.service.model(model.id).name == "Leavers"
    keyed(page, "text_input", "name_of_").set_value("  ").run()
    assert page.calm
    assert workshop.service.model(model.id).name == "Leavers"
    assert "1 to 100 characters" in str([toast.value for toast in page.test.toast])


def test_a_deleted_model_can_be_brought_back_at_once(draw, workshop):
    model = workshop.model("left")
    page = draw("select", workshop.service, model=model.id).press("Delete")
    assert not page.test.exception
    assert workshop.service.models() == ()
    page = draw("models", workshop.service)
    page.test.session_state["just_deleted_model"] = (model.id, "people")
    page.test.run()
    assert "people is deleted. It is kept until" in page.words
    page.press("Undo")
    assert page.calm
    assert [one.name for one in workshop.service.models()] == ["people"]


def test_a_model_is_archived_and_taken_back(draw, workshop):
    model = workshop.model("left")
    page = draw("select", workshop.service, model=model.id).press("Archive")
    assert workshop.service.model(model.id).archived
    page.press("Take back")
    assert page.calm
    assert not workshop.service.model(model.id).archived


def test_a_copy_is_offered_on_any_table(draw, workshop):
    model = workshop.model("left")
    page = draw("select", workshop.service, model=model.id).press("Copy")
    assert page.calm
    assert keyed(page, "text_input", "copy_name").value == "people copy"
    assert "Make the copy" in page.buttons


def test_the_button_leads_to_build(draw, workshop):
    page = draw("select", workshop.service, model=workshop.model(None).id).press("Choose the column to predict")
    assert not page.test.exception
