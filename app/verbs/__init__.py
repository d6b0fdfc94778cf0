"""The verbs of the service, a floor of methods a file: datasets, models, builds, answers."""
