"""What may come into a PDF after a signature: more signatures and proofs, no words to read.

Stricter than pyHanko's own policy in two points. It lets form fields be filled in after signing,
which changes the words on the page; and it lets anyone add an empty signature field with a picture
in it, which covers them.
"""

from collections.abc import Iterable

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.form_tools import get_single_field_annot
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FieldComparisonContext,
    FormUpdate,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)


class _SignedFieldsOnly(SigFieldCreationRule):
    """A field that came later may show something only if it is signed."""

    def apply(
        self, context: FieldComparisonContext
    ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        for name, compared in context.field_specs.items():
            new_field = None if compared.old_field_ref else compared.new_field
            if new_field is not None and _shows_unsigned(new_field):
                raise SuspiciousModification(f"{name} shows something and is not signed.")
        yield from super().apply(context)


def policy() -> StandardDiffPolicy:
    """The rules; anything they do not explain is a change after signing."""
    proofs = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(),  # type: ignore[no-untyped-call]
            DocInfoRule().as_qualified(proofs),
            XrefStreamRule().as_qualified(proofs),
            ObjectStreamRule().as_qualified(proofs),
            DSSCompareRule().as_qualified(proofs),
            MetadataUpdateRule().as_qualified(proofs),  # type: ignore[no-untyped-call]
        ],
        form_rule=FormUpdatingRule(
            field_rules=[
                _SignedFieldsOnly(),  # type: ignore[no-untyped-call]
                SigFieldModificationRule(),
            ]
        ),
    )


def _shows_unsigned(field: generic.DictionaryObject) -> bool:
    if "/V" in field:
        return False
    drawn = get_single_field_annot(field).get("/AP", {}).get("/N")
    return not isinstance(drawn, generic.StreamObject) or bool(drawn.data.strip())
