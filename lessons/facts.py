"""What a module says about itself to the questions, which live a floor below."""

from __future__ import annotations

from lessons.schema import Module
from lessons.steps.keuzeverhaal import Keuzeverhaal
from quizzes.catalog import AgreementFacts, GoalFacts, ModuleFacts


def facts_of(module: Module) -> ModuleFacts:
    """The facts of ``module``; its rehearsal is the first keuzeverhaal."""
    rehearsal = next((step.id for step in module.steps if isinstance(step, Keuzeverhaal)), "")
    home = f"/les/{module.slug}"
    return ModuleFacts(
        slug=module.slug,
        number=module.order,
        title=module.title,
        goals={goal.id: GoalFacts(goal.text, goal.agreement) for goal in module.goals},
        agreements={one.id: AgreementFacts(one.text, tuple(one.sources)) for one in module.agreements},
        misconceptions={one.id: one.text for one in module.misconceptions},
        core=module.core,
        home=home,
        closing=f"{home}/klaar",
        rehearsal=rehearsal,
        rehearsal_address=f"{home}/stap/{rehearsal}" if rehearsal else "",
    )
