"""The recipe of FaceVAE: `make train NAME=facevae`.

It learns from drawn faces by the loss of `lib.training.seeing`; what it has to foretell is what BookNet sees in them.
Each epoch ends in a checkpoint; run again after an interruption, the training goes on from the last one.
"""

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
from sklearn.decomposition import PCA

from lib.data.faces import render_faces, sample_attributes
from lib.data.kept import kept
from lib.experiments.drawn import as_bytes, as_images
from lib.models.autoencoders import VAE
from lib.models.autoencoders.variational import Tensor
from lib.models.booknet import load_booknet
from lib.models.facevae import LATENTS, build_facevae, shipped_part
from lib.models.weights import save_weights
from lib.training import report
from lib.training.facegrades import grades
from lib.training.seeing import SeeingVAE, focus

CHECKPOINTS = Path("_build/training/facevae")


@dataclass(frozen=True, kw_only=True)
class FaceRecipe:
    """How FaceVAE is trained."""

    epochs: int = 12
    batch: int = 32
    peak_rate: float = 2e-3  #: of Adam; a cosine brings it to 0
    latents: int = LATENTS
    faces: int = 40_000
    reported: int = 2_000
    beta: float = 1.0
    ground: float = 0.1  #: what a pixel far from the middle counts
    layer: str = "block4"  #: of BookNet
    components: int = 256  #: of what it sees, foretold
    feature_variance: float = 0.006  #: of each component around what is foretold, where the component's own is 1
    seed: int = 2024
    learned_seed: int = 77_000_000  #: of the faces that are learned from
    reported_seed: int = 78_000_000  #: of the faces that are reported on


class Lesson(NamedTuple):
    """What is learned from."""

    images: np.ndarray  #: `(N, 64, 64, 3)` uint8
    seen: np.ndarray  #: `(N, components)` float32, what BookNet sees: principal components, each of variance 1


def lesson(recipe: FaceRecipe) -> Lesson:
    """Draw the faces, and let BookNet look at them."""
    images = kept("facevae", _drawn, seed=recipe.learned_seed, faces=recipe.faces)["images"]
    book = load_booknet()
    network = keras.Model(book.input, book.get_layer(recipe.layer).output)
    starts = range(0, len(images), 100)
    features = np.concatenate([_middle(network(as_images(images[start : start + 100]))) for start in starts])
    components = PCA(recipe.components, whiten=True, svd_solver="randomized", random_state=recipe.seed)
    components.fit(features[:6000].astype(np.float32))
    seen = [components.transform(part.astype(np.float32)) for part in np.array_split(features, 10)]
    return Lesson(images, np.concatenate(seen).astype(np.float32))


def train(recipe: FaceRecipe, learned: Lesson, *, folder: Path) -> tuple[VAE, list[dict]]:
    """Train FaceVAE, or go on from the newest checkpoint in `folder`; return (model in full precision, curve)."""
    model, curve = _begin(recipe, learned), []
    newest = max(folder.glob("epoch-*.weights.h5"), default=None)
    if newest is not None:
        model.load_weights(newest)
        curve = json.loads((folder / "curve.json").read_text())[: int(newest.name[6:9])]
        print(f"Going on after epoch {len(curve)}.", flush=True)
    for epoch in range(len(curve), recipe.epochs):
        started = time.perf_counter()
        batches = Batches(learned, batch=recipe.batch, seed=[recipe.seed, epoch])
        model.seeds.state.assign([recipe.seed, epoch * len(batches)])  # a checkpoint does not hold it
        logs = model.fit(batches, initial_epoch=epoch, epochs=epoch + 1, shuffle=False, verbose=2).history
        row = {"epoch": epoch + 1} | {name: round(float(values[0]), 4) for name, values in logs.items()}
        curve.append(row | {"seconds": round(time.perf_counter() - started, 1)})
        _save(model, curve, folder)
    whole = build_facevae(latents=recipe.latents, size=learned.images.shape[1])
    whole.encoder.set_weights(model.encoder.get_weights())
    whole.decoder.set_weights(model.decoder.get_weights())
    return whole, curve


class Batches(keras.utils.PyDataset):
    """One epoch of shuffled batches: images `(batch, 64, 64, 3)` float32 in [0, 1] and what BookNet sees in them."""

    def __init__(self, learned: Lesson, *, batch: int, seed: list[int]) -> None:
        super().__init__()
        order = np.random.default_rng(seed).permutation(len(learned.images))
        self.learned, self.rows = learned, order[: len(order) // batch * batch].reshape(-1, batch)

    def __len__(self) -> int:
        """Return the number of batches."""
        return len(self.rows)

    def __getitem__(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return one batch."""
        rows = self.rows[number]
        return as_images(self.learned.images[rows]), self.learned.seen[rows]


def _begin(recipe: FaceRecipe, learned: Lesson) -> SeeingVAE:
    keras.utils.set_random_seed(recipe.seed)
    size, before = learned.images.shape[1], keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")  # about a fifth faster here
    try:
        vae = build_facevae(latents=recipe.latents, size=size)
    finally:
        keras.config.set_dtype_policy(before)
    told = {"components": recipe.components, "feature_variance": recipe.feature_variance}
    model = SeeingVAE(vae, focus=focus(recipe.ground, size=size), beta=recipe.beta, seed=recipe.seed, **told)
    model(np.zeros((1, size, size, 3), np.float32))
    steps = recipe.epochs * (len(learned.images) // recipe.batch)
    model.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(recipe.peak_rate, steps)))
    model.optimizer.build(model.trainable_variables)  # or a checkpoint would leave its state out
    return model


def _save(model: keras.Model, curve: list[dict], folder: Path) -> None:
    """Write the curve, then the checkpoint under a name that appears only when the file is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "curve.json").write_text(json.dumps(curve))
    older = list(folder.glob("epoch-*.weights.h5"))
    model.save_weights(folder / "partial.weights.h5")
    (folder / "partial.weights.h5").replace(folder / f"epoch-{len(curve):03d}.weights.h5")
    for path in older:
        path.unlink()


def _drawn(*, seed: int, faces: int) -> dict[str, np.ndarray]:
    parts = np.array_split(np.arange(faces), max(1, faces // 1000))
    table = sample_attributes(faces, seed=seed)
    return {"images": np.concatenate([as_bytes(render_faces(table[part])) for part in parts])}


def _middle(features: Tensor) -> np.ndarray:
    """Return the features of all places but the outermost, `(N, values)`, in half precision."""
    return np.asarray(features, np.float16)[:, 1:-1, 1:-1].reshape(len(features), -1)


def describe(vae: VAE, learned: Lesson, curve: list[dict]) -> dict:
    """Report on faces that the training has not seen."""
    made = report.provenance(
        "make train NAME=facevae", seed=RECIPE.seed, duration_s=sum(row["seconds"] for row in curve)
    )
    held = _drawn(seed=RECIPE.reported_seed, faces=RECIPE.reported)["images"]
    known = sample_attributes(RECIPE.faces, seed=RECIPE.learned_seed), learned.images
    return made | {
        "data": "Faces drawn by lib.data.faces; BookNet as shipped.",
        "recipe": asdict(RECIPE),
        "parameters": shipped_part(vae).count_params(),
        "input_size": 64,
        **grades(vae, known, (sample_attributes(RECIPE.reported, seed=RECIPE.reported_seed), held)),
        "curve": curve,
    }


def main(arguments: list[str] | None = None) -> None:
    """Train, report and write `lib/weights/facevae.*`."""
    argparse.ArgumentParser(prog="make train NAME=facevae", description=__doc__).parse_args(arguments)
    learned = lesson(RECIPE)
    vae, curve = train(RECIPE, learned, folder=CHECKPOINTS)
    record = describe(vae, learned, curve)
    save_weights(shipped_part(vae), "facevae", record)
    print({name: record[name] for name in ("ssim", "ssim_face", "tone_r2", "yaw_r2", "glasses_auc")})


RECIPE = FaceRecipe()
