"""Values as TOML, for headers of annotated reports (the standard library reads TOML and does not write it)."""

from __future__ import annotations

import json
import re
from datetime import date, time
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_string(text: str) -> str:
    """A basic string on one line."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML forbids DEL too, JSON does not


def toml_key(key: str) -> str:
    """A key, quoted where it must be."""
    return key if _BARE.fullmatch(key) else toml_string(key)


def toml_value(value: Any) -> str | None:
    """A value on one line; ``None`` for what TOML has no form for: null, alone or inside a list or table."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return toml_string(value)
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        items = [toml_value(item) for item in value]
        return None if None in items else f"[{', '.join(str(item) for item in items)}]"
    if isinstance(value, dict):
        parts = {toml_key(str(key)): toml_value(item) for key, item in value.items()}
        return None if None in parts.values() else "{" + ", ".join(f"{key} = {item}" for key, item in parts.items()) + "}"
    return None
