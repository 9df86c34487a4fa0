#!/usr/bin/env python3
"""Derives the tables of the scenario marikana-2012 from the sourced facts.

Reads only facts/*.csv beside it (and, to compare, classes.toml beside it) and writes places.csv,
population.csv, cells.csv, links.csv, conditions.csv, roots.csv and facts/works.csv. Standard library only, no random
numbers: the same facts give the same bytes.

    python3 derive.py            write the seven tables and print the totals
    python3 derive.py --check    write nothing; exit 1 if a table or a class differs from what the rules give

This is the one place where missing data are filled in. Each filling rule has a number; a row made by a rule has the source
`computed` (arithmetic on sourced numbers) or `assumed` (a judgement), or `recalled` where the number is a remembered one
that no source confirms, and names the rule in its note. facts/works.csv is the only file in facts/ that is written here.

 1  Census: the figures of 10 October 2011 stand for 1 January 2012 without growth.
 2  Places of the Rustenburg municipality (549,575): Lonmin's and Anglo American's mines by remembered populations; the Bafokeng
    villages with Impala by their count of 2001 times the growth of the municipality to 2011; Rustenburg with its townships is
    what they leave. De Doorns: its remembered residents and the workers of the valley. Other fruit districts: the province's
    workers on fruit and wine less those of the valley, each with 1.5 dependants (judged), and the owners. All other places:
    remembered populations. The rest of the district (Madibeng, Moses Kotane, Moretele, Kgetlengrivier), Pretoria and
    Johannesburg themselves and the home villages of the Eastern Cape are no places of the scenario.
 3  Workers. Lonmin 28,000 own: Karee 9,000, plants 3,000 and offices 1,000 (remembered 4,000), the rest 8 to 7 to Western and
    Eastern (remembered); contractors by the count of 2013, 1,200 of them at K4, the rest as the own workers of the three mines.
    Impala 30,000 own, contractors what the count of June 2011 (own and contractors) leaves. Anglo American: Rustenburg
    26,000, Amandelbult and Union 22,000 (remembered), contractors in proportion to own workers. Gold: remembered totals of the
    Far West Rand and of Welkom. Sishen: remembered.
 4  Rock drillers: counts of Lonmin (4,252, by underground workers of the three mines) and Impala (5,000); elsewhere underground
    the share at Lonmin, 4,252 of 28,000; none at Bathopele (mechanised) and Sishen (open pit). Miners with a blasting
    certificate are told apart at Impala only (2,500, remembered), where a rise of pay told them apart.
 5  Shafts: a mine's drillers and other workers are divided by the weights of facts/named_works.csv; equal but at Karee, where K3 counts
    three times (judged; it is the largest).
 6  Pay of a named cell, rand a month before tax on 1 January 2012 as cost to the company. Lonmin's drillers 9,063 (the package of 9,813
    in August less the allowance of 750 granted in July, which is an outcome); other workers six tenths at the lowest underground pay, three
    tenths winch operators, one tenth team leaders (weights judged). Drillers of Anglo American: the parts of their package in August
    without the driller's allowance of 750, whose date is not known. Where only basic pay is known (drillers and miners of Impala) it is
    multiplied by Lonmin's ratio of package to basic pay, 9,063 / 5,404; of two accounts of Impala's drillers in January the upper,
    4,500. Other workers of Impala and Anglo American as Lonmin's, since the companies had to match pay. Figures of August 2012
    stand for January where no rise between is known. Rasimone: its lowest take-home pay over that of Lonmin's general workers, times
    Lonmin's lowest package. Contractors: Lonmin's lowest package without pension (801) and medical aid (556) and with 1,000 less of
    living-out allowance. Gold: the lowest package of July 2013 less the rises of July and October 2012, and Lonmin's ratios between
    grades. Plants and Sishen: not known. `wage` is the pay over the mean of the named platinum cells with a known pay, weighted by
    persons; empty where no pay is known, which stands for 1. Farms: the sectoral minimum of March 2011 is 1, because the wage base of
    a branch is what its people are used to; `rand_month` compares branches.
 7  Recognised union: its share of own workers is sourced at Impala (0.70) and judged at Karee (0.05). Elsewhere it is the share of all
    unions at Anglo American (0.80) less that of the staff unions at Lonmin (0.04); at the gold mines 0.655, counted in March 2013. Contractors 0.10 (judged). Rival union: a quarter of
    Karee (judged), nobody elsewhere. Staff unions 0.04 of own workers.
 8  Experience, where the facts have a strike: at Karee all 9,000 of May 2011 less a yearly turnover of 0.056 (Anglo American 2011)
    for seven months; other own miners: the members of the recognised union at Impala in the strike of 2009 (their number is computed, the
    strike is sourced) less the same turnover, over all own miners outside Karee. Contractors 0, and all other classes, of whom no strike is in the facts.
 9  Police: 1,200 for the Rustenburg municipality (remembered), by population; the same density elsewhere. Public order police and armed
    units: remembered pools of the two provinces, at Pretoria. Guards: Lonmin's 600 (remembered), elsewhere the same
    number for each own worker. Soldiers at Pretoria: 3,000 (judged).
10  All other persons: shares of office, craft, other workers and owners by kind of place (SHARES; judged), the rest are
    townsfolk. Lonmin's offices are added to office. Farm owners: three persons for each 20 workers, in the Hex valley
    for each 100 (judged).
11  Women: mine classes by remembered shares; farm workers likewise; townsfolk of the platinum belt so that the belt has the district's
    share of women (712,977 of 1,507,505); the same share elsewhere; other classes judged (WOMEN).
12  Links: remembered hours by road; between the three mines of Lonmin streets; mobile telephones and radio join all places within
    a tenth of an hour (kind telegraph).
13  Food 1 everywhere and always, war 0: nobody went without in 2012 more than in 2011, and there was no war. Fuel, land and
    nation keep the values without rows.
14  Prices: consumer prices, mean of 2011 = 1; the mean of 2012 is 5.6 per cent higher; even growth through the middle of both years. A
    nominal wage of the model stands until a strike moves it; so the second yearly rise of the agreements made before the start is taken
    off the prices from its day on: 1 October at Lonmin (9.5 per cent, agreement of 2 December 2011), 1 July elsewhere (Impala's agreement
    runs from July to June, Anglo American's yearly talks are for July; 9.5 per cent as Lonmin's), 9.25 per cent on 1 July at the gold mines.
    Farms: from 1 March the rise of the minimum by the yearly order (63.50 to 69.39 a day). Wage: pay of 1 January 2012 over the mean pay
    of 2011, with the same rise on 1 October (Lonmin, 1.07) or 1 July 2011 (elsewhere, 1.05); farms 1. Pay over prices is then at least 0.989
    of its mean of 2011 on every day at the mines, and 0.964 at the farms until 1 March, above 1 afterwards.
15  Street days: Saturdays 0.1 and Sundays 0.25 as in the other scenarios; public holidays by the act of 1994 at 0.35; from 16 to 26 December
    at 0.05, when most are at home in the villages (levels judged). Weather by the rains, season by work in the vineyards: judged.
16  Roots: the recognised union's share of own workers by place over the mean of all places; Karee's lower share is in its own classes.
    The rival union has roots at Lonmin alone.
17  Leanings: members of a union lean to it; of all others a share leans to the governing party and to the Democratic Alliance as in the
    municipal votes of May 2011 (share of votes x turnout x registered, in the country).
"""
import csv, datetime, io, math, os, sys, tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
CHECK = '--check' in sys.argv[1:]

def load(name):
    with open(os.path.join(HERE, 'facts', name + '.csv'), encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f))

def fact(rows, indicator, place, date=None):
    """The value of one row of a table of facts."""
    found = [float(r['value']) for r in rows if r['indicator'] == indicator and r['place'] == place and date in (None, r['date_start'])]
    assert len(found) == 1, (indicator, place, date, found)
    return found[0]

def apportion(total, weights):
    """Whole numbers in proportion to the weights that sum to the total (largest remainder)."""
    total = int(round(total)); s = sum(weights.values())
    raw = {k: total * w / s for k, w in weights.items()}
    out = {k: int(math.floor(v)) for k, v in raw.items()}
    for k in sorted(raw, key=lambda k: (out[k] - raw[k], str(k)))[:total - sum(out.values())]:
        out[k] += 1
    return out

census, works, pay, unions = load('census'), load('workplaces'), load('wages'), load('unions')
farms, votes, prices = load('farms'), load('votes'), load('prices')
remembered = {r['id']: r for r in load('cells_unverified')}
places = load('places_unverified')
parent = {r['id']: r['parent'] for r in places}
MINES = ['lonmin_karee', 'lonmin_western', 'lonmin_eastern', 'impala_rustenburg', 'amplats_rustenburg', 'amandelbult_union', 'far_west_rand', 'welkom', 'kumba_sishen']
BELT = ['rustenburg'] + MINES[:6]

pop, src, cell_rows = {}, {}, []
def add(place, cls, n, source='computed', conf='C', note=''):
    n = int(round(n))
    assert n > 0, (place, cls, n)
    k = (place, cls)
    pop[k] = pop.get(k, 0) + n
    if k in src and src[k] != (source, conf, note):
        source, conf, note = 'computed', 'C', '; '.join(dict.fromkeys(x for x in (src[k][2], note) if x))
    src[k] = (source, conf, note)

# ---------------------------------------------------------------- rule 3: workers of the mines
own = {'lonmin_karee': fact(load('experience'), 'strike', 'lonmin_karee')}
lonmin = fact(works, 'employees', 'lonmin_marikana', '2012-08-01')
plants, offices = 3000, 1000
rest = apportion(lonmin - own['lonmin_karee'] - plants - offices, {'lonmin_western': 8, 'lonmin_eastern': 7})
own.update(rest)
own['impala_rustenburg'] = fact(works, 'employees', 'impala_rustenburg', '2012-01-01')
own['amplats_rustenburg'] = fact(works, 'employees', 'amplats_rustenburg')
own['amandelbult_union'] = float(remembered['amandelbult_union_workers']['persons'])
own['far_west_rand'] = fact(works, 'employees', 'far_west_rand_gold')
own['welkom'] = float(remembered['welkom_gold']['persons']) + fact(works, 'employees', 'welkom_other_gold')
own['kumba_sishen'] = float(remembered['sishen_workers']['persons'])
amplats = fact(works, 'employees', 'amplats')
k4 = fact(works, 'contractors', 'lonmin_k4_shaft')
lonmin_mines = {p: own[p] for p in MINES[:3]}
contract = apportion(fact(works, 'contractors', 'lonmin_all') - k4, lonmin_mines)
contract['lonmin_karee'] += int(k4)
contract['impala_rustenburg'] = fact(works, 'employees_and_contractors', 'impala_rustenburg', '2011-06-30') - own['impala_rustenburg']
for p in ('amplats_rustenburg', 'amandelbult_union'):
    contract[p] = round(fact(works, 'contractors', 'amplats') * own[p] / amplats)

# ---------------------------------------------------------------- rule 4: rock drillers
DRILLERS = fact(works, 'rock_drill_operators', 'lonmin_marikana', '2011-10-01')
SHARE = DRILLERS / lonmin
drill = apportion(DRILLERS, lonmin_mines)
drill['impala_rustenburg'] = int(fact(works, 'rock_drill_operators', 'impala_rustenburg'))
for p in ('amplats_rustenburg', 'amandelbult_union', 'far_west_rand', 'welkom'):
    drill[p] = round(SHARE * own[p])
drill['kumba_sishen'] = 0
skilled = {'impala_rustenburg': int(remembered['impala_miners']['persons'])}
def classes_of(p):
    return ('karee_driller', 'karee_worker') if p == 'lonmin_karee' else ('rock_driller', 'mine_worker')

rasimone = 7000
for p in MINES:
    d, w = classes_of(p)
    s = ('computed', 'C', 'rules 3 and 4')
    if drill[p]:
        add(p, d, drill[p], *s)
    if p in skilled:
        add(p, 'skilled_miner', skilled[p], 'recalled', 'C', 'rule 4')
    add(p, w, own[p] - drill[p] - skilled.get(p, 0) + (rasimone if p == 'impala_rustenburg' else 0), *s)
    if contract.get(p):
        add(p, 'contract_worker', contract[p], 'computed', 'C', 'rule 3')
add('lonmin_western', 'plant_worker', plants, 'assumed', 'C', 'rule 3')
add('lonmin_western', 'office', offices, 'assumed', 'C', 'rule 3')

# ---------------------------------------------------------------- rule 6: pay
def wage(i, p='lonmin_marikana'):
    return fact(pay, i, p)
package, basic = wage('wage:rdo_gross'), wage('wage:rdo_basic')
assert abs(wage('wage:rdo_package') - 750 - package) < 1
lowest = wage('wage:lowest_underground_gross')
ratio = package / basic
PAY = {
    'lonmin_driller': (package, 'sanews_19sep', 'A'),
    'lonmin_worker': (0.6 * lowest + 0.3 * wage('wage:winch_operator_gross') + 0.1 * wage('wage:team_leader_gross'), 'sanews_19sep', 'C'),
    'impala_driller': (wage('wage:rdo', 'impala_rustenburg') * ratio, 'dsm_impala', 'C'),
    'impala_miner': (9000 * ratio, 'dsm_impala', 'C'),
    'amplats_driller': (sum(wage(i, 'amplats') for i in ('wage:rdo_basic', 'living_out_allowance', 'holiday_allowance', 'provident_fund', 'medical_aid')), 'mg_7000', 'B'),
    'rasimone_worker': (wage('wage:lowest', 'royal_bafokeng_rasimone') / wage('wage:take_home_general_assistant') * lowest, 'times_22aug', 'C'),
    'gold_lowest': (wage('wage:lowest_underground_gross', 'gold_mines') / (1 + fact(pay, 'rise', 'gold_mines', '2012-07-01')) / (1 + fact(pay, 'rise', 'gold_mines', '2012-10-25')), 'politicsweb_gold', 'C'),
    'contractor': (lowest - 801 - 556 - 1000, 'cm_loa', 'C'),
    'farm_minimum': (63.50 * 21.67, 'recalled', 'C'),
}

PAY['impala_worker'] = PAY['amplats_worker'] = (PAY['lonmin_worker'][0], 'mg_7000', 'C')
for grade in ('driller', 'worker'):
    PAY['gold_' + grade] = (PAY['gold_lowest'][0] * PAY['lonmin_' + grade][0] / lowest, 'politicsweb_gold', 'C')
PLATINUM = ('lonmin', 'impala', 'amplats', 'rasimone', 'contractor')

# ---------------------------------------------------------------- rules 4, 5: named works
named = load('named_works')
groups = {}
for r in named:
    if not r['persons']:
        groups.setdefault((r['place'], r['class']), {})[r['id']] = float(r['weight'])
persons = {}
for (p, c), weights in groups.items():
    total = pop[p, c] - sum(float(r['persons'] or 0) for r in named if (r['place'], r['class']) == (p, c))
    if p == 'amplats_rustenburg' and c == 'mine_worker':
        # Five mines of equal size; what drills by hand is in the other class.
        each = own[p] / 5
        persons.update(apportion(total, {i: each - (0 if 'bathopele' in i else drill[p] / 4) for i in weights}))
    else:
        persons.update(apportion(total, weights))
for r in named:
    if r['persons']:
        n = float(r['persons'])
        persons[r['id']] = int(round(n if r['class'] not in ('rock_driller', 'mine_worker') or 'rule 4' not in r['note'] else n * (SHARE if r['class'] == 'rock_driller' else 1 - SHARE)))
paid = [r for r in named if r['pay'].split('_')[0] in PLATINUM]
MEAN = sum(PAY[r['pay']][0] * persons[r['id']] for r in paid) / sum(persons[r['id']] for r in paid)

WOMEN = dict(rock_driller=0, karee_driller=0, skilled_miner=0.02, mine_worker=0.06, karee_worker=0.06, contract_worker=0.03, plant_worker=0.15, other_worker=0.3,
             farm_worker=0.5, craft=0.5, office=0.55, propertied=0.5, farm_owner=0.5, police=0.25, guard=0.1, public_order_police=0.15, armed_police=0.05, soldier=0.2)

# ---------------------------------------------------------------- rule 2: places
fed = fact(census, 'population', 'rustenburg_municipality', '2011-10-10')
size = {r['id']: float(r['population']) for r in places if r['population']}
size['impala_rustenburg'] = round(fact(census, 'population', 'bafokeng') * fed / 387096)
assert '387,096 in 2001' in next(r['note'] for r in census if r['value'] == '449776')
size['rustenburg'] = fed - size['impala_rustenburg'] - size['amplats_rustenburg'] - sum(size[p] for p in MINES[:3])
valley = fact(farms, 'workers', 'hex_river_valley')
others = fact(farms, 'workers', 'western_cape_farms') - valley
size['de_doorns_farms'] += valley
add('de_doorns_farms', 'farm_worker', valley, 'mg_sourgrapes', 'B', 'count of January 2013 as a level')
add('de_doorns_farms', 'farm_owner', 3 * valley / 100, 'assumed', 'C', 'rule 10')
add('other_fruit_farms', 'farm_worker', others, 'computed', 'C', 'saho_farms less the valley; rule 2')
add('other_fruit_farms', 'farm_owner', 3 * others / 20, 'assumed', 'C', 'rule 10')
size['other_fruit_farms'] = others * 2.5 + pop['other_fruit_farms', 'farm_owner']

# ---------------------------------------------------------------- rule 9: police, guards, soldiers
density = float(remembered['police_local']['persons']) / fed
for p, n in size.items():
    add(p, 'police', n * density, 'recalled', 'C', 'rule 9')
guards = float(remembered['security_lonmin']['persons']) / lonmin
for p in MINES:
    add(p, 'guard', guards * (own[p] + (plants + offices if p == 'lonmin_western' else 0)), 'recalled', 'C', 'rule 9')
add('pretoria', 'public_order_police', float(remembered['police_pop']['persons']), 'recalled', 'C', 'rule 9')
add('pretoria', 'armed_police', float(remembered['police_trt']['persons']), 'recalled', 'C', 'rule 9')
add('pretoria', 'soldier', 3000, 'assumed', 'C', 'rule 9')

# ---------------------------------------------------------------- rule 10: all others
SHARES = {'town': dict(office=0.05, craft=0.12, other_worker=0.04, propertied=0.02), 'mine': dict(office=0.02, craft=0.09, other_worker=0.01, propertied=0.006),
          'farm': dict(office=0.02, craft=0.06, other_worker=0.01, propertied=0.005)}
KIND_OF = {p: 'mine' for p in MINES} | {'rustenburg': 'town', 'far_west_rand': 'town', 'welkom': 'town', 'de_doorns_farms': 'farm', 'other_fruit_farms': 'farm'}
for p, n in size.items():
    left = n - sum(v for (q, c), v in pop.items() if q == p)
    assert left > 0.1 * n, (p, left)
    for c, share in SHARES[KIND_OF[p]].items():
        add(p, c, share * left, 'assumed', 'C', 'rule 10')
    have = sum(v for (q, c), v in pop.items() if q == p)
    add(p, 'townsfolk', n - have, 'computed', 'C', 'rule 10')

# ---------------------------------------------------------------- rule 11: women
district = fact(census, 'population', 'bojanala_district')
women_share = 712977 / district
belt = [(k, v) for k, v in pop.items() if k[0] in BELT]
in_others = sum(v * WOMEN[c] for (p, c), v in belt if c != 'townsfolk')
townsfolk = sum(v for (p, c), v in belt if c == 'townsfolk')
WOMEN['townsfolk'] = round((women_share * sum(v for _, v in belt) - in_others) / townsfolk, 3)

# ---------------------------------------------------------------- tables
total = lambda p: sum(v for (q, c), v in pop.items() if q == p or parent.get(q) == p or parent.get(parent.get(q)) == p)
PERSONS = sum(pop.values())
place_rows = [[r['id'], r['name'], '', r['kind'], r['parent'], r['lat'], r['lon'], total(r['id']), '', r['source'], r['confidence'],
               (r['note'] + '; ' if r['note'] else '') + 'rules 1 and 2'] for r in places]
order = [r['id'] for r in places]
CLASSES = ('rock_driller karee_driller skilled_miner mine_worker karee_worker contract_worker plant_worker other_worker farm_worker craft office '
           'propertied townsfolk farm_owner police guard public_order_police armed_police soldier').split()
WOMEN_AT = {('de_doorns_farms', 'farm_worker'): 0.55}
women = lambda p, c: WOMEN_AT.get((p, c), WOMEN[c])
pop_rows = [[p, c, pop[p, c], women(p, c), *src[p, c]] for p in order for c in CLASSES if (p, c) in pop]

work_rows, cells = [], []
for r in named:
    n, source, conf = persons[r['id']], r['source'], r['confidence']
    sw = women(r['place'], r['class'])
    rand, wsource, wconf = PAY.get(r['pay'], (None, '', ''))
    rel = '' if rand is None else '%.3f' % (rand / MEAN)
    if not r['persons']:
        source, conf = 'computed', 'C'
    note = (r['note'] + '; ' if r['note'] else '') + ('' if 'rule' in r['note'] else 'rule 3')
    work_rows.append([r['id'], r['name'], r['place'], r['class'], r['kind'], n, sw, r['owner'], '' if rand is None else '%.0f' % rand, rel, source, conf, wsource, wconf, note.strip('; ')])
    cells.append([r['id'], r['name'], '', r['place'], r['class'], r['kind'], n, sw] + [rel, r['owner']] + [source, conf, note.strip('; ')])
def also(i, name, p, c, kind, n, owner, source, conf, note, key=''):
    rand = PAY[key][0] if key else None
    rel = '' if not key else '1.000' if key == 'farm_minimum' else '%.3f' % (rand / MEAN)
    work_rows.append([i, name, p, c, kind, n, women(p, c), owner, '' if rand is None else '%.0f' % rand, rel, source, conf, PAY[key][1] if key else '', PAY[key][2] if key else '', note])
    cells.append([i, name, '', p, c, kind, n, women(p, c)] + [rel, owner] + [source, conf, note])
# Farm workers work for many owners and are no named works: their pay stands in facts/works.csv by place.
for p in order:
    if (p, 'farm_worker') in pop:
        rand, wsource, wconf = PAY['farm_minimum']
        work_rows.append(['rest_' + p, 'Farm workers', p, 'farm_worker', 'rest', pop[p, 'farm_worker'], women(p, 'farm_worker'), 'farm_owners', '%.0f' % rand, '1.000',
                          *src[p, 'farm_worker'][:2], wsource, wconf, 'all of this class here; no row of cells.csv'])
for i, name, c, n in (('pop_pool', 'Public order police, pool of two provinces', 'public_order_police', 'police_pop'), ('armed_pool', 'Tactical response and special units', 'armed_police', 'police_trt')):
    also(i, name, 'pretoria', c, 'regiment', int(remembered[n]['persons']), 'state', 'recalled', 'C', 'rule 9')
also('guards_lonmin', 'Mine security of Lonmin, Western', 'lonmin_western', 'guard', 'unit', pop['lonmin_western', 'guard'], 'lonmin', 'recalled', 'C', 'rule 9')
used = {}
for r in cells:
    k = (r[3], r[4]); used[k] = used.get(k, 0) + r[6]
    assert used[k] <= pop[k], (k, used[k], pop[k])

# ---------------------------------------------------------------- rule 12: links
links = [[r['from'], r['to'], r['kind'], r['hours'], r['source'], r['confidence'], 'rule 12'] for r in load('links_unverified')]
seats = ['rustenburg', 'lonmin_western', 'impala_rustenburg', 'amplats_rustenburg', 'amandelbult_union', 'far_west_rand', 'welkom', 'kumba_sishen', 'de_doorns_farms', 'other_fruit_farms', 'pretoria']
links += [[a, b, 'telegraph', 0.1, 'assumed', 'C', 'mobile telephones and radio; rule 12'] for i, a in enumerate(seats) for b in seats[i + 1:]]

# ---------------------------------------------------------------- rules 13-15: conditions
conditions = []
def cond(i, date, place, value, unit, kind, how, source='assumed', conf='C', note=''):
    conditions.append([i, date, place, ('%.4f' % value).rstrip('0').rstrip('.'), unit, kind, how, source, conf, note])
cond('food', '2011-07-01', 'all', 1, 'share', 'harvest', 'linear', note='enough, as in the year before; rule 13')
cond('war', '2011-07-01', 'all', 0, 'index', 'enemy', 'step', note='peace; rule 13')
YEAR = 1 + fact(prices, 'cpi_change', 'south_africa', '2012-01-01')
MID = datetime.date(2011, 7, 1)
def cpi(d):
    return YEAR ** ((d - MID).days / 366)
D = datetime.date
RISE = 1 + fact(load('law'), 'wage_agreement', 'lonmin_marikana')
GOLD = 1 + fact(pay, 'rise', 'gold_mines', '2012-07-01')
ORDER = 69.39 / 63.50
CUTS = (('all', D(2012, 7, 1), RISE, 'less the yearly rise of 1 July agreed before the start'), ('lonmin_marikana', D(2012, 10, 1), RISE, 'less the rise of 1 October agreed in December 2011'),
        ('gold_fields', D(2012, 7, 1), GOLD, 'less the rise of 1 July agreed in 2011 (womp_gold)'), ('western_cape_farms', D(2012, 3, 1), ORDER, 'less the rise of the minimum by the yearly order'))
for place, cut, by, note in CUTS:
    for d in sorted({MID, D(2012, 1, 1), cut - datetime.timedelta(1), cut, D(2012, 12, 31)}):
        cond('prices', d.isoformat(), place, cpi(d) / (by if d >= cut else 1), 'mean of 2011 = 1', 'price', 'linear', 'computed', 'B' if d < cut else 'C', 'mg_cpi and biz_cpi' + ('; ' + note if d >= cut else '') + '; rule 14')
for place, rise, part, conf in (('all', RISE, 0.5, 'C'), ('lonmin_marikana', RISE, 0.25, 'B'), ('gold_fields', GOLD, 0.5, 'C')):
    cond('wage', '2011-10-01', place, rise / (1 + part * (rise - 1)), 'mean of 2011 = 1', 'society', 'step', 'computed', conf, 'scribd_farlam_tl; rule 14' if place != 'gold_fields' else 'womp_gold; rule 14')
cond('wage', '2011-10-01', 'western_cape_farms', 1, 'minimum of March 2011 = 1', 'society', 'step', 'recalled', 'C', 'rule 14')
HOLIDAYS = {(1, 1): 'New Year', (1, 2): 'Monday after New Year', (3, 21): 'Human Rights Day', (4, 6): 'Good Friday', (4, 9): 'Family Day', (4, 27): 'Freedom Day', (5, 1): "Workers' Day",
            (6, 16): 'Youth Day', (8, 9): "National Women's Day", (9, 24): 'Heritage Day'}
d = D(2011, 12, 31)
while d <= D(2012, 12, 31):
    v, n = {5: (0.1, 'Saturday'), 6: (0.25, 'Sunday')}.get(d.weekday(), (0, ''))
    if d.year == 2012 and (d.month, d.day) in HOLIDAYS:
        v, n = 0.35, HOLIDAYS[d.month, d.day]
    if D(2012, 12, 16) <= d <= D(2012, 12, 26):
        v, n = (0.05, 'most are at home in the villages') if v or d.day in (16, 17, 25, 26) else (0, '')
    if v:
        cond('street_day', d.isoformat(), 'all', v, 'index', 'calendar', 'step', note=n + '; rule 15')
    d += datetime.timedelta(1)
for place, months, what in (('all', [.85, .85, .85, .9, 1, 1, 1, 1, 1, .9, .9, .85], 'summer rains'), ('western_cape_farms', [1, 1, 1, .9, .8, .7, .7, .7, .8, .9, 1, 1], 'winter rains')):
    for m, v in enumerate(months):
        cond('weather', D(2012, m + 1, 15).isoformat(), place, v, 'index', 'weather', 'linear', note=what + ', months judged; rule 15')
for date, v, n in (('2012-01-01', 0.1, 'grape harvest'), ('2012-04-15', 0.6, 'after the harvest'), ('2012-07-01', 0.8, 'pruning only'), ('2012-10-15', 0.4, 'thinning: many hands'), ('2012-12-15', 0.1, 'harvest')):
    cond('season', date, 'western_cape_farms', v, 'index', 'season', 'linear', note=n + '; rule 15')

# ---------------------------------------------------------------- rules 7, 16: unions
all_unions = fact(unions, 'union_share:all', 'amplats'); staff = fact(unions, 'union_share:staff', 'lonmin_marikana')
USUAL = all_unions - staff
num = {p: USUAL for p in MINES} | {'impala_rustenburg': fact(unions, 'union_share:num', 'impala_rustenburg', '2011-12-31')} | {p: fact(unions, 'union_share:num', 'gold_mines') for p in ('far_west_rand', 'welkom')}
num_karee = fact(unions, 'union_share:num', 'lonmin_karee'); amcu_karee = fact(unions, 'union_share:amcu', 'lonmin_karee')
outside = [p for p in MINES if p != 'lonmin_karee']
B = sum(num[p] * own[p] for p in outside) / sum(own[p] for p in outside)
ROOT_AT = ['lonmin_marikana', 'impala_rustenburg', 'amplats_rustenburg', 'amandelbult_union', 'far_west_rand', 'welkom', 'kumba_sishen']
sources = {'impala_rustenburg': ('dm_7feb13', 'A'), 'far_west_rand': ('miningweekly_gold', 'C'), 'welkom': ('miningweekly_gold', 'C')}
roots = [[p, 'num', '%.3f' % (num.get(p, USUAL) / B), *sources.get(p, ('computed', 'C')), 'rule 16'] for p in ROOT_AT]
roots += [[p, 'amcu', 1 if p == 'lonmin_marikana' else 0, *(('mg_laststand', 'B') if p == 'lonmin_marikana' else ('assumed', 'C')), 'first foothold at Karee; rule 16' if p == 'lonmin_marikana' else 'no members before the start; rule 16'] for p in ROOT_AT]

# ---------------------------------------------------------------- rules 8, 17: what classes.toml must say
adults_vote = fact(votes, 'turnout', 'south_africa') * fact(votes, 'registered', 'south_africa')
ANC, DA = fact(votes, 'vote_share:anc', 'south_africa') * adults_vote, fact(votes, 'vote_share:da', 'south_africa') * adults_vote
def lean(union=0.0, amcu=0.0, staff_share=0.0, employers=0.0):
    free = 1 - union - amcu - staff_share - employers
    out = dict(employers=employers, anc=free * ANC, da=free * DA, num=union, staff_unions=staff_share, amcu=amcu)
    out = {k: round(v, 3) for k, v in out.items() if round(v, 3) > 0}
    return {'none': round(1 - sum(out.values()), 3)} | out
root_lonmin = USUAL / B
LEAN = {c: lean(B, 0, staff) for c in ('rock_driller', 'skilled_miner', 'mine_worker', 'plant_worker')} | {c: lean(num_karee / root_lonmin, amcu_karee, staff) for c in ('karee_driller', 'karee_worker')}
LEAN |= {'contract_worker': lean(0.10)} | {c: lean() for c in ('other_worker', 'farm_worker', 'craft', 'office', 'townsfolk', 'police', 'guard', 'public_order_police', 'armed_police', 'soldier')}
LEAN |= {c: lean(employers=0.2) for c in ('propertied', 'farm_owner')}
TURN = 0.056
miners_out = sum(own[p] for p in outside)
EXPERIENCED = {c: round((1 - TURN) ** (7 / 12), 2) for c in ('karee_driller', 'karee_worker')}
EXPERIENCED |= {c: round(num['impala_rustenburg'] * own['impala_rustenburg'] * (1 - TURN) ** 2.3 / miners_out, 2) for c in ('rock_driller', 'skilled_miner', 'mine_worker')} | {'contract_worker': 0.0}
MEMBERS = round(B * miners_out + num_karee * own['lonmin_karee'] + B * plants + 0.1 * sum(contract.values()))
RIVALS = round(amcu_karee * own['lonmin_karee'])
KIND = dict(rock_driller='miner', karee_driller='miner', skilled_miner='miner', mine_worker='miner', karee_worker='miner', contract_worker='miner', plant_worker='metal',
            other_worker='factory', farm_worker='factory', craft='craft', office='office', propertied='propertied', townsfolk='townsfolk', farm_owner='landed', police='police', guard='police',
            public_order_police='mobile_police', armed_police='mobile_police', soldier='garrison')
SAYS = {'id', 'name', 'kind', 'experienced', 'leaning', 'source', 'confidence', 'note'}
def class_faults():
    with open(os.path.join(HERE, 'classes.toml'), 'rb') as f:
        mine = {c['id']: c for c in tomllib.load(f)['class']}
    faults = [] if list(mine) == CLASSES else ['classes.toml: classes are %s' % ' '.join(mine)]
    for c in CLASSES:
        is_ = mine.get(c, {})
        faults += ['classes.toml: %s: %s stands there' % (c, k) for k in sorted(set(is_) - SAYS)]
        for k, want in (('kind', KIND[c]), ('experienced', EXPERIENCED.get(c, 0.0)), ('leaning', LEAN[c])):
            if is_.get(k, 0.0) != want:
                faults.append('classes.toml: %s: %s is %s, not %s' % (c, k, is_.get(k), want))
    with open(os.path.join(HERE, 'parties.toml'), 'rb') as f:
        members = {p['id']: p['members'] for p in tomllib.load(f)['party']}
    for p, n in (('num', MEMBERS), ('amcu', RIVALS)):
        if members.get(p) != n:
            faults.append('%s has %s members in parties.toml, not %s' % (p, members.get(p), n))
    return faults

TABLES = {
    'places.csv': ('id name name_ru kind parent lat lon population area_km2 source confidence note'.split(), place_rows),
    'population.csv': ('place class persons share_women source confidence note'.split(), pop_rows),
    'cells.csv': ('id name name_ru place class kind persons share_women wage owner source confidence note'.split(), cells),
    'links.csv': ('from to kind hours source confidence note'.split(), links),
    'conditions.csv': ('indicator date place value unit kind interpolation source confidence note'.split(), conditions),
    'roots.csv': ('place party times source confidence note'.split(), roots),
    'facts/works.csv': ('id name place class kind persons share_women owner rand_month wage source confidence wage_source wage_confidence note'.split(), work_rows)}

def main():
    differ = []
    for name, (head, rows) in TABLES.items():
        buf = io.StringIO(); w = csv.writer(buf, lineterminator='\n'); w.writerow(head); w.writerows(rows)
        data = buf.getvalue().encode('utf-8'); path = os.path.join(HERE, name)
        old = open(path, 'rb').read() if os.path.exists(path) else None
        if old != data:
            differ.append(name)
            if not CHECK:
                with open(path, 'wb') as f:
                    f.write(data)
    faults = class_faults() if os.path.exists(os.path.join(HERE, 'classes.toml')) else ['no classes.toml']
    if '--quiet' not in sys.argv:
        print('persons', PERSONS, 'places', len(places), 'rows: population %d cells %d works %d links %d conditions %d roots %d' % (len(pop_rows), len(cells), len(work_rows), len(links), len(conditions), len(roots)))
        print('by place', {p: total(p) for p in order if (p, 'townsfolk') in pop or p == 'pretoria'})
        print('by class', {c: sum(v for (p, k), v in pop.items() if k == c) for c in CLASSES})
        print('mean pay of platinum cells %.0f rand; recognised union %.3f of own workers outside Karee, %d members in all; rival %d' % (MEAN, B, MEMBERS, RIVALS))
    for f in faults:
        print(f)
    if CHECK and differ:
        print('differs: ' + ', '.join(differ))
    if CHECK and (differ or faults):
        sys.exit(1)
    if CHECK:
        print('tables and classes agree with the facts')

if __name__ == '__main__':
    main()
