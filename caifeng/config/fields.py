"""Scalars of ``caifeng.yml``: each arrives as the text that people wrote, and becomes what it means here."""

import re
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError


def _environment(value: str) -> str:
    if not re.fullmatch(r"env:[A-Za-z_][A-Za-z0-9_]*", value):
        raise PydanticCustomError("env", "这里只能写环境变量名，如 env:SMTP_HOST；地址和密码不进文件")
    return value.removeprefix("env:")


def web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#\\@]+([/?#][^\s\\]*)?", value, re.IGNORECASE):
        raise PydanticCustomError("url", "网址必须是完整的 http:// 或 https:// 地址，不带用户名和空格")
    return value


def reporting_address(value: str) -> str:
    """Where a reader reports an error: a mailto: address, or the page of a form."""
    if not re.fullmatch(r"mailto:[^\s@?&\"'<>]+@[^\s@?&\"'<>]+", value):
        return web_address(value)
    return value


def zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a folder, or far too long
        raise PydanticCustomError("zone", "没有这个时区，应写成 Asia/Shanghai 这样的名字") from error
    return value


def glob(value: str) -> str:
    if value.startswith(("/", "~")) or ".." in value.split("/") or "\\" in value:
        raise PydanticCustomError("glob", "文件须写成本目录之下的相对路径，如 exports/*.csv")
    return value


def whole_hour(value: str) -> str:
    if not re.fullmatch(r"([01]?\d|2[0-3]):00", value):
        raise PydanticCustomError("hour", "应写成整点，如 08:00")
    return value


def one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _reasons(value: Any) -> Any:
    """Words alone have no reason: [招聘] reads as {招聘: ""}."""
    listed = one_or_many(value)
    if isinstance(listed, list) and all(isinstance(word, str) for word in listed):
        return dict.fromkeys(listed, "")
    return {word: why or "" for word, why in value.items()} if isinstance(value, dict) else listed


Environment = Annotated[str, AfterValidator(_environment), Field(json_schema_extra={"pattern": "^env:"})]
WebAddress = Annotated[str, AfterValidator(web_address)]
_WORDS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Words = Annotated[list[str], BeforeValidator(one_or_many), WithJsonSchema(_WORDS)]
_REASONS = {"anyOf": [*_WORDS["anyOf"], {"type": "object", "additionalProperties": {"type": ["string", "null"]}}]}
Reasons = Annotated[dict[str, str], BeforeValidator(_reasons), WithJsonSchema(_REASONS)]
Text = Annotated[str, Field(min_length=1, max_length=200)]


class Strict(BaseModel):
    """Unknown keys are refused everywhere."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_timedelta="float")
