"""服务点名录。地点为虚构；换成真实数据时注明来源和日期。"""

Place = dict[str, object]

DISTRICTS = {
    "chengguan": ("城关区", "Chengguan"),
    "qilihe": ("七里河区", "Qilihe"),
}

PLACES: dict[str, Place] = {
    "east": {
        "name": ("东街便民服务站", "East Street service point"),
        "district": "chengguan",
        "address": ("城关区示例路1号", "1 Example Road, Chengguan"),
        "hours": "09:00-17:00",
        "phone": "12345",
        "at": (103.8343, 36.0611),  # 经度、纬度，CGCS2000
    },
    "riverside": {
        "name": ("河畔便民服务站", "Riverside service point"),
        "district": "chengguan",
        "address": ("城关区示例路88号", "88 Example Road, Chengguan"),
        "hours": "09:00-17:00",
        "phone": "12345",
        "at": (103.8101, 36.0655),
    },
    "west": {
        "name": ("西站便民服务站", "West Station service point"),
        "district": "qilihe",
        "address": ("七里河区示例街6号", "6 Example Street, Qilihe"),
        "hours": "08:30-18:00",
        "phone": "12345",
        "at": (103.7593, 36.0682),
    },
}
