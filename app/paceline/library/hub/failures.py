"""Why the Hub did not give what was asked for, for people and for whoever tries again."""

from paceline.errors import AppError, ErrorCode


class HubError(AppError):
    """A failure with a sentence, as every `AppError`.

    `passing` says that trying again by itself may help: a lost line, an overloaded server.
    `retry_after` is how many seconds the server wants to be left alone, None if it did not say.
    `status` is that of its answer, None without one. None of it ever holds a token or a signed URL.
    """

    def __init__(
        self,
        code: ErrorCode,
        detail: str = "",
        *,
        passing: bool = False,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(code, detail)
        self.passing = passing
        self.retry_after = retry_after
        self.status = status
