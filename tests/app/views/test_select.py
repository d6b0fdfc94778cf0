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


def test_deleting_asks_first(draw, workshop):
    model = workshop.model("left")
    page = draw("select", workshop.service, model=model.id)
    assert page.button("Delete").disabled
    page.test.checkbox[0].check().run()
    page.press("Delete")
    assert not page.test.exception
    assert workshop.service.models() == ()


def test_the_button_leads_to_build(draw, workshop):
    page = draw("select", workshop.service, model=workshop.model(None).id).press("Choose the column to predict")
    assert not page.test.exception
