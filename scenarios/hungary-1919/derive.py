#!/usr/bin/env python3
"""Derives the tables of the scenario hungary-1919 from the facts.

Reads facts/*.csv beside it and the kinds of ../common/kinds.toml, and writes places.csv, population.csv,
cells.csv, links.csv, conditions.csv, nations.csv, roots.csv and classes.toml beside it. Standard library only, no random
numbers: the same facts give the same bytes.

    python3 derive.py            write the tables and print the totals
    python3 derive.py --check    write nothing; exit 1 if the committed tables differ from what would be written

This is the one place where missing data are filled in. Each filling rule has a number; a row made by a rule has the source
`computed` (arithmetic on other columns), `assumed` (a judgement of this project) or `recalled` (a remembered number that no
source confirms), and names the rule in its note. A table of facts whose name ends in `_unverified` holds remembered figures, one
that ends in `_assumed` judgements. Rows of facts marked `check` are not read.

 1  Population: the census of 1910, 20,886,487 (sourced). Births and other deaths from 1910 to 1918 are taken as equal. Taken away are
    661,000 dead of the war and the 734,000 prisoners, less 300,000 who are back from Russia (all remembered). 1.4 million men under arms
    (sourced for 31 October 1918, taken as a level) stand where their unit is. All civil persons follow by one factor from 1910.
 2  Counties: the 63 counties, the eight of Croatia-Slavonia and Fiume of 1910. Eleven counties of Transdanubia are sourced, the others
    remembered; their sum differs from the sourced total by 642. Provinces are the groups of facts/regions_unverified.csv. Coordinates are
    remembered middles. A county is what its towns leave.
 3  Towns: the census of 1910 (22 sourced, 38 remembered) times the factor of rule 1: refugees and war workers are not moved. A town whose named
    works hold more than 45 per cent of it is raised to that at the cost of its county (a district: of the other districts).
 4  Budapest is one town of 15 districts with 1,232,026 persons in 1910 (sourced, with the suburbs that joined later): nine parts of the old city
    (880,371; shares judged), four suburbs (remembered), and two halves of what these leave. The latitude of Szekszard in facts/cities.csv is a slip
    of one degree; 46.35 is used, and the two railways that touch it are computed again.
 5  Factory hands: Budapest 200,000 in 1918 (remembered). The rest of the Kingdom keeps its number of 1913: six tenths of all when Budapest had
    130,000 and four tenths (remembered), so 195,000. Metal, textile and other factories by judged shares (facts/more_unverified.csv). Named
    works come first; the rest by persons times the weight of a district, in towns three times the weight of counties. At most half of a place.
 6  Miners: 76,767 (sourced, 1913). Named pits first, the rest over counties by persons times a judged weight.
 7  Railways: 130,000 (remembered) and the tramways of Budapest; named works first; six tenths of the rest in towns by lines times the square
    root of persons, at most 12 per cent, the rest in counties by persons.
 8  Country people: 0.619 of all persons lived on agriculture in 1910 (sourced). Of the civil persons 27 per cent of a town without districts do (Eger, sourced),
    none in Budapest; counties hold the rest, by persons less hands. Labourers: 2.3 million earners (remembered) over the
    earners of agriculture, which are 0.413 of those who live on it (earners over persons of the territory after 1920, sourced): 0.50. Landed: five persons for
    each estate above 100 hold (23,800, remembered), and three per thousand of a county.
 9  Other classes: earners are 0.413 of civil persons. Their shares by trade are those of 1920 on the smaller territory (sourced) times 0.822, for the
    Kingdom had 0.381 of persons outside agriculture, and that territory 0.464 of earners. Craft: nine tenths of the earners of industry without hands and miners, and servants.
    Office: half of commerce and all of public service; 100,000 of them in Budapest (remembered). Propertied: half of commerce and a tenth of industry's
    small trades, with 2.3 persons to an earner. Spread over places by persons, in towns two (office and propertied two and a half) times the weight of
    counties. Students: 20,000 in Budapest (remembered), 1,500 in four other towns (judged), and 1.2 per cent of a town as upper pupils. What is left are households.
10  Police: Budapest 3,000, gendarmes 10,000 over the counties (remembered), one for 700 persons of other towns (assumed).
11  Home army: Budapest 18,000 (sourced, a lower bound), six towns remembered, other towns with the same share of persons as these six.
    Order companies: 81 companies and 37 machine-gun platoons (sourced) of 150 and 40 men (assumed), over towns by persons.
12  Field army: what is left of 1.4 million, by judged shares: Italy 0.70, Balkans 0.12, east 0.18.
13  Women: by class (assumed, as in the scenario germany-1918).
14  Links: the remembered main railways at 30 km an hour and half an hour, with a telegraph each; counties by branch line to the nearest town of the
    province and to its chief town, 1.2 times the distance at 30 km an hour and half an hour; districts by street at 4 km an hour; fronts by rail at
    25 km an hour and two hours.
15  War: the rear by the share of men taken, on the scale of the model's other cases, where 0.42 stands for 9.2 per cent of all persons under arms, dead
    or captured: 0.05 + 0.37 * share / 0.092. Fronts have 0.55 to 0.95 by the enemy's own moves (judged); nothing is read of the
    armistice, which is a decision, and the level stays. The advance of the neighbours adds to the provinces from its day: 0.20 times the share of persons
    who do not speak the language of the neighbour (judged); the demands of 20 March 1919 add 0.10 everywhere. From 1 May 1919 the level
    stays: what comes then answers an offensive. The persons of occupied places stay in the scenario.
16  Land hunger: the estates' share of the land (0.40, sourced) times the share of farms under five hectares (0.72, remembered).
17  Food is supply as a share of the need; bread weighs 0.4, potatoes 0.2, the rest 0.4. In June 1918 flour was 160 of 380 grams (remembered), potatoes are taken as half and
    the rest as 0.3: 0.39, and 0.11 beside rations (assumed). After the harvest of 1918, half of that of peace (sourced), 0.60 at the start (assumed).
    From 19 November the Bacska and the Banat are cut off: 0.4 times a quarter of the wheat (remembered), by mid-December. Then stocks fall to 0.45 by mid-March
    and 0.42 by May, when the Romanian army stands on the Tisza, and the new harvest brings 0.48 on 1 August (assumed). Other towns have 0.05 more, 0.10 on the plain.
    Who farms has 0.95; a county has the mean by its persons. Field army 0.75 falling to 0.65 (judged).
18  Prices: cost of living of 1914 to 1917 (sourced, 4.449 at the end of 1917); the growth of 1917, 64 per cent a year, goes on to the end (assumed). Wage: real wages of
    December 1917 by branch (sourced; miners as iron, other factories the mean of wood, food and printing), with the growth of iron wages and of prices of 1917
    for nine more months; a place has the mean by its hands. One date and none after the start.
19  Fuel: 0.70 at the start (assumed), 0.35 in November 1918 when the coal of Silesia and the Jiu valley is cut off, 0.25 in February 1919 (remembered), 0.30 from
    April (assumed); at the pits 0.90.
20  Season, street days, weather: field work, Sundays (0.25), pay Saturdays (0.10), feasts of the table (0.20 to 0.30), monthly means as (T + 25) / 35. Judgements but for the days.
21  Nation and peoples: mother tongue of 1910 by county (remembered); in towns half of the county's share but in Croatia (assumed). Autonomy is a live
    demand for 0.7 of Romanians, Slovaks and South Slavs and 0.2 of Germans and Ruthenes (assumed).
22  Hours added on the railways: 12, from mid-December 20 (assumed).
23  Leanings of the union's party: members of the unions of 1913 by trade (sourced) brought to 300,000 (remembered). Trades that are found both in factories and
    in workshops are spread over both by persons. Half as many followers again (assumed). Soldiers: members over all adult men. Office 0.02, students 0.05,
    households 0.03, farm labourers 0.01, propertied 0.01 (assumed). Revolutionary socialists: 0.005 of metal workers, 0.03 of students (assumed).
24  Leanings of other parties: votes of 1910. A judged table of votes by class is fitted to the count by the adult men of each class that had the vote (judged, brought to
    0.064 of all persons, which is sourced; rows and columns in turn, fifty times). The vote of the Justh wing goes to Karolyi, that of the Kossuth wing and of the other men of 1848 and 1867 to the Constitution party, but 0.01 to the
    smallholders. What the printed shares leave (0.084) is half national parties, Romanians and Slovaks as their seats, and half nobody's. Croatia had a diet of its own, whose
    parties are taken together: their share is Croatia's share of persons. Turnout 0.693 (sourced); who had no vote, men or women, counts half. Of what the rule of 23 leaves.
25  Experience: the 150,000 strikers of January 1918 in Budapest (sourced), seven tenths metal, others textile and factory (assumed); half of the named pits that
    struck in June 1918 (no number; assumed); others 0.
26  Roots of the union's party: 300 of 1000 workers of Budapest organised and 70 in the provinces (sourced, 1904), next to the mean by hands. The revolutionary
    socialists: Budapest as the students of the Kingdom who are there; elsewhere 0.3 (assumed).
27  Children: the shares of common/kinds.toml times one factor, so that 33 per cent of all persons are children.
"""
import csv, datetime, io, math, os, sys, tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from derivation import apportion, as_csv, by, clamp, km, num, toml, class_block
CHECK = '--check' in sys.argv[1:]

def load(name):
    with open(os.path.join(HERE, 'facts', name + '.csv'), encoding='utf-8', newline='') as f:
        return [r for r in csv.DictReader(f) if r.get('use') != 'check']

def apportion_below(total, weights, room):
    """As above, but nobody gets more than there is room for; what does not fit goes to the others."""
    out = {k: 0 for k in weights}; total = int(round(total))
    while total > 0:
        free = {k: w for k, w in weights.items() if w > 0 and out[k] < room[k]}
        assert free, 'no room'
        for k, n in apportion(total, free).items():
            n = min(n, room[k] - out[k]); out[k] += n; total -= n
    return out

CLASSES = ('metal textile factory miner railway craft office student propertied townsfolk farmer farmhand landed '
           'garrison front order_company police').split()
HANDS = ('metal', 'textile', 'factory', 'miner')
ARMED = ('garrison', 'front', 'order_company')
WOMEN = dict(metal=0.35, textile=0.75, factory=0.50, miner=0.06, railway=0.15, craft=0.50, office=0.35, student=0.30, propertied=0.52,
             townsfolk=0.62, farmer=0.56, farmhand=0.56, landed=0.54, garrison=0, front=0, order_company=0, police=0)
PEOPLES = ('romanian', 'slovak', 'south_slav', 'german', 'ruthenian')
more = {r['quantity']: num(r['value']) for r in load('more_unverified')}

# ---------------------------------------------------------------- rules 1 to 4: places and civil persons
region_rows = by(load('regions'), 'id'); groups = by(load('regions_unverified'), 'id')
crow = by(load('counties_unverified'), 'id')
regions = list(groups)
econu = {(r['indicator'], r['date']): num(r['value']) for r in load('war_and_economy_unverified')}
gar = by(load('garrisons'), 'id'); garu = by(load('garrisons_unverified'), 'id')
ALL1910 = int(num(region_rows['hungary_kingdom']['population']))
DEAD = econu['war_dead', '1918-11']; AWAY = econu['prisoners', '1918-11'] - num(garu['returned_pow']['strength'])
UNDER_ARMS = int(num(gar['honved_oct']['strength']))
p1910 = {c: num(region_rows[c]['population']) if c in region_rows else num(r['population']) for c, r in crow.items()}
p1910['fiume_region'] = num(groups['fiume_region']['population'])
CIVIL = ALL1910 - DEAD - AWAY - UNDER_ARMS
civil_c = apportion(CIVIL, p1910)
LEFT = CIVIL / sum(p1910.values())
group_of = {c: r['region_id'] for c, r in crow.items()}

cities = by(load('cities'), 'id'); un = by(load('cities_unverified'), 'city_id')
districts = load('budapest_districts_unverified')
IN_CAP = [d['id'] for d in districts]
towns = [t for t in cities if t not in IN_CAP]
region_of = {t: cities[t]['region_id'] for t in towns}
xy = {t: (num(cities[t]['lat']), num(cities[t]['lon'])) for t in towns}
xy['szekszard'] = (46.35, xy['szekszard'][1])
COUNTY_OF = dict(budapest='pest_county', szeged='csongrad', szabadka='bacs_bodrog', debrecen='hajdu', zagreb='zagreb_county', eger='heves', kecskemet='pest_county', hodmezovasarhely='csongrad', miskolc='borsod',
    pecs='baranya', gyor='gyor_county', bekescsaba='bekes', nyiregyhaza='szabolcs', szekesfehervar='fejer', szombathely='vas', nagykanizsa='zala', esztergom='esztergom_county', mako='csanad',
    kiskunfelegyhaza='pest_county', mohacs='baranya', vac='pest_county', mezotur='jasz_nagykun_szolnok', pozsony='pozsony_county', temesvar='temes', arad='arad_county', nagyvarad='bihar', kolozsvar='kolozs',
    kassa='abauj_torna', brasso='brasso_county', szatmarnemeti='szatmar', sopron='sopron_county', ujvidek='bacs_bodrog', nagyszeben='szeben', cegled='pest_county', szolnok='jasz_nagykun_szolnok', baja='bacs_bodrog',
    kaposvar='somogy', zalaegerszeg='zala', veszprem='veszprem_county', papa='veszprem_county', komarom='komarom_county', tatabanya='komarom_county', salgotarjan='nograd', ozd='borsod', diosgyor='borsod',
    gyongyos='heves', szekszard='tolna', oroshaza='bekes', ungvar='ung', munkacs='bereg', nyitra='nyitra_county', nagyszombat='pozsony_county', losonc='nograd', eperjes='saros', fiume='fiume_region',
    petrozseny='hunyad', resica='krasso_szoreny', marosvasarhely='maros_torda')
WITH_SUBURBS = 1232026       # note of Budapest in facts/cities.csv
def figure(t):
    if t == 'budapest':
        return WITH_SUBURBS, 'wikimili_ah', 'B', 'census of 1910, with the suburbs that later joined; rules 3 and 4'
    c = cities[t]
    if c['population']:
        return int(c['population']), c['source'], c['confidence'], 'census of 1910; rule 3'
    return int(un[t]['population']), 'recalled', 'C', 'census of 1910, remembered; rule 3'
fig = {t: figure(t) for t in towns}
civil = {t: int(round(fig[t][0] * LEFT)) for t in towns}
civil['fiume'] = civil_c['fiume_region']

BRANCH = {'metal': 'metal', 'rail': 'railway', 'leather': 'factory', 'tobacco': 'factory', 'transport': 'railway', 'mining': 'miner', 'textile': 'textile'}
WHERE = dict(csepel='csepel', ganz_danubius='koebanya', schlick='angyalfold', nicholson='angyalfold', mav_gepgyar='joseph_town', ganz_electric='buda', lang='angyalfold', tungsram='ujpest', fegyvergyar='francis_town',
             mav_eszaki='ujpest', magyar_auto='north_suburbs', hofherr='kispest', wolfner='ujpest', hajogyar_obuda='obuda', dohanygyar='obuda', bszkrt='elizabeth_town', textile_ujpest='ujpest')
works = []
for w in load('works') + load('works_unverified'):
    works.append((w['id'], w['name'], WHERE.get(w['id'], w['city_id']), BRANCH[w['branch']], int(float(w['employees'])), w['source'], w['confidence'],
                  '; '.join(x for x in ('remembered' if w['source'] == 'recalled' else '', w['note'], 'figure of ' + w['date']) if x)))
named = {}; named_in = {}
for w in works:
    named[w[2], w[3]] = named.get((w[2], w[3]), 0) + w[4]
    named_in[w[2]] = named_in.get(w[2], 0) + w[4]
HELD = 0.45
raised = {}
for t in towns:
    least = int(math.ceil(named_in.get(t, 0) / HELD))
    if civil[t] < least and t != 'budapest':
        raised[t] = least - civil[t]; civil[t] = least
old = num(cities['budapest']['population'])
dpop = {d['id']: num(d['population']) or num(d['share_of_old_city']) * old for d in districts}
for d in ('north_suburbs', 'south_suburbs'):
    dpop[d] = (WITH_SUBURBS - sum(v for k, v in dpop.items() if k not in ('north_suburbs', 'south_suburbs'))) / 2
dciv = apportion(civil['budapest'], dpop)
for d in IN_CAP:
    least = int(math.ceil(named_in.get(d, 0) / HELD))
    if dciv[d] < least:
        others = apportion(least - dciv[d], {e: dciv[e] for e in IN_CAP if named_in.get(e, 0) / HELD < dciv[e] and e != d})
        raised[d] = least - dciv[d]; dciv[d] = least
        for e, n in others.items():
            dciv[e] -= n
civil.update(dciv)
COUNTIES = list(crow)
for c in COUNTIES:
    civil[c] = civil_c[c] - sum(civil[t] for t in towns if COUNTY_OF[t] == c)
    assert civil[c] > 3000, (c, civil[c])
    region_of[c] = group_of[c]; xy[c] = (num(crow[c]['lat']), num(crow[c]['lon']))
for d in districts:
    region_of[d['id']] = 'pest'; xy[d['id']] = (num(d['lat']), num(d['lon'])); COUNTY_OF[d['id']] = 'pest_county'
TOWNS = [t for t in towns if t != 'budapest'] + IN_CAP
LEAVES = TOWNS + COUNTIES
assert sum(civil[q] for q in LEAVES) == int(CIVIL)

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

# ---------------------------------------------------------------- rules 5 to 7: hands and railways
clsu = {r['subgroup']: num(r['count']) for r in load('classes_unverified')}
cls = {r['subgroup']: num(r['count']) for r in load('classes')}
HANDS_CAP = clsu['workers in factories, Budapest and suburbs']
cap_share = num(by(load('concentration_unverified'), 'indicator')['share_of_factory_workers']['value'])
HANDS_REST = more['factory_workers_budapest_1913'] * (1 - cap_share) / cap_share
RULE_OF = {'metal': 'rule 5', 'textile': 'rule 5', 'factory': 'rule 5', 'miner': 'rule 6', 'railway': 'rule 7'}
for w in works:
    add(w[2], w[3], w[4], w[5], w[6], RULE_OF[w[3]])
    cell(w[0], w[1], w[2], w[3], 'works', w[4], w[5], w[6], w[7])
hweight = {d['id']: num(d['hands']) for d in districts}
PROVINCE_LEAVES = [q for q in LEAVES if q not in IN_CAP]
taken = {q: count(q, *HANDS) for q in LEAVES}
for part, all_hands, key in ((IN_CAP, HANDS_CAP, 'budapest'), (PROVINCE_LEAVES, HANDS_REST, 'rest')):
    share = {'metal': more['shares_metal_' + key], 'textile': more['shares_textile_' + key]}
    share['factory'] = 1 - sum(share.values())
    for c in ('metal', 'textile', 'factory'):
        rest = int(round(all_hands * share[c])) - sum(n for (q, k), n in named.items() if k == c and q in part)
        assert rest >= 0, (key, c, rest)
        w5 = {q: civil[q] * (hweight[q] if q in hweight else 3.0 if q in TOWNS else 1.0) for q in part}
        room = {q: max(0, int(0.5 * civil[q]) - taken[q]) for q in part}
        for q, n in apportion_below(rest, w5, room).items():
            add(q, c, n, 'computed', 'C', 'rule 5'); taken[q] += n
MINERS = cls['mining, Kingdom']
for q, n in apportion(MINERS - sum(n for (q, k), n in named.items() if k == 'miner'), {c: civil[c] * num(crow[c]['miners_weight']) for c in COUNTIES}).items():
    add(q, 'miner', n, 'computed', 'C', 'rule 6'); taken[q] += n
rails = load('railways_unverified')
deg = {}
for r in rails:
    for t in (r['from_id'], r['to_id']):
        if r['from_id'] not in IN_CAP and r['to_id'] not in IN_CAP:
            deg[t] = deg.get(t, 0) + 1
RAIL = clsu['railwaymen, Kingdom'] + next(w[4] for w in works if w[0] == 'bszkrt')
rest = RAIL - sum(n for (q, k), n in named.items() if k == 'railway')
over = 0
for t, n in apportion(rest * 0.6, {t: deg[t] * math.sqrt(civil[t]) for t in towns if deg.get(t)}).items():
    k = min(n, int(0.12 * civil[t])); over += n - k
    for d, m in (apportion(k, {d: civil[d] for d in IN_CAP}) if t == 'budapest' else {t: k}).items():
        add(d, 'railway', m, 'computed', 'C', 'rule 7')
for q, n in apportion(rest - int(round(rest * 0.6)) + over, {q: civil[q] for q in COUNTIES}).items():
    add(q, 'railway', n, 'computed', 'C', 'rule 7')

# ---------------------------------------------------------------- rule 10: police
for d, n in apportion(num(garu['budapest_police']['strength']), {d: civil[d] for d in IN_CAP}).items():
    add(d, 'police', n, 'recalled', 'C', 'total remembered; rule 10')
for t in towns:
    if t != 'budapest':
        add(t, 'police', max(5, civil[t] / 700), 'assumed', 'C', 'rule 10')
for q, n in apportion(num(garu['gendarmes']['strength']), {q: civil[q] for q in COUNTIES}).items():
    add(q, 'police', n, 'recalled', 'C', 'total remembered; rule 10')

# ---------------------------------------------------------------- rule 8: country people
AGRI = cls['Kingdom: share of the population living on agriculture'] * CIVIL
earners = next(num(r['count']) for r in load('classes') if r['subgroup'] == 'active earners, territory after 1920' and r['year'] == '1910')
PER = earners / (num(region_rows['hungary']['population']))
HIRED = clsu['agricultural labourers and farm servants, Kingdom without Croatia: earners'] / (PER * cls['Kingdom: share of the population living on agriculture'] * (ALL1910 - num(groups['croatia']['population'])))
TOWN_AGRI = cls['Eger: agriculture, share of earners']
agri_in = {}
for q in TOWNS:
    if q not in IN_CAP:
        agri_in[q] = min(int(TOWN_AGRI * civil[q]), int(0.5 * (civil[q] - count(q, *CLASSES))))
room = {q: int(0.88 * (civil[q] - count(q, *CLASSES))) for q in COUNTIES}
agri_in.update(apportion_below(AGRI - sum(agri_in.values()), {q: max(0.0, civil[q] - 2.2 * taken[q]) for q in COUNTIES}, room))
lands = by(load('land_unverified'), 'class')
ESTATES = 5 * (num(lands['over 1000 hold (575 ha)']['farms']) + more['estates_100_to_1000_hold'])
landed = apportion(ESTATES, {q: agri_in[q] for q in COUNTIES})
for q in agri_in:
    top = landed.get(q, 0)
    labour = int((agri_in[q] - top) * HIRED)
    add(q, 'farmer', agri_in[q] - top - labour, 'computed', 'C', 'rule 8')
    add(q, 'farmhand', labour, 'computed', 'C', 'rule 8')
    if q in COUNTIES:
        add(q, 'landed', top + int(0.003 * civil[q]), 'computed', 'C', 'rule 8')

# ---------------------------------------------------------------- rule 9: other classes
in_agri = next(num(r['count']) for r in load('classes') if r['subgroup'] == 'of these in agriculture' and r['year'] == '1910')
NONAG = (1 - cls['Kingdom: share of the population living on agriculture']) / (1 - in_agri / earners)
def of_trade(name):
    return cls[name] * NONAG * PER * CIVIL
INDUSTRY = of_trade('industry, share of active earners, territory after 1920'); COMMERCE = of_trade('commerce and credit, share')
PUBLIC = of_trade('public service and free professions, share'); SERVANTS = of_trade('domestic servants, share')
SMALL = INDUSTRY - HANDS_CAP - HANDS_REST - MINERS
CRAFT = 0.9 * SMALL + SERVANTS
OFFICE = 0.5 * COMMERCE + PUBLIC
PROPERTIED = (0.5 * COMMERCE + 0.1 * SMALL) * 2.3
OFFICE_CAP = clsu['officials and employees, Budapest']
for q, n in apportion(clsu['students, Budapest'], {'inner_city': 1.0, 'joseph_town': 1.0, 'buda': 1.0}).items():
    add(q, 'student', n, 'computed', 'C', 'total remembered; rule 9')
for q in ('kolozsvar', 'pozsony', 'debrecen', 'zagreb'):
    add(q, 'student', 1500, 'assumed', 'C', 'rule 9')
for q in TOWNS:
    add(q, 'student', 0.012 * civil[q], 'assumed', 'C', 'rule 9')
dprop = {d['id']: num(d['propertied']) for d in districts}
for c, total, k in (('craft', CRAFT, 2.0), ('office', OFFICE, 2.5), ('propertied', PROPERTIED, 2.5)):
    w9 = {}
    for q in LEAVES:
        w = civil[q] * (k if q in TOWNS else 1.0) - agri_in.get(q, 0)
        w9[q] = max(w * (dprop.get(q, 1.0) if c == 'propertied' else 1.0), 0.02 * civil[q])
    room = {q: int(0.45 * max(0, civil[q] - count(q, *CLASSES))) for q in LEAVES}
    parts = ((IN_CAP, OFFICE_CAP), (PROVINCE_LEAVES, total - OFFICE_CAP)) if c == 'office' else ((LEAVES, total),)
    for part, t in parts:
        for q, n in apportion_below(t, {q: w9[q] for q in part}, room).items():
            add(q, c, n, 'computed', 'C', 'rule 9')
for q in LEAVES:
    left = civil[q] - sum(pop.get((q, c), 0) for c in CLASSES if c not in ARMED)
    assert left > 0, (q, left)
    add(q, 'townsfolk', left, 'computed', 'C', 'rule 9')

# ---------------------------------------------------------------- rules 11 and 12: men under arms
home = 0
def soldiers(q, c, n, *origin):
    global home
    add(q, c, n, *origin); home += int(round(n))
for d, n in apportion(num(gar['budapest_oct']['strength']), {d: civil[d] for d in IN_CAP}).items():
    soldiers(d, 'garrison', n, 'computed', 'C', 'total of multunk_gyozelme; rule 11')
six = [r for r in garu.values() if r['kind'] == 'garrison' and r['city_id'] != 'budapest']
for r in six:
    soldiers(r['city_id'], 'garrison', int(r['strength']), 'recalled', 'C', 'rule 11')
known = {r['city_id'] for r in six}
rate = sum(num(r['strength']) for r in six) / sum(civil[r['city_id']] for r in six)
for t in towns:
    if t not in known and t != 'budapest':
        soldiers(t, 'garrison', civil[t] * rate, 'computed', 'C', 'share of the six known towns; rule 11')
ORDER = 81 * more['order_company_men'] + 37 * more['machine_gun_platoon_men']
for q, n in apportion(ORDER, {q: civil[q] for q in TOWNS}).items():
    soldiers(q, 'order_company', n, 'computed', 'C', 'rule 11')
fronts = load('fronts_assumed')
for f, n in apportion(UNDER_ARMS - home, {f['id']: num(f['share']) for f in fronts}).items():
    add(f, 'front', n, 'computed', 'C', 'rule 12')
PERSONS = sum(pop.values())
assert PERSONS == int(CIVIL) + UNDER_ARMS

# ---------------------------------------------------------------- places
total = {}
for (q, c), n in pop.items():
    total[q] = total.get(q, 0) + n
places = []
for r in regions:
    mine = [c for c in COUNTIES if group_of[c] == r] or ['fiume']
    w = {c: civil[c] for c in mine}
    la = sum(xy[c][0] * w[c] for c in mine) / sum(w.values()); lo = sum(xy[c][1] * w[c] for c in mine) / sum(w.values())
    places.append([r, groups[r]['name'].replace(' with Budapest', ', with Budapest') if r != 'fiume_region' else 'Fiume and its district', '', 'province', '', round(la, 4), round(lo, 4), sum(total[q] for q in LEAVES if region_of[q] == r), '', 'computed', 'C', 'group of counties; rule 2'])
for t in towns:
    n = sum(total[d] for d in IN_CAP) if t == 'budapest' else total[t]
    note = fig[t][3] + ('; raised for its works' if t in raised else '') + '; soldiers inside'
    places.append([t, cities[t]['name'] if t != 'budapest' else 'Budapest', '', 'town', region_of[t], *xy[t], n, '', fig[t][1], fig[t][2], note])
for d in districts:
    places.append([d['id'], d['name'], '', 'district', 'budapest', *xy[d['id']], total[d['id']], '', d['source'], d['confidence'], d['note'] + '; rules 3 and 4'])
for c in COUNTIES:
    s = ('hu_counties', 'B') if c in region_rows else ('recalled', 'C')
    places.append([c, crow[c]['name'], '', 'county', group_of[c], *xy[c], total[c], '', *s, 'what its towns leave; rule 2'])
for f in fronts:
    places.append([f['id'], f['name'], '', 'front', '', num(f['lat']), num(f['lon']), total[f['id']], '', 'assumed', 'C', f['note'] + '; rule 12'])
    xy[f['id']] = (num(f['lat']), num(f['lon']))
ids = [r[0] for r in places]
assert len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1]
order_p = {q: i for i, q in enumerate(ids)}

# ---------------------------------------------------------------- rule 14: links
links = []; seen = set()
def link(a, b, k, h, source, conf, note=''):
    key = (min(a, b), max(a, b), k)
    if a == b or key in seen:
        return
    seen.add(key); links.append([a, b, k, round(h, 1), source, conf, note])
for r in rails:
    a, b = r['from_id'], r['to_id']
    if a in IN_CAP or b in IN_CAP:
        continue
    h = km(xy[a], xy[b]) * 1.2 / 30 + 0.5 if 'szekszard' in (a, b) else num(r['hours_est'])
    link(a, b, 'rail', h, 'recalled', 'C', 'rule 14')
    link(a, b, 'telegraph', 1, 'computed', 'C', 'rule 14')
for d in districts:
    for e in d['adjacent'].split(';'):
        link(d['id'], e, 'street', max(0.4, km(xy[d['id']], xy[e]) * 1.25 / 4), 'assumed', 'C', 'rule 14')
for c in COUNTIES:
    mine = [t for t in towns if region_of[t] == group_of[c]]
    near = min(mine, key=lambda t: (km(xy[c], xy[t]), t))
    for t in dict.fromkeys([near, groups[group_of[c]]['capital_city_id']]):
        link(c, t, 'rail', km(xy[c], xy[t]) * 1.2 / 30 + 0.5, 'assumed', 'C', 'branch lines; rule 14')
for f in fronts:
    for t in f['rail'].split():
        link(f['id'], t, 'rail', km(xy[f['id']], xy[t]) * 1.2 / 25 + 2, 'assumed', 'C', 'rule 14')
        link(f['id'], t, 'telegraph', 1, 'assumed', 'C', 'rule 14')

# ---------------------------------------------------------------- conditions
conditions = []
def cond(ind, date, place, v, unit, k, interp, source, conf, note):
    conditions.append([ind, date, place, ('%.3f' % v).rstrip('0').rstrip('.') or '0', unit, k, interp, source, conf, note])
def series(ind, place, rows, unit, k, interp, note, source='assumed', conf='C'):
    last = ''
    for r in rows:
        assert r[0] > last, (ind, place, r); last = r[0]
        cond(ind, r[0], place, r[1], unit, k, interp, r[2] if len(r) > 2 else source, conf, note)
START, FIRST, END = '1918-10-01', '1918-08-01', '1919-08-01'
day = datetime.date.fromisoformat

# food (rule 17)
JUNE = 0.4 * econu['flour_ration', '1918-06'] / 380 + 0.2 * 0.5 + 0.4 * 0.3 + 0.11
F0 = 0.60
CUT = F0 - 0.4 * more['bacska_banat_wheat']
F = [(FIRST, JUNE), ('1918-08-25', F0), (START, F0), ('1918-11-19', F0), ('1918-12-15', CUT), ('1919-03-15', 0.45), ('1919-05-01', 0.42), ('1919-07-05', 0.40), (END, 0.48)]
PLAIN = {'delalfold', 'tiszantul', 'bacska', 'banat'}
def plus(q):
    return 0.10 if region_of[q] in PLAIN else 0.05
series('food', 'all', F, 'share', 'harvest', 'linear', 'Budapest and where no row says otherwise; rule 17')
for q in TOWNS + COUNTIES:
    if q in IN_CAP:
        continue
    own = count(q, 'farmer', 'farmhand', 'landed') / civil[q]
    series('food', q, [(d, own * 0.95 + (1 - own) * min(1.0, v + plus(q))) for d, v in F], 'share', 'harvest', 'linear', 'own produce for %.0f per cent; rule 17' % (100 * own), 'computed')
for f in fronts:
    series('food', f['id'], [(FIRST, 0.75), (START, 0.75), ('1919-03-15', 0.65), (END, 0.65)], 'share', 'transport', 'linear', 'stores of the army, judged; rule 17')

# prices and wages (rule 18)
econ = {(r['indicator'], r['date']): num(r['value']) for r in load('war_and_economy')}
COST = lambda y: econ['cost_of_living', '%d-12-31' % y] / 100
def price(d):
    return COST(1917) * (COST(1917) / COST(1916)) ** ((day(d) - day('1917-12-31')).days / 365)
rows = [('%d-12-31' % y, COST(y), 'szazadok_1965_1251') for y in (1916, 1917)] + [(d, price(d), 'computed') for d in (START, '1919-01-01', '1919-04-01', END)]
series('prices', 'all', rows, 'ratio to mid-1914', 'price', 'linear', 'cost of living; after 1917 its growth carried on, no observation; rule 18')
def real(branch):
    w = [econ['nominal_wage_' + b, '1917-12-31'] for b in branch]
    later = (econ['nominal_wage_iron', '1917-12-31'] / econ['nominal_wage_iron', '1916-12-31'] * COST(1916) / COST(1917)) ** 0.75
    return sum(w) / len(w) / 100 / COST(1917) * later
REAL = dict(metal=real(['iron']), textile=real(['clothing']), factory=real(['wood', 'food', 'printing']), miner=real(['iron']))
def wage(*places_):
    h = sum(count(q, *HANDS) for q in places_)
    return sum(REAL[c] * count(q, c) for q in places_ for c in HANDS) / h
ALLW = wage(*LEAVES)
cond('wage', START, 'all', ALLW * price(START), 'ratio to mid-1914', 'society', 'step', 'computed', 'C', 'real wage %.2f by branches; rule 18' % ALLW)
for t in towns:
    w = wage(*(IN_CAP if t == 'budapest' else [t]))
    cond('wage', START, t, w * price(START), 'ratio to mid-1914', 'society', 'step', 'computed', 'C', 'real wage %.2f by branches; rule 18' % w)

# fuel (rule 19)
series('fuel', 'all', [(FIRST, 0.70), ('1918-11-01', 0.70), ('1918-11-20', econu['coal_supply', '1918-11'], 'recalled'), ('1919-02-15', econu['coal_supply', '1919-02'], 'recalled'), ('1919-04-15', 0.30), (END, 0.30)], 'share', 'fuel', 'linear', 'rule 19')
for q in ('tatabanya', 'salgotarjan', 'petrozseny', 'pecs'):
    series('fuel', q, [(FIRST, 0.90), (END, 0.90)], 'share', 'fuel', 'linear', 'at the pits; rule 19')

# rule 21: peoples by place
share = {}
for c in COUNTIES:
    for p in PEOPLES:
        share[c, p] = num(crow[c][p])
for t in TOWNS:
    for p in PEOPLES:
        k = 1.0 if region_of[t] == 'croatia' else 0.5
        share[t, p] = k * share[COUNTY_OF[t], p] if t != 'fiume' else 0.26 if p == 'south_slav' else 0.0
def of_region(r, p):
    mine = [q for q in LEAVES if region_of[q] == r]
    return sum(share[q, p] * civil[q] for q in mine) / sum(civil[q] for q in mine)
share_r = {(r, p): of_region(r, p) for r in regions for p in PEOPLES}
share_all = {p: sum(share[q, p] * civil[q] for q in LEAVES) / CIVIL for p in PEOPLES}

# war (rule 15)
TAKEN = (UNDER_ARMS + DEAD + AWAY) / ALL1910
REAR = 0.05 + 0.37 * TAKEN / 0.092
N15 = 'share taken %.3f; rule 15' % TAKEN
VIX = [('1919-03-19', 0.0), ('1919-03-20', 0.10), (END, 0.10)]
def war(place, steps, note):
    """steps: (date, added); they add up, each within four days; the demands of 20 March add to all."""
    points = {FIRST: 0.0}
    for d, v in list(steps) + [('1919-03-20', 0.10)]:
        points.setdefault((day(d) - datetime.timedelta(days=1)).isoformat(), 0.0); points[d] = v
    level = 0.0; rows = []
    for d in sorted(points):
        level += points[d]; rows.append((d, min(1.0, REAR + level)))
    rows.append((END, rows[-1][1]))
    series('war', place, rows, 'index', 'enemy', 'linear', note + '; ' + N15, 'computed')
war('all', [], 'the rear; demands of 20 March 1919')
ADVANCE = {  # province: day of the advance, people of the neighbour
    'transylvania': ([('1918-11-12', 0.5), ('1918-12-24', 0.5)], 'romanian'), 'bacska': ([('1918-11-19', 1.0)], 'south_slav'), 'banat': ([('1918-11-19', 1.0)], 'south_slav'),
    'slovakia': ([('1918-11-25', 0.5), ('1919-01-01', 0.5)], 'slovak'), 'ruthenia': ([('1919-01-12', 1.0)], 'ruthenian'), 'partium': ([('1919-04-16', 1.0)], 'romanian'),
    'tiszantul': ([('1919-04-23', 1.0)], 'romanian'), 'delalfold': ([('1919-05-01', 1.0)], 'romanian')}
for r, (steps, p) in ADVANCE.items():
    war(r, [(d, 0.20 * k * (1 - share_r[r, p])) for d, k in steps], 'advance of the neighbour')
for q in ('pecs', 'baranya', 'mohacs'):
    war(q, [('1918-11-14', 0.20 * (1 - share[q, 'south_slav']))], 'advance of the neighbour')
FRONT = {'italian_front': [(FIRST, 0.60), ('1918-10-23', 0.60), ('1918-10-24', 0.90), ('1918-10-30', 0.95), ('1918-12-15', 0.88), ('1919-03-15', 0.92), (END, 0.92)],
         'balkan_front': [(FIRST, 0.45), ('1918-09-14', 0.45), ('1918-09-20', 0.80), ('1918-11-01', 0.85), ('1918-12-15', 0.78), ('1919-03-15', 0.82), (END, 0.82)],
         'east_army': [(FIRST, 0.55), ('1918-11-11', 0.55), ('1918-11-13', 0.65), (END, 0.65)]}
for q, rows in FRONT.items():
    series('war', q, rows, 'index', 'enemy', 'linear', "the enemy's own moves, levels judged; nothing is read of an armistice; rule 15")

# land, nation (rules 16 and 21)
large = num(load('land')[0]['share_of_area'])
small = (num(lands['under 5 hold']['farms']) + 0.5 * more['farms_5_to_20_hold_1895']) / more['farms_all_1895']
cond('land', FIRST, 'all', large * small, 'index', 'society', 'step', 'computed', 'C', 'estates %.2f, small farms %.2f; rule 16' % (large, small))
def live(s):
    return 0.7 * (s['romanian'] + s['slovak'] + s['south_slav']) + 0.2 * (s['german'] + s['ruthenian'])
cond('nation', FIRST, 'all', live(share_all), 'share', 'society', 'step', 'computed', 'C', 'rule 21')
for q in TOWNS + COUNTIES:
    cond('nation', FIRST, q, live({p: share[q, p] for p in PEOPLES}), 'share', 'society', 'step', 'computed', 'C', 'rule 21')

# season, street days, weather, railways (rules 20 and 22)
series('season', 'all', [(FIRST, 0.22), ('1918-08-20', 0.35), ('1918-09-15', 0.45), ('1918-10-05', 0.40), ('1918-10-31', 0.60), ('1918-11-20', 0.95), ('1918-12-15', 1.0), ('1919-02-20', 1.0), ('1919-03-15', 0.70), ('1919-04-20', 0.50), ('1919-05-20', 0.55), ('1919-06-20', 0.40), ('1919-07-01', 0.20), ('1919-07-25', 0.22), (END, 0.28)], 'index', 'season', 'linear', 'sowing, hoeing, wheat harvest from the end of June, maize and vintage, rest in winter; rule 20')
FEAST = {'All Saints': 0.20, 'Christmas': 0.30, 'St Stephen': 0.25, 'New Year': 0.25, 'Epiphany': 0.20, 'national day of 1848': 0.30, 'Easter Monday': 0.25, 'May Day': 0.30, 'Ascension': 0.20, 'Whit Monday': 0.25}
feast = {}
for r in load('calendar'):
    if r['kind'] == 'holiday':
        name = next(k for k in FEAST if r['event'].startswith(k)); feast[r['date']] = (FEAST[name], name)
last = None; d = day(FIRST)
while d <= day(END):
    v = (0.25, 'Sunday') if d.weekday() == 6 else (0.10, 'pay Saturday') if d.weekday() == 5 else (0.0, 'ordinary day')
    f = feast.get(d.isoformat())
    v = f if f and f[0] >= v[0] else v
    if v != last:
        cond('street_day', d.isoformat(), 'all', v[0], 'index', 'calendar', 'step', 'computed', 'C', v[1] + '; rule 20'); last = v
    d += datetime.timedelta(days=1)
series('weather', 'all', [(r['date'], clamp((num(r['degrees']) + 25) / 35, 0.05, 1.0)) for r in load('climate_unverified')], 'index', 'weather', 'linear', 'monthly means, remembered; rule 20', 'recalled')
series('reinforcement_delay', 'all', [(FIRST, 12), ('1918-11-01', 12), ('1918-12-15', 20), (END, 20)], 'hours', 'transport', 'linear', 'coal famine, judged; rule 22')

# ---------------------------------------------------------------- rule 13: women, and rows of population
pop_rows = [[q, c, pop[q, c], WOMEN[c], *src[q, c]] for q in ids for c in CLASSES if (q, c) in pop]
cell_sum = {}
for r in cells:
    r[7] = WOMEN[r[4]]
    cell_sum[r[3], r[4]] = cell_sum.get((r[3], r[4]), 0) + r[6]
bad = [(k, v, pop.get(k, 0)) for k, v in cell_sum.items() if v > pop.get(k, 0)]
assert not bad, bad
cells.sort(key=lambda r: (order_p[r[3]], CLASSES.index(r[4]), r[0]))

# ---------------------------------------------------------------- rules 23 to 25, 27: classes.toml
KIND = dict(metal='metal', textile='textile', factory='factory', miner='miner', railway='railway', craft='craft', office='office', student='student',
            propertied='propertied', townsfolk='townsfolk', farmer='villager', farmhand='villager', landed='landed', garrison='garrison', front='front',
            order_company='mounted', police='police')
CNAME = dict(metal='Metal and munitions workers', textile='Textile workers', factory='Other factory workers', miner='Miners', railway='Railwaymen and tramwaymen',
             craft='Small workshops, building, servants', office='Employees, officials, teachers', student='Students and upper pupils',
             propertied='Employers, merchants and rentiers', townsfolk='Households of workers and townspeople', farmer='Farmers and their families', farmhand='Farm labourers and their families',
             landed='Estate owners, clergy and country notables', garrison='Soldiers of the garrisons', front='Soldiers of the field army', order_company='Order companies', police='Police and gendarmes')
with open(os.path.join(HERE, '..', 'common', 'kinds.toml'), 'rb') as f:
    kinds = by(tomllib.load(f)['kind'], 'id')
persons_of = {c: sum(n for (q, k), n in pop.items() if k == c) for c in CLASSES}
few = more['share_children'] * PERSONS / sum(persons_of[c] * kinds[KIND[c]]['share_children'] for c in CLASSES)
children = {c: round(kinds[KIND[c]]['share_children'] * few, 3) for c in CLASSES}
adults = {c: persons_of[c] * (1 - children[c]) for c in CLASSES}
men = {c: adults[c] * (1 - WOMEN[c]) for c in CLASSES}
# rule 23
unions = {(r['union'], r['date']): num(r['members']) for r in load('unions')}
U13 = unions['all (Trades Union Council)', '1913']
NOW = next(num(r['members']) for r in load('party_members_unverified') if r['party_id'] == 'mszdp' and r['date'] == '1918-10') / U13
metal13, miner13, textile13 = unions['iron and metal workers', '1913'], unions['miners', '1912'], unions['textile', '1912']
rail13 = 0.1 * (U13 - sum(unions[k] for k in unions if k[0] not in ('all (Trades Union Council)', 'paid secretaries per federation')))
both13 = U13 - metal13 - miner13 - textile13 - rail13
organised = {c: 0.0 for c in CLASSES}
organised.update(metal=metal13 * NOW / adults['metal'], miner=miner13 * NOW / adults['miner'], textile=textile13 * NOW / adults['textile'], railway=rail13 * NOW / adults['railway'])
organised['factory'] = organised['craft'] = both13 * NOW / (adults['factory'] + adults['craft'])
all_men = sum(men.values())
organised['garrison'] = organised['front'] = organised['order_company'] = U13 * NOW / all_men
mszdp = {c: 1.5 * organised[c] for c in CLASSES}
mszdp.update(office=0.02, student=0.05, townsfolk=0.03, farmhand=0.01, propertied=0.01)
revsoc = {c: {'metal': 0.005, 'student': 0.03}.get(c, 0.0) for c in CLASSES}
# rule 24
seed = by(load('class_votes_assumed'), 'class')
PARTIES = ['munkapart', 'alkotmany', 'karolyi', 'kisgazda', 'kereszteny', 'romanian', 'slovak', 'southslav']
par = {r['party']: num(r['vote_share']) for r in load('parliament')}
over = 1 - sum(par[p] for p in ('nmp', 'justh', 'kossuth', 'kath', 'r67', 'r48'))
CRO = num(groups['croatia']['population']) / ALL1910
ro, sk = more['deputies_romanian'], more['deputies_slovak']
vote = dict(munkapart=par['nmp'], alkotmany=par['kossuth'] + par['r48'] + par['r67'] - 0.01, karolyi=par['justh'], kisgazda=0.01, kereszteny=par['kath'],
            romanian=over / 2 * ro / (ro + sk), slovak=over / 2 * sk / (ro + sk))
vote = {p: v * (1 - CRO) for p, v in vote.items()}
vote['southslav'] = CRO
NOBODY = over / 2 * (1 - CRO)
s = sum(vote.values()); want = {p: v / s for p, v in vote.items()}
V = {c: {p: num(seed[c][p]) for p in PARTIES} for c in CLASSES}
ELECTORS = num(next(r['value'] for r in load('regime') if r['key'] == 'suffrage_share')) * PERSONS
factor = ELECTORS / sum(men[c] * num(seed[c]['voters']) for c in CLASSES)
could = {c: min(0.95, factor * num(seed[c]['voters'])) for c in CLASSES}
voters = {c: men[c] * could[c] for c in CLASSES}
for _ in range(50):
    for p in PARTIES:
        got = sum(V[c][p] * voters[c] for c in CLASSES) / sum(voters.values())
        for c in CLASSES:
            V[c][p] *= want[p] / got
    for c in CLASSES:
        x = sum(V[c].values()); V[c] = {p: v / x for p, v in V[c].items()}
TURNOUT = 0.693
LIST = ['munkapart', 'alkotmany', 'kereszteny', 'kisgazda', 'karolyi', 'radical', 'romanian', 'slovak', 'southslav', 'mszdp', 'revsoc']
leaning = {}
for c in CLASSES:
    e = could[c] * (1 - WOMEN[c])
    left = 1 - mszdp[c] - revsoc[c] - num(seed[c]['radical'])
    k = left * TURNOUT * (1 - NOBODY) * (e + 0.5 * (1 - e))
    x = {p: k * V[c][p] for p in PARTIES}
    x.update(mszdp=mszdp[c], revsoc=revsoc[c], radical=num(seed[c]['radical']))
    x = {p: round(x[p], 4) for p in LIST}
    leaning[c] = {'none': round(1 - sum(x.values()), 4), **{p: v for p, v in x.items() if v > 0}}
# rule 25
JAN = next(num(r['participants']) for r in load('experience') if r['date_start'] == '1918-01-18')
others = persons_of['textile'] + persons_of['factory']
pits = sum(w[4] for w in works if w[0] in ('salgo_coal', 'mak_tata'))
experienced = {c: 0.0 for c in CLASSES}
experienced.update(metal=0.7 * JAN / persons_of['metal'], textile=0.3 * JAN / others, factory=0.3 * JAN / others, miner=0.5 * pits / persons_of['miner'])
out = ['# The classes of this society, each of a kind of ../common/kinds.toml, whose behaviour it has. Written by derive.py: do not edit.', '#',
       '# What stands here is a fact of this society: the name, `experienced` (rule 25), `leaning` (rules 23 and 24) and `share_children` (rule 27).', '']
for c in CLASSES:
    out += class_block(toml, kinds[KIND[c]], id=c, name=CNAME[c], share_children=children[c], experienced=round(experienced[c], 3), leaning=leaning[c])
CLASSES_TOML = '\n'.join(out)

# ---------------------------------------------------------------- rule 26: roots; rule 21: nations
roots = []
conc = by(load('concentration'), 'indicator')
IN, OUT = num(conc['organised_share_workers']['value']), 0.07
hc = sum(count(q, *HANDS, 'craft') for q in IN_CAP); hr = sum(count(q, *HANDS, 'craft') for q in PROVINCE_LEAVES)
mean = (IN * hc + OUT * hr) / (hc + hr)
sc = sum(count(q, 'student') for q in IN_CAP) / persons_of['student']
def root(q, party, v, source, note):
    roots.append([q, party, '%.2f' % clamp(v, 0.05, 8.0), source, 'C', note])
root('budapest', 'mszdp', IN / mean, 'szazadok_1964; computed', 'organised workers of 1904; rule 26')
root('budapest', 'revsoc', 0.3 + 0.7 / sc, 'assumed', 'Galilei circle, a society of Budapest; rule 26')
for r in regions:
    root(r, 'mszdp', OUT / mean, 'szazadok_1964; computed', 'organised workers of 1904, provinces; rule 26')
    root(r, 'revsoc', 0.3, 'assumed', 'rule 26')
nations = []
for p in PEOPLES:
    share['budapest', p] = share[IN_CAP[0], p]
for q in ids:
    if (q, 'romanian') in share and q not in IN_CAP:
        for p in PEOPLES:
            if share[q, p] > 0:
                nations.append([q, p, '%.4f' % share[q, p], 'recalled', 'C', 'rule 21'])

# ---------------------------------------------------------------- write or check
adj = {}
main = {t: t for t in ids}; main['budapest'] = IN_CAP[0]
for r in links:
    a, b = main[r[0]], main[r[1]]
    adj.setdefault(a, set()).add(b); adj.setdefault(b, set()).add(a)
reach = {IN_CAP[0]}; todo = [IN_CAP[0]]
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
    'roots.csv': (['place', 'party', 'times', 'source', 'confidence', 'note'], roots)}
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
    print('persons', PERSONS, 'civil', int(CIVIL), 'home army', home, 'share taken %.3f' % TAKEN, 'rear war %.3f' % REAR)
    kk = {}
    for r in places:
        kk[r[3]] = kk.get(r[3], 0) + 1
    print('places', kk, 'leaves', len(total))
    print('classes', persons_of)
    print('children %.3f' % (1 - sum(adults.values()) / PERSONS), 'women %.3f' % (sum(WOMEN[c] * persons_of[c] for c in CLASSES) / PERSONS), 'hired %.3f' % HIRED, 'land %.3f' % (large * small))
    print('raised', raised)
    print('organised', {c: round(v, 3) for c, v in organised.items() if v}, 'real wages', {c: round(v, 3) for c, v in REAL.items()}, 'price %.2f' % price(START), 'food June %.2f' % JUNE)
    print('experienced', {c: round(v, 3) for c, v in experienced.items() if v}, 'nation', {p: round(v, 3) for p, v in share_all.items()})
    print('electors/persons %.3f' % (sum(voters.values()) / PERSONS))
    print('rows: ' + ', '.join('%s %d' % (n, len(t[1])) for n, t in TABLES.items()))
if CHECK and differ:
    print('differs: ' + ', '.join(differ)); sys.exit(1)
if CHECK:
    print('tables agree with the facts')
