"""What scenarios refuse.

Refusal
├── UnknownScenario    404  no scenario of this code is in force
├── ScenarioNotFound   404  not one's own, or its event is gone
├── UnknownQuestion    422  the scenario has no such question
├── UnknownAnswer      422  the question has no such answer
└── UnknownStep        422  the scenario has no such step
"""

from backend.core.errors import Kind, Refusal


class UnknownScenario(Refusal):
    """`code`."""

    kind = Kind.NOT_FOUND
    code = "profiles.unknown-scenario"
    zh = "没有“{code}”这个办事向导。"
    en = "There is no guide {code}."


class ScenarioNotFound(Refusal):
    """Somebody else's looks the same as none."""

    kind = Kind.NOT_FOUND
    code = "profiles.scenario-not-found"
    zh = "没有找到这个办事向导，可能相关事项已经移除。"
    en = "This guide was not found. What it was about may have been removed."


class UnknownQuestion(Refusal):
    """`question`."""

    kind = Kind.INVALID
    code = "profiles.unknown-question"
    zh = "没有“{question}”这个问题，请刷新后再试。"
    en = "There is no question {question}. Please reload and try again."


class UnknownAnswer(Refusal):
    """`question` and `answer`."""

    kind = Kind.INVALID
    code = "profiles.unknown-answer"
    zh = "问题“{question}”没有“{answer}”这个选项，请重新选择。"
    en = "Question {question} has no answer {answer}. Please choose another one."


class UnknownStep(Refusal):
    """`step`."""

    kind = Kind.INVALID
    code = "profiles.unknown-step"
    zh = "没有“{step}”这个步骤，请刷新后再试。"
    en = "There is no step {step}. Please reload and try again."
