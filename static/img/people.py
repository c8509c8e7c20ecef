"""Who is drawn and how: expressions as eyes, brows and mouth; each person's own calm; sizes and portrait grounds."""

from __future__ import annotations

FACES = {
    "rustig": ("recht", "rustig", "lachje"),
    "blij": ("recht", "hoog", "blij"),
    "lacht": ("lach", "hoog", "blij"),
    "denkt": ("op", "denkt", "scheef"),
    "schrikt": ("groot", "hoog", "o"),
    "sip": ("neer", "sip", "sip"),
    "zingt": ("dicht", "hoog", "zingt"),
    "droog": ("half", "rustig", "scheef"),
    "fel": ("recht", "streng", "recht"),
    "grijns": ("recht", "hoog", "grijns"),
    "twijfelt": ("terug", "sip", "recht"),
    "leest": ("neer", "rustig", "lachje"),
    "praat": ("recht", "rustig", "o"),
    "slaapt": ("dicht", "rustig", "o"),
    "bevroren": ("half", "hoog", "zingt"),
    "bloost": ("neer", "hoog", "lachje"),
}
CALM = {  # nobody is calm in the same way
    "noor": ("op", "hoog", "lachje"),
    "ilyas": ("recht", "hoog", "lachje"),
    "saar": ("recht", "hoog", "scheef"),
    "tygo": ("recht", "denkt", "lachje"),
    "zofia": ("half", "rustig", "scheef"),
    "sem": ("recht", "rustig", "scheef"),
    "joost": ("recht", "denkt", "lachje"),
    "bram": ("recht", "hoog", "lachje"),
}
EYES = {  # older: smaller
    "bram": 1.06,
    "zofia": 0.94,
    "tygo": 0.94,
    "sem": 0.9,
    "samira": 0.9,
    "joost": 0.84,
    "bakker": 0.86,
    "wim": 0.82,
    "ellen": 0.88,
    "moeder": 0.88,
    "schaker": 0.84,
    "schrijver": 0.84,
    "oma": 0.82,
    "opa": 0.82,
}
SHOW = ("rustig", "blij", "denkt", "schrikt", "sip")
CAST = {  # colour of the brows, ground of the portrait, own expression, size of the figure
    "noor": ("#8a3a1c", "#f3d9a0", "leest", 0.96),
    "ilyas": ("#241b22", "#bcdcec", "grijns", 0.97),
    "saar": ("#a8782a", "#f6c9ae", "lacht", 1),
    "meilin": ("#23212e", "#cfe3c4", "leest", 0.99),
    "tygo": ("#94703c", "#d9cde6", "grijns", 1.03),
    "zofia": ("#4d382b", "#f7dfae", "grijns", 0.95),
    "amara": ("#1f161d", "#f4cda3", "fel", 1),
    "jayden": ("#1b1318", "#bfe0d4", "zingt", 0.97),
    "bram": ("#8a3a1c", "#c5dff0", "lacht", 0.84),
    "sem": ("#2a1e18", "#e3d3b4", "twijfelt", 1.1),
    "samira": ("#2c1b18", "#cfe3c4", "lacht", 1.24),
    "joost": ("#6e4c27", "#c5dff0", "grijns", 1.3),
    "bakker": ("#77716e", "#f3d9a0", "lacht", 1.18),
    "daan": ("#4d382b", "#bfe0ee", "lacht", 0.98),
    "wim": ("#8a8480", "#bfe0ee", "lacht", 1.26),
    "ellen": ("#8a8178", "#d9cde6", "lacht", 1.12),
    "schrijver": ("#4a464d", "#d9cde6", "praat", 1.22),
    "oma": ("#b0a89e", "#fde8dc", "lacht", 1.06),
    "opa": ("#d6cfc6", "#dcedf8", "lacht", 1.14),
    "schaker": ("#2b2320", "#cfe3c4", "lacht", 1.24),
    "moeder": ("#94703c", "#f3d9a0", "lacht", 1.26),
}
WARDROBE = {"zofiazwem": "zofia", "meilinzwem": "meilin"}
"""Bodies in other clothes, with the person whose head they have."""
