"""Argument graphs of Carneades 2 and 3, LKIF and CAF, are read as Carneades 4 takes them."""

from pathlib import Path

import pytest

from carneades_files import Case, read
from carneades_labels import labels
from whyso.graph import ArgumentGraph
from whyso.graph.errors import InputError
from whyso.graph.formats import read as read_file
from whyso.graph.formats.account import Account
from whyso.graph.formats.carneades import read_caf, read_lkif, write_carneades

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "data" / "carneades"
SHARED = ROOT.parent / "shared" / "data" / "carneades" / "examples" / "AGs"
FILES = [FIXTURES / "hut.lkif.xml", FIXTURES / "mill.caf.xml"]
FILES += sorted([*SHARED.glob("LKIF/*.xml"), *SHARED.glob("CAF/*.xml")])


@pytest.fixture(scope="module")
def hut() -> tuple[ArgumentGraph, Account]:
    return read_file(FIXTURES / "hut.lkif.xml")


@pytest.fixture(scope="module")
def mill() -> tuple[ArgumentGraph, Account]:
    return read_file(FIXTURES / "mill.caf.xml")


def as_carneades(g: ArgumentGraph) -> Case:
    return read(write_carneades(g)[0].decode())


def test_an_argument_against_a_statement_concludes_its_denial(
    hut: tuple[ArgumentGraph, Account],
) -> None:
    case = as_carneades(hut[0])
    assert case.arguments["a2"].conclusion == "¬s1"
    assert case.texts["¬s1"] == "¬The hut is warm."
    assert {tuple(issue.positions) for issue in case.issues.values()} == {
        ("s1", "¬s1"),
        ("s3", "¬s3"),
        ("s4", "¬s4"),
    }


def test_an_exception_undercuts_and_a_negative_premise_is_the_denial(
    hut: tuple[ArgumentGraph, Account],
) -> None:
    case = as_carneades(hut[0])
    assert case.arguments["a1"].premises == ("s2", "¬s4")
    assert case.arguments["a1"].undercutter == "s3"


def test_what_is_known_or_taken_for_granted_is_assumed(hut: tuple[ArgumentGraph, Account]) -> None:
    assert as_carneades(hut[0]).assumed == {"s2", "¬s3", "¬s4"}


def test_the_labels_are_those_that_carneades_gives(hut: tuple[ArgumentGraph, Account]) -> None:
    # Those of Carneades 4 for the same file.
    assert labels(as_carneades(hut[0])) == {
        "s1": "in",
        "s2": "in",
        "s3": "out",
        "s4": "out",
        "¬s1": "out",
        "¬s3": "in",
        "¬s4": "in",
    }


def test_roles_schemes_and_what_is_left_out_are_told(hut: tuple[ArgumentGraph, Account]) -> None:
    g, account = hut
    text = write_carneades(g)[0].decode()
    assert "fact: s2" in text
    assert g.inferences()[1].schemes == ("https://w3id.org/whyso/ontology#ArgumentFromSign",)
    assert [row.ids for row in account.dropped] == [("sources",)]


def test_texts_of_caf_keep_their_languages(mill: tuple[ArgumentGraph, Account]) -> None:
    g, _ = mill
    assert g["urn:uuid:00000000-0000-4000-8000-000000000001"].labels == {
        "en": "The mill turns.",
        "de": "Die Mühle dreht sich.",
    }


def test_undercutters_of_caf_are_told_by_their_atoms(mill: tuple[ArgumentGraph, Account]) -> None:
    g, _ = mill
    cuts = {(one.sources[0], one.target) for one in g.conflicts() if one.kind == "undercut"}
    [denial] = [one for one in g.statements() if one.label("en") == "¬Argument a2 holds."]
    assert cuts == {(g["s4"].iri, g["a1"].iri), (denial.iri, g["a2"].iri)}


def test_weights_of_caf_tell_what_is_assumed(mill: tuple[ArgumentGraph, Account]) -> None:
    assert as_carneades(mill[0]).assumed == {"s2", "¬s3"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_goes_into_yaml_and_back_unchanged(path: Path) -> None:
    g, _ = read_file(path)
    assert write_carneades(g)[1].lossless


def test_what_carneades_tests_in_yaml_comes_out_of_lkif_too() -> None:
    lkif, yaml = SHARED / "LKIF" / "Toulmin.xml", SHARED / "YAML" / "toulmin.yml"
    if not lkif.exists() or not yaml.exists():
        pytest.skip("no ../shared: the files are kept outside the project")
    case, told = as_carneades(read_file(lkif)[0]), read(yaml.read_text("utf-8"))
    found = labels(case)
    by_text = {words(text): found[name] for name, text in case.texts.items()}
    names = [name for name in told.expected if not name.startswith("¬app")]
    expected = {words(told.texts[name]): told.expected[name] for name in names}
    assert by_text | expected == by_text
    assert len(by_text.keys() & expected.keys()) >= 4


def words(text: str) -> str:
    return text.lower().replace("brisith", "british").strip(" .")


@pytest.mark.parametrize("read_xml", [read_lkif, read_caf])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "not XML (no element found)"),
        (b"<tea/>", "the outermost element is <tea>"),
        (b"<lkif", "not XML"),
        (b"<caf>&tea;</caf>", "not XML (undefined entity)"),
        (b"<caf>\xe9</caf>", "not UTF-8"),
        (b"<caf>\x00</caf>", "a zero byte"),
        (b"<!DOCTYPE caf [<!ENTITY a 'b'>]><caf/>", "the <!DOCTYPE declares something"),
        (b"<lkif>" * 200, "nested deeper than 128 levels"),
    ],
)
def test_bad_input_is_one_clear_line(read_xml: object, text: bytes, message: str) -> None:
    assert callable(read_xml)
    with pytest.raises(InputError) as caught:
        read_xml(text, name="tea.xml")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


LKIF = (
    "<lkif><argument-graphs><argument-graph><statements>{}</statements>"
    "<arguments>{}</arguments></argument-graph></argument-graphs></lkif>"
)
CAF = "<caf><statements>{}</statements><arguments>{}</arguments></caf>"


@pytest.mark.parametrize(
    ("statements", "arguments", "what"),
    [
        ("<statement/>", "", "elements"),
        ("<tea id='p'/>", "", "elements"),
        ("<statement id='p'/>", "", "statements"),
        ("<statement id='p'/><statement id='p'/>", "", "statements"),
        ("", "<argument id='a'/>", "arguments"),
        ("", "<argument id='a'><conclusion statement='p'/></argument>", "arguments"),
        ("", "<argument><conclusion statement='p'/></argument>", "statements"),
        (
            "",
            "<argument id='a'><conclusion statement='p'/>"
            "<premises><premise/></premises></argument>",
            "premises",
        ),
        (
            "",
            "<argument id='a'><conclusion statement='p'/></argument>"
            "<argument id='a'><conclusion statement='p'/></argument>",
            "arguments",
        ),
    ],
)
def test_what_is_repaired_or_left_out_is_a_row(statements: str, arguments: str, what: str) -> None:
    for read_xml, form in ((read_lkif, LKIF), (read_caf, CAF)):
        data = form.format(statements, arguments).encode()
        store, account = read_xml(data, name="tea.xml")
        rows = (*account.approximated, *account.dropped)
        assert {row.what for row in rows} & {what, "elements"}, (form, rows)
        assert write_carneades(ArgumentGraph(store))[1].lossless
