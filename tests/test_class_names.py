"""One word, one thing: whoever reads the name of a class knows which one it is."""

import ast
from collections import defaultdict

from pwa.settings import PACKAGE


def test_no_name_of_a_class_is_given_twice():
    named = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                named[node.name].append(str(path.relative_to(PACKAGE)))
    assert len(named) > 100
    assert {name: paths for name, paths in named.items() if len(paths) > 1} == {}
