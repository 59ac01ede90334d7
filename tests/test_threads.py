"""Row bands: all rows once, errors come through, and forked children have threads of their own."""

import multiprocessing

import pytest
from stages import drawn, settings
from whiteout.simcore.threads import in_bands


@pytest.mark.parametrize(("rows", "threads"), [(1, 1), (7, 2), (480, 3), (2, 5), (0, 2)])
def test_bands_cover_all_rows_once(rows, threads):
    done = []
    in_bands(lambda top, bottom: done.extend(range(top, bottom)), rows, threads)
    assert sorted(done) == list(range(rows))


def test_an_error_in_a_band_is_raised():
    def fail(top, bottom):
        raise ValueError(f"rows {top} to {bottom}")

    with pytest.raises(ValueError, match="rows 0 to"):
        in_bands(fail, 8, 2)


def _draw() -> bytes:
    return drawn(settings()[0], threads=2).centre.inverse.tobytes()


def _child(queue) -> None:
    queue.put(_draw())


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_forked_child_draws_with_threads_after_its_parent_did():
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("there is no fork here")
    before = _draw()
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_child, args=(queue,))
    child.start()
    try:
        assert queue.get(timeout=30) == before
    finally:
        child.terminate()
        child.join()
