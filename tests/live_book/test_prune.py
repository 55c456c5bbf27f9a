"""Rules of the theme that cannot apply are left out, and nothing else."""

import pytest

from live_book.finish import prune


@pytest.mark.parametrize(
    "rule, kept",
    [(".a.b{x:y}", ""), (".a .b,.a p{x:y}", ".a p{x:y}"), ("p:not(.b){x:y}", "p:not(.b){x:y}"),
     (":is(.b,.a){x:y}", ":is(.b,.a){x:y}"), ("@font-face{src:url(a)}", "@font-face{src:url(a)}"),
     ("@media (min-width:1px){.b{x:y}}", ""), ("@media (min-width:1px){.a{x:y}}", "@media (min-width:1px){.a{x:y}}"),
     ('a[href=".b"]{x:y}', 'a[href=".b"]{x:y}'), (".tooltip.b-popover{x:y}", ".tooltip.b-popover{x:y}")],
)  # fmt: skip
def test_only_rules_that_ask_for_a_class_nobody_has_are_left_out(rule, kept):
    assert prune.used_rules(rule, {"a"}) == kept
