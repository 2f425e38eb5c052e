"""Frozen data types that pass between the stages; no behaviour beyond their invariants."""
