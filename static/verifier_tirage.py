"""Vérifie un tirage au sort de Porte-Voix. Il suffit d’avoir Python 3, sans rien installer.

    python3 verifier_tirage.py liste.txt
    python3 verifier_tirage.py liste.txt "la graine"
    python3 verifier_tirage.py liste.txt "la graine" K7QF2M 9DXB4R

La première forme donne l’empreinte de la liste : c’est celle qui était publiée avant le tirage.
La deuxième refait le tirage. La troisième dit aussi qui est appelé si ces personnes refusent, l’une après l’autre ;
une personne en réserve qui est nommée là ne peut plus être appelée.
"""

import hashlib
import hmac
import sys

FORMAT = "porte-voix-tirage-1"
MOST_TRIALS = 10_000


def parse(text):
    """The places, the quotas and the people that a list says."""
    lines = text.split("\n")
    if lines[0] != FORMAT or lines.pop() != "":
        raise ValueError("ce n’est pas une liste gelée par le site")
    places, quotas, people = 0, {}, {}
    columns = None
    for line in lines[1:]:
        fields = line.split(";")
        if columns is not None:
            if len(fields) != len(columns) + 1 or fields[0] in people:
                raise ValueError("ligne en double ou mal écrite\u00a0: " + line)
            people[fields[0]] = fields[1:]
        elif fields[0] == "places":
            places = int(fields[1])
        elif fields[0] == "quota":
            quotas[fields[1], fields[2]] = int(fields[3]), int(fields[4])
        elif fields[0] == "groupes":
            columns = fields[1:]
    return places, quotas, columns, people


def fits(candidate, taken, listed):
    """Whether one more person leaves every quota reachable."""
    places, quotas, columns, people = listed
    if len(taken) >= places:
        return False
    after = [people[name] for name in taken] + [people[candidate]]
    missing = dict.fromkeys(columns, 0)
    for (column, value), (least, most) in quotas.items():
        number = columns.index(column)
        count = sum(1 for groups in after if groups[number] == value)
        if people[candidate][number] == value and count > most:
            return False
        missing[column] += max(0, least - count)
    return all(count <= places - len(after) for count in missing.values())


def draw(seed, listed):
    """The trial that met the quotas, who is drawn and who waits, in order."""
    places, people = listed[0], listed[3]
    key = hashlib.sha256(seed.encode("utf-8")).digest()
    for trial in range(1, MOST_TRIALS + 1):
        order = sorted(people, key=lambda name: hmac.new(key, f"{trial}:{name}".encode(), hashlib.sha256).digest())
        drawn = []
        for name in order:
            if fits(name, drawn, listed):
                drawn.append(name)
        if len(drawn) == places:
            return trial, drawn, [name for name in order if name not in drawn]
    raise ValueError(f"aucun des {MOST_TRIALS} essais ne respecte les quotas")


def called(gone, kept, waiting, listed):
    """Who takes the place of somebody gone: the next of the same groups, else the next with whom the quotas hold."""
    people = listed[3]
    for name in waiting:
        if people[name] == people[gone]:
            return name
    for name in waiting:
        if fits(name, kept, listed):
            return name
    return None


def tell(text, seed, refusals):
    """Print the draw of a list and what follows from some refusals."""
    listed = parse(text)
    trial, kept, waiting = draw(seed, listed)
    print(f"Essai retenu : {trial}")
    print("Tirés au sort\u00a0: " + " ".join(kept))
    print("En réserve, dans l’ordre\u00a0: " + (" ".join(waiting) or "personne"))
    for gone in refusals:
        if gone in waiting:
            waiting.remove(gone)
            print(f"{gone} ne peut plus être appelé")
            continue
        if gone not in kept:
            raise ValueError(f"{gone} n’est pas sur cette liste, ou n’a plus de place")
        kept.remove(gone)
        name = called(gone, kept, waiting, listed)
        print(f"Si {gone} refuse, on appelle : {name or 'personne'}")
        if name:
            waiting.remove(name)
            kept.append(name)


def main(arguments):
    """Check the list named on the command line; gives 0 when it could be read and drawn, else 2."""
    if not arguments:
        sys.stderr.write(__doc__)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            content = file.read()
        print("Empreinte SHA-256 de la liste\u00a0: " + hashlib.sha256(content).hexdigest())
        if len(arguments) > 1:
            tell(content.decode("utf-8"), arguments[1], arguments[2:])
    except (OSError, ValueError, IndexError) as problem:
        sys.stderr.write(f"Le tirage ne peut pas être refait\u00a0: {problem}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
