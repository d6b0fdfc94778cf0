"""A model behind HTTP: rows are sent, answers come back. Start it with `easel serve`, or `python -m inference.server`
where nothing but this floor and the one below is installed."""
