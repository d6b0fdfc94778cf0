"""Background work: a queue in the store, workers that take from it, and one file for each kind of job."""
