"""A dossier typed into a ministry's system: field by field, with a log and without values in it."""

import pytest

from desk_app.queries.retyping import card, systems, waiting_for_entry
from desk_app.usecases.copy_field import NoSuchField, copy_field
from desk_app.usecases.write_outside_code import write_outside_code
from tests.support.counter import all_that_is_kept, certification, other_procedure, received

BIRTH = "1.001193"


def test_the_fields_stand_in_the_order_of_the_system_they_go_to(desk):
    residence, birth = received(desk), received(desk, other_procedure(desk, BIRTH))

    of_residence, of_birth = card(desk, residence.entity), card(desk, birth.entity)

    assert of_residence.fields[0].label == "1. Mã thủ tục"
    assert [one.label for one in of_birth.fields][:2] == [
        "Họ, chữ đệm, tên người yêu cầu",
        "Số định danh cá nhân",
    ]
    assert of_birth.fields[0].step == "Bước 1. Người yêu cầu"
    assert of_birth.system.startswith("Hệ thống thông tin đăng ký và quản lý hộ tịch")
    by_label = {one.label: one.value for one in of_residence.fields}
    assert by_label["5. Ngày, giờ tiếp nhận"] == "09:00 16/11/2026"
    assert by_label["23. Phí, lệ phí"] == "15000"
    assert all(one.value for one in of_birth.fields)


def test_what_was_copied_is_told_with_who_and_when_and_its_value_stands_nowhere(desk):
    entity = received(desk).entity
    label = "8. Số định danh cá nhân"
    before = all_that_is_kept(desk)

    value = copy_field(desk, entity, label)

    assert value == "048190001234"
    told = {one.label: one for one in card(desk, entity).fields}
    assert (told[label].copied_by, told[label].copied_at) == ("Quản trị", desk.clock.now())
    assert told["1. Mã thủ tục"].copied_at is None
    after = all_that_is_kept(desk)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"copies"}
    assert value not in str(after["copies"])


def test_a_field_that_is_not_there_is_not_copied(desk):
    with pytest.raises(NoSuchField):
        copy_field(desk, received(desk).entity, "Tên mẹ")


def test_a_dossier_leaves_the_list_of_its_system_once_it_was_typed_in(desk):
    residence = received(desk).entity
    birth = received(desk, other_procedure(desk, BIRTH)).entity
    received(desk, certification())
    police = next(one for one in systems(desk) if "cư trú" in one)

    assert [row.entity for row in waiting_for_entry(desk)] == [residence, birth]
    assert [row.entity for row in waiting_for_entry(desk, system=police)] == [residence]
    write_outside_code(desk, residence, code="G01.1-77", is_entered=True)
    assert waiting_for_entry(desk, system=police) == ()
    assert card(desk, residence).is_entered
