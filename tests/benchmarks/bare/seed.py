"""Fill DATABASE_URL with SCALE x (21 councils, 700 members, 1,890 proposals, 7,560 comments)."""

import random

from sqlalchemy import insert, text

from app import COMMENTS, COUNCILS, MEMBERS, PER_COUNCIL, Base, Comment, Council, Member, Proposal, engine

rnd = random.Random(42)
W = (
    "conseil citoyen quartier habitants mairie ville contrat action proposition vote réunion diagnostic marche "
    "aménagement espace public logement jeunesse école sécurité propreté transport culture sport santé emploi "
    "association bailleur budget participatif avis atelier commission priorité projet calendrier jardin square "
    "éclairage stationnement médiation solidarité insertion formation numérique"
).split()


def s(n):
    return " ".join(rnd.choice(W) for _ in range(n)).capitalize()


def chunks(it, n=5000):
    buf = []
    for x in it:
        buf.append(x)
        if len(buf) == n:
            yield buf
            buf = []
    if buf:
        yield buf


Base.metadata.drop_all(engine)
Base.metadata.create_all(engine)
n = COUNCILS * PER_COUNCIL
with engine.begin() as c:
    for rows in chunks(dict(id=i + 1, name=f"Conseil citoyen {i + 1} {s(2)}") for i in range(COUNCILS)):
        c.execute(insert(Council), rows)
    for rows in chunks(dict(id=i + 1, name=f"Membre {i + 1}") for i in range(MEMBERS)):
        c.execute(insert(Member), rows)
    for rows in chunks(
        dict(
            id=i + 1,
            council_id=i % COUNCILS + 1,
            author_id=rnd.randint(1, MEMBERS),
            title=s(6),
            summary=s(25)[:300],
            body=". ".join(s(14) for _ in range(4)),
            created=1_700_000_000 + i * 60,
            votes_for=rnd.randint(0, 60),
            votes_against=rnd.randint(0, 20),
            comment_count=COMMENTS,
        )
        for i in range(n)
    ):
        c.execute(insert(Proposal), rows)
    for rows in chunks(
        dict(id=i + 1, proposal_id=i % n + 1, author_id=rnd.randint(1, MEMBERS), body=s(30))
        for i in range(n * COMMENTS)
    ):
        c.execute(insert(Comment), rows)
with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
    c.execute(text("ANALYZE"))
