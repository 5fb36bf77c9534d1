"""What the Hub is asked and what comes back, over real HTTP."""

import threading
from datetime import UTC, datetime

import pytest

from fakes.hub_stub.faults import Headers, NoRange, Port, Redirect, Stall, Status, WrongRange
from fakes.hub_stub.stub import HubStub
from paceline.errors import ErrorCode
from paceline.library.file_names import Role
from paceline.library.hub.failures import HubError
from paceline.library.hub.hub import Hub
from paceline.library.hub.records import ModelQuery, Sort

from .conftest import HURRY, TOKEN, Ways

GIB = 2**30
CONTENT = bytes(range(256)) * 2000
CARD = """---
license: apache-2.0
base_model: someone/model
---
# A model

![badge](https://example.org/badge.svg)

This model writes **short** answers, and was trained by [someone](https://example.org) for tests.
"""


def many(stub: HubStub, count: int) -> None:
    for number in range(count):
        made = stub.add_repository(
            f"author/model-{number:03}-GGUF", {f"m{number}-Q4_K_M.gguf": b"x"}
        )
        made.likes = made.downloads = 1000 - number


def code_of(error: pytest.ExceptionInfo[HubError]) -> ErrorCode:
    return error.value.code


class TestSearch:
    def test_pages_follow_each_other_to_the_end(self, stub: HubStub, hub: Hub) -> None:
        many(stub, 120)
        ids: list[str] = []
        page = hub.search(ModelQuery())
        while True:
            ids += [item.id for item in page.items]
            if page.next is None:
                break
            page = hub.search(ModelQuery(), page.next)
        assert ids == [f"author/model-{number:03}-GGUF" for number in range(120)]

    def test_an_entry_tells_what_the_hub_says(self, stub: HubStub, hub: Hub) -> None:
        made = stub.add_repository(
            "author/model-GGUF",
            {"m-Q4_K_M.gguf": b"x", "m-Q8_0.gguf": b"y", "mmproj-m-F16.gguf": b"z", "a.txt": b""},
            gated="manual",
            licence="mit",
        )
        made.downloads, made.likes = 12, 3
        made.extra["gguf"] = {"total": 8 * 10**9, "architecture": "llama"}
        (item,) = hub.search(ModelQuery("MODEL")).items
        assert (item.id, item.downloads, item.likes) == ("author/model-GGUF", 12, 3)
        assert item.gated
        assert item.licence == "mit"
        assert item.parameters == 8 * 10**9
        assert item.quantizations == ("Q4_K_M", "Q8_0")
        assert item.modified == datetime(2026, 10, 1, 12, tzinfo=UTC)

    def test_the_hub_filters_and_sorts(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("a/tiny-GGUF", {"t.gguf": b"x"}, licence="mit").downloads = 1
        stub.add_repository("a/large-GGUF", {"l.gguf": b"x"}, gated="auto").downloads = 2
        stub.add_repository("b/tiny-GGUF", {"t.gguf": b"x"}, licence="apache-2.0").downloads = 3
        stub.add_repository("b/weights", {"t.safetensors": b"x"})

        def ids(query: ModelQuery) -> list[str]:
            return [item.id for item in hub.search(query).items]

        assert ids(ModelQuery(sort=Sort.DOWNLOADS)) == [
            "b/tiny-GGUF",
            "a/large-GGUF",
            "a/tiny-GGUF",
        ]
        assert ids(ModelQuery(author="a", sort=Sort.DOWNLOADS)) == ["a/large-GGUF", "a/tiny-GGUF"]
        assert ids(ModelQuery(licence="mit")) == ["a/tiny-GGUF"]
        assert ids(ModelQuery(gated=True)) == ["a/large-GGUF"]
        assert set(ids(ModelQuery(gated=False))) == {"a/tiny-GGUF", "b/tiny-GGUF"}

    def test_size_and_quantization_are_filtered_here(self, stub: HubStub, hub: Hub) -> None:
        for name, weights, quantization in (
            ("tiny", 135 * 10**6, "Q8_0"),
            ("middle", 8 * 10**9, "Q4_K_M"),
            ("large", 70 * 10**9, "IQ2_XS"),
        ):
            made = stub.add_repository(f"a/{name}", {f"{name}-{quantization}.gguf": b"x"})
            made.extra["gguf"] = {"total": weights}

        def ids(query: ModelQuery) -> set[str]:
            return {item.id for item in hub.search(query).items}

        assert ids(ModelQuery(quantization="Q4_K_M")) == {"a/middle"}
        assert ids(ModelQuery(quantization="q8")) == {"a/tiny"}
        assert ids(ModelQuery(largest_bytes=6 * GIB)) == {"a/tiny", "a/middle"}
        assert ids(ModelQuery(smallest_bytes=GIB, largest_bytes=30 * GIB)) == {
            "a/middle",
            "a/large",
        }

    def test_few_findings_are_looked_for_on_several_pages(self, stub: HubStub, hub: Hub) -> None:
        many(stub, 150)
        stub.add_repository("author/rare", {"rare-Q2_K.gguf": b"x"})
        page = hub.search(ModelQuery(quantization="Q2_K"))
        assert [item.id for item in page.items] == ["author/rare"]
        assert page.next is None


class TestRepository:
    def test_files_are_grouped_into_models(self, stub: HubStub, hub: Hub) -> None:
        made = stub.add_repository(
            "author/model-GGUF",
            {
                "m-Q8_0-00001-of-00002.gguf": b"first",
                "m-Q8_0-00002-of-00002.gguf": b"second!",
                "m-Q4_K_M.gguf": CONTENT,
                "mtp-m-Q8_0.gguf": b"mtp",
                "mmproj-m-F16.gguf": b"eyes",
                "config.json": b"{}",
            },
            card=CARD,
            licence="apache-2.0",
        )
        made.extra["cardData"] = {"base_model": "someone/model", "language": ["en", "de"]}
        made.extra["gguf"] = {"total": 8 * 10**9, "context_length": 32768}
        found = hub.repository("author/model-GGUF")
        assert (found.id, found.commit) == ("author/model-GGUF", made.commit)
        assert found.licence == "apache-2.0"
        assert (found.parameters, found.trained_context) == (8 * 10**9, 32768)
        assert found.left_out == 0
        models = {model.title: model for model in found.models}
        assert list(models) == ["m-Q4_K_M", "m-Q8_0", "mtp-m-Q8_0"]
        assert models["m-Q8_0"].size == len(b"firstsecond!")
        assert models["m-Q8_0"].complete
        assert models["mtp-m-Q8_0"].role is Role.MTP
        (file,) = models["m-Q4_K_M"].files
        assert file.sha256 == made.files["m-Q4_K_M.gguf"].sha256
        assert (file.repository, file.commit, file.size) == (found.id, made.commit, len(CONTENT))
        assert found.card.text.startswith("This model writes short answers, and was trained by")
        assert found.card.base_models == ("someone/model",)
        assert found.card.languages == ("en", "de")

    def test_terms_leave_the_list_of_files_open(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("a/gated", {"m.gguf": CONTENT}, gated="auto", card=CARD)
        found = hub.repository("a/gated")
        assert found.gated
        assert found.card.text == ""
        assert [model.title for model in found.models] == ["m"]

    def test_one_that_moved_is_found_under_its_new_name(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("new/model", {"m.gguf": CONTENT})
        stub.faults.add(
            Port.HUB,
            Redirect(f"{stub.endpoint}/api/models/new/model/revision/main?blobs=true", 307),
            path="/old/model",
        )
        assert hub.repository("old/model").id == "new/model"

    @pytest.mark.parametrize("token", [None, TOKEN])
    def test_a_missing_one_is_said_to_be_missing(
        self, stub: HubStub, ways: Ways, token: str | None
    ) -> None:
        stub.allow(TOKEN)
        with pytest.raises(HubError) as error:
            ways.to(stub.endpoint, token=token).repository("nobody/nothing")
        assert code_of(error) is ErrorCode.HUB_REPOSITORY_MISSING
        assert "nobody/nothing" in str(error.value)


class TestFile:
    def test_it_says_where_the_bytes_are_now(self, stub: HubStub, hub: Hub) -> None:
        made = stub.add_repository("a/model", {"deep/m.gguf": CONTENT})
        file = hub.file("a/model", "main", "deep/m.gguf")
        assert (file.commit, file.size) == (made.commit, len(CONTENT))
        assert file.sha256 == made.files["deep/m.gguf"].sha256
        assert file.location.startswith(stub.cdn)
        assert hub.file("a/model", made.commit, "deep/m.gguf") == file

    def test_a_file_in_git_has_no_sha256(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("a/model", {"config.json": b"{}"})
        file = hub.file("a/model", "main", "config.json")
        assert (file.size, file.sha256) == (2, None)
        assert hub.read_range(file, 0, 100) == b"{}"

    def test_a_missing_file_is_said_to_be_missing(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        with pytest.raises(HubError) as error:
            hub.file("a/model", "main", "other.gguf")
        assert code_of(error) is ErrorCode.HUB_FILE_MISSING

    def test_terms_are_asked_for_until_they_are_accepted(self, stub: HubStub, ways: Ways) -> None:
        stub.add_repository("a/gated", {"m.gguf": CONTENT}, gated="manual")
        stub.allow(TOKEN)
        for hub in (ways.to(stub.endpoint), ways.to(stub.endpoint, token=TOKEN)):
            with pytest.raises(HubError) as error:
                hub.file("a/gated", "main", "m.gguf")
            assert (code_of(error), error.value.detail) == (ErrorCode.HUB_GATED, "a/gated")
            assert hub.terms_page("a/gated") == f"{stub.endpoint}/a/gated"
        stub.allow(TOKEN, "a/gated")
        assert hub.file("a/gated", "main", "m.gguf").size == len(CONTENT)


class TestBytes:
    def test_a_range_is_what_was_asked_for(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        file = hub.file("a/model", "main", "m.gguf")
        assert hub.read_range(file, 1000, 3000) == CONTENT[1000:3000]
        assert hub.read_range(file, len(CONTENT) - 10, len(CONTENT) + 50) == CONTENT[-10:]
        assert hub.read_range(file, len(CONTENT), len(CONTENT) + 50) == b""
        stub.journal.wait(lambda asked: sum(one.sent for one in asked) == 2010)
        with hub.open_range(file, 5) as stream:
            assert (stream.start, stream.end, stream.partial) == (5, len(CONTENT), True)
            assert b"".join(stream.chunks()) == CONTENT[5:]

    def test_a_listed_file_is_read_without_asking_for_its_location(
        self, stub: HubStub, hub: Hub
    ) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        (model,) = hub.repository("a/model").models
        stub.journal.clear()
        assert hub.read_range(model.files[0], 0, 100) == CONTENT[:100]
        assert [asked.method for asked in stub.requests] == ["GET", "GET"]

    def test_an_old_location_is_renewed(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        file = hub.file("a/model", "main", "m.gguf")
        stub.expire_signatures()
        with pytest.raises(HubError) as error, hub.open_range(file, 0, 10):
            pass
        assert code_of(error) is ErrorCode.HUB_LOCATION_EXPIRED
        assert error.value.passing
        assert hub.read_range(file, 0, 10) == CONTENT[:10]

    def test_a_server_without_ranges_sends_the_whole_file(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        stub.faults.add(Port.CDN, NoRange(), times=None)
        file = hub.file("a/model", "main", "m.gguf")
        with hub.open_range(file, 100, 200) as stream:
            assert (stream.start, stream.partial) == (0, False)
        assert hub.read_range(file, 100, 200) == CONTENT[100:200]

    @pytest.mark.parametrize(
        "fault",
        [
            WrongRange(),
            Headers({"Content-Range": None}),
            Headers({"Content-Range": "bytes 10-109/99"}),
            Headers({"Content-Range": "bytes 10-9999999/512000"}),
            Headers({"Content-Range": "bytes -1-5/x"}),
            Headers({"Content-Encoding": "gzip"}),
        ],
        ids=str,
    )
    def test_other_bytes_than_asked_for_are_refused(
        self, stub: HubStub, hub: Hub, fault: WrongRange | Headers
    ) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        file = hub.file("a/model", "main", "m.gguf")
        stub.faults.add(Port.CDN, fault)
        with pytest.raises(HubError) as error:
            hub.read_range(file, 10, 110)
        assert code_of(error) is ErrorCode.HUB_ANSWER_INVALID

    def test_a_reader_is_let_go_from_another_thread(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        stub.faults.add(Port.CDN, Stall(1000))
        file = hub.file("a/model", "main", "m.gguf")
        with hub.open_range(file, 0) as stream:
            chunks = stream.chunks()
            assert len(next(chunks)) <= 1000
            threading.Thread(target=stream.abort).start()
            with pytest.raises(HubError) as error:
                list(chunks)
        assert code_of(error) is ErrorCode.HUB_UNREACHABLE


class TestManners:
    def test_a_short_wait_is_waited(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        stub.faults.add(Port.HUB, Status(429, retry_after=0), times=2)
        assert len(hub.search(ModelQuery()).items) == 1

    def test_a_long_wait_is_told_and_nobody_asks_meanwhile(self, stub: HubStub, hub: Hub) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        stub.faults.add(Port.HUB, Status(429, retry_after=90))
        with pytest.raises(HubError) as error:
            hub.search(ModelQuery())
        assert code_of(error) is ErrorCode.HUB_BUSY
        assert error.value.retry_after == 90
        assert "90 seconds" in str(error.value)
        stub.journal.clear()
        for call in (
            lambda: hub.search(ModelQuery()),
            lambda: hub.repository("a/model"),
            lambda: hub.file("a/model", "main", "m.gguf"),
        ):
            with pytest.raises(HubError) as error:
                call()
            assert code_of(error) is ErrorCode.HUB_BUSY
        assert stub.requests == []

    def test_trouble_is_tried_again_and_then_told(self, stub: HubStub, ways: Ways) -> None:
        stub.add_repository("a/model", {"m.gguf": CONTENT})
        stub.faults.add(Port.HUB, Status(503, retry_after=0), times=2)
        hub = ways.to(stub.endpoint, patience=HURRY)
        assert hub.repository("a/model").id == "a/model"
        stub.faults.add(Port.HUB, Status(503, retry_after=0), times=None)
        with pytest.raises(HubError) as error:
            hub.repository("a/model")
        assert code_of(error) is ErrorCode.HUB_UNREACHABLE
        assert error.value.passing
        assert "503" in str(error.value)

    def test_offline_nothing_goes_out(self, stub: HubStub, ways: Ways) -> None:
        hub = ways.to(stub.endpoint, offline=True)
        with pytest.raises(HubError) as error:
            hub.search(ModelQuery())
        assert code_of(error) is ErrorCode.HUB_OFFLINE
        assert stub.requests == []

    def test_the_environment_can_forbid_to_ask(
        self, stub: HubStub, ways: Ways, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        with pytest.raises(HubError) as error:
            ways.to(stub.endpoint).search(ModelQuery())
        assert code_of(error) is ErrorCode.HUB_OFFLINE
        assert "HF_HUB_OFFLINE" in str(error.value)
        assert stub.requests == []
