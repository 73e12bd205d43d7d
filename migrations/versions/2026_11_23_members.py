"""Members and labellisation: contacts, consents, functions, reserve, mandates of assistance, papers of dossiers, rights.

Revision ID: 0006_members
Revises: 0005_scale
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_members"
down_revision = '0005_scale'
branch_labels = None
depends_on = None

# written out: remaking a table on SQLite would lose the triggers that stand on it
COLUMNS = {'sqlite': ['ALTER TABLE account ADD COLUMN warned_at DATETIME', 'ALTER TABLE account_session ADD COLUMN way VARCHAR(20)', 'ALTER TABLE account_session ADD COLUMN with_code BOOLEAN DEFAULT false NOT NULL', 'ALTER TABLE accreditation ADD COLUMN reason TEXT', 'ALTER TABLE accreditation ADD COLUMN diagnosis TEXT', 'ALTER TABLE accreditation ADD COLUMN host_intention TEXT', 'ALTER TABLE accreditation ADD COLUMN no_sortition_reason TEXT', 'ALTER TABLE accreditation ADD COLUMN new_host_id CHAR(32) CONSTRAINT fk_accreditation_new_host_id_organization REFERENCES organization (id)', 'ALTER TABLE accreditation ADD COLUMN consulted_sha256 VARCHAR(64)', 'ALTER TABLE accreditation ADD COLUMN opened_by_id CHAR(32) CONSTRAINT fk_accreditation_opened_by_id_person REFERENCES person (id)', 'ALTER TABLE council ADD COLUMN facilitator_employer_id CHAR(32) CONSTRAINT fk_council_facilitator_employer_id_organization REFERENCES organization (id)', 'ALTER TABLE membership ADD COLUMN replaces_id CHAR(32) CONSTRAINT fk_membership_replaces_id_membership REFERENCES membership (id)', 'ALTER TABLE membership ADD COLUMN elected_official BOOLEAN DEFAULT false NOT NULL', 'ALTER TABLE membership ADD COLUMN independent_on DATE', 'ALTER TABLE person ADD COLUMN minor_until DATE', 'ALTER TABLE person ADD COLUMN erased_at DATETIME', 'ALTER TABLE person ADD COLUMN merged_into_id CHAR(32) CONSTRAINT fk_person_merged_into_id_person REFERENCES person (id)', 'ALTER TABLE recognition_act ADD COLUMN document_id CHAR(32) CONSTRAINT fk_recognition_act_document_id_document REFERENCES document (id)', 'ALTER TABLE recognition_act ADD COLUMN public_document_id CHAR(32) CONSTRAINT fk_recognition_act_public_document_id_document REFERENCES document (id)', 'ALTER TABLE vote ADD COLUMN assisted_act_id CHAR(32) CONSTRAINT fk_vote_assisted_act_id_assisted_act REFERENCES assisted_act (id)'], 'postgresql': ['ALTER TABLE account ADD COLUMN warned_at TIMESTAMP WITH TIME ZONE', 'ALTER TABLE account_session ADD COLUMN way VARCHAR(20)', 'ALTER TABLE account_session ADD COLUMN with_code BOOLEAN DEFAULT false NOT NULL', 'ALTER TABLE accreditation ADD COLUMN reason TEXT', 'ALTER TABLE accreditation ADD COLUMN diagnosis TEXT', 'ALTER TABLE accreditation ADD COLUMN host_intention TEXT', 'ALTER TABLE accreditation ADD COLUMN no_sortition_reason TEXT', 'ALTER TABLE accreditation ADD COLUMN new_host_id UUID CONSTRAINT fk_accreditation_new_host_id_organization REFERENCES organization (id)', 'ALTER TABLE accreditation ADD COLUMN consulted_sha256 VARCHAR(64)', 'ALTER TABLE accreditation ADD COLUMN opened_by_id UUID CONSTRAINT fk_accreditation_opened_by_id_person REFERENCES person (id)', 'ALTER TABLE council ADD COLUMN facilitator_employer_id UUID CONSTRAINT fk_council_facilitator_employer_id_organization REFERENCES organization (id)', 'ALTER TABLE membership ADD COLUMN replaces_id UUID CONSTRAINT fk_membership_replaces_id_membership REFERENCES membership (id)', 'ALTER TABLE membership ADD COLUMN elected_official BOOLEAN DEFAULT false NOT NULL', 'ALTER TABLE membership ADD COLUMN independent_on DATE', 'ALTER TABLE person ADD COLUMN minor_until DATE', 'ALTER TABLE person ADD COLUMN erased_at TIMESTAMP WITH TIME ZONE', 'ALTER TABLE person ADD COLUMN merged_into_id UUID CONSTRAINT fk_person_merged_into_id_person REFERENCES person (id)', 'ALTER TABLE recognition_act ADD COLUMN document_id UUID CONSTRAINT fk_recognition_act_document_id_document REFERENCES document (id)', 'ALTER TABLE recognition_act ADD COLUMN public_document_id UUID CONSTRAINT fk_recognition_act_public_document_id_document REFERENCES document (id)', 'ALTER TABLE vote ADD COLUMN assisted_act_id UUID CONSTRAINT fk_vote_assisted_act_id_assisted_act REFERENCES assisted_act (id)']}
ADDED = [('vote', 'assisted_act_id'), ('recognition_act', 'public_document_id'), ('recognition_act', 'document_id'), ('person', 'merged_into_id'), ('person', 'erased_at'), ('person', 'minor_until'), ('membership', 'independent_on'), ('membership', 'elected_official'), ('membership', 'replaces_id'), ('council', 'facilitator_employer_id'), ('accreditation', 'opened_by_id'), ('accreditation', 'consulted_sha256'), ('accreditation', 'new_host_id'), ('accreditation', 'no_sortition_reason'), ('accreditation', 'host_intention'), ('accreditation', 'diagnosis'), ('accreditation', 'reason'), ('account_session', 'with_code'), ('account_session', 'way'), ('account', 'warned_at')]
# a seat is taken over the day after it was left, by one person
TRIGGERS = {'sqlite': ["CREATE TRIGGER membership_follows_insert BEFORE INSERT ON membership WHEN NEW.replaces_id IS NOT NULL BEGIN SELECT RAISE(ABORT, 'membership: a seat is taken over the day after') WHERE NOT EXISTS (SELECT 1 FROM membership AS other WHERE other.id = NEW.replaces_id AND other.council_id = NEW.council_id AND date(other.end_on, '+1 day') = NEW.start_on); END", "CREATE TRIGGER membership_follows_update BEFORE UPDATE ON membership BEGIN SELECT RAISE(ABORT, 'membership: one seat is held twice') WHERE EXISTS (SELECT 1 FROM membership AS other WHERE (other.replaces_id = NEW.id AND other.start_on <= COALESCE(NEW.end_on, '9999-12-31') AND (other.end_reason IS NULL OR other.end_reason <> 'refused')) OR (other.id = NEW.replaces_id AND NEW.start_on <= COALESCE(other.end_on, '9999-12-31'))); END"], 'postgresql': ["CREATE OR REPLACE FUNCTION membership_follows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'INSERT' AND NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM membership AS other WHERE other.id = NEW.replaces_id AND other.council_id = NEW.council_id AND other.end_on + 1 = NEW.start_on) THEN RAISE EXCEPTION 'membership: a seat is taken over the day after' USING ERRCODE = 'exclusion_violation'; END IF; IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM membership AS other WHERE (other.replaces_id = NEW.id AND other.start_on <= COALESCE(NEW.end_on, '9999-12-31') AND (other.end_reason IS NULL OR other.end_reason <> 'refused')) OR (other.id = NEW.replaces_id AND NEW.start_on <= COALESCE(other.end_on, '9999-12-31'))) THEN RAISE EXCEPTION 'membership: one seat is held twice' USING ERRCODE = 'exclusion_violation'; END IF; RETURN NEW; END $$", 'CREATE TRIGGER membership_follows BEFORE INSERT OR UPDATE ON membership FOR EACH ROW EXECUTE FUNCTION membership_follows()']}
UNDONE = {'sqlite': ['DROP TRIGGER membership_follows_insert', 'DROP TRIGGER membership_follows_update'], 'postgresql': ['DROP TRIGGER membership_follows ON membership', 'DROP FUNCTION membership_follows()']}


def upgrade() -> None:
    op.create_table('consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.Enum('public_name', 'public_photo', 'public_quote', 'newsletter', 'sms', 'parental_authority', name='consentpurpose', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text_version', sa.String(length=20), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('proof', sa.String(length=200), nullable=False),
    sa.CheckConstraint('withdrawn_at IS NULL OR withdrawn_at >= given_at', name=op.f('ck_consent_withdrawn_after_given')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    op.create_index(op.f('ix_consent_purpose_withdrawn_at'), 'consent', ['purpose', 'withdrawn_at'], unique=False)
    op.create_index('uq_consent_standing', 'consent', ['person_id', 'purpose'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.create_table('contact',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('postal_address', sa.String(length=300), nullable=True),
    sa.Column('prefers', sa.Enum('email', 'letter', 'sms', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_contact_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_contact'))
    )
    op.create_table('rights_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('access', 'correction', 'erasure', 'restriction', 'objection', name='rightkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('received', 'identified', 'carried_out', 'refused', 'withdrawn', name='rightstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('by_post', sa.Boolean(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('identified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('identity_check', sa.String(length=300), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(decided_at IS NULL) = (state IN ('received', 'identified'))", name=op.f('ck_rights_request_decided_means_when')),
    sa.CheckConstraint('(identified_at IS NULL) = (identity_check IS NULL)', name=op.f('ck_rights_request_identified_means_how')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_rights_request_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rights_request'))
    )
    op.create_index(op.f('ix_rights_request_person_id'), 'rights_request', ['person_id'], unique=False)
    op.create_index(op.f('ix_rights_request_state_due_on'), 'rights_request', ['state', 'due_on'], unique=False)
    op.create_table('assistance_mandate',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('council_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('written_on', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('document_id', sa.Uuid(), nullable=True),
    sa.Column('kept_at_place', sa.String(length=200), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('document_id IS NOT NULL OR kept_at_place IS NOT NULL', name=op.f('ck_assistance_mandate_paper_somewhere')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= written_on', name=op.f('ck_assistance_mandate_ends_after_written')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_assistance_mandate_council_id_council')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_assistance_mandate_document_id_document')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_assistance_mandate_person_id_person')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_assistance_mandate_recorded_by_id_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assistance_mandate'))
    )
    op.create_index(op.f('ix_assistance_mandate_council_id_person_id'), 'assistance_mandate', ['council_id', 'person_id'], unique=False)
    op.create_index(op.f('ix_assistance_mandate_document_id'), 'assistance_mandate', ['document_id'], unique=False)
    op.create_index(op.f('ix_assistance_mandate_person_id'), 'assistance_mandate', ['person_id'], unique=False)
    op.create_index(op.f('ix_assistance_mandate_recorded_by_id'), 'assistance_mandate', ['recorded_by_id'], unique=False)
    op.create_table('member_import',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('council_id', sa.Uuid(), nullable=False),
    sa.Column('sent_by_id', sa.Uuid(), nullable=True),
    sa.Column('file_name', sa.String(length=160), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('rows', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_member_import_whole_hash')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_member_import_council_id_council')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['person.id'], name=op.f('fk_member_import_sent_by_id_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_import'))
    )
    op.create_index(op.f('ix_member_import_council_id_sent_at'), 'member_import', ['council_id', 'sent_at'], unique=False)
    op.create_index(op.f('ix_member_import_sent_by_id'), 'member_import', ['sent_by_id'], unique=False)
    op.create_table('assisted_act',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mandate_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('vote', 'notice', 'proxy', name='assistedactkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('object_id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.String(length=300), nullable=False),
    sa.Column('url', sa.String(length=300), nullable=False),
    sa.Column('said', sa.String(length=80), nullable=True),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('receipt', sa.String(length=12), nullable=False),
    sa.Column('done_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['done_by_id'], ['person.id'], name=op.f('fk_assisted_act_done_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['mandate_id'], ['assistance_mandate.id'], name=op.f('fk_assisted_act_mandate_id_assistance_mandate')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assisted_act')),
    sa.UniqueConstraint('receipt', name=op.f('uq_assisted_act_receipt'))
    )
    op.create_index(op.f('ix_assisted_act_done_by_id'), 'assisted_act', ['done_by_id'], unique=False)
    op.create_index(op.f('ix_assisted_act_mandate_id_at'), 'assisted_act', ['mandate_id', 'at'], unique=False)
    op.create_index(op.f('ix_assisted_act_object_id'), 'assisted_act', ['object_id'], unique=False)
    op.create_table('reserve_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('term_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('college', sa.Enum('residents', 'local_actors', name='college', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('waiting', 'called', 'refused', 'seated', 'expired', name='reservestatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.CheckConstraint('rank >= 1', name=op.f('ck_reserve_entry_counts_from_one')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reserve_entry_person_id_person')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_reserve_entry_term_id_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reserve_entry')),
    sa.UniqueConstraint('term_id', 'college', 'rank', name=op.f('uq_reserve_entry_term_id_college_rank')),
    sa.UniqueConstraint('term_id', 'person_id', name=op.f('uq_reserve_entry_term_id_person_id'))
    )
    op.create_index(op.f('ix_reserve_entry_person_id'), 'reserve_entry', ['person_id'], unique=False)
    op.create_table('accreditation_paper',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('accreditation_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('statutes', 'host_agreement', 'rules', 'sortition_protocol', 'observations', 'other', name='paperkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('document_id', sa.Uuid(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_accreditation_paper_accreditation_id_accreditation')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_accreditation_paper_document_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accreditation_paper')),
    sa.UniqueConstraint('document_id', name=op.f('uq_accreditation_paper_document_id'))
    )
    op.create_index(op.f('ix_accreditation_paper_accreditation_id_kind_added_at'), 'accreditation_paper', ['accreditation_id', 'kind', 'added_at'], unique=False)
    op.create_table('board_function',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Enum('chair', 'co_chair', 'secretary', 'treasurer', 'spokesperson', name='boardrole', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_board_function_ends_after_start')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_board_function_membership_id_membership')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_board_function'))
    )
    op.create_index(op.f('ix_board_function_membership_id'), 'board_function', ['membership_id'], unique=False)
    op.create_index('uq_board_function_held', 'board_function', ['membership_id', 'role'], unique=True, sqlite_where=sa.text('valid_to IS NULL'), postgresql_where=sa.text('valid_to IS NULL'))
    op.create_table('consultation_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('accreditation_id', sa.Uuid(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Uuid(), nullable=True),
    sa.Column('asked_email', sa.String(length=320), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('answer', sa.Enum('favorable', 'with_remarks', 'unfavorable', 'no_answer', name='consultationanswer', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signatory', sa.String(length=200), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(answer IS NULL) = (answered_at IS NULL)', name=op.f('ck_consultation_request_answered_means_when')),
    sa.CheckConstraint('round >= 1', name=op.f('ck_consultation_request_counts_from_one')),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_consultation_request_accreditation_id_accreditation')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_consultation_request_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_request')),
    sa.UniqueConstraint('accreditation_id', 'round', 'municipality_id', name=op.f('uq_consultation_request_accreditation_id_round_municipality_id'))
    )
    op.create_index(op.f('ix_consultation_request_accreditation_id'), 'consultation_request', ['accreditation_id'], unique=False)
    op.create_index(op.f('ix_consultation_request_municipality_id'), 'consultation_request', ['municipality_id'], unique=False)
    op.create_table('proposed_change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('accreditation_id', sa.Uuid(), nullable=False),
    sa.Column('leaving_id', sa.Uuid(), nullable=True),
    sa.Column('end_reason', sa.Enum('resigned', 'moved', 'absence', 'refused', 'death', 'organization_change', 'elected', 'term_end', 'act', name='endreason', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('joining_id', sa.Uuid(), nullable=True),
    sa.Column('college', sa.Enum('residents', 'local_actors', name='college', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('origin', sa.Enum('drawn', 'volunteer', 'designated', 'replacement', name='origin', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('rank', sa.Enum('titular', 'substitute', name='rank', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('organization_id', sa.Uuid(), nullable=True),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.CheckConstraint("college <> 'local_actors' OR organization_id IS NOT NULL", name=op.f('ck_proposed_change_local_actor_of_whom')),
    sa.CheckConstraint('(joining_id IS NULL) = (college IS NULL) AND (joining_id IS NULL) = (origin IS NULL) AND (joining_id IS NULL) = (rank IS NULL)', name=op.f('ck_proposed_change_joining_means_where')),
    sa.CheckConstraint('(leaving_id IS NULL) = (end_reason IS NULL)', name=op.f('ck_proposed_change_leaving_means_why')),
    sa.CheckConstraint('leaving_id IS NOT NULL OR joining_id IS NOT NULL', name=op.f('ck_proposed_change_changes_something')),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_proposed_change_accreditation_id_accreditation')),
    sa.ForeignKeyConstraint(['joining_id'], ['person.id'], name=op.f('fk_proposed_change_joining_id_person')),
    sa.ForeignKeyConstraint(['leaving_id'], ['membership.id'], name=op.f('fk_proposed_change_leaving_id_membership')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_proposed_change_organization_id_organization')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposed_change')),
    sa.UniqueConstraint('accreditation_id', 'joining_id', name=op.f('uq_proposed_change_accreditation_id_joining_id')),
    sa.UniqueConstraint('accreditation_id', 'leaving_id', name=op.f('uq_proposed_change_accreditation_id_leaving_id'))
    )
    op.create_index(op.f('ix_proposed_change_accreditation_id'), 'proposed_change', ['accreditation_id'], unique=False)
    op.create_index(op.f('ix_proposed_change_joining_id'), 'proposed_change', ['joining_id'], unique=False)
    op.create_index(op.f('ix_proposed_change_leaving_id'), 'proposed_change', ['leaving_id'], unique=False)
    op.create_index(op.f('ix_proposed_change_organization_id'), 'proposed_change', ['organization_id'], unique=False)
    op.create_table('proposed_place',
    sa.Column('accreditation_id', sa.Uuid(), nullable=False),
    sa.Column('neighborhood_id', sa.Uuid(), nullable=False),
    sa.Column('adds', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_proposed_place_accreditation_id_accreditation')),
    sa.ForeignKeyConstraint(['neighborhood_id'], ['neighborhood.id'], name=op.f('fk_proposed_place_neighborhood_id_neighborhood')),
    sa.PrimaryKeyConstraint('accreditation_id', 'neighborhood_id', name=op.f('pk_proposed_place'))
    )
    op.create_index(op.f('ix_proposed_place_neighborhood_id'), 'proposed_place', ['neighborhood_id'], unique=False)
    op.create_table('review_point',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('accreditation_id', sa.Uuid(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resolution', sa.Text(), nullable=True),
    sa.CheckConstraint('(resolved_at IS NULL) = (resolution IS NULL)', name=op.f('ck_review_point_resolved_means_how')),
    sa.CheckConstraint('round >= 1', name=op.f('ck_review_point_counts_from_one')),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_review_point_accreditation_id_accreditation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_point'))
    )
    op.create_index(op.f('ix_review_point_accreditation_id_round'), 'review_point', ['accreditation_id', 'round'], unique=False)
    op.create_table('working_group',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('council_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('rapporteur_id', sa.Uuid(), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.CheckConstraint('closed_on IS NULL OR closed_on >= opened_on', name=op.f('ck_working_group_closed_after_opened')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_working_group_council_id_council')),
    sa.ForeignKeyConstraint(['rapporteur_id'], ['membership.id'], name=op.f('fk_working_group_rapporteur_id_membership')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_working_group'))
    )
    op.create_index(op.f('ix_working_group_council_id_closed_on'), 'working_group', ['council_id', 'closed_on'], unique=False)
    op.create_index(op.f('ix_working_group_rapporteur_id'), 'working_group', ['rapporteur_id'], unique=False)
    op.create_table('working_group_member',
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['working_group.id'], name=op.f('fk_working_group_member_group_id_working_group'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_working_group_member_membership_id_membership')),
    sa.PrimaryKeyConstraint('group_id', 'membership_id', name=op.f('pk_working_group_member'))
    )
    op.create_index(op.f('ix_working_group_member_membership_id'), 'working_group_member', ['membership_id'], unique=False)
    for statement in COLUMNS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_index(op.f('ix_accreditation_new_host_id'), 'accreditation', ['new_host_id'], unique=False)
    op.create_index(op.f('ix_accreditation_opened_by_id'), 'accreditation', ['opened_by_id'], unique=False)
    op.create_index(op.f('ix_council_facilitator_employer_id'), 'council', ['facilitator_employer_id'], unique=False)
    op.create_index(op.f('ix_membership_replaces_id'), 'membership', ['replaces_id'], unique=False)
    op.create_index('uq_membership_taken_over_once', 'membership', ['replaces_id'], unique=True, sqlite_where=sa.text("end_reason IS NULL OR end_reason <> 'refused'"), postgresql_where=sa.text("end_reason IS NULL OR end_reason <> 'refused'"))
    op.create_index(op.f('ix_person_merged_into_id'), 'person', ['merged_into_id'], unique=False)
    op.create_index(op.f('ix_recognition_act_document_id'), 'recognition_act', ['document_id'], unique=False)
    op.create_index(op.f('ix_recognition_act_public_document_id'), 'recognition_act', ['public_document_id'], unique=False)
    op.create_index(op.f('ix_vote_assisted_act_id'), 'vote', ['assisted_act_id'], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNDONE[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_index(op.f('ix_vote_assisted_act_id'), table_name='vote')
    op.drop_index(op.f('ix_recognition_act_public_document_id'), table_name='recognition_act')
    op.drop_index(op.f('ix_recognition_act_document_id'), table_name='recognition_act')
    op.drop_index(op.f('ix_person_merged_into_id'), table_name='person')
    op.drop_index('uq_membership_taken_over_once', table_name='membership', sqlite_where=sa.text("end_reason IS NULL OR end_reason <> 'refused'"), postgresql_where=sa.text("end_reason IS NULL OR end_reason <> 'refused'"))
    op.drop_index(op.f('ix_membership_replaces_id'), table_name='membership')
    op.drop_index(op.f('ix_council_facilitator_employer_id'), table_name='council')
    op.drop_index(op.f('ix_accreditation_opened_by_id'), table_name='accreditation')
    op.drop_index(op.f('ix_accreditation_new_host_id'), table_name='accreditation')
    for table, column in ADDED:
        op.drop_column(table, column)
    op.drop_index(op.f('ix_working_group_member_membership_id'), table_name='working_group_member')
    op.drop_table('working_group_member')
    op.drop_index(op.f('ix_working_group_rapporteur_id'), table_name='working_group')
    op.drop_index(op.f('ix_working_group_council_id_closed_on'), table_name='working_group')
    op.drop_table('working_group')
    op.drop_index(op.f('ix_review_point_accreditation_id_round'), table_name='review_point')
    op.drop_table('review_point')
    op.drop_index(op.f('ix_proposed_place_neighborhood_id'), table_name='proposed_place')
    op.drop_table('proposed_place')
    op.drop_index(op.f('ix_proposed_change_organization_id'), table_name='proposed_change')
    op.drop_index(op.f('ix_proposed_change_leaving_id'), table_name='proposed_change')
    op.drop_index(op.f('ix_proposed_change_joining_id'), table_name='proposed_change')
    op.drop_index(op.f('ix_proposed_change_accreditation_id'), table_name='proposed_change')
    op.drop_table('proposed_change')
    op.drop_index(op.f('ix_consultation_request_municipality_id'), table_name='consultation_request')
    op.drop_index(op.f('ix_consultation_request_accreditation_id'), table_name='consultation_request')
    op.drop_table('consultation_request')
    op.drop_index('uq_board_function_held', table_name='board_function', sqlite_where=sa.text('valid_to IS NULL'), postgresql_where=sa.text('valid_to IS NULL'))
    op.drop_index(op.f('ix_board_function_membership_id'), table_name='board_function')
    op.drop_table('board_function')
    op.drop_index(op.f('ix_accreditation_paper_accreditation_id_kind_added_at'), table_name='accreditation_paper')
    op.drop_table('accreditation_paper')
    op.drop_index(op.f('ix_reserve_entry_person_id'), table_name='reserve_entry')
    op.drop_table('reserve_entry')
    op.drop_index(op.f('ix_assisted_act_object_id'), table_name='assisted_act')
    op.drop_index(op.f('ix_assisted_act_mandate_id_at'), table_name='assisted_act')
    op.drop_index(op.f('ix_assisted_act_done_by_id'), table_name='assisted_act')
    op.drop_table('assisted_act')
    op.drop_index(op.f('ix_member_import_sent_by_id'), table_name='member_import')
    op.drop_index(op.f('ix_member_import_council_id_sent_at'), table_name='member_import')
    op.drop_table('member_import')
    op.drop_index(op.f('ix_assistance_mandate_recorded_by_id'), table_name='assistance_mandate')
    op.drop_index(op.f('ix_assistance_mandate_person_id'), table_name='assistance_mandate')
    op.drop_index(op.f('ix_assistance_mandate_document_id'), table_name='assistance_mandate')
    op.drop_index(op.f('ix_assistance_mandate_council_id_person_id'), table_name='assistance_mandate')
    op.drop_table('assistance_mandate')
    op.drop_index(op.f('ix_rights_request_state_due_on'), table_name='rights_request')
    op.drop_index(op.f('ix_rights_request_person_id'), table_name='rights_request')
    op.drop_table('rights_request')
    op.drop_table('contact')
    op.drop_index('uq_consent_standing', table_name='consent', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.drop_index(op.f('ix_consent_purpose_withdrawn_at'), table_name='consent')
    op.drop_table('consent')
