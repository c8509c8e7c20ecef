"""What the children of the demo wrote, in their own words: invented, and Dutch as demo data are."""

from __future__ import annotations

TEACH_BACKS: dict[str, tuple[str, ...]] = {
    "wachtwoorden": (
        "Je wachtwoord is net een tandenborstel: die leen je niet uit. Maak er een zin van, dan raadt niemand hem.",
        "Zofia, zet vier gekke woorden achter elkaar. Die woorden hebben niks met jou te maken. Dan is het sterk.",
        "Vraagt iemand om je wachtwoord? Dan zeg je: leuk plan, maar die is van mij. Ook als het je beste vriend is.",
        "Je mag het nooit zeggen en niet op je tafel schrijven. Als iemand het moet weten dan klopt er iets niet.",
        "Een wachtzin is lang. Lang is sterker dan moeilijk. Ik dacht eerst aan welkom123 maar dat raadt iedereen.",
        "Als je denkt dat iemand het weet dan verander je hem meteen en je vertelt het aan de juf.",
        "Het is jouw huis en jouw sleutel. Je geeft je sleutel ook niet aan de hele klas.",
        "Log nooit in als een ander, ook niet als grapje. Dan ben jij het die iets stoms doet met zijn naam.",
    ),
    "doorsturen": (
        "Bram, eerst denken dan sturen! Staat er iemand op? Vindt diegene het goed? Zou ik het zelf willen? Dan pas.",
        "Als jij iets doorstuurt ben jij ook verantwoordelijk. Het is niet alleen de schuld van wie het maakte.",
        "Je kunt het niet meer terughalen. Het gaat snel naar heel veel mensen, ook als jij het maar naar drie stuurt.",
        "Zie je iets vervelends over iemand? Niet doorsturen, en zeggen: stop ermee. Of vertel het aan een groot mens.",
        "Je mag wel een leuk filmpje van je hond sturen. Maar niet een foto van iemand die zijn gezicht gek trekt.",
        "Ik vraag eerst aan degene die erop staat. Zegt hij nee, dan is het nee. Zegt hij niks, dan ook niet.",
        "Ook als iedereen het al gezien heeft hoef jij het niet ook nog te sturen. Dan wordt het alleen maar groter.",
        "Vertel het aan degene over wie het gaat. Misschien weet hij nog niet dat het rondgaat.",
    ),
}

PLAIN_TEACH_BACK = "Je denkt eerst na en dan pas doe je iets. Weet je het niet zeker? Dan vraag je het aan iemand."

OWN_WORDS: dict[str, tuple[str, ...]] = {
    "p01": (
        "Ik doe dit door een gekke zin te maken die alleen ik weet.",
        "Als mijn nichtje het vraagt, zeg ik dat het mijn tandenborstel is.",
        "Ik doe dit door uit te loggen als ik van de tablet af ga.",
        "Ik zeg het tegen niemand, ook niet tegen mijn broer.",
        "Als ik denk dat iemand het weet, verander ik hem dezelfde dag.",
        "Ik kijk niet mee als een ander zijn geheim kiest.",
    ),
    "p03": (
        "Ik doe dit door eerst te kijken wie erop staat.",
        "Als er iets over een klasgenoot komt, stuur ik het niet door en zeg ik het tegen hem.",
        "Ik tel tot tien voordat ik op sturen druk.",
        "Als iedereen het stuurt, doe ik niet mee.",
        "Ik vraag het eerst. Geen antwoord is ook nee.",
        "Ik vertel het aan mijn moeder of aan de juf als het niet leuk meer is.",
    ),
}

WHY_NOT_YET = "Ik snap hem wel, maar ik weet niet of het me lukt in de groepsapp."
TEACHERS_PROMISE = "Ik beloof dat ik luister als je me iets vertelt."
