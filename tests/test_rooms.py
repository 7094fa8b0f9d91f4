"""The rooms of the code keep to what they may touch."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_import_contracts_hold():
    tool = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert tool, "import-linter is not installed"
    run = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


FILES = [ROOT / "dashboard.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("tcdata/**/*.py")]
CACHES = {"cache", "lru_cache", "cache_data", "cache_resource"}


def _is_cache(node):
    return getattr(node, "attr", getattr(node, "id", "")) in CACHES


def test_every_cache_is_bounded():
    found = 0
    for path in FILES:
        nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
        made = [node for node in nodes if isinstance(node, ast.Call) and _is_cache(node.func)]
        for cache in made:
            given = {word.arg: ast.unparse(word.value) for word in cache.keywords}
            bounds = {given.get(bound, "None") for bound in ("max_entries", "ttl", "maxsize")}
            assert bounds != {"None"}, f"{path.name}: {ast.unparse(cache)}"
        assert len(made) == sum(map(_is_cache, nodes)), f"{path.name}: a cache without a bound"
        found += len(made)
    assert found, "no cache was found: does this test still look in the right place?"


def test_cached_functions_take_no_frame():
    found = 0
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and _cached(node):
                found += 1
                for argument in (*node.args.args, *node.args.kwonlyargs):
                    frames = {"pd.DataFrame", "pd.Series", "Rows"} & _types(argument.annotation)
                    assert not frames, f"{path.name}: {node.name}"
    assert found, "no cached function was found: does this test still look in the right place?"


def _cached(function):
    return any(_is_cache(part) for made in function.decorator_list for part in ast.walk(made))


def test_every_module_of_charts_and_reports_is_under_the_contract_of_published_rows():
    """Those that write for the files that come in know their headings; all others only rows."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    named = next(
        contract["source_modules"]
        for contract in contracts["importlinter"]["contracts"]
        if contract["name"] == "views, charts and reports see published rows only"
    )
    files = [*ROOT.glob("tcdata/charts*.py"), *ROOT.glob("tcdata/reports/*.py")]
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files}
    of_files = {f"tcdata.reports.{name}" for name in ("__init__", "annotated", "template")}
    assert modules - of_files <= set(named)


def _types(annotation):
    return {part.strip() for part in ast.unparse(annotation).split("|")}


def test_no_page_script_lies_directly_in_pages():
    scripts = [p.name for p in (ROOT / "pages").glob("*.py") if p.name != "__init__.py"]
    assert scripts == []
