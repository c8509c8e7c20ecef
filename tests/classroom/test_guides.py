"""The guide of each lesson says what this school's protocol says on every setting that governs the lesson."""

from __future__ import annotations

import pytest

from agreements import catalog as protocols
from core.database import db, writing
from lessons.catalog import MODULES
from school.models import School
from tests.agreements.table import SCHOOLS, TABLE
from tests.agreements.test_pages import saying, squeeze, words
from tests.world import World

LESSONS = sorted(path.stem for path in MODULES.glob("*.yaml"))


@pytest.mark.parametrize("protocol", SCHOOLS)
def test_each_guide_says_this_schools_variant_and_no_other(world: World, protocol: str) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        db.session.get_one(School, world.ids["gsv-school"]).protocol_slug = protocol
    said = dict.fromkeys(TABLE, 0)
    for slug in LESSONS:
        guide = words(world, "samira", f"/lesgids/{slug}")
        for setting in protocols.shelf().settings.settings:
            if slug not in setting.modules:
                continue
            mine = saying(setting, TABLE[setting.id][SCHOOLS.index(protocol)].split(), "staff")
            title = squeeze(setting.title.say("nl"))
            assert all(text in guide for text in mine), f"{setting.id} in {slug} at {protocol}"
            for other in set(saying(setting, [one.value for one in setting.variants], "staff")) - set(mine):
                assert any(text.startswith(other) for text in mine) or f"{title}: {other}" not in guide, setting.id
            said[setting.id] += 1
    governing = {setting.id for setting in protocols.shelf().settings.settings if setting.modules}
    assert {name for name, times in said.items() if times} == governing
