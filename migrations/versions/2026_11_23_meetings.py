"""Meetings of councils: what they are for, who is convened, who comes.

Revision ID: 0008_meetings
Revises: 0007_charter
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_meetings"
down_revision = "0007_charter"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "plenary",
                "public_meeting",
                "working_group",
                "board",
                name="meetingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.Time(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_min", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("access", sa.String(length=300), nullable=False),
        sa.Column("remote_url", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "convened",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("urgent_reason", sa.String(length=500), nullable=False),
        sa.Column("cancelled_reason", sa.String(length=500), nullable=False),
        sa.Column("convened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_reason <> '')", name=op.f("ck_meeting_cancelled_means_reason")
        ),
        sa.CheckConstraint("(state = 'draft') = (convened_at IS NULL)", name=op.f("ck_meeting_convened_means_dated")),
        sa.CheckConstraint("duration_min BETWEEN 15 AND 720", name=op.f("ck_meeting_lasts_some_hours")),
        sa.CheckConstraint("round >= 0 AND changes >= 0", name=op.f("ck_meeting_counts_from_zero")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_meeting_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_council_id_starts_at"), "meeting", ["council_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_meeting_state_starts_at"), "meeting", ["state", "starts_at"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "information",
                "discussion",
                "decision",
                "other_business",
                name="itemkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("added_later", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT added_later OR kind = 'other_business'", name=op.f("ck_agenda_item_later_means_other_business")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name=op.f("ck_agenda_item_lasts_some_minutes")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_meeting_id_position"), "agenda_item", ["meeting_id", "position"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_notice_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("meeting_id", "round", name=op.f("uq_notice_meeting_id_round")),
    )
    op.create_table(
        "notice_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column(
            "coming",
            sa.Enum(
                "present", "remote", "excused", name="coming", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_notice_answer_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_notice_answer_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_answer")),
        sa.UniqueConstraint("meeting_id", "membership_id", name=op.f("uq_notice_answer_meeting_id_membership_id")),
    )
    op.create_index(op.f("ix_notice_answer_membership_id"), "notice_answer", ["membership_id"], unique=False)
    op.create_table(
        "notice_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "letter",
                "sms",
                "hand",
                name="deliverychannel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_notice_delivery_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_delivery_notice_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_delivery")),
        sa.UniqueConstraint("notice_id", "membership_id", name=op.f("uq_notice_delivery_notice_id_membership_id")),
    )
    op.create_index(op.f("ix_notice_delivery_membership_id"), "notice_delivery", ["membership_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_notice_delivery_membership_id"), table_name="notice_delivery")
    op.drop_table("notice_delivery")
    op.drop_index(op.f("ix_notice_answer_membership_id"), table_name="notice_answer")
    op.drop_table("notice_answer")
    op.drop_table("notice")
    op.drop_index(op.f("ix_agenda_item_meeting_id_position"), table_name="agenda_item")
    op.drop_table("agenda_item")
    op.drop_index(op.f("ix_meeting_state_starts_at"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_council_id_starts_at"), table_name="meeting")
    op.drop_table("meeting")
