"""Why the embedded servers refuse to start; each text tells the operator what to do, in zh and en."""

from pathlib import Path

from backend.core.processes import CannotStart


class DataFolderBusy(CannotStart):
    """Another supervisor, or what is left of one, still uses the data folder."""

    def __init__(self, folder: Path, *, holder: str) -> None:
        super().__init__(
            f"数据目录 {folder} 正被进程 {holder} 使用，请先停止它。 "
            f"The data folder is in use by process {holder}: stop it first."
        )


class DataFolderForeign(CannotStart):
    """The data belongs to another account, and only root may give it away."""

    def __init__(self, folder: Path, *, owner: int, ours: int) -> None:
        super().__init__(
            f"{folder} 属于用户 {owner}，当前用户是 {ours}。请以该用户运行，或由管理员执行：chown -R {ours} {folder} "
            f"The folder belongs to user {owner}, we are {ours}: run as that user, or let root run the command above."
        )


class NeverStarted(CannotStart):
    """Somebody asked for the servers' addresses before the servers ever ran."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} 中的数据库还没有启动过，请先运行 kuaiban up。 "
            f"The servers in this folder have never been started: run `kuaiban up` first."
        )


class OtherMajorVersion(CannotStart):
    """The PostgreSQL data was written by another major version, which this one cannot read."""

    def __init__(self, folder: Path, *, found: str, ours: str) -> None:
        super().__init__(
            f"{folder} 由 PostgreSQL {found} 写入，本机程序为 {ours}。请用 {found} 版 pg_dump 导出后在空目录中恢复，"
            f"或用 pg_upgrade 升级；如不需要这些数据，请移走该目录。 "
            f"The data is of PostgreSQL {found}, this is {ours}: dump it with {found} and restore it into an empty "
            f"folder, or run pg_upgrade, or move the folder away."
        )


class NoServerBinary(CannotStart):
    """The package has no binary for this system."""

    def __init__(self, name: str, *, instead: str) -> None:
        super().__init__(
            f"没有适用于本系统的 {name} 程序，请安装依赖，或设置 {instead} 使用外部服务。 "
            f"There is no {name} for this system: install the requirements, or set {instead} to a server of your own."
        )


class NoPlainIdentity(CannotStart):
    """We are root, PostgreSQL refuses root, and no other identity can reach both the programs and the data."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"当前为 root，但没有普通身份能同时访问程序和 {folder}。"
            "请以普通用户运行，或设置 DATABASE_URL 和 REDIS_URL。 "
            "We are root and no ordinary identity reaches both the programs and the data folder: "
            "run as an ordinary user, or set DATABASE_URL and REDIS_URL."
        )
