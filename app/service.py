"""The verbs that pages, command line and, later, the API share."""

from __future__ import annotations

from app.people.guard import guarded
from app.verbs.comparing import CompareVerbs
from app.verbs.documents import DocumentVerbs
from app.verbs.explore import ExploreVerbs
from app.verbs.importing import ImportingVerbs
from app.verbs.keeping import KeepingVerbs
from app.verbs.opening import OpeningVerbs
from app.verbs.people import PeopleVerbs


@guarded
class Service(CompareVerbs, OpeningVerbs, KeepingVerbs, DocumentVerbs, ExploreVerbs, ImportingVerbs, PeopleVerbs):
    """Easel with its store: `Service()` uses EASEL_HOME, `Service(home)` another folder.

    Cheap to make, safe to share between threads. Every refusal is a datasets.errors.EaselError whose text is a
    sentence for the analyst. The verbs by subject: app/verbs/datasets.py, intake.py, importing.py, explore.py,
    models.py, recipes.py, builds.py, answers.py, keeping.py, opening.py, comparing.py, documents.py, people.py; what
    they return: app/records.py.

    It acts for the owner of the computer, who may do everything; `acting(who)` gives one that acts for somebody else,
    and refuses what their role does not allow (app/people/rules.py).
    """
