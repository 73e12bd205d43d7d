"""The limit: the least a Flask 3 + Jinja + SQLAlchemy 2 site can spend on such pages.

No login, no translation, no rights, no forms.  DATABASE_URL picks SQLite or
PostgreSQL; SCALE (1 = 21 councils) must match the seeded data.
"""

import hashlib
import os
import random
import time

from flask import Flask, Response, make_response, render_template, request
from sqlalchemy import ForeignKey, Index, String, Text, create_engine, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship

SCALE = int(os.environ.get("SCALE", "1"))
URL = os.environ.get("DATABASE_URL", "sqlite:///limit.db")
COUNCILS, MEMBERS, PER_COUNCIL, COMMENTS = 21 * SCALE, 700 * SCALE, 90, 4


class Base(DeclarativeBase):
    pass


class Council(Base):
    __tablename__ = "council"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class Member(Base):
    __tablename__ = "member"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))


class Proposal(Base):
    __tablename__ = "proposal"
    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    created: Mapped[int]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    comment_count: Mapped[int]
    council: Mapped[Council] = relationship()
    author: Mapped[Member] = relationship()
    __table_args__ = (
        Index("ix_proposal_recent", "created", "id"),
        Index("ix_proposal_council", "council_id", "created", "id"),
    )


class Comment(Base):
    __tablename__ = "comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    body: Mapped[str] = mapped_column(Text)
    author: Mapped[Member] = relationship()


if URL.startswith("sqlite"):
    engine = create_engine(URL, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def pragmas(con, _):
        for p in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=5000",
            "cache_size=-65536",
            "mmap_size=268435456",
            "temp_store=MEMORY",
            "foreign_keys=ON",
        ):
            con.execute(f"PRAGMA {p}")
else:
    engine = create_engine(URL, pool_size=8, max_overflow=4)

app = Flask(__name__)
app.jinja_env.auto_reload = False
rnd = random.Random(1)
queries = 0
if os.environ.get("COUNT_SQL"):

    @event.listens_for(engine, "before_cursor_execute")
    def count(*_):
        global queries
        queries += 1

    @app.after_request
    def show(resp):
        global queries
        resp.headers["X-SQL"] = str(queries)
        queries = 0
        return resp


@app.get("/hello")
def hello():
    return "Bonjour"


def page_of(stmt):
    with Session(engine) as s:
        return s.scalars(
            stmt.options(joinedload(Proposal.council, innerjoin=True), joinedload(Proposal.author, innerjoin=True))
            .order_by(Proposal.created.desc(), Proposal.id.desc())
            .limit(20)
        ).all()


@app.get("/list")
def newest():
    """20 newest proposals of all councils: one SQL query."""
    return render_template("list.html", title="Propositions", rows=page_of(select(Proposal)))


@app.get("/council")
def council():
    """20 newest proposals of one council (a random one each time): two SQL queries."""
    cid = rnd.randint(1, COUNCILS)
    with Session(engine) as s:
        name = s.get(Council, cid).name
    return render_template("list.html", title=name, rows=page_of(select(Proposal).where(Proposal.council_id == cid)))


@app.get("/detail")
def detail():
    """One proposal (a random one) with its comments: two SQL queries."""
    pid = rnd.randint(1, COUNCILS * PER_COUNCIL)
    with Session(engine) as s:
        p = s.scalars(
            select(Proposal)
            .options(joinedload(Proposal.council, innerjoin=True), joinedload(Proposal.author, innerjoin=True))
            .where(Proposal.id == pid)
        ).one()
        cs = s.scalars(
            select(Comment)
            .options(joinedload(Comment.author, innerjoin=True))
            .where(Comment.proposal_id == pid)
            .order_by(Comment.id)
        ).all()
    return render_template("detail.html", p=p, comments=cs)


@app.get("/list-304")
def conditional():
    """The list with an ETag from one cheap indexed query; send If-None-Match: "v<max id>" for a 304."""
    with Session(engine) as s:
        tag = f"v{s.scalar(select(func.max(Proposal.id)))}"
    if tag in request.if_none_match:
        return Response(status=304, headers={"ETag": f'"{tag}"'})
    r = make_response(newest())
    r.set_etag(tag)
    return r


_cache = {}


@app.get("/list-cached")
def cached():
    """The whole page kept in the process for 5 s, with an ETag."""
    hit = _cache.get("list")
    if not hit or hit[0] < time.monotonic():
        body = newest().encode()
        _cache["list"] = hit = (time.monotonic() + 5, body, hashlib.sha1(body).hexdigest())
    r = Response(hit[1], content_type="text/html; charset=utf-8")
    r.set_etag(hit[2])
    r.cache_control.max_age = 5
    return r.make_conditional(request)
