"""ONNX: the graph under construction, trees, the whole ensemble, and the check that it answers as the engine does."""
