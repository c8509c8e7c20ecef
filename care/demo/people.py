"""Who is in the demo. Every name is invented; none is of the children and grown-ups in the stories."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoClass:
    """One class: its jaargroepen, who teaches it, and its pupils as ``name`` or ``name:jaargroep``."""

    name: str
    years: tuple[int, ...]
    teacher: str
    pupils: tuple[str, ...]
    made_of: str = "pictures"
    """What its secrets are made of: ``pictures`` or ``words``."""


@dataclass(frozen=True)
class DemoSchool:
    """One school: the protocol, what it is called, who works there, its classes."""

    protocol: str
    title: str
    region: str
    administrator: str
    classes: tuple[DemoClass, ...]

    @property
    def name(self) -> str:
        return f"Demoschool (protocol {self.title})"


SCHOOLS = (
    DemoSchool(
        "gsv", "GSV", "noord", "mevrouw Postma",
        (
            DemoClass("Groep 7", (7,), "juf Marit", (
                "Aylin", "Bente", "Daan", "Elif", "Fenna", "Gijs", "Hamza", "Isa", "Jip", "Kaoutar", "Lotte", "Luan",
                "Mila", "Noud", "Olivia", "Pim", "Romy", "Sami", "Siem", "Szymon", "Tess", "Vigo", "Yara", "Zoë",
            )),
            DemoClass("Groep 5/6", (5, 6), "meester Bilal", (
                "Anouar:5", "Bo:6", "Cato:5", "Dex:6", "Emma:5", "Finn:6", "Imane:5", "Jelle:6", "Liv:5", "Mats:6",
            )),
        ),
    ),
    DemoSchool(
        "albero", "Albero", "midden", "meneer Haan",
        (DemoClass("Groep 6", (6,), "juf Anouk", (
            "Ayoub", "Benthe", "Cas", "Dounia", "Evi", "Floris", "Hanna", "Kick", "Lena", "Milan", "Nova", "Otis",
        )),),
    ),
    DemoSchool(
        "meilan", "Meilân", "noord", "mevrouw Sikkema",
        (DemoClass("Groep 8", (8,), "meester Ruben", (
            "Anna", "Boris", "Defne", "Douwe", "Eva", "Femke", "Hidde", "Jelmer", "Maud", "Nienke", "Rayan", "Wytse",
        ), made_of="words"),),
    ),
    DemoSchool(
        "skot", "SKOT", "zuid", "meneer Willems",
        (DemoClass("Groep 5", (5,), "juf Loes", (
            "Abel", "Bibi", "Chaima", "Duuk", "Esra", "Fiene", "Guus", "Jet", "Kian", "Lina", "Mees", "Puck",
        )),),
    ),
    DemoSchool(
        "tjongerschool", "Tjongerschool", "noord", "mevrouw de Roos",
        (DemoClass("Groep 7/8", (7, 8), "meester Tjeerd", (
            "Aniek:7", "Berend:8", "Charlie:7", "Eline:8", "Fedde:7", "Hiba:8", "Jikke:7", "Lars:8", "Nadia:7",
            "Sven:8",
        )),),
    ),
)  # fmt: skip


def address(name: str, protocol: str) -> str:
    """The e-mail address of a member of staff: the last word of the name at a domain that can never exist."""
    return f"{name.split()[-1].lower()}@{protocol}.example"
