"""What the two figures show, by hand."""

import numpy as np
import pytest

from lib.widgets.heatmap_explorer import HeatmapExplorer, agreement
from lib.widgets.shortcut_explorer import ShortcutExplorer
from tests.widgets.toys import SCENES, draw, heat, heatmap_explorer, shortcut_explorer


def test_agreement_of_a_map_as_large_as_the_mask():
    mask = np.array([[True, True, False], [False, False, False]])
    found = agreement(np.array([[1.0, 4.0, 0.0], [3.0, 0.0, 2.0]]), mask)
    assert found.point == (0, 1) and found.hit and found.share == pytest.approx(0.5)
    missed = agreement(np.array([[1.0, 0.0, 0.0], [3.0, 0.0, 0.0]]), mask)
    assert missed.point == (1, 0) and not missed.hit and missed.share == pytest.approx(0.25)


def test_agreement_of_a_small_map_is_that_of_the_enlarged_one():
    # Two places become four columns: weights 1, 3/4, 1/4, 0 of the first.
    found = agreement(np.array([[4.0, 0.0]]), np.array([[True, False, False, False]]))
    assert found.point == (0, 0) and found.hit and found.share == pytest.approx(1 / 2)


def test_a_map_without_evidence_hits_nothing():
    assert agreement(np.zeros((2, 2)), np.ones((4, 4), bool)) == (None, False, 0.0)


def test_heatmaps_are_told_in_words():
    figure = heatmap_explorer()
    assert figure.shown["truth"] == "Scene 1 with the ball and the tent; the ball is outlined."
    assert figure.shown["words"].startswith("CAM, asked for the ball: the strongest point lies on the ball: a hit. ")
    assert figure.shown["words"].endswith("inside the outline, which covers 11% of the picture.")
    figure.method = 1
    assert "Occlusion, asked for the ball: the strongest point lies beside the ball: a miss." in figure.shown["words"]


def test_scenes_with_fewer_objects_offer_fewer_choices():
    assert [choice for choice in heatmap_explorer().choices() if choice[0] == 1] == [(1, 0, 0), (1, 1, 0)]


def test_a_kernel_computes_anew_what_a_page_has_recorded():
    figure = heatmap_explorer()
    recorded = {choice: figure.state(*choice) for choice in figure.choices()}
    assert {choice: figure.live(*choice) for choice in figure.choices()} == recorded and len(recorded) == 10
    figure._compute = lambda image, method, name: np.zeros((2, 2))  # noqa: ARG005
    figure.scene = 2
    assert figure.shown["words"] == "CAM, asked for the tent, finds no evidence." and figure.shown["point"] is None


def test_a_new_scene_is_drawn_and_shown():
    figure = heatmap_explorer()
    figure.set_trait("asked", 1)
    figure.wishes = 3
    assert (figure.scene, figure.asked, len(figure.places), figure.names[3]) == (3, 0, 4, ["ball", "tent"])
    assert figure.shown["truth"].startswith("Scene 4") and "a hit" in figure.shown["words"]
    assert set(figure._table) == set(heatmap_explorer()._table)


def scenes() -> dict:
    drawn = [draw(corners) for corners in SCENES]
    return {
        "images": np.stack([scene.image for scene in drawn]),
        "masks": np.stack([scene.masks for scene in drawn]),
        "names": [scene.names for scene in drawn],
        "maps": {"CAM": np.array([[heat(mask, 0.5) for mask in scene.masks] for scene in drawn])},
    }


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"images": np.zeros((3, 96, 96))}, r"images: got shape \(3, 96, 96\), expected \(N, H, W, 3\)"),
        ({"masks": np.zeros((3, 2, 48, 96))}, r"masks: got shape .*, expected \(3, objects, 96, 96\)"),
        ({"names": [["ball"], ["tent"]]}, "names: got .*, expected 1 to 2 for each of 3 scenes"),
        ({"names": [["ball"], ["tent"], []]}, "names: got .*, expected 1 to 2 for each of 3 scenes"),
        ({"names": [["ball"], ["tent", "nothing"], ["tent"]]}, "masks: got an object without a pixel"),
        ({"maps": {}}, "maps: got none, expected at least one method"),
        ({"maps": {"CAM": np.zeros((3, 1, 12, 12))}}, r"maps\['CAM'\]: got shape .*, expected \(3, 2, h, w\)"),
        ({"maps": {"CAM": np.full((3, 2, 2, 2), -1.0)}}, r"maps\['CAM'\]: got negative values or no numbers"),
        ({"maps": {"CAM": np.full((3, 2, 2, 2), np.nan)}}, r"maps\['CAM'\]: got negative values or no numbers"),
        ({"new_scene": draw}, "new_scene: came without compute"),
    ],
)
def test_what_does_not_belong_together_is_named(changed, message):
    with pytest.raises(ValueError, match=message):
        HeatmapExplorer(**scenes() | changed, label="scenes")


def test_a_shortcut_is_told_in_words_and_bars():
    figure = shortcut_explorer()
    figure.level = 3
    assert figure.shown["bars"][1] == {
        "name": "right after the grounds are swapped",
        "mean": 0.35,
        "low": 0.3,
        "high": 0.4,
        "text": "35%",
    }
    assert figure.shown["words"] == (
        "How often the ground gives the answer away: 88%. 96% right on scenes of the kind it learned from; "
        "35% right after the grounds are swapped; 70% of the heat lies on the ground."
    )
    assert figure.levels == ["50%", "62%", "75%", "88%", "100%"] and figure.seeds == 2


def shortcut() -> dict:
    numbers = dict.fromkeys(("accuracy_own", "accuracy_swapped", "heat_on_ground"), np.array([0.1, 0.2]))
    pictures = {"images": np.zeros((2, 3, 8, 8, 3)), "maps": np.zeros((2, 3, 2, 2))}
    return {"levels": np.array([0.5, 1.0])} | pictures | numbers


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"levels": np.array([1.0, 0.5])}, "levels: got .*, expected at least two shares"),
        ({"levels": np.array([0.5, 1.5])}, "levels: got .*, expected at least two shares"),
        ({"levels": np.array([[0.5, 1.0]])}, r"levels: got shape \(1, 2\), expected \(L\)"),
        ({"images": np.zeros((3, 3, 8, 8, 3))}, r"images: got shape .*, expected \(2, E, H, W, 3\)"),
        ({"maps": np.zeros((2, 2, 2, 2))}, r"maps: got shape .*, expected \(2, 3, h, w\)"),
        ({"maps": np.full((2, 3, 2, 2), -1.0)}, "maps: got negative values or no numbers"),
        ({"accuracy_own": np.zeros(3)}, r"accuracy_own: got shape \(3,\), expected \(2,\) or \(2, seeds\)"),
        ({"heat_on_ground": np.array([0.5, 1.5])}, r"heat_on_ground: got .*, expected shares in \[0, 1\]"),
    ],
)
def test_what_does_not_belong_together_in_a_shortcut_is_named(changed, message):
    with pytest.raises(ValueError, match=message):
        ShortcutExplorer(**shortcut() | changed, label="a slider")
