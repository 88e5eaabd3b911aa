"""The registry's refusals."""

from backend.core.errors import Kind, Refusal


class UnknownMiniApp(Refusal):
    """No mini-app of this id is released."""

    kind = Kind.NOT_FOUND
    code = "host.unknown-mini-app"
    zh = "没有找到这项服务，它可能已经下线。"
    en = "This service was not found; it may have been withdrawn."


class PackageRefused(Refusal):
    """A package does not hold what its manifest says; `reason` names the first difference."""

    kind = Kind.INVALID
    code = "host.package-refused"
    zh = "小程序包不符合要求：{reason}"
    en = "The package was refused: {reason}"


class PackageAltered(Refusal):
    """A stored package no longer carries our MAC: it is not run, whoever altered it."""

    kind = Kind.UNAVAILABLE
    code = "host.package-altered"
    zh = "这项服务的程序校验未通过，已停止运行并通知运维人员。"
    en = "This service failed its integrity check and was stopped; the operators were told."


class NotYourDepartment(Refusal):
    """Only developers of the department that the mini-app is registered for may see what it keeps."""

    kind = Kind.FORBIDDEN
    code = "host.not-your-department"
    zh = "这项服务由其他部门主管，您不能查看它的数据。"
    en = "Another department answers for this service, so its data are not open to you."
