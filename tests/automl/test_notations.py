"""Times of day and amounts such as 1.2M reach the model as numbers, however a row to predict writes them."""

import datetime as dt
import io
import random
from typing import Any

from automl.build import build
from automl.spec import BuildSpec
from datasets.clock import UNIT
from datasets.read import read
from datasets.schema import Kind
from inference import load
from inference.bundle import write_bundle


def flights(n):
    drawn = random.Random(0)
    for _ in range(n):
        minutes, views = drawn.randrange(360, 1320), drawn.choice(["1.5M", "2.5M", "900.5K"])
        said = "late" if minutes + drawn.gauss(0, 60) > 900 else "early"
        yield f"{minutes // 60:02d}:{minutes % 60:02d},{views},{said}\n"


def test_a_model_takes_times_and_amounts(tmp_path):
    table = read(io.BytesIO(("at,views,answer\n" + "".join(flights(200))).encode()), name="flights.csv")
    assert [(column.kind, column.unit) for column in table.schema][:2] == [(Kind.NUMERIC, UNIT), (Kind.NUMERIC, "")]
    spec = BuildSpec("answer", candidates=1, algorithms=("linear",), quality="fast")
    write_bundle(tmp_path / "model.zip", build(table, spec).bundle)
    model = load(tmp_path / "model.zip")

    def late(at: Any, views: Any) -> float:
        return (model.predict({"at": at, "views": views}).probabilities or {})["late"]

    answers = {
        late(at, views)
        for at in ("08:15", "8:15 AM", "٠٨:١٥", 495, dt.time(8, 15))
        for views in ("1.2M", "1200K", 1_200_000)
    }
    assert len(answers) == 1
    assert answers.pop() < 0.5 < late("21:00", "1.2M")
