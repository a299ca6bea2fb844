"""Users, coders' assignments, and a note of how incidents changed; incidents that are there count as the first turn."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "desk_user",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("totp", sa.String(length=64), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=True),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("made", sa.String(length=32), nullable=False),
        sa.Column("ended", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "assignment",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("round", sa.String(length=64), nullable=False),
        sa.Column("report", sa.String(length=16), nullable=False),
        sa.Column("claim", sa.String(length=16), nullable=False),
        sa.Column("coder", sa.String(length=64), nullable=False),
        sa.Column("given_by", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.String(length=32), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["report"], ["report.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("round", "claim", "coder"),
    )
    op.create_index("assignment_coder", "assignment", ["coder"], unique=False)
    op.create_table(
        "settlement",
        sa.Column("round", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=16), nullable=False),
        sa.Column("report", sa.String(length=16), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "claim"),
    )
    change = op.create_table(
        "incident_change",
        sa.Column("incident", sa.String(length=32), nullable=False),
        sa.Column("turn", NUMBER, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("incident"),
    )
    op.create_index("incident_change_turn", "incident_change", ["turn"], unique=False)
    incident, audit = sa.table("incident", sa.column("id")), sa.table("audit", sa.column("at"))
    latest = sa.select(sa.func.max(audit.c.at)).scalar_subquery()
    there = sa.select(incident.c.id, sa.literal(1), sa.func.coalesce(latest, ""), sa.false())
    op.execute(sa.insert(change).from_select(["incident", "turn", "at", "gone"], there))
