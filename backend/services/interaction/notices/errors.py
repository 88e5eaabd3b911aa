"""What notices refuse."""

from backend.core.errors import Kind, Refusal


class NoticeNotFound(Refusal):
    """No such notice, or none that was published."""

    kind = Kind.NOT_FOUND
    code = "notices.not-found"
    zh = "没有找到这条公开信息。"
    en = "There is no such notice."


class NoticeMovedOn(Refusal):
    """The notice stands where this cannot be done."""

    kind = Kind.CONFLICT
    code = "notices.moved-on"
    zh = "这条信息现在的状态不能进行此操作，请刷新后再看。"
    en = "The notice does not stand where this can be done. Please reload it."


class CategoryUnknown(Refusal):
    """The catalogue has no such category."""

    kind = Kind.INVALID
    code = "notices.category-unknown"
    zh = "没有“{category}”这个公开类别。"
    en = "There is no category {category}."


class PolicyUnknown(Refusal):
    """An interpretation explains something that is published; nothing else explains."""

    kind = Kind.INVALID
    code = "notices.policy-unknown"
    zh = "政策解读要对应一份已公开的文件，其他类别不用填写。"
    en = "An interpretation names a published notice that it explains; other categories name none."
