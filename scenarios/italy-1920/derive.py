#!/usr/bin/env python3
"""Derives the tables of the scenario italy-1920 from the sourced facts.

Reads facts/*.csv beside it and the kinds of ../common/kinds.toml, and writes places.csv, population.csv,
cells.csv, links.csv, conditions.csv, roots.csv and classes.toml beside it. Standard library only, no random numbers: the
same facts give the same bytes.

    python3 derive.py            write the tables and print the totals
    python3 derive.py --check    write nothing; exit 1 if the committed tables differ from what would be written

This is the one place where missing data are filled in. Each filling rule has a number; a row made by a rule has the source
`computed` (arithmetic on sourced columns), `assumed` (a judgement of this project) or `recalled` (a remembered number that no
source confirms), and names the rule in its note. A table of facts whose name ends in `_unverified` holds remembered figures
for the most part, one that ends in `_assumed` judgements only. Rows of facts that are outcomes are not here: they belong to the evidence.

 1  Population of a compartimento: its census of 1911 (remembered), brought to the printed estimate of the kingdom for 1 January 1915
    (36,120,118) by one factor. From 1915 to the start births are taken to equal deaths, with 650,000 dead of the war and a million of
    the epidemic. Venezia Giulia, occupied and not annexed, has its 900,000 of 1910; the Trentino is not in the scenario, for want of facts.
 2  The army, the navy, the Royal Guard and the police are taken from all regions in proportion to population; they stand where their unit is.
 3  Town population: the commune of 1911 (remembered; Trieste 1910) times the factor of its region. Where named works hold more
    than 45 per cent of a place, its population is raised to that, at the cost of the counties of the region.
 4  Counties: what the towns leave. A region gets round(rest / 200000) counties of equal population on a sunflower pattern in an ellipse that stands
    for the region (remembered area, judged axes). Counties are numbered, not named.
 5  Hands in works. Metal: 500,000 (chronam_1920, a count of the branch of September 1920, used as a level). Textile: 500,000 of 1911
    (remembered). Others: the 2,304,000 of the industrial census of 1911 (remembered) less 380,000 in metal and the textile hands, less
    0.40 of these in small shops (assumed). Miners are among them. Named works come first; of the rest 65 per cent of metal, 35 of textile and 50 of other hands are in the
    towns, by population times a weight of the place or region; at most half of a town and 0.3 of a county; the overflow goes elsewhere.
 6  Named works: the remembered table. Fiat's works stand one by one (the total of 40,000 is that of the war). Ansaldo's 15,216 of December 1919 are shared over
    Sampierdarena, Sestri, Cornigliano and Voltri by population. Works in two towns stand in the town of the table.
    Works of Fiat, Ansaldo and Ilva have their owner; the others have owners of their own.
 7  Railwaymen: 193,000 of the state railways; six tenths in towns by the number of lines times the square root of population, at most 12
    per cent of a town, the rest in counties by population.
 8  Those who work the land: 9,026,000 earners of 1911 (remembered) times the growth of rule 1, over regions by county persons, within a region by the weights of
    facts/farm_weights_unverified.csv, fitted to 5.0 million labourers, 1.6 million croppers and 1.7 million smallholders (remembered; brought to the
    total) in rows and columns in turn, fifty times. Labourers of Piedmont, Lombardy, Veneto, Emilia and Apulia, where they
    lived on wages and had leagues, are a class of their own: they strike, and their families are households. Those of other regions, with the
    smallholders, and the croppers, stand with their families (2.117 persons to an earner).
    Landed: one in a hundred of those who live by the land, and three in a thousand of county people (clergy, doctors, notables).
    A region's people of the land are at most 0.93 of what its counties hold beside other classes. Communes of the towns have no people of the land.
 9  Other classes: earners of 1911 (remembered) times the growth. Commerce 0.064 of all earners (share of 1921), the rest beside industry and land are
    services. Propertied: 0.3 of commerce, with their families. Office: 0.2 of commerce and 0.45 of services. Craft: industry less the hands of rule 5,
    half of commerce and 0.35 of services, less railwaymen. By persons, towns with twice the weight of counties for craft, two and a half times for the others.
    Students: 48,000 (remembered) in the university towns evenly, and 1.2 per cent of townspeople as upper pupils. What is left in a place are its households.
10  Police: 60,000 carabinieri and 20,000 finance guards (remembered) by population. Royal Guard: its establishment of 25,000 (sourced), in
    the towns by population; the size is that of the start.
11  Army with the colours: 350,000 (remembered, 250,000 to 500,000). Six towns have remembered figures, 60,000 stand in Venezia Giulia (assumed); of the rest half goes to the other towns by
    persons, up to a tenth, the rest to the counties. Troops in Albania and the legionaries at Fiume are not told apart and not there. Navy: 10,000 at La Spezia.
12  Women: by class (see WOMEN, assumed); the households have what brings all persons to 0.505.
13  Links: main railways of the table, with their hours; a telegraph of one hour along each; two ferries as sea links; Cagliari by steamer to Naples and
    Genoa at 18 km an hour and two hours, and a cable; counties by rail to the nearest town of the region and to its chief town, at 30 km an hour times 1.2 and half an hour.
    Regions without a listed town are linked to the nearest two towns.
14  Food is supply as a share of the need. At the start bread and pasta were 250 grams a day (remembered) of the 286 that a working family bought (10 kg a
    week for five, Turin); all other food is put at nine tenths (assumed), each with half of the weight: 0.887. It falls by 0.02 to the harvest (assumed). Vegetables and the new wheat give 0.02 in July (assumed).
    The harvest of 1920, 3.49 against 4.62 million tons of 1919, leaves 0.15 less of the wheat of a
    year (5.84 of 1913 and 1.6 of imports, remembered); half is made up by imports (assumed), and wheat has half of the weight: so 0.04 less by the end, evenly from July. Counties
    have the mean of this, 0.02 more, and of 0.97 for those who live by the land. A ration or a price decree after the start is never read. Doubt 0.08 either way.
15  Prices: cost of living at Milan, first half of 1914 = 1 (remembered, within a tenth) to March 1920; from there the growth of July 1919 to March 1920, 26 per
    cent a year, goes on to the end. The figures of April to October are in the facts and read by no rule: they hold a price of bread that the government set.
16  Wage: 250 of 1919 (1913 = 100) over the cost of living of mid-1919, 2.78, is a real wage of 0.90; kept to the start and taken times prices of 1 March.
    One date, one value for all places. No wage of 1920 is read.
17  Fuel: coal of 1919 over 1913 (7.5 of 12 million tons); half of the power was of water (assumed): 0.81, to the end. The dearer export coal of June is
    not seen in the consumption of the year and so changes nothing.
18  War: none. Land hunger: share of the land in large properties by region (judged) times the share of those who work the land and have
    none of their own (rule 8). Nation: Venezia Giulia 0.7 times the share of Slovene and Croat speech (0.45, remembered); elsewhere 0.
19  Season, street days, weather: calendar of field work, Sundays (0.25), pay Saturdays (0.10), feasts (0.20 to 0.30), May Day 0.90 as in the other cases; monthly means as (T + 25) / 35. All judgements but the days.
    Eight hours are added on the railways for want of coal and wagons (assumed).
20  Leanings: votes of November 1919. A judged table of votes by class is fitted to the count of the kingdom by the adult men of each class
    (rows and columns in turn, fifty times). Turnout was 0.566; women, and men too young, had no vote and count half. Liberal lists are
    one party: Liberals and Democrats, Democratic and Social, Liberals, Radicals, Economic party and Reformists. A member of the General Confederation follows the union's
    line or the party's with equal chance (assumed): half of its 1,159,062 members of 1919, over the classes by union_shares_assumed.csv, up to half of the
    socialists of a class. Syndicalists (300,000 members, a level of 1920) and anarchists (20,000) did not vote and come from those of no party. The
    Turin group: followers as the print run of its weekly, 5,000, all of them metal workers of Turin (assumed). Fasci: 870 members of December 1919, put to students, employees and propertied.
21  Experience: the largest strike of each kind in experience.csv: 200,000 metal workers in 1919, 84,000 railwaymen and 180,000 chemical workers in 1920, 200,000
    farm labourers of Novara and Pavia, over the persons of the class; others 0.
22  Roots: vote of 1919 in the compartimento next to the kingdom, for Socialists, the People's Party and the Liberals, where it is known; the other regions
    have what these leave of the country's vote by persons. The union follows the Socialists, but in Turin, Milan and Bologna by the members of the chamber of labour (remembered) next to what its
    classes would give. Other parties by facts/party_places_assumed.csv. The Turin group is in Turin alone, with the strength that puts all its followers there.
23  Children: the shares of common/kinds.toml times one factor, so that 34 per cent of all persons are children.
"""
import csv, datetime, io, math, os, sys, tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from derivation import apportion, apportion_below, as_csv, by, clamp, km, num, toml, class_block
CHECK = '--check' in sys.argv[1:]

def load(name):
    with open(os.path.join(HERE, 'facts', name + '.csv'), encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f))

CLASSES = ('metal textile factory railway craft office student propertied townsfolk labourer cropper smallholder landed '
           'garrison sailor royal_guard police').split()
HANDS = ('metal', 'textile', 'factory')
WOMEN = dict(metal=0.08, textile=0.75, factory=0.35, railway=0.03, craft=0.35, office=0.22, student=0.15, propertied=0.52, labourer=0.35,
             cropper=0.50, smallholder=0.50, landed=0.50, garrison=0, sailor=0, royal_guard=0, police=0)
LEAGUES = ('piemonte', 'lombardia', 'veneto', 'emilia', 'puglia')

shape = by(load('regions_shape_unverified'), 'region_id')
census = by(load('regions_unverified'), 'id')
estimate = by(load('regions'), 'id')['italy']
q = {r['quantity']: num(r['value']) for r in load('industry_unverified')}
cls = {(r['class'], r['subgroup']): num(r['count']) for r in load('classes')}
clu = {(r['class'], r['subgroup']): num(r['count']) for r in load('classes_unverified')}
regions = list(shape)

# ---------------------------------------------------------------- rules 1 and 2: population
p1911 = {r: num(census[r]['population']) for r in regions}
KINGDOM = [r for r in regions if r != 'venezia_giulia']
factor = num(estimate['population']) / sum(p1911[r] for r in KINGDOM)
people = {r: p1911[r] * (factor if r in KINGDOM else 1.0) for r in regions}
GROWTH = num(estimate['population']) / num(census['italy']['population'])
gar = by(load('garrisons'), 'id'); garu = by(load('garrisons_unverified'), 'id')
ARMY = int(num(garu['army_mar1920']['strength'])); NAVY = int(num(garu['navy_spezia']['strength']))
GUARD = int(num(gar['guardia_regia']['strength']))
POLICE = int(num(garu['carabinieri']['strength']) + num(garu['finance_guard']['strength']))
civil_r = apportion(int(round(sum(people.values()))) - ARMY - NAVY, people)   # with police and Royal Guard
left_of = {r: civil_r[r] / p1911[r] for r in regions}

# ---------------------------------------------------------------- rules 3 and 6: towns and works
cities = by(load('cities'), 'id'); un = by(load('cities_unverified'), 'city_id')
towns = list(cities)
region_of = {t: cities[t]['region_id'] for t in towns}
xy = {t: (num(cities[t]['lat']), num(cities[t]['lon'])) for t in towns}
BASES = ('la_spezia',)
civil = {t: int(round(num(un[t]['population']) * left_of[region_of[t]])) for t in towns}
BRANCH = {'metal': 'metal', 'rubber': 'factory', 'textile': 'textile'}
works = []
for w in load('works_unverified'):
    works.append((w['id'], w['name'], w['city_id'], BRANCH[w['branch']], int(w['employees']), w['source'], w['confidence'], '; '.join(x for x in ('remembered', 'figure of ' + w['date']) if x)))
ans = by(load('works'), 'id')['ansaldo']
ANSALDO = ('sampierdarena', 'sestri_ponente', 'cornigliano', 'voltri')
for t, n in apportion(num(ans['employees']), {t: civil[t] for t in ANSALDO}).items():
    works.append(('ansaldo_' + t, 'Ansaldo, %s' % cities[t]['name'], t, 'metal', n, ans['source'], 'C', 'part of 15216 of December 1919 by population'))
named = {}; named_in = {}
for w in works:
    named[w[2], w[3]] = named.get((w[2], w[3]), 0) + w[4]
    named_in[w[2]] = named_in.get(w[2], 0) + w[4]
HELD = 0.45
raised = {}
for t in towns:
    least = int(math.ceil(named_in.get(t, 0) / HELD))
    if civil[t] < least:
        raised[t] = least - civil[t]; civil[t] = least

# ---------------------------------------------------------------- rule 4: counties
county = []
R = 200000
for r in regions:
    rest = civil_r[r] - sum(civil[t] for t in towns if region_of[t] == r)
    assert rest > 3000, (r, rest)
    k = max(1, int(round(rest / R)))
    s = shape[r]; b = num(s['bearing']) * math.pi / 180
    for i, n in apportion(rest, {i: 1.0 for i in range(k)}).items():
        d = math.sqrt((i + 0.5) / k); a = i * 2.399963
        u, v = num(s['half_length_km']) * d * math.cos(a), num(s['half_width_km']) * d * math.sin(a)
        north, east = u * math.cos(b) - v * math.sin(b), u * math.sin(b) + v * math.cos(b)
        la = num(s['lat']) + north / 111.2; lo = num(s['lon']) + east / (111.2 * math.cos(num(s['lat']) * math.pi / 180))
        county.append(dict(id='%s_county_%d' % (r, i + 1), name='%s, county %d' % (census[r]['name'].split(' (')[0], i + 1), r=r, at=(round(la, 4), round(lo, 4)), n=n))
for c in county:
    civil[c['id']] = c['n']; region_of[c['id']] = c['r']; xy[c['id']] = c['at']
COUNTIES = [c['id'] for c in county]
LEAVES = towns + COUNTIES
assert sum(civil[p] for p in LEAVES) == sum(civil_r.values())

pop = {}; src = {}; cells = []
def add(place, c, n, source='computed', conf='C', note=''):
    n = int(round(n))
    if n == 0:
        return
    assert n > 0, (place, c, n)
    k = (place, c)
    pop[k] = pop.get(k, 0) + n
    if k not in src:
        src[k] = (source, conf, note)
    elif src[k] != (source, conf, note):
        src[k] = ('computed', 'C', src[k][2] if not note or note in src[k][2] else src[k][2] + '; ' + note)
def count(p, *classes):
    return sum(pop.get((p, c), 0) for c in classes)

# ---------------------------------------------------------------- rule 10: police and Royal Guard
for p, n in apportion(POLICE, {p: civil[p] for p in LEAVES}).items():
    add(p, 'police', n, 'recalled', 'C', 'total remembered; rule 10')
for t, n in apportion(GUARD, {t: civil[t] for t in towns}).items():
    add(t, 'royal_guard', n, 'voxmilitiae', 'C', 'establishment by population; rule 10')

# ---------------------------------------------------------------- rule 5: hands in works
TOTAL = {'metal': cls['occupation', 'metal workers, Italy'], 'textile': q['textile_1911']}
TOTAL['factory'] = (clu['occupation', 'workers, industrial census 1911'] - q['metal_1911'] - q['textile_1911']) * (1 - q['share_in_shops'])
wt = by(load('industry_weights_unverified'), 'place')
NORTH = {'piemonte', 'liguria', 'lombardia', 'veneto', 'emilia', 'toscana', 'marche', 'umbria', 'venezia_giulia'}
BASE = {True: dict(metal=0.7, textile=0.4, factory=0.8), False: dict(metal=0.3, textile=0.1, factory=0.6)}
def weight(p, c):
    if p in wt:
        return num(wt[p][c])
    return num(wt[region_of[p]][c]) if p in COUNTIES else BASE[region_of[p] in NORTH][c]
def owner(w):
    return next((o for o in ('fiat', 'ansaldo', 'ilva') if w[0].startswith(o)), '')
for w in works:
    add(w[2], w[3], w[4], w[5], w[6], 'rule 6')
    cells.append([w[0], w[1], '', w[2], w[3], 'works', w[4], None, owner(w), w[5], w[6], w[7] + '; rule 6'])
taken = {p: count(p, *HANDS) for p in LEAVES}
for c in HANDS:
    rest = int(round(TOTAL[c])) - sum(n for (p, k), n in named.items() if k == c)
    share = q[c + '_in_towns']
    for part, s, limit in ((towns, share, 0.50), (COUNTIES, 1 - share, 0.30)):
        room = {p: max(0, int(limit * civil[p]) - taken[p]) for p in part}
        for p, n in apportion_below(int(round(rest * s)), {p: civil[p] * weight(p, c) for p in part}, room).items():
            add(p, c, n, 'computed', 'C', 'rule 5'); taken[p] += n

# ---------------------------------------------------------------- rule 7: railwaymen
rails = load('railways_unverified')
deg = {}
for r in rails:
    if r['mode'] == 'rail':
        for t in (r['from_id'], r['to_id']):
            deg[t] = deg.get(t, 0) + 1
RAIL = cls['occupation', 'railwaymen, Italy']
over = 0
for t, n in apportion(RAIL * 0.6, {t: deg[t] * math.sqrt(civil[t]) for t in towns if deg.get(t)}).items():
    k = min(n, int(0.12 * civil[t]), int(0.5 * (civil[t] - count(t, *CLASSES)))); over += n - k
    add(t, 'railway', k, 'computed', 'C', 'rule 7')
for p, n in apportion(RAIL * 0.4 + over, {p: civil[p] for p in COUNTIES}).items():
    add(p, 'railway', n, 'computed', 'C', 'rule 7')

# ---------------------------------------------------------------- rule 8: those who work the land
farm = by(load('farm_weights_unverified'), 'region_id')
KINDS = ('labourers', 'croppers', 'smallholders')
EARNERS = clu['occupation', 'agriculture, earners'] * GROWTH
given = {'labourers': clu['occupation', 'farm labourers (giornalieri)'], 'croppers': clu['occupation', 'share-croppers (mezzadri)'], 'smallholders': clu['occupation', 'smallholders']}
goal = {k: EARNERS * v / sum(given.values()) for k, v in given.items()}
rural = {r: sum(civil[p] - count(p, *CLASSES) for p in COUNTIES if region_of[p] == r) for r in regions}
row = {r: EARNERS * rural[r] / sum(rural.values()) for r in regions}
F = {r: {k: row[r] * num(farm[r][k]) for k in KINDS} for r in regions}
for _ in range(50):
    for k in KINDS:
        s = goal[k] / sum(F[r][k] for r in regions)
        for r in regions:
            F[r][k] *= s
    for r in regions:
        s = row[r] / sum(F[r].values())
        F[r] = {k: v * s for k, v in F[r].items()}
FAMILY = q['persons_per_earner']
landless = {r: (F[r]['labourers'] + F[r]['croppers']) / row[r] for r in regions}
for r in regions:
    mine = {p: float(civil[p] - count(p, *CLASSES)) for p in COUNTIES if region_of[p] == r}
    lab = F[r]['labourers'] if r in LEAGUES else 0.0
    persons = {'labourer': lab, 'cropper': F[r]['croppers'] * FAMILY, 'smallholder': (F[r]['smallholders'] + F[r]['labourers'] - lab) * FAMILY}
    top = 0.01 * row[r] * FAMILY + 0.003 * sum(mine.values())
    s = min(1.0, 0.93 * sum(mine.values()) / (sum(persons.values()) + top))
    for c, n in list(persons.items()) + [('landed', top)]:
        for p, m in apportion(n * s, mine).items():
            add(p, c, m, 'computed', 'C', 'rule 8')

# ---------------------------------------------------------------- rule 9: other classes
ALL_EARNERS = clu['occupation', 'earners, Italy']
COMMERCE = cls['occupation', 'commerce, share of earners'] * ALL_EARNERS
INDUSTRY = clu['occupation', 'industry, earners']
SERVICES = ALL_EARNERS - clu['occupation', 'agriculture, earners'] - INDUSTRY - COMMERCE
CRAFT = (INDUSTRY + 0.5 * COMMERCE + 0.35 * SERVICES) * GROWTH - sum(TOTAL.values()) - RAIL
OFFICE = (0.2 * COMMERCE + 0.45 * SERVICES) * GROWTH
PROPERTIED = 0.3 * COMMERCE * GROWTH * FAMILY
UNIVERSITIES = 'bologna cagliari catania ferrara firenze genova messina milano modena napoli padova palermo parma pavia perugia pisa roma torino'.split()
for t, n in apportion(q['university_students'], {t: 1.0 for t in UNIVERSITIES}).items():
    add(t, 'student', n, 'computed', 'C', 'rule 9')
for t in towns:
    add(t, 'student', 0.012 * civil[t], 'assumed', 'C', 'rule 9')
for c, n, k in (('craft', CRAFT, 2.0), ('office', OFFICE, 2.5), ('propertied', PROPERTIED, 2.5)):
    room = {p: int(0.45 * max(0, civil[p] - count(p, *CLASSES))) for p in LEAVES}
    wanted = {p: max(civil[p] * (k if p in towns else 1.0) - count(p, 'cropper', 'smallholder'), 0.02 * civil[p]) for p in LEAVES}
    for p, m in apportion_below(int(round(n)), wanted, room).items():
        add(p, c, m, 'computed', 'C', 'rule 9')
for p in LEAVES:
    left = civil[p] - sum(pop.get((p, c), 0) for c in CLASSES)
    assert left > 0, (p, left)
    add(p, 'townsfolk', left, 'computed', 'C', 'rule 9')

# ---------------------------------------------------------------- rule 11: army and navy
known = set(); used = 0
for r in garu.values():
    if r['kind'] == 'garrison':
        add(r['city_id'], 'garrison', num(r['strength']), 'recalled', 'C', 'rule 11'); known.add(r['city_id']); used += int(num(r['strength']))
VG = [p for p in LEAVES if region_of[p] == 'venezia_giulia']
for p, n in apportion(q['troops_venezia_giulia'], {p: civil[p] for p in VG}).items():
    add(p, 'garrison', n, 'assumed', 'C', 'armistice line; rule 11'); used += n
rest = ARMY - used
free = {t: civil[t] for t in towns if t not in known and t not in VG}
for t, n in apportion_below(int(rest * 0.5), free, {t: int(0.1 * civil[t]) for t in free}).items():
    add(t, 'garrison', n, 'computed', 'C', 'rest of the army; rule 11'); used += n
for p, n in apportion(ARMY - used, {p: civil[p] for p in COUNTIES if p not in VG}).items():
    add(p, 'garrison', n, 'computed', 'C', 'rest of the army; rule 11')
add('la_spezia', 'sailor', NAVY, 'recalled', 'C', 'rule 11')
PERSONS = sum(pop.values())
persons_of = {c: sum(n for (p, k), n in pop.items() if k == c) for c in CLASSES}

# ---------------------------------------------------------------- places
total = {}
for (p, c), n in pop.items():
    total[p] = total.get(p, 0) + n
places = []
for r in regions:
    places.append([r, census[r]['name'].split(' (')[0], '', 'province', '', num(shape[r]['lat']), num(shape[r]['lon']), sum(total[p] for p in LEAVES if region_of[p] == r), int(num(shape[r]['area_km2'])), 'recalled', 'C', 'compartimento; rule 1'])
for t in towns:
    places.append([t, cities[t]['name'], '', 'base' if t in BASES else 'town', region_of[t], *xy[t], total[t], '', 'recalled', 'C', 'commune of 1911; rule 3' + ('; raised for its works' if t in raised else '')])
for c in county:
    places.append([c['id'], c['name'], '', 'county', c['r'], *c['at'], total[c['id']], '', 'assumed', 'C', 'rule 4'])
ids = [r[0] for r in places]
assert len(ids) == len(set(ids))
order_p = {p: i for i, p in enumerate(ids)}

# ---------------------------------------------------------------- rule 13: links
links = []; seen = set()
def link(a, b, k, h, source, conf, note=''):
    key = (min(a, b), max(a, b), k)
    if a == b or key in seen:
        return
    seen.add(key); links.append([a, b, k, round(h, 1), source, conf, note])
for r in rails:
    link(r['from_id'], r['to_id'], 'sea' if r['mode'] == 'ship' else 'rail', num(r['hours_est']), 'recalled', 'C', 'rule 13')
    link(r['from_id'], r['to_id'], 'telegraph', 1, 'computed', 'C', 'rule 13')
for t in ('napoli', 'genova'):
    link('cagliari', t, 'sea', km(xy['cagliari'], xy[t]) / 18 + 2, 'assumed', 'C', 'steamer; rule 13')
    link('cagliari', t, 'telegraph', 1, 'assumed', 'C', 'cable; rule 13')
for c in county:
    mine = [t for t in towns if region_of[t] == c['r']]
    near = sorted(mine or towns, key=lambda t: (km(c['at'], xy[t]), t))
    chief = census[c['r']]['capital_city_id'] or near[1]
    for t in dict.fromkeys([near[0], chief]):
        link(c['id'], t, 'rail', km(c['at'], xy[t]) * 1.2 / 30 + 0.5, 'assumed', 'C', 'branch lines; rule 13')
adj = {}
for r in links:
    adj.setdefault(r[0], set()).add(r[1]); adj.setdefault(r[1], set()).add(r[0])
reach = {'roma'}; todo = ['roma']
while todo:
    for y in adj.get(todo.pop(), ()):
        if y not in reach:
            reach.add(y); todo.append(y)
assert set(total) <= reach, sorted(set(total) - reach)

# ---------------------------------------------------------------- conditions
conditions = []
def cond(ind, date, place, v, unit, k, interp, source, conf, note):
    conditions.append([ind, date, place, ('%.3f' % v).rstrip('0').rstrip('.') or '0', unit, k, interp, source, conf, note])
def series(ind, place, rows, unit, k, interp, note, source='assumed', conf='C'):
    last = ''
    for r in rows:
        assert r[0] > last, (ind, place, r); last = r[0]
        cond(ind, r[0], place, r[1], unit, r[2] if len(r) > 2 else k, interp, r[3] if len(r) > 3 else source, r[4] if len(r) > 4 else conf, r[5] if len(r) > 5 else note)
FIRST, START, END = '1919-12-31', '1920-03-01', '1920-10-31'
day = datetime.date.fromisoformat
econ = {(r['indicator'], r['date'], r['place']): num(r['value']) for r in load('war_and_economy') + load('war_and_economy_unverified')}

# food (rule 14)
BREAD = econ['bread_ration', '1920-03', 'italy'] / (econ['bread_basket_week', '1920-07', 'torino'] * 1000 / 5 / 7)
F0 = 0.5 * BREAD + 0.5 * 0.9
LOST = 0.5 * 0.5 * (econ['wheat_harvest', '1919', 'italy'] - econ['wheat_harvest', '1920', 'italy']) / (econ['wheat_harvest', '1913', 'italy'] + 1600000)
FOOD = [(FIRST, F0), (START, F0), ('1920-06-20', F0 - 0.02), ('1920-07-20', F0 + 0.02), (END, F0 - LOST)]
N14 = 'bread at the start, harvests of 1919 and 1920; rule 14'
series('food', 'all', FOOD, 'share', 'harvest', 'linear', N14, 'computed')
for p in COUNTIES:
    own = count(p, 'labourer', 'cropper', 'smallholder', 'landed') / civil[p]
    series('food', p, [(d, own * 0.97 + (1 - own) * min(1.0, v + 0.02)) for d, v in FOOD], 'share', 'harvest', 'linear', 'own produce for %.0f per cent; rule 14' % (100 * own), 'computed')

# prices and wage (rules 15 and 16)
P_JULY, P_MARCH = econ['cost_of_living', '1919-07', 'milano'] / 100, econ['cost_of_living', '1920-03', 'milano'] / 100
YEAR = (P_MARCH / P_JULY) ** (365 / (day('1920-03-15') - day('1919-07-15')).days)
def price(d):
    return P_MARCH * YEAR ** ((day(d) - day('1920-03-15')).days / 365)
rows15 = [('%s-15' % m, econ['cost_of_living', m, 'milano'] / 100, 'price', 'recalled', 'C', 'cost of living at Milan; rule 15') for m in ('1919-12', '1920-01', '1920-02', '1920-03')]
series('prices', 'all', rows15 + [(d, price(d), 'price', 'computed', 'C', 'growth of July 1919 to March 1920 carried on, no observation; rule 15') for d in ('1920-07-01', END)], 'ratio to 1914', 'price', 'linear', 'rule 15')
def price_at(d):
    for a, b in zip(rows15, rows15[1:]):
        if a[0] <= d <= b[0]:
            return a[1] + (b[1] - a[1]) * (day(d) - day(a[0])).days / (day(b[0]) - day(a[0])).days
REAL = econ['nominal_wage', '1919', 'italy'] / 100 / P_JULY
cond('wage', START, 'all', REAL * price_at(START), 'ratio to 1914', 'society', 'step', 'computed', 'C', 'real wage of 1919 %.2f; rule 16' % REAL)

# fuel (rule 17)
FUEL = 0.5 + 0.5 * econ['coal_consumption', '1919', 'italy'] / econ['coal_consumption', '1913', 'italy']
series('fuel', 'all', [(FIRST, FUEL), (END, FUEL)], 'share', 'fuel', 'linear', 'coal of 1919 over 1913, half of the power from water; rule 17', 'computed')

# war, land, nation (rule 18)
series('war', 'all', [(FIRST, 0.0), (END, 0.0)], 'index', 'enemy', 'linear', 'no war; rule 18')
for r in regions:
    cond('land', FIRST, r, num(farm[r]['estates_share_of_land']) * landless[r], 'index', 'society', 'step', 'computed', 'C', 'rule 18')
cond('land', FIRST, 'all', sum(num(farm[r]['estates_share_of_land']) * landless[r] * row[r] for r in regions) / EARNERS, 'index', 'society', 'step', 'computed', 'C', 'mean of the regions, for soldiers; rule 18')
cond('nation', FIRST, 'venezia_giulia', 0.7 * q['slavic_speech_venezia_giulia'], 'share', 'society', 'step', 'computed', 'C', 'rule 18')

# season, street days, weather, railways (rule 19)
series('season', 'all', [(FIRST, 1.0), ('1920-02-20', 0.9), ('1920-03-20', 0.65), ('1920-05-01', 0.6), ('1920-06-10', 0.35), ('1920-07-10', 0.2), ('1920-08-10', 0.5), ('1920-09-20', 0.35), ('1920-10-15', 0.4), (END, 0.6)], 'index', 'season', 'linear', 'sowing, hay, wheat from June in the south, July in the north, rice and vintage in September; rule 19')
FEAST = {'St Joseph': 0.20, 'Easter Monday': 0.25, 'May Day': 0.90, 'Ascension': 0.20, 'anniversary of the entry into the war': 0.20, 'Corpus Christi': 0.20, 'St Peter and Paul': 0.20, 'Assumption': 0.30, 'taking of Rome 1870': 0.20}
feast = {r['date']: (FEAST[r['event']], r['event']) for r in load('calendar') if r['kind'] == 'holiday'}
last = None; d = day(FIRST)
while d <= day(END):
    v = (0.25, 'Sunday') if d.weekday() == 6 else (0.10, 'pay Saturday') if d.weekday() == 5 else (0.0, 'ordinary day')
    f = feast.get(d.isoformat())
    v = f if f and f[0] >= v[0] else v
    if v != last:
        cond('street_day', d.isoformat(), 'all', v[0], 'index', 'calendar', 'step', 'computed', 'C', v[1] + '; rule 19'); last = v
    d += datetime.timedelta(days=1)
climate = load('climate_unverified')
def ease(t):
    return clamp((t + 25) / 35, 0.05, 1.0)
series('weather', 'all', [(r['date'], ease(num(r['north']))) for r in climate], 'index', 'weather', 'linear', 'monthly means, remembered; rule 19')
for r in ('lazio', 'campania', 'puglia', 'basilicata', 'calabria', 'sicilia', 'sardegna'):
    series('weather', r, [(x['date'], ease(num(x['south']))) for x in climate], 'index', 'weather', 'linear', 'monthly means, south, remembered; rule 19')
series('reinforcement_delay', 'all', [(FIRST, 8), (END, 8)], 'hours', 'transport', 'linear', 'want of coal and wagons, judged; rule 19')

# ---------------------------------------------------------------- rule 12: women
others = sum(n * WOMEN[c] for (p, c), n in pop.items() if c != 'townsfolk')
WOMEN['townsfolk'] = round((q['women_share'] * PERSONS - others) / persons_of['townsfolk'], 3)
assert 0.5 < WOMEN['townsfolk'] < 0.75, WOMEN['townsfolk']
pop_rows = [[p, c, pop[p, c], WOMEN[c], *src[p, c]] for p in LEAVES for c in CLASSES if (p, c) in pop]
for r in cells:
    r[7] = WOMEN[r[4]]
cells.sort(key=lambda r: (order_p[r[3]], CLASSES.index(r[4]), r[0]))

# ---------------------------------------------------------------- rules 20, 21 and 23: classes.toml
KIND = dict(metal='metal', textile='textile', factory='factory', railway='railway', craft='craft', office='office', student='student', propertied='propertied',
            townsfolk='townsfolk', labourer='factory', cropper='villager', smallholder='villager', landed='landed', garrison='garrison', sailor='sailor', royal_guard='mounted', police='police')
CNAME = dict(metal='Metal and shipyard workers', textile='Textile workers', factory='Other factory workers and miners', railway='Railwaymen', craft='Small workshops, building, servants, carters',
             office='Employees, officials, teachers', student='Students and upper pupils', propertied='Employers, merchants and rentiers', townsfolk='Households of workers, labourers and townspeople',
             labourer='Farm labourers of the Po valley and Apulia', cropper='Share-croppers and their families', smallholder='Smallholders and labourers of the other regions, with their families',
             landed='Landowners, clergy and country notables', garrison='Soldiers', sailor='Sailors', royal_guard='Royal Guard', police='Carabinieri and finance guards')
with open(os.path.join(HERE, '..', 'common', 'kinds.toml'), 'rb') as f:
    kinds = by(tomllib.load(f)['kind'], 'id')
seed = by(load('class_votes_assumed'), 'class')
few = q['children_share'] * PERSONS / sum(persons_of[c] * kinds[KIND[c]]['share_children'] for c in CLASSES)
children = {c: round(kinds[KIND[c]]['share_children'] * few, 3) for c in CLASSES}
assert max(children.values()) < 0.7, children
adults = {c: persons_of[c] * (1 - children[c]) for c in CLASSES}
men = {c: adults[c] * (1 - WOMEN[c]) for c in CLASSES}
house = by(load('parliament'), 'party')
vote = {p: num(house[p]['vote_share']) for p in ('psi', 'ppi', 'comb', 'pri')}
vote['psi'] += num(house['psind']['vote_share'])
vote['liberal'] = sum(num(house[p]['vote_share']) for p in ('libdem', 'demosoc', 'lib', 'rad', 'econ', 'psri'))
s = sum(vote.values()); vote = {p: v / s for p, v in vote.items()}
VOTED = list(vote)
V = {c: {p: num(seed[c][p]) for p in VOTED} for c in CLASSES}
for _ in range(50):
    for p in VOTED:
        got = sum(V[c][p] * men[c] for c in CLASSES) / sum(men.values())
        for c in CLASSES:
            V[c][p] *= vote[p] / got
    for c in CLASSES:
        s = sum(V[c].values()); V[c] = {p: v / s for p, v in V[c].items()}
TURNOUT = 0.566
assert '0.566' in by(load('regime'), 'key')['electors']['note']
union = by(load('union_shares_assumed'), 'class')
CGL = next(num(r['members']) for r in load('unions') if r['union'] == 'CGL' and r['date'] == '1919')
USI = next(num(r['members']) for r in load('unions') if r['union'] == 'USI')
UAI = num(by(load('parties_unverified'), 'id')['uai']['members']); FASCI = num(by(load('parties_unverified'), 'id')['fasci']['members'])
WEEKLY = num(by(load('newspapers_unverified'), 'party_id')['ordine_nuovo']['print_run'])
FASCI_IN = {'student': 0.4, 'office': 0.35, 'propertied': 0.25}
ORDER = ['liberal', 'ppi', 'comb', 'pri', 'fasci', 'cgl', 'psi', 'ordine_nuovo', 'usi', 'uai']
leaning = {}; density = {}
for c in CLASSES:
    y = num(seed[c]['young'])
    voters = TURNOUT * ((1 - WOMEN[c]) * (1 - y + 0.5 * y) + WOMEN[c] * 0.5)
    x = {p: voters * V[c][p] for p in VOTED}
    u = {k: num(union[c][k]) if c in union else 0.0 for k in ('cgl', 'usi', 'uai')}
    density[c] = CGL * u['cgl'] / adults[c]
    x['cgl'] = min(0.5 * x['psi'], 0.5 * density[c]); x['psi'] -= x['cgl']
    x['usi'] = USI * u['usi'] / adults[c]; x['uai'] = UAI * u['uai'] / adults[c]
    if c == 'metal':
        x['ordine_nuovo'] = WEEKLY / adults[c]; x['psi'] -= x['ordine_nuovo']
    x['fasci'] = FASCI * FASCI_IN.get(c, 0) / adults[c]
    x = {p: round(x.get(p, 0.0), 4) for p in ORDER}
    leaning[c] = {'none': round(1 - sum(x.values()), 4), **{p: v for p, v in x.items() if v > 0}}
hit = {}
for r in load('experience'):
    hit[r['place'], r['date_start'], r['kind']] = num(r['participants'])
experienced = {c: 0.0 for c in CLASSES}
experienced.update(metal=hit['italy', '1919-07-01', 'strike'] / persons_of['metal'], railway=hit['italy', '1920-01-06', 'strike'] / persons_of['railway'],
                   factory=hit['italy', '1920-02-01', 'strike'] / persons_of['factory'], labourer=hit['novara', '1919-05-01', 'strike'] / persons_of['labourer'])
out = ['# The classes of this society, each of a kind of ../common/kinds.toml, whose behaviour it has. Written by derive.py: do not edit.', '#',
       '# What stands here is a fact of this society: the name, `experienced` (rule 21), `leaning` (rule 20) and `share_children` (rule 23).', '']
for c in CLASSES:
    out += class_block(toml, kinds[KIND[c]], id=c, name=CNAME[c], share_children=children[c], experienced=round(experienced[c], 3), leaning=leaning[c])
CLASSES_TOML = '\n'.join(out)

# ---------------------------------------------------------------- rule 22: roots
roots = []
def root(p, party, v, source, note):
    v = clamp(v, 0.0, 40.0)
    if abs(v - 1) >= 0.005:
        roots.append([p, party, '%.2f' % v, source, 'C', note])
votes = {}
for r in load('votes_before') + load('votes_before_unverified'):
    if r['date'].startswith('1919'):
        votes.setdefault((r['place'], 'liberal' if r['party'] == 'lib' else r['party']), (num(r['vote_share']), r['source']))
weight_of = {r: people[r] for r in KINGDOM}
for party in ('psi', 'ppi', 'liberal'):
    listed = [r for r in KINGDOM if (r, party) in votes]
    rest = (vote[party] * sum(weight_of.values()) - sum(votes[r, party][0] * weight_of[r] for r in listed)) / sum(w for r, w in weight_of.items() if r not in listed)
    for r in KINGDOM:
        v, source = votes.get((r, party), (max(0.03, rest), 'computed'))
        n = 'vote of 1919 next to the kingdom' if r in listed else 'what the listed regions leave of the vote of 1919'
        root(r, party, v / vote[party], source, n + '; rule 22')
        if party == 'psi':
            root(r, 'cgl', v / vote[party], source, n + ', as the Socialists; rule 22')
for t in towns:
    if (t, 'psi') in votes:
        v, source = votes[t, 'psi']
        root(t, 'psi', v / vote['psi'], source, 'vote of 1919 next to the kingdom; rule 22')
chambers = {r['place']: num(r['members']) for r in load('unions_unverified') if r['union'] == 'chamber of labour'}
for t, n in chambers.items():
    expected = sum(count(t, c) * (1 - children[c]) * density[c] for c in CLASSES)
    root(t, 'cgl', n * CGL / 2000000 / expected, 'recalled; computed', 'members of the chamber of labour, brought to 1919, next to what its classes would give; rule 22')
judged = load('party_places_assumed')
for party in ('usi', 'uai', 'pri', 'fasci'):
    own = {r['place']: num(r['times']) for r in judged if r['party'] == party}
    for r in regions:
        root(r, party, own.get(r, own['other']), 'assumed', 'rule 22')
    for t in towns:
        if t in own:
            root(t, party, own[t], 'assumed', 'rule 22')
for r in regions:
    root(r, 'ordine_nuovo', 0.0, 'assumed', 'in Turin alone; rule 22')
root('torino', 'ordine_nuovo', persons_of['metal'] / count('torino', 'metal'), 'computed', 'in Turin alone; rule 22')

# ---------------------------------------------------------------- write or check
TABLES = {
    'places.csv': (['id', 'name', 'name_ru', 'kind', 'parent', 'lat', 'lon', 'population', 'area_km2', 'source', 'confidence', 'note'], places),
    'population.csv': (['place', 'class', 'persons', 'share_women', 'source', 'confidence', 'note'], pop_rows),
    'cells.csv': (['id', 'name', 'name_ru', 'place', 'class', 'kind', 'persons', 'share_women', 'owner', 'source', 'confidence', 'note'], cells),
    'links.csv': (['from', 'to', 'kind', 'hours', 'source', 'confidence', 'note'], links),
    'conditions.csv': (['indicator', 'date', 'place', 'value', 'unit', 'kind', 'interpolation', 'source', 'confidence', 'note'], conditions),
    'roots.csv': (['place', 'party', 'times', 'source', 'confidence', 'note'], roots)}
texts = {name: as_csv(*t) for name, t in TABLES.items()}
texts['classes.toml'] = CLASSES_TOML
differ = []
for name, text in texts.items():
    data = text.encode('utf-8'); path = os.path.join(HERE, name)
    old = open(path, 'rb').read() if os.path.exists(path) else None
    if old != data:
        differ.append(name)
        if not CHECK:
            with open(path, 'wb') as f:
                f.write(data)
with open(os.path.join(HERE, 'scenario.toml'), 'rb') as f:
    declared = tomllib.load(f)['persons']
if declared != PERSONS:
    differ.append('scenario.toml (persons %d, not %d)' % (PERSONS, declared))
if '--quiet' not in sys.argv:
    print('persons', PERSONS, 'civil', sum(civil_r.values()), 'factor %.4f' % factor, 'growth %.4f' % GROWTH)
    kk = {}
    for r in places:
        kk[r[3]] = kk.get(r[3], 0) + 1
    print('places', kk, 'leaves', len(total))
    print('classes', persons_of)
    print('children %.3f' % (1 - sum(adults.values()) / PERSONS), 'women of households', WOMEN['townsfolk'], 'raised', raised)
    print('hands', {t: (count(t, 'metal'), count(t, 'textile'), count(t, 'factory'), count(t, 'craft'), total[t]) for t in ('torino', 'milano', 'genova', 'sesto', 'roma', 'napoli')})
    print('food', [(d, round(v, 3)) for d, v in FOOD], 'fuel %.3f' % FUEL, 'real wage %.3f' % REAL, 'wage %.3f' % (REAL * price_at(START)), 'prices %.2f to %.2f' % (price_at(START), price(END)))
    print('density', {c: round(v, 3) for c, v in density.items() if v}, 'experienced', {c: round(v, 3) for c, v in experienced.items() if v})
    for c in CLASSES:
        print('  %-12s' % c, leaning[c])
    print('rows: ' + ', '.join('%s %d' % (n, len(t[1])) for n, t in TABLES.items()))
if CHECK and differ:
    print('differs: ' + ', '.join(differ)); sys.exit(1)
if CHECK:
    print('tables agree with the facts')
