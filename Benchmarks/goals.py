"""What was aimed at, and whether what was found reaches it."""


def at_least(goal: float, found: float, unit: str = "") -> str:
    return _verdict(f"≥ {goal:,}{unit}", found >= goal)


def at_most(goal: float, found: float, unit: str = "") -> str:
    return _verdict(f"≤ {goal:,}{unit}", found <= goal)


def _verdict(goal: str, reached: bool) -> str:
    return f"goal {goal}: {'holds' if reached else 'falls short'}"
