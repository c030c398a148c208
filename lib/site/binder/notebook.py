"""A chapter in JupyterLab, in a browser: opened by its launch link, run cell by cell, and what went wrong."""

from collections.abc import Mapping, Sequence

from playwright.sync_api import Page, TimeoutError

from lib.site.binder.server import Lab
from lib.site.claims import METADATA_KEY, Claim

OPEN_TIMEOUT_S = 120
RUN_TIMEOUT_S = 900

_OPENED = "() => window.jupyterapp?.shell.currentWidget?.context?.isReady"
_PATH = "() => window.jupyterapp.shell.currentWidget.context.path"
_IS_NOTEBOOK = "() => 'sessionContext' in window.jupyterapp.shell.currentWidget"
# The command's promise is kept when the last cell has ended, or the first has failed.
_RUN = """async seconds => {
    const panel = window.jupyterapp.shell.currentWidget;
    const late = new Promise(resolve => setTimeout(resolve, 1000 * seconds));
    const run = async () => {
        await panel.sessionContext.ready;
        await window.jupyterapp.commands.execute('notebook:run-all-cells');
    };
    await Promise.race([run(), late]);
    return panel.content.model.sharedModel.toJSON().cells;
}"""


def run_chapter(page: Page, running: Lab, launch_path: str) -> list[dict]:
    """Open a launch link in JupyterLab as a reader does, run all cells, and return them with their outputs.

    Args:
        page: an empty page of the browser.
        running: the server.
        launch_path: what the launch link asks the server for, such as `lab/tree/book/heatmaps.md`.

    Raises:
        RuntimeError: nothing opens, something else does, or it opens as text.
    """
    page.goto(f"{running.address}/{launch_path}?token={running.token}")
    try:
        page.wait_for_function(_OPENED, timeout=1000 * OPEN_TIMEOUT_S)
    except TimeoutError:
        raise RuntimeError(f"{launch_path} opened nothing within {OPEN_TIMEOUT_S} s") from None
    file = launch_path.removeprefix("lab/tree/")
    if (opened := page.evaluate(_PATH)) != file:
        raise RuntimeError(f"{launch_path} opened {opened}")
    if not page.evaluate(_IS_NOTEBOOK):
        raise RuntimeError(f"{file} opened as text, not as a notebook")
    return page.evaluate(_RUN, RUN_TIMEOUT_S)


def trouble(cells: Sequence[Mapping], *, expected: int) -> str:
    """Return a sentence on the first cell that failed, did not run or made a claim that does not hold, or nothing.

    Args:
        cells: the cells of a notebook as JSON, after it was run.
        expected: how many code cells the chapter has.
    """
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    if len(code) != expected:
        return f"opened with {len(code)} code cells, expected {expected}"
    for number, cell in enumerate(code, start=1):
        source = "".join(cell["source"])
        first = next((line.strip() for line in source.splitlines() if line.strip()), "")
        if first and (said := _trouble_of(cell)):
            return f"cell {number} (`{first}`) {said}"
    return ""


def _trouble_of(cell: Mapping) -> str:
    for output in cell["outputs"]:
        if output["output_type"] == "error":
            return f"failed with {output['ename']}: {output['evalue']}"
        note = output.get("metadata", {}).get(METADATA_KEY)
        if note and not note["ok"]:
            one = Claim.from_row(note)
            return f"claims {one.id} = {one.text()}, which does not hold, expected {one.bound}"
    ran = cell["execution_count"] is not None
    return "" if ran else f"did not end: the kernel died, perhaps for want of memory, or {RUN_TIMEOUT_S} s were over"
