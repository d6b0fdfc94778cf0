"""Small real models, written node by node: a linear score over typed raw columns, with a sigmoid or an interval."""

from __future__ import annotations

from onnx import TensorProto, checker, helper

from datasets.cells import MISSING_SECONDS
from datasets.schema import Column, Kind, NumberFormat
from inference.bundle import Bundle
from inference.describe import bundle_readme
from inference.manifest import (
    DTYPES,
    Baseline,
    DataInfo,
    InputColumn,
    Manifest,
    Parity,
    Score,
    input_name,
    output_names,
)

COLUMNS = (
    Column("tenure", Kind.NUMERIC, "numbers", number=NumberFormat()),
    Column("charges", Kind.NUMERIC, "numbers", missing=("NA",), number=NumberFormat(".", ",", ("$",))),
    Column("Contract", Kind.CATEGORY, "few texts", missing=("NA",)),
    Column("size", Kind.CATEGORY, "few texts"),
    Column("Senior", Kind.BOOLEAN, "two words"),
    Column("joined", Kind.DATETIME, "dates", datetime_formats=("%Y-%m-%d", "%Y-%m-%d %H:%M:%S")),
    Column("label", Kind.TEXT, "words"),
)
CATEGORIES = {
    "Contract": ("Month-to-month", "Two year", "One, year"),
    "size": ("5.0", "10.0", " large "),
    "Senior": ("No", "Yes"),
    "label": ("red", "blue"),
}
ROW = {  # as a program would give it
    "tenure": 29,
    "charges": "1,400.50",
    "Contract": "Two year",
    "size": "5.0",
    "Senior": "No",
    "joined": "2020-05-01",
    "label": "red",
}
WEIGHTS = {"tenure": (-0.03, 0.2), "charges": (0.0004, -0.1), "joined": (2e-10, 0.05)}  # slope, value when missing
TYPICAL: dict[str, float | str] = {"tenure": 29, "charges": 1400.5, "joined": "2020-05-01T00:00:00Z"}
RANGE: dict[str, tuple[float | str, float | str]] = {
    "tenure": (0, 72),
    "charges": (18.8, 8684.8),
    "joined": ("2014-01-01T00:00:00Z", "2020-12-31T00:00:00Z"),
}


def bundle(problem: str = "binary", columns: tuple[Column, ...] = COLUMNS) -> Bundle:
    """A whole bundle: problem "binary" (No, Yes), "multiclass" (three classes) or "regression"."""
    manifest = Manifest(
        name="toy",
        created="2026-11-21T10:00:00Z",
        problem=problem,
        target=target(problem),
        columns=tuple(input_column(column, problem) for column in columns),
        unused=("customerID",),
        outputs=output_names(problem),
        classes=classes(problem),
        positive="Yes" if problem == "binary" else None,
        score=score(problem),
        metrics=(score(problem),),
        baseline=Baseline(score(problem).metric, 0.5, "Guessing scores 0.5."),
        parity=Parity(1e-7, 300, 1e-5, "share of max(|value|, std)" if problem == "regression" else "probability"),
        data=DataInfo("ab" * 32, 1000, 9),
        findings=({"rule": "id_like", "column": "customerID", "sentence": "It names rows."},),
        candidates=3,
        seconds=2.5,
        spec={"target": target(problem).name, "exclude": []},
        versions={"easel": "0.1.0"},
    )
    return Bundle(manifest, onnx_model(manifest), bundle_readme(manifest))


def target(problem: str) -> Column:
    if problem == "regression":
        return Column("price", Kind.NUMERIC, number=NumberFormat())
    return Column("Churn", Kind.BOOLEAN if problem == "binary" else Kind.CATEGORY)


def classes(problem: str) -> tuple[str, ...]:
    return {"binary": ("No", "Yes"), "multiclass": ("1.0", "2.0", "a,b"), "regression": ()}[problem]


def score(problem: str) -> Score:
    if problem == "regression":
        return Score("rmse", "RMSE", 12.5, 11.0, 14.0, 250, "holdout")
    return Score("roc_auc", "AUC", 0.84, 0.82, 0.86, 250, "holdout")


def input_column(column: Column, problem: str) -> InputColumn:
    categories = CATEGORIES.get(column.name, ())
    low, high = RANGE.get(column.name, (None, None))
    return InputColumn(
        column=column,
        input=input_name(column.name, problem),
        dtype=DTYPES[column.kind],
        categories=categories,
        typical=categories[0] if categories else TYPICAL.get(column.name, 1),
        minimum=low,
        maximum=high,
        missing_share=0.125,
    )


def onnx_model(manifest: Manifest) -> bytes:
    """The graph: one part [n, 1] per column, their sum, and the head of the problem."""
    nodes, initializers = [], []

    def constant(name, kind, values, shape=()):
        initializers.append(helper.make_tensor(name, kind, list(shape), values))
        return name

    def add(op, inputs, output, **attributes):
        nodes.append(helper.make_node(op, inputs, [output], **attributes))
        return output

    parts = [_part(add, constant, i, column) for i, column in enumerate(manifest.columns)]
    margin = add("Sum", parts, "t_margin")
    outputs = _numbers(add, constant, margin) if manifest.is_regression else _classes(add, constant, margin, manifest)
    kinds = {"float32": TensorProto.FLOAT, "string": TensorProto.STRING, "int64": TensorProto.INT64}
    inputs = [helper.make_tensor_value_info(c.input, kinds[c.dtype], ["n", 1]) for c in manifest.columns]
    graph = helper.make_graph(nodes, "toy", inputs, outputs, initializers)
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    checker.check_model(model)
    return bytes(model.SerializeToString())


def _part(add, constant, i, column):
    if column.dtype == "string":
        values = [0.25 * (j + 1) for j in range(len(column.categories))]
        keys = [*column.categories, ""]
        return add("LabelEncoder", [column.input], f"t_part{i}", domain="ai.onnx.ml", keys_strings=keys,
                   values_floats=[*values, -0.3], default_float=-0.7)  # fmt: skip
    slope, missing = WEIGHTS[column.name]
    slope_name = constant(f"t_slope{i}", TensorProto.FLOAT, [slope])
    missing_name = constant(f"t_missing{i}", TensorProto.FLOAT, [missing])
    if column.dtype == "int64":
        never = constant(f"t_never{i}", TensorProto.INT64, [int(MISSING_SECONDS)])
        is_missing = add("Equal", [column.input, never], f"t_is_missing{i}")
        number = add("Cast", [column.input], f"t_number{i}", to=TensorProto.FLOAT)
    else:
        is_missing = add("IsNaN", [column.input], f"t_is_missing{i}")
        number = column.input
    scaled = add("Mul", [number, slope_name], f"t_scaled{i}")
    return add("Where", [is_missing, missing_name, scaled], f"t_part{i}")


def _numbers(add, constant, margin):
    flat = add("Reshape", [margin, constant("t_flat", TensorProto.INT64, [-1], (1,))], "t_value")
    add("Add", [flat, constant("t_shift", TensorProto.FLOAT, [100.0])], "prediction")
    add("Add", ["prediction", constant("t_low", TensorProto.FLOAT, [-10.0])], "low")
    add("Add", ["prediction", constant("t_high", TensorProto.FLOAT, [15.0])], "high")
    return [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n"]) for name in ("prediction", "low", "high")]


def _classes(add, constant, margin, manifest):
    c = len(manifest.classes)
    slopes = constant("t_class_slopes", TensorProto.FLOAT, [float(j) for j in range(c)], (1, c))
    add("Softmax", [add("MatMul", [margin, slopes], "t_margins")], "probabilities", axis=1)
    best = add("ArgMax", ["probabilities"], "t_best", axis=1, keepdims=0)
    add("LabelEncoder", [best], "label", domain="ai.onnx.ml", keys_int64s=list(range(c)),
        values_strings=list(manifest.classes), default_string="")  # fmt: skip
    return [
        helper.make_tensor_value_info("label", TensorProto.STRING, ["n"]),
        helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", c]),
    ]
