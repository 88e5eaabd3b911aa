"""Contents in a bucket behind the S3 API: what a province with more than one machine uses."""

from datetime import timedelta
from uuid import UUID

from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from backend.core.logs import logger
from backend.core.settings import Settings
from backend.supports.files.errors import StoreAway

PATIENCE = timedelta(seconds=10)
"""For one request and all its repetitions; whoever hands something in is waiting."""

log = logger(__name__)


class Bucket:
    """One object per file, named by its id. See `ports.Contents`."""

    def __init__(self, settings: Settings) -> None:
        endpoint = settings.s3_endpoint or ""
        self._store = S3Store(
            settings.s3_bucket or "",
            prefix="files",
            endpoint=endpoint,
            region=settings.s3_region,
            access_key_id=settings.s3_key or "",
            secret_access_key=settings.s3_secret or "",
            client_options={"timeout": PATIENCE, "allow_http": endpoint.startswith("http://")},
            retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
        )

    async def put(self, file_id: UUID, content: bytes) -> None:
        """Keep the content. Raises: StoreAway."""
        try:
            await self._store.put_async(file_id.hex, content, use_multipart=False)
        except BaseError as error:
            raise _away(error) from error

    async def get(self, file_id: UUID) -> bytes | None:
        """The content, or None when it is gone. Raises: StoreAway."""
        try:
            found = await self._store.get_async(file_id.hex)
            return bytes(await found.bytes_async())
        except (NotFoundError, FileNotFoundError):
            return None
        except BaseError as error:
            raise _away(error) from error

    async def drop(self, file_id: UUID) -> None:
        """Forget the content. Raises: StoreAway."""
        try:
            await self._store.delete_async(file_id.hex)
        except (NotFoundError, FileNotFoundError):
            return
        except BaseError as error:
            raise _away(error) from error


def _away(error: BaseError) -> StoreAway:
    # The text of the error may hold a signed address.
    log.error("files.store-away", reason=type(error).__name__)
    return StoreAway()
