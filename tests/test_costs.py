"""What groups cost is read as it was written, and a group that nobody has measured is no fault."""

from types import SimpleNamespace

from . import costs


def test_what_was_measured_is_read_again_the_dearest_first(tmp_path):
    groups = {"a.py::test_x[1]": "page chapters/x.html", "b.py::test_y": "b.py", "a.py::test_z": "page chapters/x.html"}
    meter = costs.Meter(tmp_path / "costs.txt", groups)
    for nodeid, seconds in zip(groups, (3, 9, 2)):
        meter.pytest_runtest_logreport(SimpleNamespace(nodeid=nodeid, duration=seconds))
    meter.pytest_sessionfinish()
    assert list(costs.read(meter.path).items()) == [("b.py", 9.0), ("page chapters/x.html", 5.0)]


def test_where_nothing_was_measured_nothing_is_known(tmp_path):
    assert costs.read(tmp_path / "none.txt") == {}


def test_the_dearest_groups_begin_first_and_no_group_is_torn(request):
    groups = [costs.group_of(item) for item in request.session.items]
    order = list(dict.fromkeys(groups))
    known = costs.read()
    dear = [known.get(group, costs.UNKNOWN) for group in order]
    assert dear == sorted(dear, reverse=True)
    assert len(order) == sum(one != other for one, other in zip([None, *groups], groups))


def test_groups_are_noted_before_who_deals_is_told_that_all_is_collected(request):
    called_last_first = request.config.hook.pytest_collection_finish.get_hookimpls()
    names = [each.plugin_name for each in called_last_first if not each.wrapper]
    assert names[-1].endswith("tests/conftest.py"), names  # xdist's own tells
