"""Where everything is kept: one database for what is known, one folder for the files."""
