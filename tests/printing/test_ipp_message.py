"""IPP messages as bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.printers.ipp_message import (
    Attribute,
    Group,
    MalformedMessage,
    Tag,
    decode,
    encode,
)

# RFC 8010, appendix A.1: a Print-Job request, shortened to its operation attributes.
PRINT_JOB = (
    b"\x02\x00\x00\x02\x00\x00\x00\x01\x01"
    b"\x47\x00\x12attributes-charset\x00\x05utf-8"
    b"\x48\x00\x1battributes-natural-language\x00\x05en-us"
    b"\x45\x00\x0bprinter-uri\x00\x2cipp://printer.example.com/ipp/print/pinetree"
    b"\x42\x00\x08job-name\x00\x06foobar"
    b"\x22\x00\x16ipp-attribute-fidelity\x00\x01\x01"
    b"\x03%!PS..."
)
NAMES = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=20)
VALUES = st.one_of(
    st.tuples(st.just(Tag.INTEGER), st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1)),
    st.tuples(st.just(Tag.BOOLEAN), st.lists(st.booleans(), min_size=1)),
    st.tuples(st.just(Tag.KEYWORD), st.lists(st.text(max_size=30), min_size=1)),
)
GROUPS = st.lists(
    st.tuples(st.sampled_from(Group), st.dictionaries(NAMES, VALUES, max_size=4)), max_size=4
)


def test_the_request_of_the_rfc_is_written_byte_for_byte():
    operation = [
        Attribute(name="attributes-charset", tag=Tag.CHARSET, values=("utf-8",)),
        Attribute(name="attributes-natural-language", tag=Tag.LANGUAGE, values=("en-us",)),
        Attribute(
            name="printer-uri",
            tag=Tag.URI,
            values=("ipp://printer.example.com/ipp/print/pinetree",),
        ),
        Attribute(name="job-name", tag=Tag.NAME, values=("foobar",)),
        Attribute(name="ipp-attribute-fidelity", tag=Tag.BOOLEAN, values=(True,)),
    ]

    assert encode(0x0002, [(Group.OPERATION, operation)], document=b"%!PS...") == PRINT_JOB


def test_the_request_of_the_rfc_is_read():
    message = decode(PRINT_JOB)

    assert (message.code, message.request, message.document) == (2, 1, b"%!PS...")
    assert message.first(Group.OPERATION)["job-name"] == ("foobar",)
    assert message.first(Group.OPERATION)["ipp-attribute-fidelity"] == (True,)
    assert message.first(Group.JOB) == {}


@given(GROUPS, st.integers(0, 0xFFFF), st.binary(max_size=50))
def test_what_is_written_is_read_back(groups, code, document):
    written = [
        (
            group,
            [
                Attribute(name=name, tag=tag, values=tuple(values))
                for name, (tag, values) in attributes.items()
            ],
        )
        for group, attributes in groups
    ]

    message = decode(encode(code, written, document=document))

    assert message.code == code
    assert message.document == document
    assert [
        (kind, {name: list(values) for name, values in attributes.items()})
        for kind, attributes in message.groups
    ] == [
        (group, {name: list(values) for name, (_, values) in attributes.items()})
        for group, attributes in groups
    ]


def test_members_of_a_collection_are_passed_over():
    collection = (
        b"\x34\x00\x09media-col\x00\x00"
        b"\x4a\x00\x00\x00\x0amedia-size\x34\x00\x00\x00\x00"
        b"\x4a\x00\x00\x00\x0bx-dimension\x21\x00\x00\x00\x04\x00\x00\x39\xd0"
        b"\x37\x00\x00\x00\x00\x37\x00\x00\x00\x00"
        b"\x44\x00\x05sides\x00\x09one-sided"
    )

    message = decode(b"\x02\x00\x00\x00\x00\x00\x00\x01\x04" + collection + b"\x03")

    assert message.first(Group.PRINTER) == {"sides": ("one-sided",)}


@pytest.mark.parametrize("length", range(len(PRINT_JOB) - len(b"\x03%!PS...")))
def test_a_cut_message_is_malformed(length: int):
    with pytest.raises(MalformedMessage):
        decode(PRINT_JOB[:length])


@given(st.binary(max_size=200))
def test_rubbish_is_read_or_malformed_and_nothing_else(rubbish: bytes):
    try:
        message = decode(rubbish)
    except MalformedMessage:
        return
    assert message.code == int.from_bytes(rubbish[2:4])
