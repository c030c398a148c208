"""`make train NAME=…`: run one of the recipes."""

import sys
from importlib import import_module

RECIPES = ("booknet", "compas", "debias", "facevae", "imagenet", "league", "scenesnet", "shortcut", "transfer")

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in RECIPES:
        sys.exit(f"NAME: got {' '.join(sys.argv[1:2]) or 'nothing'}, expected one of {', '.join(RECIPES)}")
    import_module(f"lib.training.{sys.argv[1]}").main(sys.argv[2:])
