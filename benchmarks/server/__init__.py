"""How many requests a second a served model answers, how soon, and what it does when far more come."""
