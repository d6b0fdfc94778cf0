"""The models that tests of Predict ask, and the way to its many rows."""


def model_of(workshop, problem):
    return next(model for model in workshop.service.models() if model.name == problem)


def target_of(workshop, model):
    return workshop.service.predictor(model.ready.id).manifest.target.name


def many(draw, workshop, model):
    page = draw("predict", workshop.service, model=model.id)
    page.test.segmented_control(key="predict_part").set_value("Many rows").run()
    return page
