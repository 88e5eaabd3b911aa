"""The invented person for whom screens are drawn, and the moment at which."""

NOW = "2026-01-15T09:30:00+08:00"

ID_NUMBER = "620102199001011232"
PHONE = "13800000000"

PERSON = {
    "name": "王小满",
    "idNumber": ID_NUMBER,
    "phone": PHONE,
    "regionCode": "620102000000",
    "regionName": "甘肃省兰州市城关区",
    "birthDate": "1990-01-01",
    "gender": "女",
}
SOURCES = dict.fromkeys(PERSON, "演示登记")
