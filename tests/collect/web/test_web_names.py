"""What a fetched file is called: a label, whatever the network says."""

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.collect.web.names import LONGEST, file_name


@pytest.mark.parametrize(
    ("path", "disposition", "name"),
    [
        ("/2024/report.html", "", "report.html"),
        ("/2024/report.html?page=2", "", "report.html"),
        ("/jh/2024/", "", "2024"),
        ("/", "", "www.example.gov.cn"),
        ("/%E6%8A%A5%E5%91%8A.pdf", "", "报告.pdf"),
        ("/%B1%A8%B8%E6.pdf", "", "报告.pdf"),
        ("/..%2f..%2fetc%2fpasswd", "", "passwd"),
        ("/a/%2e%2e", "", "a"),
        ("/a%00b%0a.txt", "", "ab.txt"),
        ("/download.jsp?id=7", 'attachment; filename="plan.pdf"', "plan.pdf"),
        ("/download.jsp?id=7", "attachment; filename*=UTF-8''%E6%8A%A5%E5%91%8A.docx", "报告.docx"),
        ("/download.jsp?id=7", 'attachment; filename="%E6%8A%A5%E5%91%8A.docx"', "报告.docx"),
        ("/download.jsp", 'attachment; filename="../../etc/cron.d/x"', "x"),
        ("/download.jsp", 'attachment; filename="C:\\\\Windows\\\\x.dll"', "x.dll"),
        ("/download.jsp", 'attachment; filename=".."', "download.jsp"),
        ("/download.jsp", 'attachment; filename="a\u202efdp.exe"', "afdp.exe"),
        ("/download.jsp", 'attachment; filename="<b>|con?.txt"', "_b_con_.txt"),
        ("/download.jsp", "attachment; filename*=nonsense'%", "nonsense'%"),
        ("/download.jsp", "inline", "download.jsp"),
    ],
)
def test_the_name_is_the_one_of_the_answer_or_of_the_address(path: str, disposition: str, name: str) -> None:
    assert file_name(httpx.URL(f"http://www.example.gov.cn{path}"), disposition) == name


def test_a_long_name_keeps_its_ending() -> None:
    name = file_name(httpx.URL(f"http://a.example/{'a' * 400}.pdf"))
    assert (len(name), name[-5:]) == (LONGEST, "a.pdf")


@settings(max_examples=100, deadline=None)
@given(name=st.text(max_size=60), form=st.sampled_from(['filename="{}"', "filename={}", "filename*=UTF-8''{}"]))
def test_no_header_makes_a_path(name: str, form: str) -> None:
    label = file_name(httpx.URL("http://a.example/x"), "attachment; " + form.format(name))

    assert label
    assert not set(label) & set("/\\\0\n\r")
    assert label not in (".", "..")
    assert len(label) <= LONGEST
