"""Minutes of meetings: their texts as revisions, the remarks of those who were there, what was left named.

Revision ID: 0011_minutes
Revises: 0010_convening
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_minutes"
down_revision = "0010_convening"
branch_labels = None
depends_on = None

# a text that was approved, and one that is public, change no more: they can only be taken away
GUARDS = {
    "sqlite": (
        "CREATE TRIGGER minutes_revision_no_change BEFORE UPDATE OF text, html, number, reason ON minutes_revision WHEN OLD.approved_at IS NOT NULL AND NEW.hidden_at IS NULL BEGIN SELECT RAISE(ABORT, 'approved minutes never change'); END",
        "CREATE TRIGGER minutes_revision_no_public_change BEFORE UPDATE OF public_text, public_html, sha256 ON minutes_revision WHEN OLD.published_at IS NOT NULL AND NEW.hidden_at IS NULL BEGIN SELECT RAISE(ABORT, 'published minutes never change'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION minutes_revision_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'approved minutes never change'; END $$",
        "CREATE TRIGGER minutes_revision_no_change BEFORE UPDATE OF text, html, number, reason ON minutes_revision FOR EACH ROW WHEN (OLD.approved_at IS NOT NULL AND NEW.hidden_at IS NULL) EXECUTE FUNCTION minutes_revision_never_changes()",
        "CREATE TRIGGER minutes_revision_no_public_change BEFORE UPDATE OF public_text, public_html, sha256 ON minutes_revision FOR EACH ROW WHEN (OLD.published_at IS NOT NULL AND NEW.hidden_at IS NULL) EXECUTE FUNCTION minutes_revision_never_changes()",
    ),
}


def upgrade() -> None:
    op.create_table('minutes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('council_id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('account', 'record', 'decision_log', name='minuteskind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('draft', 'proposed', 'approved', 'published', 'corrected', name='minutesstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('comments_until', sa.Date(), nullable=True),
    sa.Column('returned_reason', sa.String(length=500), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state IN ('approved', 'published', 'corrected')) = (approved_at IS NOT NULL)", name=op.f('ck_minutes_approved_means_dated')),
    sa.CheckConstraint("(state IN ('published', 'corrected')) = (published_at IS NOT NULL)", name=op.f('ck_minutes_public_means_dated')),
    sa.CheckConstraint("state = 'draft' OR proposed_at IS NOT NULL", name=op.f('ck_minutes_proposed_means_dated')),
    sa.CheckConstraint('(proposed_at IS NULL) = (comments_until IS NULL)', name=op.f('ck_minutes_sent_means_until')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_minutes_council_id_council')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_minutes_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes')),
    sa.UniqueConstraint('meeting_id', name=op.f('uq_minutes_meeting_id'))
    )
    with op.batch_alter_table('minutes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_council_id_state'), ['council_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_minutes_published_at_id'), ['published_at', 'id'], unique=False)

    op.create_table('minutes_remark',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('minutes_id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_accepted', sa.Boolean(), nullable=True),
    sa.Column('answer', sa.String(length=1000), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("is_accepted IS NULL OR is_accepted OR answer <> ''", name=op.f('ck_minutes_remark_declined_means_reason')),
    sa.CheckConstraint('(is_accepted IS NULL) = (answered_at IS NULL)', name=op.f('ck_minutes_remark_answered_means_dated')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_minutes_remark_membership_id_membership')),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_remark_minutes_id_minutes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_remark'))
    )
    with op.batch_alter_table('minutes_remark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_remark_membership_id'), ['membership_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_minutes_remark_minutes_id_written_at'), ['minutes_id', 'written_at'], unique=False)

    op.create_table('minutes_revision',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('minutes_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('provisional', 'original', 'correction', 'masking', name='revisionkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("html", sa.Text(), nullable=False),
    sa.Column('saved', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=True),
    sa.Column('item_id', sa.Uuid(), nullable=True),
    sa.Column('motion_id', sa.Uuid(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column("public_text", sa.Text(), nullable=False),
    sa.Column("public_html", sa.Text(), nullable=False),
    sa.Column('public_saved', sa.Integer(), nullable=False),
    sa.Column('prepared_by_id', sa.Uuid(), nullable=True),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_by_id', sa.Uuid(), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('document_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(kind = 'original') = (number = 1)", name=op.f('ck_minutes_revision_one_is_original')),
    sa.CheckConstraint("(kind = 'provisional') = (number = 0)", name=op.f('ck_minutes_revision_zero_is_provisional')),
    sa.CheckConstraint("number < 2 OR reason <> ''", name=op.f('ck_minutes_revision_later_means_reason')),
    sa.CheckConstraint("published_at IS NULL OR checked_at IS NOT NULL OR kind = 'masking'", name=op.f('ck_minutes_revision_public_is_checked')),
    sa.CheckConstraint('(checked_at IS NULL) OR prepared_at IS NOT NULL', name=op.f('ck_minutes_revision_checked_means_prepared')),
    sa.CheckConstraint('(published_at IS NULL) = (sha256 IS NULL)', name=op.f('ck_minutes_revision_published_means_hash')),
    sa.CheckConstraint('checked_by_id <> prepared_by_id', name=op.f('ck_minutes_revision_checked_by_a_second')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_minutes_revision_whole_hash')),
    sa.CheckConstraint('number >= 0 AND saved >= 0 AND public_saved >= 0', name=op.f('ck_minutes_revision_counts_from_zero')),
    sa.CheckConstraint('published_at IS NULL OR approved_at IS NOT NULL OR number = 0', name=op.f('ck_minutes_revision_public_means_approved')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_minutes_revision_author_id_person')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['person.id'], name=op.f('fk_minutes_revision_checked_by_id_person')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_minutes_revision_document_id_document')),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_minutes_revision_item_id_agenda_item'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_revision_minutes_id_minutes')),
    sa.ForeignKeyConstraint(['motion_id'], ['motion.id'], name=op.f('fk_minutes_revision_motion_id_motion')),
    sa.ForeignKeyConstraint(['prepared_by_id'], ['person.id'], name=op.f('fk_minutes_revision_prepared_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_revision')),
    sa.UniqueConstraint('document_id', name=op.f('uq_minutes_revision_document_id')),
    sa.UniqueConstraint('item_id', name=op.f('uq_minutes_revision_item_id')),
    sa.UniqueConstraint('minutes_id', 'number', name=op.f('uq_minutes_revision_minutes_id_number')),
    sa.UniqueConstraint('motion_id', name=op.f('uq_minutes_revision_motion_id'))
    )
    with op.batch_alter_table('minutes_revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_revision_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_minutes_revision_checked_by_id'), ['checked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_minutes_revision_prepared_by_id'), ['prepared_by_id'], unique=False)
        batch_op.create_index('uq_minutes_revision_one_under_way', ['minutes_id'], unique=True, sqlite_where=sa.text("kind = 'correction' AND published_at IS NULL AND hidden_at IS NULL"), postgresql_where=sa.text("kind = 'correction' AND published_at IS NULL AND hidden_at IS NULL"))

    op.create_table('kept_passage',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('revision_id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_kept_passage_decided_by_id_person')),
    sa.ForeignKeyConstraint(['revision_id'], ['minutes_revision.id'], name=op.f('fk_kept_passage_revision_id_minutes_revision'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_passage')),
    sa.UniqueConstraint('revision_id', 'words', name=op.f('uq_kept_passage_revision_id_words'))
    )
    with op.batch_alter_table('kept_passage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_passage_decided_by_id'), ['decided_by_id'], unique=False)

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table('kept_passage', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kept_passage_decided_by_id'))

    op.drop_table('kept_passage')
    with op.batch_alter_table('minutes_revision', schema=None) as batch_op:
        batch_op.drop_index('uq_minutes_revision_one_under_way', sqlite_where=sa.text("kind = 'correction' AND published_at IS NULL AND hidden_at IS NULL"), postgresql_where=sa.text("kind = 'correction' AND published_at IS NULL AND hidden_at IS NULL"))
        batch_op.drop_index(batch_op.f('ix_minutes_revision_prepared_by_id'))
        batch_op.drop_index(batch_op.f('ix_minutes_revision_checked_by_id'))
        batch_op.drop_index(batch_op.f('ix_minutes_revision_author_id'))

    op.drop_table('minutes_revision')
    with op.batch_alter_table('minutes_remark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_minutes_remark_minutes_id_written_at'))
        batch_op.drop_index(batch_op.f('ix_minutes_remark_membership_id'))

    op.drop_table('minutes_remark')
    with op.batch_alter_table('minutes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_minutes_published_at_id'))
        batch_op.drop_index(batch_op.f('ix_minutes_council_id_state'))

    op.drop_table('minutes')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION minutes_revision_never_changes()")
