"""The schema of the store, step by step: one file in versions/ for each change, run by app.store.schema.

To change the schema: change app/store/tables.py, add the next file in versions/, which does the same to an older
database, and set REVISION in app/store/tables.py to its number. A released file is never changed.
"""
