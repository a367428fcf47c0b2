"""What a person may choose for a run, typed so that the server's form offers it and refuses what makes no sense.

The descriptions stand in the flows' own docstrings, where Prefect looks for them.
"""

from typing import Annotated, Literal

from pydantic import Field

Region = Annotated[str, Field(pattern=r"^[0-9]{6}$", examples=["511700"])]  # GB/T 2260
Years = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{4})?$", examples=["2020-2025", "2024"])]
Kind = Literal["plan_report", "work_report", "responsibility_plan", "other"]
Document = Annotated[str, Field(min_length=1, examples=["4f1c09ab", "2025.html"])]  # of a sha256, or a source's name
RunId = Annotated[str, Field(pattern=r"^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{6}$", examples=["20261122T063340Z-187f0e"])]
