"""Every sentence of the mini-app, Chinese and English."""

WORDS = {
    "title": ("义务教育入学登记", "School enrolment"),
    "intro": ("每年六月登记一次，结果在七月十五日前通知。", "Register once each June; results come by 15 July."),
    "invented": ("演示应用", "Demonstration"),
    "invented-text": ("本应用为测速而写，不办理任何业务。", "Written for measuring; it handles no real case."),
    "closed": ("登记尚未开始", "Registration is closed"),
    "closed-text": ("登记时间为每年六月一日至六月三十日。", "Registration runs from 1 to 30 June."),
    "child": ("子女信息", "The child"),
    "child-name": ("子女姓名", "Name of the child"),
    "child-name-wrong": ("请填写与户口簿一致的姓名", "Please write the name as in the household book"),
    "child-age": ("年龄", "Age"),
    "child-age-wrong": ("年龄应在五至八周岁之间", "The age must be from five to eight"),
    "child-kind": ("登记类别", "Kind of registration"),
    "child-kind-wrong": ("请选择登记类别", "Please choose a kind"),
    "home": ("居住情况", "The home"),
    "home-kind": ("住房类型", "Kind of home"),
    "home-kind-wrong": ("请选择住房类型", "Please choose the kind of home"),
    "home-years": ("已居住年数", "Years lived there"),
    "home-years-wrong": ("请填写零至三十的整数", "Please write a whole number from 0 to 30"),
    "school": ("志愿学校", "Schools wanted"),
    "first": ("第一志愿", "First choice"),
    "first-wrong": ("请选择第一志愿学校", "Please choose a first school"),
    "second": ("第二志愿", "Second choice"),
    "second-wrong": ("第二志愿不能与第一志愿相同", "The second choice must differ from the first"),
    "agreed": ("我承诺以上信息真实有效", "I confirm that all of this is true"),
    "agreed-wrong": ("请先阅读并勾选承诺", "Please read and tick the confirmation"),
    "submit": ("提交登记", "Register"),
    "see": ("查看登记", "See the registration"),
    "already": ("已经登记", "Already registered"),
    "already-text": ("今年已经登记过，可以查看进度。", "You have registered this year."),
    "status": ("登记进度", "Where it stands"),
    "none": ("还没有登记", "Nothing registered"),
    "none-text": ("您今年还没有登记，可以现在办理。", "You have not registered this year."),
    "start": ("现在登记", "Register now"),
    "number": ("登记编号", "Number"),
    "points": ("综合积分", "Points"),
    "choices": ("志愿", "Choices"),
    "day": ("登记日期", "Registered on"),
    "receipt": ("登记已受理", "Registration accepted"),
    "receipt-text": ("我们将在七月十五日前告知结果。", "You will hear from us by 15 July."),
    "accepted": ("已受理", "Accepted"),
    "check": ("核验材料", "Check"),
    "check-text": ("教育局与公安、住建核对信息，无需提交纸质材料。", "The bureau checks with other registers."),
    "rank": ("统筹安排", "Placement"),
    "rank-text": ("按积分与志愿统筹安排学位。", "Places are given by points and choice."),
    "tell": ("告知结果", "Result"),
    "tell-text": ("结果发到您的消息里。", "The result comes as a message."),
    "rules": ("积分规则", "How points are counted"),
    "rules-text": ("积分由住房、居住年数和登记类别三项组成。", "Home, years and kind make up the points."),
    "see-rules": ("查看积分规则", "See the rules"),
    "back": ("返回", "Back"),
    "schools": ("学校一览", "Schools"),
    "places": ("学位数", "Places"),
    "see-schools": ("查看学校一览", "See all schools"),
    "withdraw": ("撤回登记", "Withdraw"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "withdrawn-text": ("登记已撤回，六月三十日前可以重新登记。", "You may register again until 30 June."),
}

KINDS = {"first": ("小学一年级", "First grade"), "transfer": ("转学", "Transfer"), "return": ("返乡就读", "Return")}
HOMES = {"own": ("自有住房", "Own"), "rent": ("租赁住房", "Rented"), "public": ("公租房", "Public housing")}
SCHOOLS = {
    "dongfang": ("东方红小学", "Dongfanghong Primary"),
    "huanghe": ("黄河小学", "Huanghe Primary"),
    "baita": ("白塔山小学", "Baitashan Primary"),
    "wuquan": ("五泉小学", "Wuquan Primary"),
    "yantan": ("雁滩小学", "Yantan Primary"),
}


def say(ctx, key):
    """The words in the person's language."""
    zh, en = WORDS[key]
    return ctx.words(zh=zh, en=en)


def options(ctx, kinds):
    """Choices in the person's language."""
    return {value: ctx.words(zh=zh, en=en) for value, (zh, en) in kinds.items()}
