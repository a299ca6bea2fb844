"""Columns of incidents to count and map by, their parties, and one index that answers without reading any JSON."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds them, and lets all incidents be computed anew, which fills them."""
    op.add_column("incident", sa.Column("place", sa.String(length=120), nullable=True))
    op.add_column("incident", sa.Column("country", sa.String(length=60), nullable=True))
    op.add_column("incident", sa.Column("admin1", sa.String(length=80), nullable=True))
    op.add_column("incident", sa.Column("voices", NUMBER, nullable=True))
    op.create_table(
        "incident_party",
        sa.Column("incident", sa.String(length=32), nullable=False),
        sa.Column("side", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident", "side", "name"),
    )
    op.drop_index("incident_start", table_name="incident")
    op.drop_index("incident_kind", table_name="incident")
    op.create_index(
        "incident_scan",
        "incident",
        [
            "start", "end", "kind", "grade", "killed_low", "killed_high", "injured_low", "injured_high", "lat", "lon",
            "radius_km", "country", "admin1", "place", "voices", "id",
        ],
    )  # fmt: skip
    op.create_index("incident_party_name", "incident_party", ["name", "side", "incident"])
    op.execute("DELETE FROM computed")
