"""页面上的全部文字：中文在前，英文在后。"""

from plugin_sdk.guest import Texts

texts = Texts(
    {
        "title": ("便民服务点", "Service points"),
        "map-title": ("服务点地图", "Map of service points"),
        "template": ("示例应用", "Example"),
        "template-text": ("本应用是模板，地点为虚构。", "This is a template; the places are invented."),
        "all": ("全部", "All"),
        "count": ("共 {count} 个服务点", "{count} service points"),
        "see-map": ("看地图", "See the map"),
        "see-list": ("看列表", "See the list"),
        "address": ("地址", "Address"),
        "hours": ("办公时间", "Opening hours"),
        "weekdays": ("周一至周五 {hours}", "Monday to Friday {hours}"),
        "call": ("有事可以打电话", "Call if you have a question"),
        "none": ("没有这个服务点", "There is no such service point"),
        "none-text": ("它可能已经迁走，请看列表。", "It may have moved; please see the list."),
    }
)
