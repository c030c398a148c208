"""A page as text: its front matter and the rest."""

import yaml


def split_front_matter(text: str) -> tuple[dict, str]:
    """Return (front matter, the rest); a page without front matter has an empty one.

    Raises:
        ValueError: the front matter is no YAML mapping.
    """
    if not text.startswith("---\n"):
        return {}, text
    head, _, rest = text[4:].partition("\n---\n")
    try:
        matter = yaml.safe_load(head) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"front matter: no valid YAML ({' '.join(str(error).split())})") from None
    if not isinstance(matter, dict):
        raise ValueError(f"front matter: got {type(matter).__name__}, expected a mapping")
    return matter, rest
