"""What letters refuse."""

from backend.core.errors import Kind, Refusal


class LetterNotFound(Refusal):
    """No such letter, or somebody else's."""

    kind = Kind.NOT_FOUND
    code = "letters.not-found"
    zh = "没有找到这封来信。"
    en = "There is no such letter."


class BoxUnknown(Refusal):
    """No letterbox that is open has this id."""

    kind = Kind.INVALID
    code = "letters.box-unknown"
    zh = "没有找到这个信箱，请重新选择收信单位。"
    en = "There is no such letterbox. Please choose the office again."


class SameBox(Refusal):
    """A letter is transferred to another office."""

    kind = Kind.INVALID
    code = "letters.same-box"
    zh = "这封信已经在这个单位，请选择另一个收信单位。"
    en = "The letter is with this office already. Please choose another."


class LetterMovedOn(Refusal):
    """The letter stands where this cannot be done."""

    kind = Kind.CONFLICT
    code = "letters.moved-on"
    zh = "这封信现在的状态是“{state}”，不能进行此操作，请刷新后再看。"
    en = "The letter is {state} now, so this cannot be done. Please reload it."


class TransferredTooOften(Refusal):
    """People are not sent round; whoever has it now answers."""

    kind = Kind.CONFLICT
    code = "letters.transferred-too-often"
    zh = "这封信已转办 {most} 次，不能再转，请由本单位牵头答复。"
    en = "The letter was transferred {most} times already. Your office answers it now."


class AskedAgainAlready(Refusal):
    """One may ask again once."""

    kind = Kind.CONFLICT
    code = "letters.asked-again-already"
    zh = "每封信可以追问一次，您已经追问过了；仍未解决的，可以另写一封或拨打 12345。"
    en = "You have asked again once already. Please write a new letter or call 12345 if it is still not solved."


class TooManyLetters(Refusal):
    """A person writes a handful of letters a day."""

    kind = Kind.TOO_MANY
    code = "letters.too-many"
    zh = "您今天已写了 {most} 封信，请明天再写；紧急事项请拨打 12345。"
    en = "You have written {most} letters today. Please go on tomorrow, or call 12345 if it is urgent."


class NotForPublication(Refusal):
    """The writer did not allow it, or there is no answer yet."""

    kind = Kind.CONFLICT
    code = "letters.not-for-publication"
    zh = "来信人没有同意公开，或者信件还没有答复，不能公开。"
    en = "The writer did not agree to publication, or there is no answer yet."


class PersonalDataLeft(Refusal):
    """What is published names nobody."""

    kind = Kind.INVALID
    code = "letters.personal-data-left"
    zh = "公开内容里还有个人信息（{what}），请删去后再公开。"
    en = "Personal data is left in what would be published ({what}). Please remove it first."
