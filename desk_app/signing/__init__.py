"""PDF signatures: signers, appearance, verification."""
