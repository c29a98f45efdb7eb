"""Somebody who knows the shift plan, reads everything, and owns a copy of Tillnote: tries on stores of his own how what is published
differs with who was prone to a reason, and then says of another store who it was. Knows nothing of what the figures mean."""

import json
import math
import re
from collections import Counter

FEATURES = 10  # the most telling ones; more of them only add noise to so few stores


def flatten(value, path=""):
    """JSON as (place, figure or word)."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from flatten(member, f"{path}/{name}")
    elif isinstance(value, list):
        yield f"{path}#", len(value)
        for index, entry in enumerate(value):
            yield from flatten(entry, f"{path}/{index}")
    else:
        yield path, value


def features_of(outputs):
    """What can be measured of published texts, {name: text}: each figure at its place, and how often each word stands there."""
    found = Counter()
    for name, text in outputs.items():
        if text.startswith(("{", "[")):
            for place, value in flatten(json.loads(text)):
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    found[f"{name}{place}"] += value
                else:
                    found[f"{name}{place}={value}"] += 1
        else:
            for word in re.sub(r"<[^>]*>", " ", text).split():
                found[f"{name} {word}"] += 1
    return found


def columns_of(stores):
    """Every feature as a tuple of one figure of each store, once; those that are the same in all stores tell nothing."""
    names = set().union(*(found.keys() for found in stores))
    columns = {tuple(found[name] for found in stores) for name in names}
    return [column for column in columns if min(column) < max(column)]


def hits(one, other):
    """How many stores of two kinds, lists of features as long as each other, are told right, and of how many. Half of them are told by the nearest
    centroid over the features that set the other half apart most, and the other way round; so no store helps to tell itself."""
    count = len(one)
    columns = columns_of(one + other)
    right = 0
    for half in (0, 1):
        seen = range(half, count, 2)
        told_by = sorted(((*_apart([column[place] for place in seen], [column[count + place] for place in seen]), column) for column in columns),
                         reverse=True)[:FEATURES]
        for place in range(1 - half, count, 2):
            for store, is_one in ((place, True), (count + place, False)):
                nearer = sum(apart ** 2 * ((column[store] - there) ** 2 - (column[store] - here) ** 2) / spread ** 2
                             for apart, here, there, spread, column in told_by)
                right += (nearer > 0) == is_one
    return right, 2 * count


def _apart(here, there):
    """How far two groups lie apart in a feature; their means and their common spread."""
    one, other = sum(here) / len(here), sum(there) / len(there)
    variance = (sum((value - one) ** 2 for value in here) + sum((value - other) ** 2 for value in there)) / (len(here) + len(there) - 2)
    # Where nothing varies within the groups a spread of its own distance keeps the feature from outvoting all others.
    spread = math.sqrt(variance) + abs(one - other) / 4
    return abs(one - other) / spread if spread else 0.0, one, other, spread or 1.0


def chance_of(right, trials):
    """How likely a coin does at least as well."""
    return sum(math.comb(trials, count) for count in range(right, trials + 1)) / 2 ** trials
