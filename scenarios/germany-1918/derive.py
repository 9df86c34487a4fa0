#!/usr/bin/env python3
"""Derives the tables of the scenario germany-1918 from the sourced facts.

Reads facts/*.csv beside it and the kinds of ../common/kinds.toml, and writes places.csv, population.csv,
cells.csv, links.csv, conditions.csv, nations.csv, roots.csv, memory.csv and classes.toml beside it. Standard library only, no random
numbers: the same facts give the same bytes.

    python3 derive.py            write the tables and print the totals
    python3 derive.py --check    write nothing; exit 1 if the committed tables differ from what would be written

This is the one place where missing data are filled in. Each filling rule has a number; a row made by a rule has the source
`computed` (arithmetic on sourced columns), `assumed` (a judgement of this project) or `recalled` (a remembered number that no
source confirms), and names the rule in its note. A table of facts whose name ends in `_unverified` holds remembered figures
only, one that ends in `_assumed` judgements only. Rows of facts marked `check` are not here: they belong to the evidence.

 1  Population of a region in 1914: the printed estimate for a state; for a Prussian province its census of 1910 (exact figure
    remembered, printed in tenths of a million) times the growth of Prussia from 1910 to 1914. The sum is brought to the
    population of the Reich on 1 October 1918 (remembered) by one factor for all regions.
 2  Men under arms and prisoners in enemy hands are taken from all regions in proportion to population. The living stand
    where their unit is, so that nobody is counted twice. Enemy prisoners and foreign workers are not persons of the scenario.
 3  Greater Berlin is one town with seventeen districts: the old city in seven parts (shares judged) and the suburbs of the
    census of 1910, which are taken out of Brandenburg. The region is called Greater Berlin.
 4  Town population: the census of 1910 (sourced, else remembered; figures of 1905 are replaced by the remembered ones of 1910),
    times what is left of its region: towns neither grow nor shrink next to their region. Bremen is 247,437, because the printed
    217,437 does not agree with the remembered total of its state. Where named works hold more than 45 per cent of a place, its population
    is raised to that, at the cost of the counties of the region (of the other districts in Berlin).
 5  Counties: what the towns leave. Eleven mining and industrial counties have remembered populations; the rest of a region gets
    round(rest / 200000) counties of equal population, at least one where 3,000 people are left, on a sunflower pattern round the
    centroid. Counties are numbered, not named.
 6  Factory hands (establishments of ten and more) in 1918: 6.787 million, of them metal 2.45, textile 0.40, miners by a remembered
    table, the rest other factories (all remembered). Named works come first. Of the rest 55 per cent are in the 119 towns, 45 per
    cent in the counties, in proportion to population times a remembered weight of the place or region; at most half of the civil
    persons of a place, the overflow goes to the other places.
 7  Railways: 950,000 (remembered), six tenths in towns by the number of lines times the square root of population, at most 12
    per cent of a town, the rest in counties by population.
 8  Country people: those who live by agriculture in 1907 less their share of the men under arms, shared over the counties by
    population less factory hands, with 1.5 times the weight in the seven eastern provinces and both Mecklenburgs. Of them hired labour
    is the share of workers without helping members of the family among earners (0.34), twice as much in the east as in the west.
    Landed: five persons for each farm of 100 hectares and more, by the estates' share of the land (rule 17), and three
    per thousand of all country people (clergy, doctors, notables).
 9  Other classes: totals for the country from the count of 1907, shared over places by persons, in towns with twice the weight of
    counties for craft and two and a half times for office and propertied. Craft: earners of industry less employees and
    less the factory hands of 1913, trade and transport workers less railways, household servants and changing labour, times 0.70. Office:
    employees of industry and trade and group E less the army, times 0.85. Propertied: half of the independents of trade and a
    tenth of those of industry, with 2.34 persons to an earner. Students: 35 per cent of those of 1914, in the university towns evenly,
    and 1.2 per cent of townspeople as upper pupils. What is left in a place are its households.
10  Police: Berlin 6,000; other towns one for 700 persons, counties one for 2,500 (assumed) and the gendarmerie of Prussia
    carried over to the Reich by population.
11  Home army: 1.5 million (remembered, 1.2 to 1.9). Cologne's figure is sourced, those of 25 places remembered; Altona has a quarter of
    that of Hamburg, Fuerth a fifth of that of Nuremberg, Greater Berlin shares its 60,000 over the districts
    by persons beside the named battalions. Of what remains half goes to the other towns, by persons, up to a fifth of the civil persons, the
    rest to the counties. The Ruhr district had no garrison but Muelheim (sourced): its other towns and counties get none.
12  Field army in the west: 3.2 million (sourced for 11 November, taken as a level), divided by remembered shares; in the east
    700,000 (remembered).
13  Navy: 100,000 at Wilhelmshaven (80,000 in the crews of the fleet are sourced), 50,000 at Kiel less the 5,000 of the third
    squadron, 12,000 at Cuxhaven (remembered). On 1 October all squadrons are at Wilhelmshaven, where the fleet belonged: where they
    were sent at the end of the month is a decision of the command and not read. Ships by crews of their design (remembered).
14  Women: by class (see WOMEN, assumed); in Berlin 0.63 of metal, textile and factory hands (sourced).
15  Links: main railways of the table; the hours stand there (40 km an hour and half an hour); a telegraph of one hour along each;
    counties by rail to the nearest town of the region, and to its chief town, at 30 km an hour times 1.2 and half an hour;
    districts by street at 4 km an hour; fronts by rail at 25 km an hour and two hours.
16  War: the rear by the share of men taken, on the scale of the model's other cases, where 0.42 stands for 9.2 per cent of all persons under
    arms, dead or captured: 0.05 + 0.37 * share / 0.092. That is added to near the front and the open border (see NEAR, judged). The fronts
    have 0.75 to 0.95 while the enemy attacks and 0.55 to 0.62 when he does not (judged), by the enemy's own moves. Nothing after 11 November
    is read: the enemy stops if terms are accepted, which is a decision of the government, and would go on if not. Levels of
    10 November are kept to the end; the winter lull is 0.05.
17  Land hunger: the estates' share of the farmed land times the share of farms under five hectares (0.764). Estates of 100 hectares
    and more hold 0.222 of the land of the Reich (sourced) and 0.40 east of the Elbe (remembered); the west follows by area.
18  Food is supply as a share of the need, read back from what was to be had at the start and never after it. Bread weighs 0.4, potatoes 0.2,
    fat, meat, milk and sugar 0.4. At 1 October flour 200 of 380 grams, potatoes 500 of 493, the rest a quarter: 0.51, and a fifth more
    outside of rations (assumed): 0.62. In July 160, 214 and 0.2: 0.34, 0.48 with the same help and the first vegetables; the new potatoes of August
    0.55. After the start supply is harvest and blockade alone: it falls evenly to 0.55 in March as
    stocks go down (assumed, 0.45 to 0.65). Towns of the eastern provinces and both Mecklenburgs 0.08 more, Ruhr and Saxony 0.03 less (judged).
    Villages that farm have 0.95; a county has the mean of both by its persons. The field army 0.80, falling to 0.72 (judged).
19  Prices: cost of living, 1914 = 1, 2.46 in mid-1917 and 2.95 in mid-1918 (remembered; the official food index, a lower bound, is 2.20 and
    2.31); the growth of that year, 20 per cent, goes on to the end (assumed). Wage: real wages of men at the start were 0.77 in war
    industry and 0.55 in civil industry (remembered), of Ruhr miners 0.75 (sourced); a place has the mean by its hands, the rest of the
    country 0.65; times prices of 1 October. One date and none after the start.
20  Fuel: hard coal and lignite (two ninths of a ton of coal) of 1917 next to 1913 give 0.90; less in winter for want of wagons (0.85, assumed);
    at the pits 0.97. No output after the start is read.
21  Season, street days, weather: calendar of field work, Sundays (0.25), pay Saturdays (0.10), feasts of the table (0.20 to 0.30) where
    they are kept, monthly means as (T + 25) / 35; 9 degrees in Berlin on 9 November. All judgements but the days.
22  Nation: share of Polish speech of 1910 (remembered) times 0.7; Alsace-Lorraine 0.5, Schleswig-Holstein 0.05, elsewhere 0.
23  Hours added on the railways: 12, in winter 16 (assumed).
24  Leanings: votes of 1912. A judged table of votes by class is fitted to the count of the Reich by the adult men of each class
    (rows and columns in turn, fifty times). Turnout was 0.85; women, and those too young to vote in 1912, had no vote and count half. The
    socialist votes are divided between the two parties as their members of 1918 (249,411 and 100,000), and 0.9 per cent
    of them go to the Spartacus group (3,000 members).
25  Experience in the country: the largest strike of each kind in experience.csv, 1916 to 1918. Seven tenths of the million of January 1918 were in
    metal and munitions (assumed), 13,000 and 2,000 miners, the rest other hands; sailors 4,000 of the mutiny of 1917; others 0. Rule 29 says where
    these persons are; `experienced` in classes.toml is what rule 29 leaves, over the persons of the class in places without a row.
26  Roots: the socialists' share of the vote of 1912 in the region next to the Reich, times the share of the local organisation that went
    with each party next to the country's; towns and counties without a figure have what the listed ones leave of the country's members,
    by hands. In the eleven towns of the government district of Duesseldorf that are places here the socialists' and the Centre's votes are those of the district, which
    are sourced. Counties of a region stand as its unlisted towns. Half of the organisation that left in Bremen, and a tenth in Hamburg, were left
    radicals (remembered) and are put to the Spartacus group; elsewhere that group has the strength of the USPD. Centre: share of Catholics
    (remembered, less Polish speech) next to the Reich's. Conservatives: the estates' share of the land (rule 17) next to the Reich's.
27  Children: the shares of common/kinds.toml times one factor, so that 31 per cent of all persons are children, as in the Reich of 1918
    (remembered; 34 per cent were under 15 in 1910).
28  Nations: Polish speech by region, mining county and some towns (remembered). What these leave of Silesia's speakers is put to the counties of Upper
    Silesia (east of 17.3 and south of 51.2 degrees), up to 0.6; the row of a region is what its listed places leave, and holds for the others. Cadres of parties are explained in parties.toml.
29  Memory by place: of the strikes of a town in 1916 to 1918 the one with most participants counts, sourced or remembered, and the others are taken
    to be by the same persons. A strike without a number (Braunschweig, Hanover, Dresden and Halle in 1917, Jena in 1918) makes no row. A town's strikers are divided among
    its metal, textile and other hands by their numbers times the shares of rule 25 in the country, so that a metal hand was on strike as many times as often as
    another hand as there. Miners: 8,000 of Dortmund (remembered) are taken for a part of the 13,000 of the Ruhr, whose days are the same; the other 5,000
    are spread over the miners of the other places of the Ruhr; the 2,000 of Upper Silesia were at the Giesche mine, which lies in the country round Kattowitz (remembered).
    Sailors: the mutiny of 1917 was in the fleet, whose crews stand at Wilhelmshaven (rule 13). Confidence is that of the strike, but not
    better than B, and C for textile and other hands, whose part hangs on an assumption.
"""
import csv, datetime, io, math, os, sys, tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from derivation import apportion, apportion_below, as_csv, by, clamp, ease, km, num, toml, class_block
CHECK = '--check' in sys.argv[1:]

def load(name):
    with open(os.path.join(HERE, 'facts', name + '.csv'), encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f))

CLASSES = ('metal textile factory miner railway craft office student propertied townsfolk farmer farmhand landed '
           'garrison front sailor police').split()
HANDS = ('metal', 'textile', 'factory', 'miner')
ARMED = ('garrison', 'front', 'sailor')
WOMEN = dict(metal=0.35, textile=0.75, factory=0.50, miner=0.06, railway=0.15, craft=0.50, office=0.35, student=0.30, propertied=0.52,
             townsfolk=0.62, farmer=0.56, farmhand=0.56, landed=0.54, garrison=0, front=0, sailor=0, police=0)
BERLIN_WOMEN = 0.63
EAST = {'ostpreussen', 'westpreussen', 'brandenburg', 'pommern', 'posen_prov', 'schlesien', 'mecklenburg_schwerin', 'mecklenburg_strelitz'}

shape = by(load('regions_shape_unverified'), 'region_id')
region_rows = by(load('regions'), 'id')
census = by(load('regions_unverified'), 'region_id')
bridge = {r['quantity']: num(r['value']) for r in load('population_bridge_unverified')}
regions = [r for r in shape if r in region_rows]
rname = {r: region_rows[r]['name'] for r in regions}
rname['berlin_city'] = 'Greater Berlin'

# ---------------------------------------------------------------- rules 1 to 3: population of the regions
p1910 = {r: num(census[r]['population']) for r in regions}
prussian = [r for r in regions if region_rows[r]['parent'] == 'prussia']
growth = num(region_rows['prussia']['population']) / sum(p1910[r] for r in prussian)
p1914 = {}
for r in regions:
    p1914[r] = p1910[r] * growth if r in prussian else bridge['elsass_lothringen_1914'] if r == 'elsass_lothringen' else num(region_rows[r]['population'])
districts = load('berlin_districts_unverified')
suburbs = sum(num(d['population']) for d in districts)
for t in (p1910, p1914):
    f = t['brandenburg'] / num(census['brandenburg']['population'])
    t['berlin_city'] += suburbs * f
    t['brandenburg'] -= suburbs * f
gar = by(load('garrisons'), 'id'); garu = by(load('garrisons_unverified'), 'id')
WEST, EASTERN, HOME = num(gar['west_front']['strength']), num(garu['east_army']['strength']), num(garu['home_army']['strength'])
SQUADRON_3 = int(num(gar['squadron_3']['strength']))
NAVY = {'wilhelmshaven': int(num(garu['wilhelmshaven_navy']['strength'])), 'kiel': int(num(garu['kiel_navy']['strength'])) - SQUADRON_3, 'cuxhaven': int(num(garu['cuxhaven_navy']['strength']))}
UNDER_ARMS = int(WEST + EASTERN + HOME + sum(NAVY.values()))
ALL1914 = sum(p1914.values())
CIVIL = bridge['population_1918_10'] - bridge['prisoners_in_enemy_hands'] - UNDER_ARMS
civil_r = apportion(CIVIL, p1914)
left_of = {r: civil_r[r] / p1910[r] for r in regions}

# ---------------------------------------------------------------- rules 3 and 4: towns
cities = by(load('cities'), 'id'); un = by(load('cities_unverified'), 'city_id')
IN_BERLIN = [d['id'] for d in districts]
towns = [t for t in cities if t not in IN_BERLIN]
region_of = {t: cities[t]['region_id'] for t in towns}
xy = {t: (num(cities[t]['lat']), num(cities[t]['lon'])) for t in towns}
BASES = ('wilhelmshaven', 'kiel', 'cuxhaven')
SMALL = {'brunsbuettel': 6000}
def town_figure(t):
    c = cities[t]
    if t == 'bremen':
        return 247437, 'computed', 'C', 'the printed 217437 is taken for 247437; rule 4'
    if c['population'] and c['population_year'] == '1910':
        return int(c['population']), c['source'], c['confidence'], 'census of 1910; rule 4'
    if t not in un:
        return SMALL[t], 'assumed', 'C', 'no figure found, judged; rule 4'
    return int(un[t]['population']), 'recalled', 'C', 'census of 1910, remembered; rule 4'
fig = {t: town_figure(t) for t in towns}
civil = {t: int(round(fig[t][0] * left_of[region_of[t]])) for t in towns if t != 'berlin'}

# works
BRANCH = {'metal': 'metal', 'shipyard': 'metal', 'chemical': 'factory'}
LOWER_BOUND = {'krupp_essen_1914', 'germania_kiel', 'kaiserliche_werft_kiel', 'vulkan_hamburg_1918', 'siemens_berlin_meeting'}  # other rows give all employed
WHERE = {'aeg_berlin': 'berlin_wedding', 'schwartzkopff': 'berlin_wedding', 'loewe': 'berlin_moabit', 'dwm_berlin': 'reinickendorf', 'borsig_tegel': 'reinickendorf',
         'auer_berlin': 'berlin_friedrichshain', 'knorr_berlin': 'lichtenberg'}
works = []
for w in load('works') + load('works_unverified'):
    if w['id'] in LOWER_BOUND:
        continue
    works.append((w['id'], w['name'], WHERE.get(w['id'], w['city_id']), BRANCH[w['branch']], int(float(w['employees'])), w['source'], w['confidence'],
                  '; '.join(x for x in ('remembered' if w['source'] == 'recalled' else '', w['note'] if w['note'] != 'remembered' else '', 'figure of ' + w['date']) if x)))
named = {}
for w in works:
    named[w[2], w[3]] = named.get((w[2], w[3]), 0) + w[4]
named_in = {}
for (q, c), n in named.items():
    named_in[q] = named_in.get(q, 0) + n
HELD = 0.45
raised = {}
for t in list(civil):
    least = int(math.ceil(named_in.get(t, 0) / HELD))
    if civil[t] < least:
        raised[t] = least - civil[t]; civil[t] = least
old = fig['berlin'][0]
dpop = {d['id']: num(d['population']) or num(d['share_of_old_city']) * old for d in districts}
dciv = apportion(civil_r['berlin_city'], dpop)
for d in IN_BERLIN:
    least = int(math.ceil(named_in.get(d, 0) / HELD))
    if dciv[d] < least:
        others = apportion(least - dciv[d], {e: dciv[e] for e in IN_BERLIN if named_in.get(e, 0) / HELD < dciv[e] and e != d})
        raised[d] = least - dciv[d]; dciv[d] = least
        for e, n in others.items():
            dciv[e] -= n
civil.update(dciv)

# ---------------------------------------------------------------- rule 5: counties
county = []
ind = load('industrial_counties_unverified')
for r in ind:
    county.append(dict(id=r['id'], name=r['name'], r=r['region_id'], at=(num(r['lat']), num(r['lon'])), n=int(round(num(r['population']) * left_of[r['region_id']])),
                       src='recalled', note=r['note'] + '; rule 5', mines=int(r['miners']), polish=num(r['share_polish'])))
R = 200000
for r in regions:
    if r == 'berlin_city':
        continue
    rest = civil_r[r] - sum(civil[t] for t in towns if region_of[t] == r) - sum(c['n'] for c in county if c['r'] == r)
    if rest < 3000:
        assert rest >= 0 or abs(rest) < 3000, (r, rest)
        first = [t for t in towns if region_of[t] == r][0]
        civil[first] += rest
        continue
    k = max(1, int(round(rest / R)))
    cen = (num(shape[r]['lat']), num(shape[r]['lon']))
    rad = math.sqrt(num(shape[r]['area_km2']) / math.pi) * 0.75
    for i, n in apportion(rest, {i: 1.0 for i in range(k)}).items():
        d = rad * math.sqrt((i + 0.5) / k) if k > 1 else 6.0; a = i * 2.399963
        la = round(cen[0] + d * math.cos(a) / 111.2, 4); lo = round(cen[1] + d * math.sin(a) / (111.2 * math.cos(cen[0] * math.pi / 180)), 4)
        county.append(dict(id='%s_county_%d' % (r, i + 1), name='%s, county %d' % (rname[r], i + 1) if k > 1 else '%s, countryside' % rname[r], r=r, at=(la, lo), n=n, src='assumed', note='rule 5', mines=0, polish=None))
cid = by(county, 'id')
assert len(cid) == len(county)
for c in county:
    civil[c['id']] = c['n']; region_of[c['id']] = c['r']; xy[c['id']] = c['at']
for d in districts:
    region_of[d['id']] = 'berlin_city'; xy[d['id']] = (num(d['lat']), num(d['lon']))
TOWNS = [t for t in towns if t != 'berlin'] + IN_BERLIN          # leaves that are urban
COUNTIES = [c['id'] for c in county]
LEAVES = TOWNS + COUNTIES
assert sum(civil[q] for q in LEAVES) == sum(civil_r.values())

pop = {}; src = {}; cells = []
def add(place, cls, n, source='computed', conf='C', note=''):
    n = int(round(n))
    if n == 0:
        return
    assert n > 0, (place, cls, n)
    k = (place, cls)
    pop[k] = pop.get(k, 0) + n
    if k not in src:
        src[k] = (source, conf, note)
    elif src[k] != (source, conf, note):
        src[k] = ('computed', 'C', src[k][2] if not note or note in src[k][2] else src[k][2] + '; ' + note)
def cell(i, name, place, cls, kind, n, source, conf, note=''):
    cells.append([i, name, '', place, cls, kind, int(n), None, source, conf, note])
def count(q, *classes):
    return sum(pop.get((q, c), 0) for c in classes)

# ---------------------------------------------------------------- rule 6: factory hands
q18 = {r['quantity']: num(r['value']) for r in load('industry_1918_unverified')}
wt = by(load('industry_weights_unverified'), 'place')
miners_in = {}
for r in load('miners_unverified'):
    n = int(r['miners'])
    if r['place'] in regions:
        for q, k in apportion(n, {c: civil[c] for c in COUNTIES if region_of[c] == r['place'] and not cid[c]['mines']}).items():
            miners_in[q] = miners_in.get(q, 0) + k
    else:
        miners_in[r['place']] = miners_in.get(r['place'], 0) + n
for c in county:
    miners_in[c['id']] = miners_in.get(c['id'], 0) + c['mines']
MINERS = sum(miners_in.values())
for q, n in miners_in.items():
    add(q, 'miner', n, 'recalled', 'C', 'rule 6')
TOTAL = {'metal': q18['metal_hands'], 'textile': q18['textile_hands']}
TOTAL['factory'] = q18['factory_hands'] - MINERS - sum(TOTAL.values())
def weight(q, c):
    base = 0.4 if c == 'textile' else 1.0
    if q in IN_BERLIN:
        d = next(d for d in districts if d['id'] == q)
        return num(d['hands']) * num(wt['berlin'][c], base)
    if q in wt and wt[q][c]:
        return num(wt[q][c])
    r = region_of[q]
    if q in cid and r in wt and wt[r][c]:
        return num(wt[r][c])
    if q not in cid and r in wt and wt[r][c] and r in EAST:
        return num(wt[r][c]) * 2
    return base
for w in works:
    add(w[2], w[3], w[4], w[5], w[6], 'rule 6')
    cell(w[0], w[1], w[2], w[3], 'works', w[4], w[5], w[6], w[7])
IN_TOWNS = 0.55
taken = {q: count(q, *HANDS) for q in LEAVES}
for c in ('metal', 'textile', 'factory'):
    rest = int(round(TOTAL[c])) - sum(n for (q, k), n in named.items() if k == c)
    for part, share in ((TOWNS, IN_TOWNS), (COUNTIES, 1 - IN_TOWNS)):
        limit = 0.40 if part is COUNTIES else 0.50
        room = {q: max(0, int(limit * civil[q]) - taken[q]) for q in part}
        for q, n in apportion_below(int(round(rest * share)), {q: civil[q] * weight(q, c) for q in part}, room).items():
            add(q, c, n, 'computed', 'C', 'rule 6'); taken[q] += n

# ---------------------------------------------------------------- rule 7: railways
rails = load('railways_unverified')
deg = {}
for r in rails:
    for t in (r['from_id'], r['to_id']):
        t = 'berlin' if t in IN_BERLIN else t
        deg[t] = deg.get(t, 0) + (0 if r['from_id'] in IN_BERLIN + ['berlin'] and r['to_id'] in IN_BERLIN + ['berlin'] else 1)
civil['berlin'] = sum(civil[d] for d in IN_BERLIN)
over = 0
for t, n in apportion(q18['railway'] * 0.6, {t: deg[t] * math.sqrt(civil[t]) for t in towns if deg.get(t)}).items():
    k = min(n, int(0.12 * civil[t])); over += n - k
    for d, m in (apportion(k, {d: civil[d] for d in IN_BERLIN}) if t == 'berlin' else {t: k}).items():
        add(d, 'railway', m, 'computed', 'C', 'rule 7')
for q, n in apportion(q18['railway'] * 0.4 + over, {q: civil[q] for q in COUNTIES}).items():
    add(q, 'railway', n, 'computed', 'C', 'rule 7')

# ---------------------------------------------------------------- rule 10: police
for d, n in apportion(num(garu['berlin_police']['strength']), {d: civil[d] for d in IN_BERLIN}).items():
    add(d, 'police', n, 'recalled', 'C', 'total remembered; rule 10')
for t in towns:
    if t != 'berlin':
        add(t, 'police', max(5, civil[t] / 700), 'assumed', 'C', 'rule 10')
gend = num(garu['gendarmerie']['strength']) * ALL1914 / sum(p1914[r] for r in prussian)
rural = sum(civil[q] for q in COUNTIES)
for q in COUNTIES:
    add(q, 'police', max(3, civil[q] / 2500 + gend * civil[q] / rural), 'computed', 'C', 'rule 10')

# ---------------------------------------------------------------- rule 17: the estates' share of the land
land = by(load('land'), 'class')
reich_estates = num(land['100 ha and more']['share_of_area'])
small_farms = (num(land['under 2 ha']['farms']) + num(land['2 to 5 ha']['farms'])) / num(land['all']['farms'])
area = {r: num(shape[r]['area_km2']) for r in regions}
east_area = sum(area[r] for r in regions if r in EAST); all_area = sum(area.values())
EAST_ESTATES = 0.40
west_estates = (reich_estates * all_area - EAST_ESTATES * east_area) / (all_area - east_area)
estates = {r: EAST_ESTATES if r in EAST else west_estates for r in regions}

# ---------------------------------------------------------------- rule 8: country people
cls = {(r['class'], r['subgroup']): num(r['count']) for r in load('classes')}
clu = {(r['class'], r['subgroup']): num(r['count']) for r in load('classes_unverified')}
LIVE_BY_LAND = cls['occupation', 'A agriculture: all who live by it']
ALL1907 = cls['occupation', 'all who were counted']
agri = LIVE_BY_LAND * (1 - (UNDER_ARMS + bridge['prisoners_in_enemy_hands']) / ALL1914)
hired = (clu['agriculture_status', 'workers in agriculture incl. family'] - 3900000) / cls['occupation', 'A agriculture, forestry, fishing: earners']
free_room = {q: int(0.85 * (civil[q] - count(q, *CLASSES))) for q in COUNTIES}
w8 = {q: max(0.0, civil[q] - 2.2 * taken[q]) * (1.5 if region_of[q] in EAST else 1.0) * (0.3 if cid[q]['mines'] else 1.0) for q in COUNTIES}
agri_in = apportion_below(int(round(agri)), w8, free_room)
e_agri = sum(n for q, n in agri_in.items() if region_of[q] in EAST); w_agri = sum(agri_in.values()) - e_agri
west_hired = hired * (e_agri + w_agri) / (2 * e_agri + w_agri)
estate_persons = 5 * num(land['100 ha and more']['farms'])
landed = apportion(estate_persons, {q: agri_in[q] * estates[region_of[q]] for q in COUNTIES})
for q in COUNTIES:
    h = west_hired * (2 if region_of[q] in EAST else 1)
    top = min(agri_in[q], landed[q])
    labour = int((agri_in[q] - top) * h)
    add(q, 'farmer', agri_in[q] - top - labour, 'computed', 'C', 'rule 8')
    add(q, 'farmhand', labour, 'computed', 'C', 'rule 8')
    add(q, 'landed', top + int(0.003 * civil[q]), 'computed', 'C', 'rule 8')

# ---------------------------------------------------------------- rule 9: other classes
INDUSTRY = cls['occupation', 'B industry, mining, building: earners']
TRADE = cls['occupation', 'C trade and transport, inns: earners']
emp_i, emp_t = clu['industry_status', 'employees (Angestellte) in industry'], clu['trade_status', 'employees in trade and transport']
wrk_t = clu['trade_status', 'workers in trade and transport']
per_earner = cls['occupation', 'B industry, mining, building: all who live by it'] / INDUSTRY if ('occupation', 'B industry, mining, building: all who live by it') in cls else cls['occupation', 'B industry: all who live by it'] / INDUSTRY
CRAFT = q18['share_kept_craft'] * (INDUSTRY - emp_i - q18['factory_hands_1913'] + wrk_t - clu['railway', 'railway employees and workers of the state railways']
                                   + q18['household_servants'] + cls['occupation', 'D domestic service and changing wage labour: earners'])
OFFICE = q18['share_kept_office'] * (emp_i + emp_t + cls['occupation', 'E army, court, civil and church service, free professions: earners'] - q18['army_1907'])
PROPERTIED = (0.5 * (TRADE - emp_t - wrk_t) + 0.1 * clu['industry_status', 'independent in industry']) * per_earner
UNIVERSITIES = 'berlin_centre charlottenburg muenchen leipzig dresden breslau halle bonn koeln frankfurt goettingen heidelberg freiburg strassburg karlsruhe stuttgart darmstadt hannover aachen muenster kiel rostock greifswald koenigsberg jena wuerzburg braunschweig danzig'.split()
STUDENTS = q18['share_kept_students'] * clu['students', 'students at universities and technical schools']
for q, n in apportion(STUDENTS, {q: 1.0 for q in UNIVERSITIES if q in TOWNS}).items():
    add(q, 'student', n, 'computed', 'C', 'rule 9')
for q in TOWNS:
    add(q, 'student', 0.012 * civil[q], 'assumed', 'C', 'rule 9')
for c, total, k in (('craft', CRAFT, 2.0), ('office', OFFICE, 2.5), ('propertied', PROPERTIED, 2.5)):
    w9 = {}
    for q in LEAVES:
        w = civil[q] * (k if q in TOWNS else 1.0) - (agri_in[q] if q in COUNTIES else 0)
        if q in IN_BERLIN and c == 'propertied':
            w *= num(next(d for d in districts if d['id'] == q)['propertied'])
        w9[q] = max(w, 0.02 * civil[q])
    room = {q: int(0.45 * max(0, civil[q] - count(q, *CLASSES))) for q in LEAVES}
    for q, n in apportion_below(int(round(total)), w9, room).items():
        add(q, c, n, 'computed', 'C', 'rule 9')
for q in LEAVES:
    left = civil[q] - sum(pop.get((q, c), 0) for c in CLASSES if c not in ARMED)
    assert left > 0, (q, left)
    add(q, 'townsfolk', left, 'computed', 'C', 'rule 9')

# ---------------------------------------------------------------- rule 28: Polish speech by place
UPPER = (17.3, 51.2)     # Silesia east and south of this is Upper Silesia
polish = {x['id']: num(x['share_polish']) for x in ind}
polish.update({t: 0.35 for t in ('beuthen', 'gleiwitz', 'koenigshuette')})
polish.update(breslau=0.02, liegnitz=0.01, goerlitz=0.0, danzig=0.03, elbing=0.01, posen=0.55, bromberg=0.20, gelsenkirchen=0.10, bochum=0.06, herne=0.15, recklinghausen=0.15, hamborn=0.12, dortmund=0.05)
at_census = {q: civil[q] / left_of[region_of[q]] for q in LEAVES}
def speakers(r):
    return sum(polish[q] * at_census[q] for q in polish if region_of.get(q) == r)
upper = [c['id'] for c in county if c['r'] == 'schlesien' and not c['mines'] and c['at'][1] > UPPER[0] and c['at'][0] < UPPER[1]]
left_over = num(shape['schlesien']['share_polish']) * p1910['schlesien'] - speakers('schlesien')
polish.update({q: round(min(0.6, left_over / sum(at_census[c] for c in upper)), 4) for q in upper})
for r in regions:
    known_at = sum(at_census[q] for q in polish if region_of.get(q) == r and q not in regions)
    polish[r] = round(max(0.0, (num(shape[r]['share_polish']) * p1910[r] - speakers(r)) / max(1.0, p1910[r] - known_at)), 4)

# ---------------------------------------------------------------- rules 11 to 13: men under arms
RUHR = {'essen', 'dortmund', 'bochum', 'gelsenkirchen', 'herne', 'duisburg', 'oberhausen', 'hamborn', 'recklinghausen', 'emscher_west', 'emscher_east', 'hellweg_east'}
used = 0
def soldiers(q, n, *origin):
    global used
    add(q, 'garrison', n, *origin); used += int(round(n))
known = set()
soldiers('koeln', num(gar['koeln_garrison']['strength']), gar['koeln_garrison']['source'], 'B', 'rule 11'); known.add('koeln')
for r in garu.values():
    if r['kind'] != 'garrison':
        continue
    t, n = r['city_id'], int(r['strength'])
    if t == 'hamburg':
        soldiers('altona', n // 4, 'recalled', 'C', 'quarter of Hamburg with Altona; rule 11'); n -= n // 4; known.add('altona')
    if t == 'nuernberg':
        soldiers('fuerth', n // 5, 'recalled', 'C', 'fifth of Nuremberg with Fuerth; rule 11'); n -= n // 5; known.add('fuerth')
    known.add(t)
    if t == 'berlin':
        BERLIN_MEN = n
    else:
        soldiers(t, n, 'recalled', 'C', 'rule 11')
units = load('units_unverified')
in_district = {d: 0 for d in IN_BERLIN}
for u in units:
    n = int(u['persons'])
    cell('unit_' + u['id'], u['name'], u['place'], 'garrison', 'battalion', n, u['source'], u['confidence'], u['note'])
    if u['place'] in IN_BERLIN:
        soldiers(u['place'], n, 'recalled', 'C', 'rule 11'); BERLIN_MEN -= n
for d, n in apportion(BERLIN_MEN, {d: civil[d] for d in IN_BERLIN if d != 'spandau'}).items():
    soldiers(d, n, 'recalled', 'C', 'total remembered; rule 11')
rest = int(HOME) - used
free = {t: civil[t] for t in TOWNS if t not in known and t not in RUHR and t not in IN_BERLIN and t not in BASES}
for t, n in apportion_below(int(rest * 0.5), free, {t: int(0.2 * free[t]) for t in free}).items():
    soldiers(t, n, 'computed', 'C', 'rest of the home army; rule 11')
for q, n in apportion(int(HOME) - used, {q: civil[q] for q in COUNTIES if q not in RUHR}).items():
    soldiers(q, n, 'computed', 'C', 'rest of the home army; rule 11')
assert used == int(HOME), used
for q, n in NAVY.items():
    add(q, 'sailor', n, 'recalled', 'C', 'rule 13')
for r in load('ships_unverified'):
    cell(r['id'], r['name'], r['place'], 'sailor', r['kind'], int(r['persons']), r['source'], r['confidence'], r['note'] + '; rule 13')
fronts = load('fronts_unverified')
sectors = [f for f in fronts if f['parent']]
for f, n in apportion(WEST, {f['id']: num(f['share']) for f in sectors}).items():
    add(f, 'front', n, 'computed', 'C', 'total of welt_freikorps; rule 12')
add('east_army', 'front', EASTERN, 'recalled', 'C', 'rule 12')
PERSONS = sum(pop.values())

# ---------------------------------------------------------------- places
total = {}
for (q, c), n in pop.items():
    total[q] = total.get(q, 0) + n
places = []
def province(r):
    return sum(total[q] for q in LEAVES if region_of[q] == r)
for r in regions:
    row = region_rows[r]
    s = ('computed', 'C') if r in ('berlin_city', 'brandenburg', 'elsass_lothringen') else (row['source'], 'B')
    places.append([r, rname[r], '', 'province', '', num(shape[r]['lat']), num(shape[r]['lon']), province(r), int(area[r]), *s, 'population by rules 1 to 3'])
for t in towns:
    n = sum(total[d] for d in IN_BERLIN) if t == 'berlin' else total[t]
    note = fig[t][3] + ('; raised for its works' if t in raised else '') + ('; soldiers or sailors inside' if t != 'berlin' and count(t, *ARMED) else '')
    if t == 'berlin':
        note = 'Greater Berlin with its suburbs; rule 3'
    places.append([t, cities[t]['name'], '', 'base' if t in BASES else 'town', region_of[t], *xy[t], n, '', fig[t][1], fig[t][2], note])
for d in districts:
    places.append([d['id'], d['name'], '', 'district', 'berlin', *xy[d['id']], total[d['id']], '', d['source'], d['confidence'], d['note'] + '; rules 3 and 4'])
for c in county:
    places.append([c['id'], c['name'], '', 'county', c['r'], *c['at'], total[c['id']], '', c['src'], 'C', c['note']])
la = round(sum(num(f['lat']) * num(f['share']) for f in sectors), 3); lo = round(sum(num(f['lon']) * num(f['share']) for f in sectors), 3)
places.append(['west_front', 'Western front', '', 'front', '', la, lo, int(WEST), '', gar['west_front']['source'], 'B', 'rule 12'])
for f in fronts:
    places.append([f['id'], f['name'], '', 'front', f['parent'], num(f['lat']), num(f['lon']), total[f['id']], '', 'recalled', 'C', f['note'] + '; rule 12'])
    xy[f['id']] = (num(f['lat']), num(f['lon']))
ids = [r[0] for r in places]
assert len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1]
order_p = {q: i for i, q in enumerate(ids)}
kind = {r[0]: r[3] for r in places}

# ---------------------------------------------------------------- rule 15: links
links = []; seen = set()
def link(a, b, k, h, source, conf, note=''):
    key = (min(a, b), max(a, b), k)
    if a == b or key in seen:
        return
    seen.add(key); links.append([a, b, k, round(h, 1), source, conf, note])
for r in rails:
    a, b = ('berlin' if x in IN_BERLIN else x for x in (r['from_id'], r['to_id']))
    if a == b:
        continue
    h = num(r['hours_est'])
    link(a, b, 'rail', h, 'recalled', 'C', 'rule 15')
    link(a, b, 'telegraph', 1, 'computed', 'C', 'rule 15')
for d in districts:
    for e in d['adjacent'].split(';'):
        link(d['id'], e, 'street', max(0.4, km(xy[d['id']], xy[e]) * 1.25 / 4), 'assumed', 'C', 'rule 15')
xy['berlin'] = (num(cities['berlin']['lat']), num(cities['berlin']['lon']))
NEXT = {'hohenzollern': 'ulm', 'lippe': 'bielefeld', 'schaumburg_lippe': 'hannover', 'waldeck': 'kassel', 'sachsen_meiningen': 'erfurt', 'schwarzburg': 'erfurt', 'mecklenburg_strelitz': 'schwerin'}
for c in county:
    mine = [t for t in towns if region_of[t] == c['r']] or [NEXT[c['r']]]
    near = min(mine if c['r'] != 'brandenburg' else mine + ['berlin'], key=lambda t: (km(c['at'], xy[t]), t))
    chief = region_rows[c['r']]['capital_city_id'] or near
    for t in dict.fromkeys([near, chief]):
        link(c['id'], t, 'rail', km(c['at'], xy[t]) * 1.2 / 30 + 0.5, 'assumed', 'C', 'branch lines; rule 15')
for f in fronts:
    for t in f['rail'].split():
        link(f['id'], t, 'rail', km(xy[f['id']], xy[t]) * 1.2 / 25 + 2, 'assumed', 'C', 'rule 15')
        link(f['id'], t, 'telegraph', 1, 'assumed', 'C', 'rule 15')
for a, b in zip(sectors, sectors[1:]):
    link(a['id'], b['id'], 'road', km(xy[a['id']], xy[b['id']]) * 1.2 / 8, 'assumed', 'C', 'rule 15')
link('west_front_meuse', 'berlin', 'telegraph', 1, 'assumed', 'C', 'headquarters line; rule 15')

# ---------------------------------------------------------------- conditions
conditions = []
def cond(ind, date, place, v, unit, k, interp, source, conf, note):
    conditions.append([ind, date, place, ('%.3f' % v).rstrip('0').rstrip('.') or '0', unit, k, interp, source, conf, note])
def series(ind, place, rows, unit, k, interp, note, source='assumed', conf='C'):
    last = ''
    for r in rows:
        assert r[0] > last, (ind, place, r); last = r[0]
        cond(ind, r[0], place, r[1], unit, r[2] if len(r) > 2 else k, interp, r[3] if len(r) > 3 else source, r[4] if len(r) > 4 else conf, r[5] if len(r) > 5 else note)
START, FIRST, END = '1918-10-01', '1918-08-01', '1919-03-31'

# food (rule 18)
FLOUR, POTATO = 380, 493
def ration(flour, potato, rest, beside):
    return 0.4 * flour / FLOUR + 0.2 * min(1.0, potato / POTATO) + 0.4 * rest + beside
F_OCT = ration(200, 500, 0.25, 0.11); F_JULY = ration(160, 214, 0.20, 0.145)
F = [(FIRST, F_JULY), ('1918-08-20', 0.55), (START, F_OCT), ('1918-12-01', 0.61), ('1919-01-15', 0.58), (END, 0.55)]
def towns_food(place, plus, note):
    series('food', place, [(d, v + plus) for d, v in F], 'share', 'harvest', 'linear', note)
towns_food('all', 0, 'towns of the country, harvest and blockade; rule 18')
def food_plus(q):
    r = region_of[q]
    return 0.08 if r in EAST and r != 'brandenburg' else -0.03 if q in RUHR or r == 'sachsen' or q in ('hagen', 'barmen', 'elberfeld', 'duesseldorf') else 0.0
for q in TOWNS:
    if q not in IN_BERLIN and food_plus(q):
        towns_food(q, food_plus(q), 'near the grain; rule 18' if food_plus(q) > 0 else 'crowded industrial district; rule 18')
for q in COUNTIES:
    own = count(q, 'farmer', 'farmhand', 'landed') / civil[q]
    series('food', q, [(d, own * 0.95 + (1 - own) * min(1.0, v + food_plus(q) + 0.03)) for d, v in F], 'share', 'harvest', 'linear', 'own produce for %.0f per cent; rule 18' % (100 * own), 'computed')
for f in ('west_front', 'east_army'):
    series('food', f, [(FIRST, 0.80), (START, 0.80), (END, 0.72)], 'share', 'transport', 'linear', 'stores of the army, judged; rule 18')

# prices and wages (rule 19)
day = datetime.date.fromisoformat
def price(d):
    return (304 / 103) * (304 / 253) ** ((day(d) - day('1918-07-01')).days / 365)
series('prices', 'all', [('1917-07-01', 253 / 103, 'price', 'recalled', 'C', 'cost of living, 253 of 1917 over 103 of 1914; rule 19'), ('1918-07-01', 304 / 103, 'price', 'recalled', 'C', 'cost of living, 304 of 1918 over 103 of 1914; rule 19'),
       (START, price(START), 'price', 'computed', 'C', 'growth of the year before; rule 19'), ('1919-01-01', price('1919-01-01'), 'price', 'computed', 'C', 'growth of the year before carried on, no observation; rule 19'),
       (END, price(END), 'price', 'computed', 'C', 'growth of the year before carried on, no observation; rule 19')], 'ratio to 1914', 'price', 'linear', 'rule 19')
WAR_WAGE, CIVIL_WAGE, MINE_WAGE = 0.77, 0.55, 0.75
def wage(q):
    h = count(q, *HANDS)
    return (WAR_WAGE * count(q, 'metal') + MINE_WAGE * count(q, 'miner') + CIVIL_WAGE * count(q, 'textile', 'factory')) / h if h else 0.65
ALLW = sum(wage(q) * count(q, *HANDS) for q in LEAVES) / sum(count(q, *HANDS) for q in LEAVES)
cond('wage', START, 'all', ALLW * price(START), 'ratio to 1914', 'society', 'step', 'computed', 'C', 'real wage %.2f by hands; rule 19' % ALLW)
for t in towns:
    if t == 'berlin':
        h = sum(count(d, *HANDS) for d in IN_BERLIN); w = sum(wage(d) * count(d, *HANDS) for d in IN_BERLIN) / h
    else:
        w = wage(t)
    cond('wage', START, t, w * price(START), 'ratio to 1914', 'society', 'step', 'computed', 'C', 'real wage %.2f by branches; rule 19' % w)
for q in COUNTIES:
    if cid[q]['mines']:
        cond('wage', START, q, wage(q) * price(START), 'ratio to 1914', 'society', 'step', 'computed', 'C', 'real wage %.2f by branches; rule 19' % wage(q))

# fuel (rule 20)
econ = {(r['indicator'], r['date']): num(r['value']) for r in load('war_and_economy')}
FUEL = (econ['hard_coal', '1917'] + econ['lignite', '1917'] * 2 / 9) / (econ['hard_coal', '1913'] + econ['lignite', '1913'] * 2 / 9)
series('fuel', 'all', [(FIRST, FUEL), (START, FUEL), ('1918-12-15', 0.85, 'transport'), ('1919-02-15', 0.85, 'transport'), (END, 0.88, 'transport')], 'share', 'fuel', 'linear', 'coal and lignite of 1917 next to 1913; rule 20', 'computed')
for q in sorted(RUHR | {c['id'] for c in county if c['mines']} | {'beuthen', 'koenigshuette', 'gleiwitz', 'saarbruecken', 'zwickau'}):
    if q in order_p:
        series('fuel', q, [(FIRST, 0.97), (END, 0.97)], 'share', 'fuel', 'linear', 'at the pits; rule 20')

# war (rule 16)
dead = num(gar['dead']['strength'])
TAKEN = (UNDER_ARMS + dead + bridge['prisoners_in_enemy_hands']) / ALL1914
REAR = 0.05 + 0.37 * TAKEN / 0.092
NEAR = {'elsass_lothringen': 0.20, 'rheinprovinz': 0.05, 'baden': 0.06}
N16 = 'share taken %.3f; rule 16' % TAKEN
series('war', 'all', [(FIRST, REAR), (END, REAR)], 'index', 'enemy', 'linear', N16, 'computed')
for r, v in NEAR.items():
    series('war', r, [(FIRST, REAR + v), (END, REAR + v)], 'index', 'enemy', 'linear', 'near the front; ' + N16, 'computed')
for r, v in (('bayern', 0.08), ('sachsen', 0.03), ('schlesien', 0.03)):
    series('war', r, [(FIRST, REAR), ('1918-11-02', REAR), ('1918-11-05', REAR + v), (END, REAR + v)], 'index', 'enemy', 'linear', 'the border lies open when Austria-Hungary leaves the war on 3 November (ksww1); ' + N16, 'computed')
FRONT = {  # the enemy's own moves of exogenous.csv and exogenous_unverified.csv
    'west_front_flanders': [(FIRST, 0.62), ('1918-08-08', 0.80), ('1918-09-20', 0.76), ('1918-09-28', 0.90), ('1918-10-14', 0.90), ('1918-10-17', 0.92), ('1918-10-25', 0.84), ('1918-11-10', 0.88), ('1918-12-15', 0.83), (END, 0.88)],
    'west_front_cambrai': [(FIRST, 0.70), ('1918-08-08', 0.92), ('1918-09-01', 0.86), ('1918-09-27', 0.95), ('1918-10-08', 0.95), ('1918-10-17', 0.92), ('1918-11-02', 0.92), ('1918-11-10', 0.90), ('1918-12-15', 0.85), (END, 0.90)],
    'west_front_champagne': [(FIRST, 0.80), ('1918-08-20', 0.82), ('1918-09-26', 0.90), ('1918-10-12', 0.88), ('1918-10-25', 0.84), ('1918-11-06', 0.90), ('1918-11-10', 0.90), ('1918-12-15', 0.85), (END, 0.90)],
    'west_front_meuse': [(FIRST, 0.60), ('1918-09-12', 0.80), ('1918-09-26', 0.92), ('1918-10-20', 0.88), ('1918-11-01', 0.94), ('1918-11-10', 0.92), ('1918-12-15', 0.87), (END, 0.92)],
    'west_front_lorraine': [(FIRST, 0.55), ('1918-11-10', 0.62), ('1918-12-15', 0.57), (END, 0.62)],
    'east_army': [(FIRST, 0.30), ('1918-10-15', 0.30), ('1918-11-10', 0.36), (END, 0.40)]}
for q, rows in FRONT.items():
    series('war', q, rows, 'index', 'enemy', 'linear', "the enemy's own moves, remembered days, level judged; nothing after 11 November is read; rule 16")

# land, nation
for r in regions:
    cond('land', FIRST, r, estates[r] * small_farms, 'index', 'society', 'step', 'computed', 'C', 'rule 17')
cond('land', FIRST, 'all', reich_estates * small_farms, 'index', 'society', 'step', 'computed', 'B', 'soldiers; rule 17')
cond('nation', FIRST, 'all', 0.07, 'share', 'society', 'step', 'assumed', 'C', 'soldiers: Poles, Alsatians, Danes among them; rule 22')
for r in regions:
    v = 0.7 * polish[r]
    v = 0.5 if r == 'elsass_lothringen' else max(v, 0.05) if r == 'schleswig_holstein' else v
    cond('nation', FIRST, r, v, 'share', 'society', 'step', 'computed', 'C', 'rule 22')
for q, v in polish.items():
    if q not in regions:
        cond('nation', FIRST, q, 0.7 * v, 'share', 'society', 'step', 'computed', 'C', 'rule 22')

# season, street days, weather, railways (rules 21 and 23)
series('season', 'all', [(FIRST, 0.22), ('1918-08-20', 0.25), ('1918-09-15', 0.45), ('1918-10-05', 0.35), ('1918-10-31', 0.70), ('1918-11-20', 0.95), ('1918-12-15', 1.0), ('1919-02-20', 1.0), ('1919-03-10', 0.75), (END, 0.50)], 'index', 'season', 'linear', 'grain harvest, potatoes, beets and winter sowing, rest in winter; rule 21')
PROTESTANT = {r for r in regions if num(shape[r]['share_catholic']) < 0.5}
FEAST = {'Reformation day': 0.20, 'All Saints': 0.20, 'Day of repentance': 0.20, 'Christmas': 0.30, 'Second day of Christmas': 0.30, 'New Year': 0.25, 'Epiphany': 0.20, 'Sunday of the dead': 0.25}
cal = load('calendar')
def street(place, keeps):
    feast = {}
    for r in cal:
        if r['kind'] == 'holiday':
            name = next(k for k in FEAST if r['event'].startswith(k))
            if keeps(name):
                feast[r['date']] = (FEAST[name], name)
    rows = []; last = None; d = day(FIRST)
    while d <= day(END):
        v = (0.25, 'Sunday') if d.weekday() == 6 else (0.10, 'pay Saturday') if d.weekday() == 5 else (0.0, 'ordinary day')
        f = feast.get(d.isoformat())
        v = f if f and f[0] >= v[0] else v
        if v != last:
            rows.append((d.isoformat(), v[0], v[1])); last = v
        d += datetime.timedelta(days=1)
    for d, v, n in rows:
        cond('street_day', d, place, v, 'index', 'calendar', 'step', 'computed', 'C', n + '; rule 21')
COMMON = ('Christmas', 'Second day of Christmas', 'New Year', 'Sunday of the dead')
street('all', lambda n: n in COMMON + ('Day of repentance', 'Reformation day'))
for r in regions:
    if r not in PROTESTANT:
        street(r, lambda n: n in COMMON + ('All Saints', 'Epiphany'))
climate = load('climate_unverified')
SOUTH = ('bayern', 'wuerttemberg', 'baden', 'hohenzollern', 'elsass_lothringen')
series('weather', 'all', [(r['date'], ease(num(r['north']))) for r in climate], 'index', 'weather', 'linear', 'monthly means, remembered; rule 21')
for r in SOUTH:
    series('weather', r, [(x['date'], ease(num(x['south']))) for x in climate], 'index', 'weather', 'linear', 'monthly means, south, remembered; rule 21')
bw = {r['date']: (ease(num(r['north'])), 'weather', 'assumed', 'C', 'monthly means, remembered; rule 21') for r in climate}
bw['1918-11-07'] = (ease(6), 'weather', 'assumed', 'C', 'between the mean and 9 November; rule 21')
bw['1918-11-09'] = (ease(9), 'weather', 'tagesspiegel_9nov', 'B', '9 degrees, drizzle')
bw['1918-11-11'] = (ease(5), 'weather', 'assumed', 'C', 'between 9 November and the mean; rule 21')
series('weather', 'berlin', [(d, *v) for d, v in sorted(bw.items())], 'index', 'weather', 'linear', 'rule 21')
series('reinforcement_delay', 'all', [(FIRST, 12), (START, 12), ('1918-12-15', 16), (END, 16)], 'hours', 'transport', 'linear', 'worn engines and wagons, judged; rule 23')

# ---------------------------------------------------------------- rule 14: women, and rows of population
def women(q, c):
    return BERLIN_WOMEN if q in IN_BERLIN and c in ('metal', 'textile', 'factory') else WOMEN[c]
pop_rows = []
for q in ids:
    for c in CLASSES:
        if (q, c) in pop:
            pop_rows.append([q, c, pop[q, c], women(q, c), *src[q, c]])
cell_sum = {}
for r in cells:
    r[7] = women(r[3], r[4])
    cell_sum[r[3], r[4]] = cell_sum.get((r[3], r[4]), 0) + r[6]
bad = [(k, v, pop.get(k, 0)) for k, v in cell_sum.items() if v > pop.get(k, 0)]
assert not bad, bad
cells.sort(key=lambda r: (order_p[r[3]], CLASSES.index(r[4]), r[0]))
assert len({r[0] for r in cells}) == len(cells)

# ---------------------------------------------------------------- rules 24 and 25: classes.toml
KIND = dict(metal='metal', textile='textile', factory='factory', miner='miner', railway='railway', craft='craft', office='office', student='student',
            propertied='propertied', townsfolk='townsfolk', farmer='villager', farmhand='villager', landed='landed', garrison='garrison', front='front',
            sailor='sailor', police='police')
CNAME = dict(metal='Metal, shipyard and munitions workers', textile='Textile workers', factory='Other factory workers', miner='Miners', railway='Railwaymen',
             craft='Small workshops, building, servants, labourers', office='Employees, officials, teachers', student='Students and upper pupils',
             propertied='Employers, merchants and rentiers', townsfolk='Households of workers and townspeople', farmer='Farmers and their families', farmhand='Farm labourers and their families',
             landed='Estate owners, clergy and country notables', garrison='Soldiers of the home army', front='Soldiers of the field army', sailor='Sailors', police='Police and gendarmes')
with open(os.path.join(HERE, '..', 'common', 'kinds.toml'), 'rb') as f:
    kinds = by(tomllib.load(f)['kind'], 'id')
PARTIES = ['spd', 'zentrum', 'nlp', 'fvp', 'dkp', 'polish', 'regional']
seed = by(load('class_votes_assumed'), 'class')
persons_of = {c: sum(n for (q, k), n in pop.items() if k == c) for c in CLASSES}
wshare = {c: sum(n * women(q, k) for (q, k), n in pop.items() if k == c) / persons_of[c] for c in CLASSES}
CHILDREN = 0.31
few = CHILDREN * PERSONS / sum(persons_of[c] * kinds[KIND[c]]['share_children'] for c in CLASSES)
children = {c: round(kinds[KIND[c]]['share_children'] * few, 3) for c in CLASSES}
adults = {c: persons_of[c] * (1 - children[c]) for c in CLASSES}
men = {c: adults[c] * (1 - wshare[c]) for c in CLASSES}
parliament = by(load('parliament'), 'party')
vote = {p: num(parliament[x]['vote_share']) for p, x in (('spd', 'spd'), ('zentrum', 'zentrum'), ('nlp', 'nlp'), ('fvp', 'fvp'), ('polish', 'poles'), ('regional', 'others'))}
vote['dkp'] = sum(num(parliament[x]['vote_share']) for x in ('dkp', 'drp', 'antisemites'))
sv = sum(vote.values()); vote = {p: v / sv for p, v in vote.items()}
V = {c: {p: num(seed[c][p]) for p in PARTIES} for c in CLASSES}
allmen = sum(men.values())
for _ in range(50):
    for p in PARTIES:
        got = sum(V[c][p] * men[c] for c in CLASSES) / allmen
        for c in CLASSES:
            V[c][p] *= vote[p] / got
    for c in CLASSES:
        s = sum(V[c].values())
        V[c] = {p: v / s for p, v in V[c].items()}
TURNOUT = num(parliament['turnout']['vote_share'])
members = {(r['party_id'], r['place'], r['date']): num(r['members']) for r in load('party_members_unverified')}
M_SPD, M_USPD, M_SPA = members['spd', 'germany', '1918-03-31'], members['uspd', 'germany', '1918-10'], members['spartakus', 'germany', '1918-10']
SPLIT = {'spd': M_SPD / (M_SPD + M_USPD), 'uspd': (M_USPD - M_SPA) / (M_SPD + M_USPD), 'spartakus': M_SPA / (M_SPD + M_USPD)}
ORDER = ['dkp', 'nlp', 'zentrum', 'fvp', 'polish', 'regional', 'spd', 'uspd', 'spartakus']
leaning = {}
for c in CLASSES:
    y = num(seed[c]['young'])
    voters = TURNOUT * ((1 - wshare[c]) * (1 - y + 0.5 * y) + wshare[c] * 0.5)
    x = {}
    for p in PARTIES:
        v = voters * V[c][p]
        if p == 'spd':
            x.update({k: v * s for k, s in SPLIT.items()})
        else:
            x[p] = v
    x = {p: round(x[p], 4) for p in ORDER}
    leaning[c] = {'none': round(1 - sum(x.values()), 4), **{p: v for p, v in x.items() if v > 0}}
hit = {}
for r in load('experience'):
    hit[r['place'], r['date_start'], r['kind']] = num(r['participants'])
JAN = hit['germany', '1918-01-25', 'strike']
mine_strikers = hit['ruhr', '1918-01-28', 'strike'] + hit['upper_silesia', '1918-06-26', 'strike']
IN_METAL = 0.7
other_hands = persons_of['textile'] + persons_of['factory']
in_country = {c: 0.0 for c in CLASSES}                              # persons with experience
in_country.update(metal=IN_METAL * JAN, miner=mine_strikers, sailor=hit['fleet', '1917-08-02', 'mutiny'])
for c in ('textile', 'factory'):
    in_country[c] = ((1 - IN_METAL) * JAN - mine_strikers) * persons_of[c] / other_hands

# ---------------------------------------------------------------- rule 29: memory
MONTH = 'January February March April May June July August September October November December'.split()
largest = {}
for known, table in ((True, 'experience'), (False, 'experience_unverified')):
    for r in load(table):
        assert r['use'] == 'input' and r['date_end'] < START, r
        if r['kind'] == 'strike' and r['participants'] and r['place'] in order_p:
            if r['place'] not in largest or num(r['participants']) > num(largest[r['place']]['participants']):
                largest[r['place']] = dict(r, known=known)
memory, remembered = [], {c: [0.0, 0] for c in CLASSES}              # with experience in rows, persons of rows
def recall(q, c, n, r, conf, note):
    """A row of `q` for the class: n persons of the strike r."""
    here = sum(count(d, c) for d in IN_BERLIN) if q == 'berlin' else count(q, c)
    if here == 0:
        return
    assert n <= here, (q, c, n, here)
    remembered[c][0] += round(n / here, 4) * here; remembered[c][1] += here
    memory.append([q, c, '%.4f' % (n / here), r['source'] + '; computed' if r['source'] != 'recalled' else 'recalled; computed', conf, note])
def told(r):
    range_ = ', %s to %s' % (r['low'], r['high']) if r['low'] and r['high'] and r['low'] != r['high'] else ''
    return '%s on strike in %s %s%s%s' % (r['participants'], MONTH[int(r['date_start'][5:7]) - 1], r['date_start'][:4], range_, ', remembered' if r['source'] == 'recalled' else '')
by_name = {(r['place'], r['date_start']): r for r in load('experience')}
ruhr, silesia, fleet = by_name['ruhr', '1918-01-28'], by_name['upper_silesia', '1918-06-26'], by_name['fleet', '1917-08-02']
for q in [q for q in order_p if q in largest]:
    r = largest[q]; n = num(r['participants'])
    if q in RUHR:
        recall(q, 'miner', n, r, 'C', told(r) + '; a part of the 13,000 of the Ruhr (assumed); rule 29')
        continue
    parts = IN_BERLIN if q == 'berlin' else [q]
    weight = {c: sum(count(d, c) for d in parts) * in_country[c] / persons_of[c] for c in ('metal', 'textile', 'factory')}
    for c in weight:
        recall(q, c, n * weight[c] / sum(weight.values()), r, 'C' if c != 'metal' or not r['known'] else max(r['confidence'], 'B'), told(r) + '; rule 29')
in_ruhr = {q: count(q, 'miner') for q in order_p if q in RUHR and q not in largest}
rest = num(ruhr['participants']) - sum(num(largest[q]['participants']) for q in largest if q in RUHR)
for q, n in in_ruhr.items():
    recall(q, 'miner', rest * n / sum(in_ruhr.values()), ruhr, 'C', 'the Ruhr without Dortmund: %d on strike in January 1918; rule 29' % rest)
recall('kattowitz_country', 'miner', num(silesia['participants']), dict(silesia, source=silesia['source'] + '; recalled'), 'C', told(silesia) + ' at the Giesche mine, whose place is remembered; rule 29')
recall('wilhelmshaven', 'sailor', num(fleet['participants']), fleet, 'B', '4000 of the secret organisation of August 1917; the fleet lies here; rule 29')
assert all(in_country[c] + 50 >= n for c, (n, _) in remembered.items())
experienced = {c: max(0.0, in_country[c] - remembered[c][0]) / (persons_of[c] - remembered[c][1]) for c in CLASSES}

# ---------------------------------------------------------------- classes.toml
out = ['# The classes of this society, each of a kind of ../common/kinds.toml, whose behaviour it has. Written by derive.py: do not edit.', '#',
       '# What stands here is a fact of this society: the name, `experienced` (rules 25 and 29), `leaning` (rule 24) and `share_children` (rule 27).', '']
for c in CLASSES:
    out += class_block(toml, kinds[KIND[c]], id=c, name=CNAME[c], share_children=children[c], experienced=round(experienced[c], 3), leaning=leaning[c])
CLASSES_TOML = '\n'.join(out)

# ---------------------------------------------------------------- rule 26: roots
votes = {r['place']: num(r['vote_share']) for r in load('votes_before_unverified')}
REICH = num(parliament['spd']['vote_share'])
VOTE_OF = {'berlin_city': 'berlin'}
split = {r['place']: num(r['share_of_organisation']) for r in load('organisation_split_unverified')}
LEFT = {'bremen': 0.5, 'hamburg': 0.1}
def hands(q):
    return sum(count(d, *HANDS, 'railway', 'craft') for d in IN_BERLIN) if q == 'berlin' else count(q, *HANDS, 'railway', 'craft')
everywhere = [t for t in towns] + COUNTIES
moved = SPLIT['uspd'] + SPLIT['spartakus']
listed = sum(hands(q) for q in split); all_hands = sum(hands(q) for q in everywhere)
UNLISTED = max(0.02, (moved * all_hands - sum(s * hands(q) for q, s in split.items())) / (all_hands - listed))
catholic = {r: max(0.0, num(shape[r]['share_catholic']) - num(shape[r]['share_polish'])) for r in regions}
REICH_CATHOLIC = sum(catholic[r] * p1914[r] for r in regions) / ALL1914
roots = []
def root(q, party, v, source, note):
    v = clamp(v, 0.05, 8.0)
    if abs(v - 1) >= 0.005:
        roots.append([q, party, '%.2f' % v, source, 'C', note])
DISTRICT = {'duesseldorf', 'essen', 'duisburg', 'elberfeld', 'barmen', 'krefeld', 'muelheim_ruhr', 'hamborn', 'oberhausen', 'remscheid', 'solingen'}
printed = {(r['place'], r['party']): num(r['vote_share']) for r in load('votes_before')}
def socialists(q, r, s, left):
    times = (printed['duesseldorf_rb', 'spd'] if q in DISTRICT else votes.get(VOTE_OF.get(r, r), REICH)) / REICH
    n = 'vote of 1912 %.2f of the Reich, %.2f of the organisation with the USPD; rule 26' % (times, s)
    src_ = 'wid_rb_dues; recalled; computed' if q in DISTRICT else 'recalled; computed' if q in split or r in votes else 'computed'
    root(q, 'spd', times * (1 - s) / SPLIT['spd'], src_, n)
    root(q, 'uspd', times * s * (1 - left) / SPLIT['uspd'], src_, n)
    root(q, 'spartakus', times * (s * left / SPLIT['spartakus'] if left else s / moved), src_, n)
for r in regions:
    socialists(r, r, UNLISTED, 0)
    if abs(catholic[r] / REICH_CATHOLIC - 1) >= 0.005:
        root(r, 'zentrum', catholic[r] / REICH_CATHOLIC, 'recalled; computed', 'share of Catholics; rule 26')
    root(r, 'dkp', estates[r] / reich_estates, 'computed', "estates' share of the land; rule 26")
for t in towns:
    if t in split or t in DISTRICT:
        socialists(t, region_of[t], split.get(t, UNLISTED), LEFT.get(t, 0))
    if t in DISTRICT:
        root(t, 'zentrum', printed['duesseldorf_rb', 'zentrum'] / num(parliament['zentrum']['vote_share']), 'wid_rb_dues', 'vote of the government district in 1912; rule 26')

# ---------------------------------------------------------------- rule 28: nations
nations = [[q, 'polish', '%.4f' % v, 'recalled' if q not in regions else 'computed', 'C', 'rule 28'] for q, v in polish.items()]

# ---------------------------------------------------------------- write or check
# The places hang together.
adj = {}
main = {t: t for t in ids}
main['berlin'] = IN_BERLIN[0]
for r in links:
    a, b = main[r[0]], main[r[1]]
    adj.setdefault(a, set()).add(b); adj.setdefault(b, set()).add(a)
reach = {IN_BERLIN[0]}; todo = [IN_BERLIN[0]]
while todo:
    for y in adj.get(todo.pop(), ()):
        if y not in reach:
            reach.add(y); todo.append(y)
assert set(total) <= reach, sorted(set(total) - reach)[:20]

TABLES = {
    'places.csv': (['id', 'name', 'name_ru', 'kind', 'parent', 'lat', 'lon', 'population', 'area_km2', 'source', 'confidence', 'note'], places),
    'population.csv': (['place', 'class', 'persons', 'share_women', 'source', 'confidence', 'note'], pop_rows),
    'cells.csv': (['id', 'name', 'name_ru', 'place', 'class', 'kind', 'persons', 'share_women', 'source', 'confidence', 'note'], cells),
    'links.csv': (['from', 'to', 'kind', 'hours', 'source', 'confidence', 'note'], links),
    'conditions.csv': (['indicator', 'date', 'place', 'value', 'unit', 'kind', 'interpolation', 'source', 'confidence', 'note'], conditions),
    'nations.csv': (['place', 'nation', 'share', 'source', 'confidence', 'note'], nations),
    'roots.csv': (['place', 'party', 'times', 'source', 'confidence', 'note'], roots),
    'memory.csv': (['place', 'class', 'share', 'source', 'confidence', 'note'], memory)}
texts = {name: as_csv(*t) for name, t in TABLES.items()}
texts['classes.toml'] = CLASSES_TOML
differ = []
for name, text in texts.items():
    data = text.encode('utf-8'); path = os.path.join(HERE, name)
    old_data = open(path, 'rb').read() if os.path.exists(path) else None
    if old_data != data:
        differ.append(name)
        if not CHECK:
            with open(path, 'wb') as f:
                f.write(data)
if '--quiet' not in sys.argv:
    print('persons', PERSONS, 'civil', sum(civil_r.values()), 'under arms', UNDER_ARMS, 'share taken %.3f' % TAKEN, 'rear war %.3f' % REAR)
    kk = {}
    for r in places:
        kk[r[3]] = kk.get(r[3], 0) + 1
    print('places', kk, 'leaves', len(total))
    print('classes', persons_of)
    print('children %.3f' % (1 - sum(adults.values()) / PERSONS), 'women %.3f' % (sum(wshare[c] * persons_of[c] for c in CLASSES) / PERSONS))
    print('raised', raised, 'unlisted split %.3f' % UNLISTED, 'SPLIT', {k: round(v, 3) for k, v in SPLIT.items()})
    print('food', round(F_JULY, 3), round(F_OCT, 3), 'fuel %.3f' % FUEL, 'wage %.3f' % ALLW, 'price %.3f' % price(START), 'west estates %.3f' % west_estates, 'hired %.3f west %.3f' % (hired, west_hired))
    print('experienced', {c: '%d, in rows %d, elsewhere %.3f' % (in_country[c], remembered[c][0], v) for c, v in experienced.items() if in_country[c]})
    print('with experience by the tables', {c: round(remembered[c][0] + round(v, 3) * (persons_of[c] - remembered[c][1])) for c, v in experienced.items() if in_country[c]})
    print('rows: ' + ', '.join('%s %d' % (n, len(t[1])) for n, t in TABLES.items()))
if CHECK and differ:
    print('differs: ' + ', '.join(differ)); sys.exit(1)
if CHECK:
    print('tables agree with the facts')
