"""The rooms of the code keep to what they may touch."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_import_contracts_hold():
    tool = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert tool, "import-linter is not installed"
    run = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def _cached_functions():
    files = [ROOT / "dashboard.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("tcdata/**/*.py")]
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    if "cache" in ast.unparse(decorator):
                        yield path, node, decorator


def test_cached_functions_are_bounded_and_take_no_frame():
    found = list(_cached_functions())
    assert found, "no cached function was found: does this test still look in the right place?"
    for path, function, decorator in found:
        where = f"{path.name}: {function.name}"
        said = ast.unparse(decorator)
        bounds = ("max_entries=", "ttl=", "maxsize=")
        assert any(bound in said and f"{bound}None" not in said for bound in bounds), where
        for argument in function.args.args:
            assert not {"pd.DataFrame", "pd.Series", "Rows"} & _types(argument.annotation), where


def _types(annotation):
    return {part.strip() for part in ast.unparse(annotation).split("|")}


def test_no_page_script_lies_directly_in_pages():
    scripts = [p.name for p in (ROOT / "pages").glob("*.py") if p.name != "__init__.py"]
    assert scripts == []
