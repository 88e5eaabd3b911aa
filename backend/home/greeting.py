"""The greeting: by the clock of the province, in the reader's language, with the person's own name."""

from datetime import datetime, time, timedelta

# From when on -> what one says. Before the first of them it is still the evening.
ZH = ((time(5), "早上好"), (time(11), "中午好"), (time(13), "下午好"), (time(18), "晚上好"))
EN = ((time(5), "Good morning"), (time(12), "Good afternoon"), (time(18), "Good evening"))


def greeting(clock: time, *, name: str, language: str) -> str:
    """`早上好，王小满` or `Good morning, 王小满`; names are not translated. Without a name, the words alone."""
    parts, comma = (EN, ", ") if language == "en" else (ZH, "，")
    said = next((words for begins, words in reversed(parts) if clock >= begins), parts[-1][1])
    return f"{said}{comma}{name}" if name else said


def next_change(local: datetime) -> datetime:
    """When any language greets otherwise, or another day begins: until then a screen may be kept."""
    today = [local.replace(hour=begins.hour, minute=0, second=0, microsecond=0) for begins, _ in (*ZH, *EN)]
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return min(moment for moment in (*today, midnight) if moment > local)
