"""ONNX Runtime sessions: quiet, on the processor, with a given number of threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasets.errors import InputError
from inference.manifest import Dtype, Manifest

if TYPE_CHECKING:
    import onnxruntime

TENSORS: dict[Dtype, str] = {"float32": "tensor(float)", "string": "tensor(string)", "int64": "tensor(int64)"}
_ONLY_FATAL = 4


def open_session(model: bytes, threads: int) -> onnxruntime.InferenceSession:
    """A session over the bytes of an ONNX file with that many threads inside an operator.

    Raises InputError when the runtime cannot read the model.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ONLY_FATAL
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the processor alone
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's own exceptions share no root but Exception
        reason = str(error).strip().splitlines()[-1][:200] if str(error).strip() else type(error).__name__
        raise InputError(f"The model in this file cannot be opened by the ONNX runtime: {reason}") from error


def check_interface(session: onnxruntime.InferenceSession, manifest: Manifest) -> None:
    """Raises InputError when the inputs or outputs of the graph are not those that the manifest describes."""
    found = {tensor.name: tensor.type for tensor in session.get_inputs()}
    expected = {column.input: TENSORS[column.dtype] for column in manifest.columns}
    if found != expected:
        names = sorted({name for name, _ in found.items() ^ expected.items()})
        raise InputError(
            "The inputs of the model must be those its manifest describes; they differ at "
            f"{', '.join(map(repr, names[:5]))}. The file is damaged: build the model again."
        )
    outputs = {tensor.name for tensor in session.get_outputs()}
    if missing := sorted(set(manifest.outputs.values()) - outputs):
        raise InputError(
            f"The model must give the outputs {', '.join(manifest.outputs.values())}; it lacks {', '.join(missing)}. "
            "The file is damaged: build the model again."
        )
