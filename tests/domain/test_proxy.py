"""Who may stand in for somebody, and by what paper."""

from dataclasses import replace

import pytest

from desk_app.domain.proxy import ProxyPaperMissing, Standing, require_paper, standing
from desk_app.domain.submission import Person, Submitter


@pytest.mark.parametrize(
    ("relation", "meant"),
    [
        ("con", Standing.FAMILY),
        ("Vợ", Standing.FAMILY),
        ("chồng, ở cùng nhà", Standing.FAMILY),
        ("cha/mẹ", Standing.FAMILY),
        ("Người giám hộ", Standing.BY_LAW),
        ("đại diện theo pháp luật", Standing.BY_LAW),
        ("bạn", Standing.AUTHORISED),
        ("hàng xóm", Standing.AUTHORISED),
        ("Công ty con", Standing.AUTHORISED),
        ("được ủy quyền", Standing.AUTHORISED),
    ],
)
def test_the_relation_says_what_is_to_be_shown(relation, meant):
    assert standing(relation) is meant


def test_a_stranger_needs_an_authorisation_and_nobody_else_is_sent_home_for_one():
    stranger = Submitter(person=Person(name="Lê Văn Bạn"), relation="bạn")

    with pytest.raises(ProxyPaperMissing):
        require_paper(stranger)
    require_paper(replace(stranger, paper="12/2026"))
    require_paper(replace(stranger, relation="con"))
    require_paper(replace(stranger, relation="người giám hộ"))
    require_paper(None)
