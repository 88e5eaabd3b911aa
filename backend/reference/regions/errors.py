"""What regions refuses."""

from backend.core.errors import Kind, Refusal


class UnknownRegion(Refusal):
    """No division bears this code at that time."""

    kind = Kind.NOT_FOUND
    code = "regions.unknown-region"
    zh = "没有找到代码为 {region} 的行政区划，请核对后再试。"
    en = "No division has the code {region} at that time. Please check it and try again."
