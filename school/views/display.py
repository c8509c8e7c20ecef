"""Display settings of a pupil go along to the next device; the page that keeps them is in ``core.look``."""

from __future__ import annotations

from flask import Flask, g, request, session
from werkzeug.wrappers import Response

from core.database import db
from school.commands.display import keep_look


def init_display(app: Flask) -> None:
    """After display settings were changed by a pupil, keep them with the pupil."""

    def keep(response: Response) -> Response:
        if request.endpoint == "look.save" and response.status_code < 400 and "visitor" in g and g.visitor.pupil_id:
            keep_look(db.session, pupil_id=g.visitor.pupil_id, look=dict(session.get("look", {})))
        return response

    app.after_request(keep)
