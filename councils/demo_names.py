"""Names for the people of the demonstration: given names of every origin, family names that nobody bears."""

from __future__ import annotations

WOMEN = (
    "Aïcha", "Amina", "Anaïs", "Awa", "Brigitte", "Carmen", "Chantal", "Clémence", "Dalila", "Denise", "Élodie",
    "Émilie", "Farida", "Fatoumata", "Françoise", "Gisèle", "Hélène", "Ines", "Jeanne", "Josiane", "Karima", "Khadija",
    "Laëtitia", "Lina", "Lucie", "Maëlle", "Mariam", "Martine", "Mireille", "Nadia", "Nora", "Océane", "Paulette",
    "Rachida", "Rosa", "Salima", "Samia", "Sonia", "Suzanne", "Yasmina", "Zoé",
)  # fmt: skip
MEN = (
    "Abdel", "Adama", "Ahmed", "Alain", "André", "Antoine", "Bakary", "Bernard", "Bruno", "Cédric", "Christophe",
    "Daniel", "Didier", "Éric", "Farid", "François", "Gérard", "Hakim", "Hugo", "Ibrahim", "Jacques", "Jean-Pierre",
    "Karim", "Kévin", "Laurent", "Léon", "Lucas", "Malik", "Marcel", "Mehdi", "Mohamed", "Moussa", "Nassim", "Nicolas",
    "Omar", "Patrick", "Roger", "Samir", "Thomas", "Youssef", "Zacharie",
)  # fmt: skip
FAMILY = (
    "Abricotier", "Aigue-Marine", "Alouette", "Amandier", "Arc-en-Ciel", "Aubépine", "Bambou", "Belle-Étoile",
    "Bleuet", "Boussole", "Bouton-d’Or", "Bruyère", "Cachalot", "Capucine", "Carambole", "Cerf-Volant", "Chrysalide",
    "Cigogne", "Clémentine", "Coccinelle", "Colibri", "Coquelicot", "Coquillage", "Crépuscule", "Cumulus", "Dauphin",
    "Édelweiss", "Églantine", "Escargot", "Farandole", "Feu-Follet", "Flanelle", "Fougère", "Gazelle", "Girouette",
    "Glycine", "Goéland", "Grenadine", "Hérisson", "Hippocampe", "Hirondelle", "Iris-Bleu", "Jonquille", "Kaléidoscope",
    "Lavande", "Libellule", "Luciole", "Lune-Rousse", "Mandarine", "Marguerite", "Marmotte", "Mésange", "Mille-Feuille",
    "Mimosa", "Mirabelle", "Moulin-à-Vent", "Myosotis", "Nénuphar", "Noisetier", "Nuage", "Ocarina", "Orchidée",
    "Papillon", "Parapluie", "Pâquerette", "Perce-Neige", "Pimprenelle", "Pissenlit", "Pivoine", "Point-du-Jour",
    "Quatre-Vents", "Réglisse", "Rivière", "Rossignol", "Sarbacane", "Soleil-Levant", "Tournesol", "Trampoline",
    "Trèfle", "Tulipe", "Vadrouille", "Verveine", "Violoncelle", "Zéphyr",
)  # fmt: skip
