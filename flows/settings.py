"""Settings: `JIHUA_…` variables, else lines of `jihua.toml` in the working directory, else the defaults below."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


class Settings(BaseSettings):
    """What may be chosen from outside. A variable is the name in capitals behind `JIHUA_`."""

    model_config = SettingsConfigDict(env_prefix="JIHUA_", toml_file="jihua.toml", extra="forbid", frozen=True)

    data: Path = Field(default=Path("data"), description="root that holds raw/ and curated/")
    max_source_bytes: int = Field(default=50 * 1024 * 1024, ge=1, description="larger sources go to quarantine")
    batch_documents: int = Field(default=500, ge=1, description="documents parsed together in one task")
    accepted: Path = Field(
        default=Path("expectations") / "accepted.toml", description="findings that somebody accepts, with who and why"
    )
    fail_on: Literal["never", "info", "warning", "error"] = Field(
        default="never", description="exit with 3 when the release has findings of this severity or above"
    )
    lock_seconds: float = Field(
        default=600, gt=0, description="how long a run waits for another one to finish publishing"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is given
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments beat variables, variables beat the file; no other source."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
