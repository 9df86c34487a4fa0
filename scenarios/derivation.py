"""What the filling rules of several cases compute alike: rows by key, whole numbers in proportion, distances, text as TOML and CSV.

A `derive.py` imports from here; what only one case does stands in its own file.
"""
import csv
import io
import math


def by(rows, key):
    return {r[key]: r for r in rows}


def num(s, d=0.0):
    return float(s) if s not in ('', None) else d


def apportion(total, weights):
    """Whole numbers in proportion to the weights that sum to the total (largest remainder)."""
    total = int(round(total)); s = sum(weights.values())
    if total <= 0 or s <= 0:
        return {k: 0 for k in weights}
    raw = {k: total * w / s for k, w in weights.items()}
    out = {k: int(math.floor(v)) for k, v in raw.items()}
    left = total - sum(out.values())
    for k in sorted(raw, key=lambda k: (out[k] - raw[k], str(k)))[:left]:
        out[k] += 1
    return out


def apportion_below(total, weights, room):
    """As above, but nobody gets more than there is room for; what does not fit goes to the others."""
    out = {k: 0 for k in weights}
    while total > 0:
        free = {k: w for k, w in weights.items() if w > 0 and out[k] < room[k]}
        assert free, 'no room'
        for k, n in apportion(total, free).items():
            n = min(n, room[k] - out[k]); out[k] += n; total -= n
    return out


def km(a, b):
    (la, lo), (lb, lp) = a, b
    p = math.pi / 180
    x = math.sin((lb - la) * p / 2) ** 2 + math.cos(la * p) * math.cos(lb * p) * math.sin((lp - lo) * p / 2) ** 2
    return 12742 * math.asin(math.sqrt(x))


def clamp(x, a, b):
    return max(a, min(b, x))


def ease(T):
    return clamp((T + 25) / 35, 0.05, 1.0)


def slug(s):
    return ''.join(ch for ch in s.lower().replace(' ', '_').replace('-', '_') if ch.isalnum() or ch == '_')


def toml(v):
    if isinstance(v, list):
        return '[' + ', '.join(repr(x) for x in v) + ']'
    if isinstance(v, dict):
        return '{ ' + ', '.join('%s = %r' % kv for kv in v.items()) + ' }'
    return '"%s"' % v if isinstance(v, str) else repr(v)


def as_csv(head, rows):
    buf = io.StringIO(); w = csv.writer(buf, lineterminator='\n'); w.writerow(head); w.writerows(rows)
    return buf.getvalue()


def class_block(toml, kind, **says):
    """The lines of a class of `classes.toml`: its kind, and what differs from it. `kind` is a block of `kinds.toml`; `says` has
    what the class says, in order; what is as for the kind, and no experience, are left out."""
    keys = ('id', 'name', 'kind', 'share_children', 'experienced', 'leaning', 'source', 'confidence')
    says = dict(says, kind=kind['id'], source='computed; assumed', confidence='C')
    default = dict(share_children=kind['share_children'], experienced=0)
    return ['[[class]]'] + ['%s = %s' % (k, toml(says[k])) for k in keys if says[k] != default.get(k)] + ['']
