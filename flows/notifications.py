"""The automations of `deploy/automations.yaml` on the Prefect server: what happens there is told to a webhook."""

from pathlib import Path
from typing import Any, cast
from uuid import UUID

import yaml
from prefect.automations import AutomationCore
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import SyncPrefectClient
from prefect.types import SecretDict
from pydantic import SecretStr

BLOCK = "jihua"
PLACE = "$JIHUA_WEBHOOK"  # stands in the file for the webhook's id, which only the server knows


def notify(client: SyncPrefectClient, file: Path, address: str) -> list[str]:
    """Keep the address as a webhook on the server and register every automation; returns their names.

    An automation that is there under its name already is replaced.
    """
    webhook = Webhook(url=SecretStr(address), headers=SecretDict({"Content-Type": "application/json; charset=utf-8"}))
    block = cast(UUID, webhook.save(BLOCK, overwrite=True))
    wanted = [AutomationCore.model_validate(entry) for entry in automations(file, str(block))]
    for automation in wanted:
        known = client.read_automations_by_name(automation.name)
        for old in known[:1]:
            client.update_automation(old.id, automation)
        if not known:
            client.create_automation(automation)
    return [automation.name for automation in wanted]


def automations(file: Path, webhook: str) -> list[dict[str, Any]]:
    """The file's automations, with the webhook's id in its place."""
    entries: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8").replace(PLACE, webhook))
    return entries
