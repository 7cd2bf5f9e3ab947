from pwa.fetching.pace import PAUSE, Pace


def test_a_host_is_asked_again_after_a_pause_and_another_at_once():
    waits = []
    pace = Pace(waits.append)
    pace.before("one.example")
    pace.before("two.example")
    assert waits == []
    pace.before("one.example")
    assert waits == [PAUSE]
