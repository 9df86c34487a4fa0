#!/usr/bin/env python3
"""Writes conditions.csv of peace-1913 from the one of russia-1917.

Rule 1: land, nation, season and street days are those of russia-1917.
Rule 2: food, prices, the wage at the start and fuel stand at 1 everywhere, war and the railway delay at 0.
Rule 3: weather is the monthly mean of the region; the capital loses the frost and the thaw of February 1917 and takes
        the mean of its province.

    python3 derive.py [--check]
"""
import csv, io, os, sys
HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, '..', 'russia-1917', 'conditions.csv'), encoding='utf-8', newline='') as f:
    rows = list(csv.reader(f))
head, rows = rows[0], rows[1:]
out = []
for ind, v, unit, kind in (('food', 1, 'share', 'harvest'), ('prices', 1, 'ratio to mid-1914', 'price'), ('wage', 1, 'ratio to mid-1914', 'society'), ('fuel', 1, 'share', 'fuel'), ('war', 0, 'index', 'enemy'), ('reinforcement_delay', 0, 'hours', 'transport')):
    out.append([ind, '1916-01-01', 'all', v, unit, kind, 'step', 'assumed', 'C', 'good peace year; rule 2'])
for r in rows:
    if r[0] in ('land', 'nation', 'season', 'street_day') or r[0] == 'weather' and r[2] != 'petrograd':
        out.append(r)
buf = io.StringIO(); w = csv.writer(buf, lineterminator='\n'); w.writerow(head); w.writerows(out)
data = buf.getvalue().encode('utf-8'); path = os.path.join(HERE, 'conditions.csv')
same = os.path.exists(path) and open(path, 'rb').read() == data
if '--check' in sys.argv[1:]:
    print('table agrees' if same else 'differs: conditions.csv'); sys.exit(0 if same else 1)
with open(path, 'wb') as f:
    f.write(data)
print('conditions', len(out))
