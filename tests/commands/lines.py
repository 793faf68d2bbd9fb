"""Lines of `desk receive` for tests: invented people, a real procedure."""

import json

CERTIFICATION = "2.000815"


def a_line(**changes) -> dict:
    """A copy to be certified; a change to None leaves the key out."""
    line = {
        "procedure": CERTIFICATION,
        "channel": "counter",
        "applicant": {"name": "Nguyễn Thị Sen", "personal_id": "048190001234", "sex": "female"},
        "documents": [{"name": "Bản chính giấy tờ, văn bản", "originals": 1, "copies": 0}],
        "result_by": "counter",
    }
    return {key: value for key, value in (line | changes).items() if value is not None}


def an_applicant(**changes) -> dict:
    return a_line()["applicant"] | changes


def written(*lines: dict | str) -> bytes:
    """JSON Lines; a text stands as it is."""
    texts = [
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    ]
    return "".join(f"{text}\n" for text in texts).encode()
