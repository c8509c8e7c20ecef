"""An administrator at the protocol editor, and a protocol of six clauses."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from agreements.models import DraftClause, ProtocolDraft
from core.database import db
from tests.world import World, csrf_of

SIX = """# Afspraken

1. Ik geef mijn wachtwoorden aan niemand.
2. Wat ik doorstuur, is mijn eigen verantwoordelijkheid.
3. Ik pest niet en bedreig niemand op internet.
4. Zie ik iets dat niet mag? Dan vertel ik het aan mijn leraar.
5. Voordat een foto van een kind online komt, vraagt de school de ouders om toestemming.

# Als het misgaat

1. Houdt iemand zich niet aan een afspraak, dan praten we er eerst samen over.
"""
PUPIL_WORDS = {
    "1": ("passwords", "Mijn wachtwoord is van mij alleen."),
    "2": ("forwarding", "Wat ik doorstuur, doe ik zelf."),
    "3": ("respect", "Ik pest niet."),
    "4": ("reporting", "Ik vertel het als iets niet mag."),
}
HOME = "/beheer/protocol"


class Desk:
    """An administrator at the protocol editor."""

    def __init__(self, world: World, who: str = "bakker") -> None:
        self.world = world
        self.browser: FlaskClient = world.browser(who)
        self.token = csrf_of(self.browser, HOME)
        self.draft = ""

    def post(self, path: str, status: int = 303, **fields: object) -> str:
        answer = self.browser.post(path, data={"csrf_token": self.token, **fields}, content_type="multipart/form-data")
        body = answer.get_data(as_text=True)
        assert answer.status_code == status, (path, answer.status_code, body[-3000:])
        return str(answer.location) if status == 303 else body

    def see(self, path: str, status: int = 200) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.get_data(as_text=True)

    def start(self, begin: str) -> None:
        self.draft = self.post(HOME, start=begin)

    def rows(self) -> list[DraftClause]:
        with self.world.app.app_context():  # type: ignore[union-attr]
            key = self.draft.rsplit("/", 1)[1]
            draft = db.session.scalars(select(ProtocolDraft).where(ProtocolDraft.key == key)).one()
            return [row for row in draft.clauses if row.deleted_at is None]

    def save(self, row: DraftClause, status: int = 303, revision: int | None = None, **fields: object) -> str:
        given: dict[str, object] = {
            "revision": row.revision if revision is None else revision, "section": row.section, "number": row.number,
            "source": row.source, "kind": row.kind, "topic": row.topic, "audience": row.audience,
            "summary_nl": row.summary_nl, "pupil_nl": row.pupil_nl, "pledge": "yes" if row.pledge else "",
            "like_kept": row.like,
        }  # fmt: skip
        return self.post(f"{self.draft}/bepaling/{row.key}", status, **{**given, **fields})

    def publish(self, status: int = 303) -> str:
        page = self.see(f"{self.draft}/publiceren")
        seen = page.split('name="seen" value="', 1)[1].split('"', 1)[0] if 'name="seen"' in page else ""
        return self.post(f"{self.draft}/publiceren", status, seen=seen)


def six(desk: Desk) -> None:
    """A draft with the six clauses, filled in."""
    desk.start("empty")
    desk.post(f"{desk.draft}/tekst", document=SIX)
    for row in desk.rows():
        if row.section == "Als het misgaat":
            desk.save(
                row, audience=["pupil", "school"], topic="sanctions", pupil_nl="We praten er eerst over.", pledge="yes",
                kind="sanction",
            )  # fmt: skip
        elif row.number in PUPIL_WORDS:
            topic, words = PUPIL_WORDS[row.number]
            desk.save(row, audience=["pupil", "staff"], topic=topic, pupil_nl=words, pledge="yes")
        else:
            desk.save(row, audience=["parent", "school"], topic="photos-consent")
