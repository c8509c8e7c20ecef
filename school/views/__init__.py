"""Pages of the school feature. Importing this package hangs every view on its blueprint."""

from __future__ import annotations

from school.views import (  # noqa: F401
    account,
    audit,
    card,
    cards,
    classes,
    colleagues,
    display,
    door,
    first_run,
    importing,
    join,
    kept,
    office,
    outside,
    own_school,
    pairs,
    passkeys,
    pupils,
    staff_door,
    team,
    year_turn,
)
from school.views import blueprints as _groups

BLUEPRINTS = (_groups.entrance, _groups.people, _groups.team, _groups.account)
