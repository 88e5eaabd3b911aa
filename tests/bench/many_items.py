"""A hundred thousand items: the real ones first, the others invented from the words of real names, always the same."""

import random
from collections.abc import Iterator, Sequence
from itertools import product

from backend.services.items import search_words as words
from backend.services.items.search_index import Document
from backend.services.items.search_synonyms import Synonyms

SEED = 20_260
WHOSE = (
    "省属", "外商投资", "中外合资", "乡镇", "社区", "国有", "集体", "民营", "小微", "临时", "季节性", "涉外", "跨境", "试点", "示范",
    "高原", "戈壁", "沿黄", "城区", "园区",
)  # fmt: skip
THINGS = (
    "光伏电站", "风力发电场", "储能电站", "充电桩", "数据中心", "冷链仓库", "物流园", "铁路专用线", "航空货运", "无人机", "测绘", "地图",
    "古籍", "石窟寺", "博物馆藏品", "长城遗址", "考古发掘", "剧场", "印刷厂", "出版物", "音像制品", "卫星接收设施", "无线电台", "气瓶",
    "压力管道", "客运索道", "大型游乐设施", "计量器具", "标准物质", "棉花", "茶叶", "中药材", "当归", "黄芪", "枸杞", "百合", "苹果",
    "马铃薯脱毒种薯", "饲料添加剂", "肥料", "蜂业", "渔业", "水产苗种", "河道采砂", "水库大坝", "灌区", "淤地坝", "湿地", "自然保护区",
    "森林公园", "沙化土地", "地质勘查", "矿泉水", "温泉", "煤层气", "石油天然气管道", "尾矿库", "民用核设施", "辐射监测", "噪声", "固体废物",
    "新化学物质", "碳排放", "节能审查", "招标代理", "造价咨询", "监理企业", "物业服务", "白蚁防治", "城市供热", "地下管廊", "公园绿地",
    "古树名木", "船舶", "渡口", "航道", "公路收费", "危货车辆", "校车", "驾驶模拟器", "快递企业", "邮政普遍服务", "典当", "拍卖", "直销",
    "商业保理", "融资租赁", "小额贷款公司", "融资担保", "外汇", "保险代理", "证券咨询", "彩票", "免税店", "保税仓库", "报关", "检疫处理",
)  # fmt: skip
DEEDS = (
    "经营许可", "设立许可", "生产许可", "从业资格核发", "备案", "变更备案", "登记", "变更登记", "注销登记", "年度检验", "延续", "遗失补证",
    "审批", "核准", "认定", "评审", "资格确认", "奖励", "补贴发放", "信息查询", "证明开具", "投诉处理", "技术鉴定", "安全评价",
)  # fmt: skip
WHICH = (
    "",
    "（首次）",
    "（变更）",
    "（延续）",
    "（注销）",
    "（补办）",
    "（跨市）",
    "（含代办）",
    "（简易程序）",
    "（告知承诺）",
)


def documents(real: Sequence[Document], said: Synonyms, *, many: int) -> list[Document]:
    """As many documents, the real ones first: their standing is higher, as in the product."""
    invented = _invented(many - len(real), said)
    return [*real, *invented]


def names(count: int) -> list[str]:
    """Distinct invented names in a fixed order."""
    every = ["".join(parts) for parts in product(WHOSE, THINGS, DEEDS, WHICH)]
    random.Random(SEED).shuffle(every)
    return every[:count]


def _invented(count: int, said: Synonyms) -> Iterator[Document]:
    chance = random.Random(SEED)
    spoken = sorted(said.words)
    for number, name in enumerate(names(count)):
        everyday = f"{chance.choice(spoken)}{name[2:5]}"
        about = (
            f"{name}由{chance.choice(WHOSE)}单位或者个人向当地部门申请，办好后凭{chance.choice(THINGS)}的结果享受服务。"
        )
        yield Document(
            code=f"62{number % 90 + 10:02d}99{number:06d}",
            text=f"{words.cleaned(name)}\n{words.cleaned(everyday)}\n{words.cleaned(about, most=120)}",
            audiences=chance.choice(("1", "2", "12", "125", "234")),
            levels=chance.choice(("234", "345", "4", "34", "2", "23")),
            summary=b"{}",
            explained=True,
        )
