"""页面上的全部文字：中文在前，英文在后。"""

from plugin_sdk.guest import Texts

SATISFIED = {
    "very": ("非常满意", "Very satisfied"),
    "fairly": ("基本满意", "Fairly satisfied"),
    "not": ("不满意", "Not satisfied"),
}

texts = Texts(
    {
        "title": ("办事大厅满意度调查", "Service hall survey"),
        "results-title": ("调查结果", "Results"),
        "template": ("示例应用", "Example"),
        "template-text": ("本应用是模板，回答不作任何用途。", "This is a template; answers are used for nothing."),
        "anonymous": ("匿名调查", "Anonymous"),
        "anonymous-text": ("回答不含您的身份，部门也看不到是谁答的。", "Nobody can see whose answer it is."),
        "satisfied": ("您对这次办事满意吗", "Were you satisfied with your visit"),
        "satisfied-wrong": ("请选择一项", "Please choose one"),
        "remark": ("还有什么建议（可不填）", "Anything else (optional)"),
        "remark-wrong": ("建议请控制在200字以内", "At most 200 characters, please"),
        "remark-personal": (
            "请不要写身份证号或手机号，调查是匿名的",
            "Please leave out identity and mobile numbers; this is anonymous",
        ),
        "closed": ("调查已经结束", "The survey is closed"),
        "closed-text": ("收到的回答已满，感谢参与。", "It has all the answers it takes. Thank you."),
        "answer": ("提交回答", "Send"),
        "thanks": ("谢谢，您已经回答", "Thank you, you have answered"),
        "thanks-text": ("每人回答一次。", "Everybody answers once."),
        "see-results": ("查看结果", "See the results"),
        "counted": ("最近 {count} 份回答", "The latest {count} answers"),
        "unit": ("份", "answers"),
        "none": ("还没有回答", "No answers yet"),
        "none-text": ("第一份回答后显示结果。", "Results appear with the first answer."),
        "to-questions": ("去回答", "Answer now"),
    }
)
