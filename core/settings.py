"""Settings of one installation, read once at start from the environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseModel):
    """Every setting with its default. Names in capitals are the environment's; the README lists them."""

    model_config = ConfigDict(frozen=True)

    instance_path: Path = Field(default=ROOT / "instance", alias="INSTANCE_PATH")
    database_url: str = Field(default="", alias="DATABASE_URL")
    demo: bool = Field(default=True, alias="NETJES_DEMO")
    public_url: str = Field(default="", alias="PUBLIC_URL")
    proxies: int = Field(default=0, ge=0, le=5, alias="PROXIES")
    log_level: str = Field(default="INFO", alias="LOG_LEVEL")
    metrics: bool = Field(default=False, alias="METRICS")

    @property
    def database(self) -> str:
        """SQLAlchemy address of the database: a file in the instance folder unless DATABASE_URL says otherwise."""
        return self.database_url or f"sqlite:///{self.instance_path / 'netjes.sqlite'}"

    @property
    def secure(self) -> bool:
        """True where browsers reach the site over TLS, by what PUBLIC_URL says."""
        return self.public_url.startswith("https://")


class UnusableInstance(Exception):
    """The instance folder cannot be made or written; the message names the path."""


def load(environ: Mapping[str, str] = os.environ, **overrides: object) -> Settings:
    """Settings from ``environ``; ``overrides`` (by alias) win. Raises pydantic.ValidationError on nonsense."""
    known = {field.alias for field in Settings.model_fields.values()}
    values: dict[str, object] = {key: value for key, value in environ.items() if key in known and value != ""}
    settings = Settings.model_validate({**values, **overrides})
    path = settings.instance_path.resolve()
    return settings.model_copy(update={"instance_path": path})


def prepare_instance(settings: Settings) -> None:
    """Make the instance folder, for the owner only. Raises UnusableInstance with the path in the message."""
    try:
        settings.instance_path.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = settings.instance_path / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UnusableInstance(f"{settings.instance_path}: {error.strerror}") from error


def secret(settings: Settings, name: str) -> bytes:
    """32 random bytes kept in the instance folder under ``keys/<name>`` (mode 600), made at first use."""
    folder = settings.instance_path / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        fresh = folder / f".{name}-{os.getpid()}"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())  # else a power cut soon after leaves an empty file, and the site starts no more
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first; its secret counts
        finally:
            fresh.unlink()
        _sync(folder)
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def _sync(folder: Path) -> None:
    """See to it that the names in ``folder`` are on disk; Windows does that by itself and cannot be asked."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
