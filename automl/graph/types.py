"""The element types of ONNX that nodes cast to, as `onnx.TensorProto` numbers them."""

FLOAT = 1
INT64 = 7
DOUBLE = 11
