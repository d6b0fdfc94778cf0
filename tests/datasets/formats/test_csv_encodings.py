"""CSV in encodings old and new: told by a mark, guessed from the bytes, or chosen."""

import pytest

from datasets.errors import InputError
from tests.datasets.formats.csv_tables import rows_of, table_of


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("name;n\nMüller;1\nGarçon;2\n".encode("utf-8-sig"), "utf-8"),
        ("name;n\nMüller;1\nGarçon;2\n".encode("utf-16"), "utf-16"),
        ("name;n\nMüller;1\nGarçon;2\n".encode("utf-16-le"), "utf-16-le"),
        ("name;n\nMüller;1\nGarçon;2\n".encode("utf-16-be"), "utf-16-be"),
        ("name;n\nMüller;1\nGarçon;2\n".encode("windows-1252"), "windows-1252"),
    ],
)
def test_encodings(content, encoding):
    table = table_of(content)
    assert table.names == ("name", "n")
    assert table.texts("name").to_pylist() == ["Müller", "Garçon"]
    assert table.record.assumed["encoding"] == encoding
    assert ("converted" in " ".join(table.record.sentences)) == (encoding != "utf-8")


def test_all_bytes_are_some_text_in_windows_1252():
    content = b"a,b\n" + b"".join(bytes([i]) + b",1\n" for i in range(128, 256))
    assert table_of(content).n_rows == 128


def test_a_chosen_encoding():
    content = "a,b\nПривет,1\n".encode("cp1251")
    assert table_of(content, encoding="cp1251").texts("a").to_pylist() == ["Привет"]
    with pytest.raises(InputError, match="There is no encoding 'klingon'"):
        table_of(content, encoding="klingon")
    with pytest.raises(InputError, match="not in the encoding ascii"):
        table_of(content, encoding="ascii")


def test_an_odd_letter_far_below():
    content = b"a,b\n" + b"x,1\n" * 400_000 + "é,2\n".encode("latin-1")
    table = table_of(content)
    assert table.n_rows == 400_001
    assert table.texts("a")[400_000].as_py() == "é"


TEXTS = {
    "shift_jis": "名前,都市\n山田太郎,東京\n鈴木花子,大阪\n佐藤,京都\n",
    "gb18030": "姓名,城市\n张三,北京\n李四,上海\n王小明,广州\n",
    "big5": "姓名,城市\n張三,臺北\n李四,高雄\n王小明,臺中\n",
    "euc_kr": "이름,도시\n김철수,서울\n이영희,부산\n박민수,대구\n",
    "koi8_r": "имя,город\nИван,Москва\nОльга,Казань\nПётр,Самара\n",
    "cp1251": "имя,город\nИван,Москва\nОльга,Казань\nПётр,Самара\n",
    "cp1250": "imię,miasto\nŁukasz,Łódź\nŻaneta,Gdańsk\nStanisław,Kraków\nWłodzimierz,Białystok\n",
    "cp1253": "όνομα,πόλη\nΓιώργος,Αθήνα\nΜαρία,Θεσσαλονίκη\nΕλένη,Πάτρα\n",
    "cp1252": "prénom,ville\nJosé,Besançon\nHélène,Orléans\nFrançois,Nîmes\n",
    "utf_16_le": "имя,город\nИван,Москва\nОльга,Казань\n",
    "utf-16-le": "imię,miasto\nŁukasz,Łódź\nŻaneta,Gdańsk\nStanisław,Kraków\n",
    "utf_16_be": "姓名,城市\n张三,北京\n李四,上海\n",
    "utf_32_le": "prénom,ville\nJosé,Besançon\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_older_encodings(encoding):
    text = TEXTS[encoding]
    assert rows_of(text.encode(encoding)) == rows_of(text)


def test_little_evidence_is_read_as_windows_1252():
    assert rows_of("a,b\nCafé,1\nx,2\n".encode("cp1252")) == [["Café", "1"], ["x", "2"]]
    assert table_of("name\xa0,n\xa0\nx,2\n".encode("cp1252")).names == ("name\xa0", "n\xa0")


def test_a_few_bytes_that_are_not_utf_8():
    content = "name,n\nMüller,1\nGarçon,2\nÄrger,3\nŁódź,4\n".encode() + b"Caf\xe9,5\n"
    table = table_of(content)
    assert table.texts("name").to_pylist() == ["Müller", "Garçon", "Ärger", "Łódź", "Café"]
    assert table.record.assumed["encoding"] == "utf-8"
    assert table.record.repaired == {"byte in another encoding": 1}


def test_zero_bytes_within_a_text():
    assert rows_of(b"col1|col2\nval\x001|x\nval2|y\n") == [["val\x001", "x"], ["val2", "y"]]
