#!/usr/bin/env python3
"""Derives the tables of the scenario russia-1905 from the facts.

Reads only facts/*.csv beside it and writes places.csv, population.csv, cells.csv, links.csv, conditions.csv,
nations.csv, roots.csv and memory.csv beside it. Standard library only, no random numbers: the same facts give the same bytes.

    python3 derive.py            write the eight tables and print the totals
    python3 derive.py --check    write nothing; exit 1 if the committed tables, or `experienced` in classes.toml,
                                differ from what would be written
    python3 derive.py --classes  print what rules 29 to 31 give for classes.toml and parties.toml

Each filling rule has a number; a row made by a rule has the source `computed` (arithmetic on sourced columns), `assumed`
(a judgement of this project) or `recalled` (a remembered number), and names the rule in its note. No row of facts that says
what actors decided after 1 January 1905 is read: of the tables of the case only figures of the society, the army of peace,
the enemy's blows, the harvest and the calendar are.

 1  Population of a province on 1 January 1905: the official figure of 1905 where there is one (50 provinces of European
    Russia); elsewhere the census of 1897 grown evenly towards the estimate of 1914, these together scaled so that the
    empire without Finland has the 143,980,100 of the Central Statistical Committee (remembered). All without Finland is
    then lowered by the overcount of that committee, which was 4.0 per cent in 1914 after 16.93 years: 1.9 per cent after
    7.93 years. Finland grows evenly between its two figures.
 2  Men under arms, dead and prisoners are taken from the provinces in proportion to population times the liable share
    (Finland none; Caucasus, steppe and Central Asia without their Muslims; Yakutsk 0.15). The living are put where their
    unit is, so that nobody is counted twice. Off the books: 25,000 dead of 1904 (half of the midpoint of the war's dead,
    rounded: assumed) and 31,000 losses of Port Arthur (rjw_texas), and 12,000 men of the squadron at sea (assumed).
 3  Towns: a sourced figure of 1897 to 1904 grown evenly towards the later figure (1910 to 1917) to 1 January 1905;
    where there is no later figure, with 1.5 times the growth of the province; where only a later figure is known, it is
    brought back with 1.5 times the growth of the province. Moscow: the census of 1897 with suburbs and 1.8 million in
    1914. Petersburg: the counts of 1900 and 1910 (remembered). Only these two have their garrison inside the figure.
 4  Country population of a province is what its towns leave, but not less than its rural population of 1897 (for Finland
    0); one common factor on all counties restores the total.
 5  Counties by their remembered names at the coordinates of their chief town; provinces without a list (Poland and
    others) get round(rural / 180000) counties, at least 2, on a sunflower pattern round the centroid. Counties of a
    province are equal in population, those of the listed towns 15 per cent larger.
 6  Factory hands under the inspectors: 1,661,000, of which 827,000 in six provinces (Petersburg, Moscow, Livonia, Vladimir,
    Warsaw, Petrokov; sourced). Petersburg province 175,000 (163,000 of them in the city, remembered; the rest Narva and
    others), the other five by the industrial population of 1897. The other 834,000 by the industrial population of 1897 of
    the other provinces of European Russia, Poland and the Black Sea province with a factor for regions of handicraft; the
    Caucasus and Asia, which had no inspectors, at the same rate besides. Finland 80,000 (assumed).
 7  Hands outside the inspection: state works and the mining works by province (remembered) are added as metal hands;
    Petersburg with state works has 210,000 (sourced, 200,000 to 220,000); miners by province (remembered).
 8  Inside a province: named works where they stand; towns with a sourced or remembered number of hands get that number
    (Lodz 55,000 and Ivanovo 22,962 sourced, Moscow 125,000 between its counts of 1897 and 1914); the other towns together
    half of the remaining hands, each up to 12 per cent of its people; the others go to the counties with weights 1, 1/2^0.6,
    1/3^0.6 ... (counties with named works first).
 9  Branches: Petersburg 0.47 metal and 0.17 textile (assumed, between the shares of 1900 and 1913), Moscow 0.20 and 0.40
    (assumed); elsewhere shares by province set by hand or, failing that, 1.6 times the metal share and the textile share of
    manufacturing in 1897.
10  Railways: 750,000 (remembered); six tenths in towns by the number of lines open at the start times the square root of
    population, at most 12 per cent of a town, four tenths in counties by population. In Petersburg 15,000 and in Moscow
    15,000 (assumed), spread over districts by their hands.
11  Town classes from the urban livelihoods of 1897: office 0.40 x (administration + free professions + 0.35 trade), craft 0.45
    x (manufacturing + construction + servants + 0.2 transport) less factory hands, at least 5 per cent; propertied (with
    families) 0.22 trade + clergy + 0.25 free professions; students: the higher schools of 1917 times 0.3 (about 40,000 of 135,000:
    remembered; Warsaw 3,000, Riga 1,500 besides) plus 0.8 per cent of the townspeople as upper pupils; the rest are townsfolk.
12  Country classes: landed from the estates of 1897 (0.35 hereditary nobles, 0.3 personal nobles and honorary citizens, 0.85
    clergy) scaled to 1.5 per cent of all country people; office 0.4 per cent; small towns (urban 1897 times the growth of the
    province less the listed towns) are split 0.20 craft, 0.06 office, 0.06 propertied, 0.01 student, rest townsfolk; Cossack villages
    are the estate of 1897 times the growth of the province, less those under arms; the rest are peasants.
13  Petersburg's sixteen districts are those of 1917 (parts and suburbs), their shares of people and hands remembered for 1917; named works
    raise the hands of a district. Moscow's districts and their shares are judgements.
14  Army in Europe and the Caucasus: 949,000 of the peace establishment less half of what stands in Manchuria beyond the peace
    strength of Asia outside Turkestan (the other half were reservists: assumed). By military district in the proportion of the
    remembered garrisons (Petersburg district 100,000 remembered here); towns with a remembered or sourced garrison get it (Petersburg
    45,000, Moscow 15,000 sourced); of the rest of a district seven tenths go to its towns by the square root of their people, at most a tenth of these, the
    rest to its counties evenly. Asia: Turkestan 45,000 (assumed), Siberia 20,000, Amur 40,000 with Vladivostok (assumed).
15  Cossacks on service at home: 40 regiments (the 70 of October less the 30 of reserve, sourced; calling these up is a decision of the
    year) of 600 men, in the towns of European Russia, the Caucasus and Poland with the largest garrisons, one each, beside the named.
16  Manchuria: 300,000 (sourced), three armies on the Sha-ho with 27 per cent each, the rest along the line behind them
    with its middle at Harbin (assumed); 4 per cent of each are mounted Cossacks.
17  Police: two in a thousand in towns (the establishment of Moscow, sourced: less than two), 3,500 in Petersburg (assumed), one for 2,500 in the
    country (the rule for the rural guard of 1903, remembered).
18  Women: by class, shares remembered for the years about 1905 (see WOMEN: 0.04 of metal hands, 0.45 of textile hands, none under arms); peasants and Cossack
    villages by the sex ratio of 1897 after rule 2.
19  Links: lines of railways.csv open at the start, 30 km an hour plus one hour, 12 km an hour east of Chelyabinsk (one
    line, about a month from Moscow to Mukden: remembered); rivers 12, sea 15, roads 8 km an hour; a line that was opened later
    is the road, river or sea that went there; telegraph one hour; counties by road to the nearest listed town and the capital of the province;
    streets 4 km an hour. The armies hang on the one line Chita, Harbin, Vladivostok.
20  Food: supply is enough (1) at the start. After the harvest of 1905 the sourced net grain a head against a need of 18.4 poods: 0.84 in seven provinces of
    the black earth (which seven is a reading), 0.67 in Saratov; their towns go halfway, for grain comes to them by rail. The
    lake provinces and the north, which buy grain, have 0.97 in spring (assumed). Manchuria 0.95 (assumed).
21  Prices: 1 is the year 1904. After the harvest 1 + 0.3 x (1 - food) (three tenths of a budget is bread: assumed). Town prices in October are an
    outcome of the railway strike and are in no row. Wage: 1, the mean of 1904 (213 roubles); it had grown 2.4 per cent on 1903, prices of the
    war year by about as much (assumed).
22  Fuel and raw material: 1, but in Poland 1 - 0.5 x 100,000 / hands of Poland, for over 100,000 had lost their jobs by the end of 1904 (wiki_lodz): a
    job lost counts as half a share of work lost for those who stay (assumed). The burning of the Baku fields in August is no input.
23  War: in the rear the levels proposed with the facts: 0.06 after Liaoyang, 0.08 Port Arthur, 0.10 Mukden, 0.11 Tsushima, and
    0.11 from then on: the peace is a decision and is in no row. Manchuria: 0.55 in winter quarters, 0.92 in the battle of Mukden (the
    enemy's blow), 0.70 in the retreat, 0.50 from 1 May on; the rear at Harbin half of it (all judged). The battle of Sandepu was a Russian attack
    and is in no row. Places on the enemy's side: Vladivostok 0.3, Sakhalin 0.3 and 0.8 from the landing of 24 June (remembered).
24  Land: 0.15 + 0.40 density + 0.22 serf share of 1858 + 0.23 land price of 1904, with set values where there was no serfdom.
25  Nation: share of a tongue in 1897 times the weight of its movement before 1905 (judged: see TW).
26  Season: calendar of field work by latitude; street days computed with the church and civil calendar; weather: ease of being in the
    street (T + 25) / 35 from monthly means (remembered). All judgements.
27  Delay on the railways: none in Europe; 24 hours in Siberia and beyond in winter, 12 in summer (ice of the Baikal, one line: judged).
28  Roots: the Assembly of factory workers had members in eleven branches (sourced; where they were is remembered), each with an even part; no
    members elsewhere. `times` is the part of the members over the part of the country's hands (metal, textile, other) that live there, at most
    100; rows are of towns, so that the ten branches of the city stand together. Parties of one people need no rows (nations.csv). Social Democrats: nothing is known by place but 300 members each in Petersburg and
    Moscow of 3,000: `times` is the members' part over the part of the country's hands.
29  Memory by place (memory.csv): those who took part in the strikes of experience.csv and the societies of societies_and_parties.csv, over the class
    in the place. Nothing of 1905 is in it. Of the strikes of a town the largest counts, the others are taken to be by the same persons.
    The strikes of the south and of Transcaucasia in 1902 and 1903 had 200,000 (sourced). They are spread over metal and other hands, miners and railwaymen alike (assumed), in this order:
    a) Baku: 40,000 of December 1904 (sourced) over the whole province, where the fields lie. They stand for the strike of July 1903 too, which is told without a number, so that the same
       persons are not counted twice and the 200,000 contain them. Rostov 1902: 17,500, the midpoint of the daily meetings (sourced); the 40,000 of the largest meeting are more than all hands
       of the town. Ekaterinoslav 1903: 14,175 (sourced, incomplete).
    b) Six towns whose general strikes of 1903 are remembered without a number (experience_unverified.csv) have the share of Rostov and Ekaterinoslav together.
    c) What is left of the 200,000 goes to the other places of the southern provinces and Transcaucasia, with one share.
    Zlatoust 1903: 69 dead and 100 wounded stand for 5,000 metal hands (the works, remembered). The Assembly's members, over metal, textile and other hands: ten of eleven branches in
    Petersburg, one at Kolpino; not by district, as in rule 28. Zubatov's 2,000 over the same of Moscow (remembered). Villages: 670 actions of 1900 to 1904, each of one
    village of the class's median size; 54 of them in Poltava and 23 in Kharkov (estates destroyed in 1902, sourced).
    `experienced` in classes.toml is what is left for places without a row: the other 593 actions of the villages over the other peasants. Classes and places without
    a row have none.
30  Members of a party are divided among classes by the profile of PROFILE (shares; for parties that russia-1917 knows, in proportion to its cadres times
    the class); cadres = 1000 x members of the class / its adults.
31  Leaning: ten who follow for one who is a member (in russia-1917 it is from 8 to 60), for parties with members, but for three currents that had
    hardly any: every class leans to the throne as it leans to the monarchists in russia-1917, and to the Union of Liberation and the moderates
    together by half of what it leans to the parties of property there (no party was public, nobody had voted), divided as the zemstvo congress of
    November 1904 was, 71 to 27 (remembered).
"""
import csv, datetime, io, math, os, sys, tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from derivation import apportion, by, clamp, ease, km, num, slug
CHECK = '--check' in sys.argv[1:]

def load(name):
    with open(os.path.join(HERE, 'facts', name + '.csv'), encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f))

CLASSES = ('metal textile worker miner railway craft office student propertied townsfolk peasant stanitsa landed '
           'garrison front sailor cossack police').split()
WOMEN = dict(metal=0.04, textile=0.45, worker=0.25, miner=0.05, railway=0.05, craft=0.40, office=0.20, student=0.30,
             propertied=0.52, townsfolk=0.60, peasant=0.51, stanitsa=0.50, landed=0.52, garrison=0, front=0, sailor=0,
             cossack=0, police=0)
HANDS_C = ('metal', 'textile', 'worker')
MIL = ('garrison', 'front', 'sailor', 'cossack')

prov = by(load('provinces'), 'id')
cities = by(load('cities'), 'id')
occ97 = {(r['province_id'], r['area']): r for r in load('provinces_occupations_1897')}
social = by(load('provinces_social_1897'), 'province_id')
landp = by(load('land_by_province'), 'province_id')
macro = {p: prov[p]['macro_region'] for p in prov}
PID = {p: p + '_province' for p in prov}
keep = list(prov)

# ---------------------------------------------------------------- rule 1
finland = {p for p in prov if macro[p] == 'finland'}
figures = load('town_figures_unverified')
TOTAL_1905 = next(num(r['population']) for r in figures if r['city_id'] == 'empire_without_finland')
Y97, Y05, Y14 = 1897.08, 1905.0, 1914.0
def even(a, b, f):
    return a * (b / a) ** f
FR = (Y05 - Y97) / (Y14 - Y97)
raw05 = {p: num(prov[p]['population_1905']) or even(num(prov[p]['population_1897']), num(prov[p]['population_1914_est']), FR) for p in prov}
sourced = {p for p in prov if prov[p]['population_1905']}
OTHER = (TOTAL_1905 - sum(raw05[p] for p in sourced)) / sum(raw05[p] for p in prov if p not in sourced and p not in finland)
CSC14 = sum(num(prov[p]['population_1914_est']) for p in prov if p not in finland)
UVI14 = 166700000 + 0.5 * (166700000 - 164000000)
OVER = (UVI14 / CSC14) ** FR
now = {p: raw05[p] if p in finland else raw05[p] * OVER * (1 if p in sourced else OTHER) for p in prov}
growth = {p: now[p] / num(prov[p]['population_1897']) for p in prov}

# ---------------------------------------------------------------- places that are kept
def capital_of(p):
    c = prov[p]['capital'].split(' (')[0]
    mine = [t for t in cities if cities[t]['province_id'] == p]
    for t in mine:
        if cities[t]['name'].split(' (')[0] == c:
            return t
    for t in mine:
        if cities[t]['name'].split('-')[0].split(' (')[0] == c:
            return t
    return mine[0] if mine else None
towns = list(cities)
xy = {t: (num(cities[t]['lat']), num(cities[t]['lon'])) for t in towns}
pg = load('petersburg_districts'); pgu = by(load('petersburg_districts_unverified'), 'district_id')
msk = load('moscow_districts_unverified')
PG = {d['id']: 'petersburg_' + d['id'] for d in pg}
MSK = {d['id']: 'moscow_' + d['id'] for d in msk}

pop = {}; src = {}; women = {}; cells = []
def add(place, cls, n, source='computed', conf='C', note=''):
    n = int(round(n))
    if n == 0:
        return
    assert n > 0, (place, cls, n)
    k = (place, cls)
    pop[k] = pop.get(k, 0) + n
    if k not in src:
        src[k] = (source, conf, note)
    elif src[k][:2] != (source, conf):
        src[k] = ('computed', 'C', src[k][2] if src[k][2] == note or not note else src[k][2] + '; ' + note)
def cell(i, name, place, cls, kind, n, source, conf, note='', sw=None):
    cells.append([i, name, '', place, cls, kind, int(n), sw, source, conf, note])

# ---------------------------------------------------------------- rule 3
later = by(load('towns_later_unverified'), 'city_id')
def year(d):
    y, m, _ = (d + '-01-01').split('-')[:3]
    return int(y) + (int(m) - 1) / 12
exact = {}
for r in load('populations'):
    t = r['place']
    if t in cities:
        exact[t] = (year(r['date_start']), num(r['value']), r['source'], r['confidence'])
def grown(t, v, y, f=1.5):
    """Brought to 1905 with f times the growth of the province."""
    g = math.log(num(prov[cities[t]['province_id']]['population_1914_est']) / num(prov[cities[t]['province_id']]['population_1897'])) / (Y14 - Y97)
    return v * math.exp(f * g * (Y05 - y))
def town_figure(t):
    c = cities[t]
    mine = [r for r in figures if r['city_id'] == t]
    if len(mine) == 2:
        (a, ya), (b, yb) = [(num(r['population']), year(r['date'])) for r in mine]
        return int(round(even(a, b, (Y05 - ya) / (yb - ya)), -2)), 'recalled', 'C', 'between the counts of 1900 and 1910, garrison inside; rule 3'
    lt = (num(later[t]['population']), num(later[t]['population_year']) + 0.0) if t in later else None
    early = exact.get(t) or ((num(c['population_year']), num(c['population']), c['source'], c['confidence']) if c['population'] and num(c['population_year']) <= 1904 else None)
    if t == 'moscow':
        lt = (num(c['population']), 1914.0)
    if early and lt and lt[0] > early[1] * 0.7:
        return int(round(even(early[1], lt[0], (Y05 - early[0]) / (lt[1] - early[0])), -2)), 'computed', 'C', 'from %s of %d and a later figure; rule 3' % (early[2], early[0])
    if early:
        return int(round(grown(t, early[1], early[0]), -2)), 'computed', 'C', 'from %s of %d; rule 3' % (early[2], early[0])
    if lt:
        return int(round(grown(t, lt[0], lt[1]), -2)), 'recalled', 'C', 'remembered for %d, brought back; rule 3' % lt[1]
    raise SystemExit('no population for ' + t)
fig = {t: town_figure(t) for t in towns}

# ---------------------------------------------------------------- rules 14 to 16: men under arms
unv = load('inputs_unverified')
def unverified(ind):
    return {r['place']: num(r['value']) for r in unv if r['indicator'] == ind and r['date_start'] <= '1905-01-01'}
gar_u = unverified('garrison')
army = {(r['indicator'], r['place']): num(r['value']) for r in load('army')}
war = {r['indicator']: num(r['value']) for r in load('war')}
EAST = war['army_manchuria']
PEACE_EU, PEACE_AS = army['peace_strength', 'european_russia_and_caucasus'], army['peace_strength', 'asiatic_russia']
TURKESTAN, SIBERIA, AMUR = 45000, 20000, 40000
AT_HOME = PEACE_EU - 0.5 * (EAST - (PEACE_AS - TURKESTAN))
DIST = {}
for d, l in dict(
        petersburg='petersburg novgorod pskov olonets arkhangelsk estonia livonia ' + ' '.join(sorted(finland)),
        vilna='vilna kovno grodno minsk mogilev vitebsk courland suwalki',
        warsaw=' '.join(p for p in prov if macro[p] == 'poland' and p != 'suwalki'),
        kiev='kiev podolia volhynia chernigov poltava kharkov kursk', odessa='bessarabia kherson taurida ekaterinoslav',
        moscow='vladimir vologda voronezh kaluga kostroma moscow nizhny_novgorod orel ryazan smolensk tambov tver tula yaroslavl don',
        kazan='vyatka kazan orenburg penza perm samara saratov simbirsk ufa astrakhan uralsk turgai',
        caucasus='baku dagestan elisavetpol kars kuban kutais stavropol terek tiflis black_sea erivan',
        siberia='akmolinsk semipalatinsk tobolsk tomsk yeniseisk irkutsk yakutsk', amur='transbaikal amur maritime sakhalin',
        turkestan='transcaspia samarkand semirechye syr_darya fergana').items():
    for p in l.split():
        assert p in prov, p
        DIST[p] = d
assert set(DIST) == set(prov), set(prov) - set(DIST)
base_d = dict(petersburg=100000, **{d: gar_u[d + '_district'] for d in ('vilna', 'warsaw', 'kiev', 'odessa', 'moscow', 'kazan', 'caucasus')})
MD_TOTAL = apportion(AT_HOME, base_d); MD_TOTAL.update(siberia=SIBERIA, amur=AMUR, turkestan=TURKESTAN)
FIXED = {'petersburg': gar_u['petersburg'], 'moscow': army['garrison', 'moscow'], 'kronstadt': gar_u['kronstadt'], 'sevastopol': gar_u['sevastopol'], 'libau': gar_u['libau'], 'vladivostok': gar_u['vladivostok']}
SAILORS = {'kronstadt': 8000, 'sevastopol': 15000, 'libau': 5000, 'vladivostok': 4000, 'reval': 500, 'nikolaev': 1500, 'baku': 700, 'helsingfors': 1500}
units = load('units_unverified')
def spot(s):
    a, _, b = s.partition(':')
    return PG[b] if a == 'petersburg' else MSK[b] if a == 'moscow' and b else a
for u in units:
    q = spot(u['place']); n = int(u['persons'])
    if u['class'] != 'sailor' or q in PG.values():
        add(q, u['class'], n, u['source'], u['confidence'], 'rule 14')
    cell(u['id'], u['name'], q, u['class'], u['kind'], n, u['source'], u['confidence'], u['note'], 0)
for t, n in SAILORS.items():
    add(t, 'sailor', n, 'recalled', 'C', 'rule 14')
def leaves_of(t):
    return list(PG.values()) if t == 'petersburg' else list(MSK.values()) if t == 'moscow' else [t]
def military(t):
    return sum(n for (q, c), n in pop.items() if q in leaves_of(t) and c in MIL)
for t, n in FIXED.items():
    rest = n - military(t) if t not in ('sevastopol',) else n - pop.get((t, 'garrison'), 0) - pop.get((t, 'cossack'), 0)
    ls = dict(zip(leaves_of(t), [num(pgu[d['id']]['population']) for d in pg] if t == 'petersburg' else [num(d['population_share']) for d in msk] if t == 'moscow' else [1]))
    for q, k in apportion(rest, ls).items():
        add(q, 'garrison', k, *(('moskva_reform_215', 'A') if t == 'moscow' else ('recalled', 'C')), 'rule 14')

# ---------------------------------------------------------------- rule 5: counties
civil = {t: fig[t][0] - (military(t) if t in ('petersburg', 'moscow') else 0) for t in towns}
clist = {}
for r in load('counties_unverified'):
    clist.setdefault(r['province_id'], []).append(r)
names = [r['name'] for l in clist.values() for r in l]
county = []
for p in keep:
    cen = (num(prov[p]['centroid_lat']), num(prov[p]['centroid_lon']))
    mine = [t for t in towns if cities[t]['province_id'] == p]
    if p in clist:
        for r in clist[p]:
            n = r['name']; i = slug(n) + '_county' + ('' if names.count(n) == 1 else '_' + p)
            la, lo = num(r['lat']), num(r['lon'])
            near = [t for t in mine if km((la, lo), xy[t]) < 6]
            if near:
                f = 9.0 / max(9.0, km((la, lo), cen))
                la, lo = round(la + f * (cen[0] - la), 4), round(lo + f * (cen[1] - lo), 4)
                if km((la, lo), xy[near[0]]) < 6:
                    la = round(la + 0.08, 4)
            county.append(dict(id=i, name=n + ' county', p=p, lat=la, lon=lo, w=1.15 if near else 1.0, near=near[0] if near else '', src='recalled', key=n))
    else:
        rural = max(now[p] - sum(civil[t] for t in mine), 1)
        k = max(2, int(round(rural / 180000))); rad = math.sqrt(num(prov[p]['area_km2']) / math.pi) * 0.75
        cap = capital_of(p); nm = cities[cap]['name'].split(' (')[0] if cap else prov[p]['name'].split(' (')[0]
        for i in range(k):
            d = rad * math.sqrt((i + 0.5) / k); a = i * 2.399963
            county.append(dict(id='%s_county_%d' % (p, i + 1), name='%s county %d' % (nm, i + 1), p=p, lat=round(cen[0] + d * math.cos(a) / 111.2, 4),
                               lon=round(cen[1] + d * math.sin(a) / (111.2 * math.cos(cen[0] * math.pi / 180)), 4), w=1.0, near='', src='assumed', key=str(i + 1)))
by_p = {p: [c for c in county if c['p'] == p] for p in keep}
cid = {c['id']: c for c in county}
assert len(cid) == len(county)

# ---------------------------------------------------------------- rule 14: the districts
for d, total in MD_TOTAL.items():
    ts = [t for t in towns if DIST[cities[t]['province_id']] == d]
    cs = [c for c in county if DIST[c['p']] == d]
    rest = total - sum(military(t) - (SAILORS.get(t, 0) if t in ('sevastopol',) else 0) for t in ts)
    free = [t for t in ts if t not in FIXED and t != 'petersburg']
    share = {t: min(n, int(0.10 * civil[t])) for t, n in apportion(0.7 * rest, {t: math.sqrt(civil[t]) for t in free}).items()} if rest > 0 else {}
    for t, n in share.items():
        n = max(0, n - military(t)) if t in SAILORS else n
        add(t, 'garrison', n, 'computed', 'C', 'rule 14'); rest -= n
    for c, n in apportion(max(0, rest), {c['id']: c['w'] for c in cs}).items():
        add(c, 'garrison', n, 'computed', 'C', 'rule 14')
# rule 15
big = sorted([t for t in towns if DIST[cities[t]['province_id']] not in ('siberia', 'amur', 'turkestan') and t not in ('petersburg', 'moscow', 'novorossiysk', 'kronstadt') and macro[cities[t]['province_id']] != 'finland'],
             key=lambda t: (-pop.get((t, 'garrison'), 0), t))
named_regiments = 3
for t in big[:40 - named_regiments]:
    n = min(600, pop[t, 'garrison'] // 2)
    pop[t, 'garrison'] -= n
    add(t, 'cossack', n, 'computed', 'C', 'rule 15')
# rule 16
SECTORS = [('manchuria_first_army', 'First Manchurian Army', 0.27, 41.55, 124.1, 0.04), ('manchuria_second_army', 'Second Manchurian Army', 0.27, 41.65, 123.1, 0.04),
           ('manchuria_third_army', 'Third Manchurian Army', 0.27, 41.60, 123.5, 0.04), ('harbin', 'Harbin and the line behind the armies', 0.19, 45.75, 126.65, 0.04)]
for s, n in apportion(EAST, {s[0]: s[2] for s in SECTORS}).items():
    co = int(0.04 * n)
    add(s, 'cossack', co, 'assumed', 'C', 'rule 16'); add(s, 'front', n - co, 'computed', 'C', 'total of kuropatkin_243; rule 16')
ARMY = sum(n for (q, c), n in pop.items() if c in MIL)

# ---------------------------------------------------------------- rule 2
LOST = 25000 + 31000 + 12000
def liable(p):
    if p in finland:
        return 0.0
    s = social.get(p); muslim = num(s['muslim']) / num(s['population_1897']) if s else 0
    x = 1 - muslim if macro[p] in ('caucasus', 'north_caucasus', 'steppe', 'central_asia') else 1.0
    return 0.15 if p == 'yakutsk' else x
w_p = {p: now[p] * liable(p) for p in keep}
draw = {p: (ARMY + LOST) * w_p[p] / sum(w_p.values()) for p in keep}
civil_p = {p: now[p] - draw[p] for p in keep}
CIVIL = int(round(sum(civil_p.values()))); PERSONS = CIVIL + ARMY
def wshare(p):
    s = prov[p]
    base = num(s['women_1897']) / num(s['population_1897']) if s['women_1897'] else 0.505
    return clamp(now[p] * base / civil_p[p], 0.45, 0.56)

# ---------------------------------------------------------------- rule 4
raw_rural = {}
for p in keep:
    left = civil_p[p] - sum(civil[t] for t in towns if cities[t]['province_id'] == p)
    floor = num(prov[p]['population_1897']) - num(prov[p]['urban_population_1897']) if p not in finland else 0
    raw_rural[p] = max(left, floor)
F = (CIVIL - sum(civil.values())) / sum(raw_rural.values())
ccivil = apportion(CIVIL - sum(civil.values()), {c['id']: raw_rural[c['p']] * c['w'] / sum(x['w'] for x in by_p[c['p']]) for c in county})
rural = {p: sum(ccivil[c['id']] for c in by_p[p]) for p in keep}

# ---------------------------------------------------------------- rules 6 to 9: hands
ind = {p: num(prov[p]['industrial_population_1897']) for p in keep}
fw = {(r['indicator'], r['place']): num(r['value']) for r in load('workers') if r['indicator'] == 'factory_workers' and r['source'] in ('lenin_pss19_385', 'yourdict_lodz')}
INSPECTED, SIX = 1000 * fw['factory_workers', 'russia'], 1000 * fw['factory_workers', 'six_industrial_provinces']
PG_HANDS = next(int(num(r['value'])) for r in load('workers') if r['place'] == 'petersburg' and r['source'] == 'lux6_839')
PG_PROVINCE = 175000
MSK_HANDS = 125000
SIX_P = ['moscow', 'livonia', 'vladimir', 'warsaw', 'piotrkow']
insp = apportion(SIX - PG_PROVINCE, {p: ind[p] for p in SIX_P}); insp['petersburg'] = PG_PROVINCE
DAMP = dict(central_asia=0.12, steppe=0.5, caucasus=0.5, north_caucasus=0.7, siberia=0.6, far_east=1.0, belarus=0.7, ukraine_right=0.9, urals=0.8, new_russia=1.2, central_industrial=1.3)
NO_INSPECTOR = ('caucasus', 'siberia', 'far_east', 'steppe', 'central_asia', 'north_caucasus')
oth = [p for p in keep if p not in insp and p not in finland]
wi = {p: ind[p] * DAMP.get(macro[p], 1.0) for p in oth}
under = {p: w for p, w in wi.items() if macro[p] not in NO_INSPECTOR or p == 'black_sea'}
insp.update(apportion(INSPECTED - SIX, under))
RATE = (INSPECTED - SIX) / sum(under.values())
insp.update({p: int(round(RATE * w)) for p, w in wi.items() if p not in under})
insp.update(apportion(80000, {p: now[p] * (3 if p in ('nyland', 'tavastehus') else 1) for p in finland}))
extra = {r['province_id']: int(r['workers']) for r in load('works_outside_inspection_unverified')}
miners = {r['province_id']: int(r['miners']) for r in load('miners_unverified')}
HT = {t: int(n) for t, n in unverified('factory_workers').items() if t in cities}
HT.update(lodz=int(fw['factory_workers', 'lodz']), ivanovo_voznesensk=22962, kharkov=15000)
for t in ('petersburg', 'moscow', 'yuzovka'):
    HT.pop(t, None)
HT['yuzovka'] = 7500
BRANCH = dict(moscow=(0.11, 0.64), vladimir=(0.044, 0.82), kostroma=(0.055, 0.78), yaroslavl=(0.077, 0.60), tver=(0.088, 0.58), nizhny_novgorod=(0.30, 0.06),
              petersburg=(0.30, 0.45), perm=(0.30, 0.02), orenburg=(0.3, 0.02), ufa=(0.3, 0.03), vyatka=(0.3, 0.04), ekaterinoslav=(0.60, 0.01), kherson=(0.42, 0.03), don=(0.40, 0.02),
              tula=(0.60, 0.03), orel=(0.30, 0.05), kharkov=(0.40, 0.04), kiev=(0.20, 0.03), podolia=(0.06, 0.03), volhynia=(0.08, 0.10), estonia=(0.40, 0.35), livonia=(0.30, 0.22), warsaw=(0.35, 0.25), piotrkow=(0.08, 0.75),
              smolensk=(0.08, 0.50), ryazan=(0.22, 0.35), penza=(0.15, 0.35), simbirsk=(0.12, 0.55), saratov=(0.30, 0.10), samara=(0.30, 0.03), kazan=(0.20, 0.06), taurida=(0.45, 0.02), tambov=(0.12, 0.25), kaluga=(0.35, 0.20))
def branch(p):
    if p in finland:
        return 0.28, 0.17
    if p in BRANCH:
        m, t = BRANCH[p]
    else:
        o = occ97.get((p, 'all')); k = num(o['pct_manufacturing']) or 1
        m, t = clamp(1.6 * num(o['pct_manuf_metals']) / k, 0.08, 0.5), clamp(num(o['pct_manuf_textiles']) / k, 0.02, 0.3)
    a, b = insp[p], extra.get(p, 0)
    return (m * a + b) / max(1, a + b), t * a / max(1, a + b)
hands_in = {}; women_of = dict(WOMEN)
def put_hands(place, p, n, note, mt=None, source='computed'):
    if n <= 0:
        return
    m, t = mt or branch(p)
    for c, k in apportion(n, dict(metal=m, textile=t, worker=max(0.05, 1 - m - t))).items():
        add(place, c, k, source, 'C', note)
    hands_in[place] = hands_in.get(place, 0) + int(n)
works = load('works')
def work_place(w):
    if w['place'].startswith('county:'):
        _, p, n = w['place'].split(':')
        return next(c['id'] for c in by_p[p] if c['key'] == n)
    return spot(w['place'])
wplace = {w['id']: work_place(w) for w in works}
def prov_of(q):
    return cid[q]['p'] if q in cid else cities[q]['province_id'] if q in cities else 'petersburg' if q in PG.values() else 'moscow'
named = {}
for w in works:
    q = wplace[w['id']]; n = int(w['workers'])
    cell(w['id'], w['name'], q, w['class'], w['kind'], n, w['source'], w['confidence'], w['note'], 0.6 if w['id'] in ('treugolnik',) else WOMEN[w['class']])
    if w['class'] in HANDS_C:
        named.setdefault(q, {}).setdefault(w['class'], 0); named[q][w['class']] += n
# cities with districts
def city_hands(ids, total, weights, mt):
    """Hands of a city over its districts: the named works are inside."""
    have = {q: sum(named.get(q, {}).values()) for q in ids}
    need = {q: max(weights[q] / sum(weights.values()) * total, 1.1 * have[q]) for q in ids}
    n_q = apportion(total, need)
    want = apportion(total, dict(metal=mt[0], textile=mt[1], worker=1 - sum(mt)))
    free = {c: want[c] - sum(named.get(q, {}).get(c, 0) for q in ids) for c in HANDS_C}
    room = {q: n_q[q] - have[q] for q in ids}
    for c in ('metal', 'textile', 'worker'):
        k = apportion(free[c], {q: max(room[q], 0) for q in ids}) if c != 'worker' else {q: max(0, room[q]) for q in ids}
        for q in ids:
            n = min(k[q], max(0, room[q])) if c != 'worker' else room[q]
            room[q] -= n
            add(q, c, n + named.get(q, {}).get(c, 0), 'computed', 'C', 'rules 8, 9 and 13')
    for q in ids:
        hands_in[q] = n_q[q]
city_hands(list(PG.values()), PG_HANDS, {PG[d['id']]: num(pgu[d['id']]['workers']) for d in pg}, (0.47, 0.17))
city_hands(list(MSK.values()), MSK_HANDS, {MSK[d['id']]: 0.3 * num(d['metal_share']) + 0.4 * num(d['textile_share']) + 0.3 * num(d['worker_share']) for d in msk}, (0.20, 0.40))
for w in works:
    if w['class'] not in HANDS_C:
        add(wplace[w['id']], w['class'], int(w['workers']), w['source'], w['confidence'], 'rule 8')
        if w['class'] == 'miner':
            miners[prov_of(wplace[w['id']])] -= int(w['workers'])
PITS = {'ekaterinoslav': ['bakhmut_county', 'slavyanoserbsk_county', 'mariupol_county'], 'don': ['taganrog_county', 'cherkassk_county', 'donets_county'], 'perm': ['verkhoturye_county', 'ekaterinburg_county', 'solikamsk_county', 'perm_county', 'krasnoufimsk_county'],
        'baku': ['baku_county'], 'terek': ['grozny_county'], 'kherson': ['kherson_county'], 'tomsk': ['kuznetsk_county_tomsk', 'mariinsk_county', 'tomsk_county'], 'irkutsk': ['lena_goldfields_county', 'balagansk_county'], 'orenburg': ['troitsk_county', 'chelyabinsk_county', 'verkhneuralsk_county'],
        'kutais': ['shorapan_county'], 'tula': ['bogoroditsk_county', 'epifan_county']}
raised = {}
for p in keep:
    mine = [t for t in towns if cities[t]['province_id'] == p and t not in ('petersburg', 'moscow')]
    h = insp[p] + extra.get(p, 0)
    if p == 'petersburg':
        h = PG_PROVINCE - 163000 + 12000   # outside the city: Narva and others, and the state works of Kolpino, Sestroretsk, Kronstadt
    if p == 'moscow':
        h -= MSK_HANDS
    local = [q for q in [*mine, *(c['id'] for c in by_p[p])]]
    nm = {q: sum(named[q].values()) for q in local if q in named}
    left = h
    fix = {t: max(HT[t], nm.get(t, 0)) for t in mine if t in HT}
    for t in mine:
        if t in nm and t not in fix:
            fix[t] = int(1.15 * nm[t])
    must = sum(fix.values()) + sum(n for q, n in nm.items() if q not in fix)
    if must * 1.05 > left:
        raised[p] = (left, int(must * 1.05)); left = int(must * 1.05)
    put = dict(fix)
    rest = left - sum(fix.values())
    free = [t for t in mine if t not in fix]
    ct = sum(nm.get(c['id'], 0) for c in by_p[p])
    pool = max(0, rest - ct)
    for t in free:
        put[t] = int(min(0.12 * civil[t], pool * 0.5 * civil[t] / max(1, sum(civil[x] for x in free))))
    rest -= sum(put[t] for t in free)
    order = sorted(by_p[p], key=lambda c: (-nm.get(c['id'], 0), 0 if c['near'] else 1))
    for c, n in apportion(max(0, rest - ct), {c['id']: 1 / (i + 1) ** 0.6 for i, c in enumerate(order)}).items():
        put[c] = n + nm.get(c, 0)
    for q, n in put.items():
        for c, k in named.get(q, {}).items():
            add(q, c, k, 'computed', 'C', 'rule 8')
        hands_in[q] = hands_in.get(q, 0) + nm.get(q, 0)
        put_hands(q, p, n - nm.get(q, 0), 'rule 8')
    mi = miners.get(p, 0)
    if mi > 0:
        cs = [c for c in PITS.get(p, []) if c in cid] or [c['id'] for c in by_p[p]][:3]
        for c, n in apportion(mi, {c: 1 / (i + 1) ** 0.6 for i, c in enumerate(cs)}).items():
            add(c, 'miner', n, 'recalled', 'C', 'rule 7')

# ---------------------------------------------------------------- rule 10: railways
rails = load('railways')
deg = {t: 0 for t in towns}
for r in rails:
    if r['mode'] == 'rail' and r['open_1905'] == 'yes':
        deg[r['from_id']] += 1; deg[r['to_id']] += 1
for t, ids_ in (('petersburg', PG.values()), ('moscow', MSK.values())):
    for q, n in apportion(15000 - sum(pop.get((q, 'railway'), 0) for q in ids_), {q: hands_in[q] for q in ids_}).items():
        add(q, 'railway', n, 'assumed', 'C', 'rule 10')
RAIL = 750000
already = sum(n for (q, c), n in pop.items() if c == 'railway')
over = 0
for t, n in apportion(RAIL * 0.6 - already, {t: deg[t] * math.sqrt(civil[t]) for t in towns if t not in ('petersburg', 'moscow') and deg[t]}).items():
    k = int(min(n, 0.12 * civil[t])); over += n - k
    add(t, 'railway', k, 'computed', 'C', 'rule 10')
RF = dict(central_asia=0.35, steppe=0.4, siberia=1.5, far_east=1.5, finland=0.5, north=0.6, caucasus=0.5)
for c, n in apportion(RAIL * 0.4 + over, {c['id']: ccivil[c['id']] * RF.get(macro[c['p']], 1) for c in county}).items():
    add(c, 'railway', n, 'computed', 'C', 'rule 10')

# ---------------------------------------------------------------- rule 17: police
for q, n in apportion(3500, {PG[d['id']]: num(pgu[d['id']]['population']) for d in pg}).items():
    add(q, 'police', n, 'assumed', 'C', 'rule 17')
POLICE_MSK = next(num(r['value']) for r in load('police'))
for q, n in apportion(POLICE_MSK, {MSK[d['id']]: num(d['population_share']) for d in msk}).items():
    add(q, 'police', n, 'moskva_reform_210', 'B', 'rule 17')
for t in towns:
    if t not in ('petersburg', 'moscow'):
        add(t, 'police', max(8, civil[t] / 500), 'computed', 'C', 'rule 17')
for c in county:
    add(c['id'], 'police', max(5, ccivil[c['id']] / 2500), 'recalled', 'C', 'rule 17')

# ---------------------------------------------------------------- rule 11: towns
stud = {r['city_id']: 0.3 * int(r['students']) for r in load('university_students_unverified') if r['city_id'] not in ('rostov', 'nizhny_novgorod', 'saratov', 'perm', 'samara', 'voronezh')}
stud.update(warsaw=3000, riga=1500)
def urban(p):
    o = occ97.get((p, 'urban')) or occ97.get(('estonia', 'urban'))
    return {k: num(o[k]) / 100 for k in ('pct_manufacturing', 'pct_construction', 'pct_transport', 'pct_trade', 'pct_clergy', 'pct_free_prof', 'pct_servants', 'pct_admin_courts_police')}
def town_split(t, n, worker_n):
    u = urban(cities[t]['province_id'])
    office = clamp(0.40 * (u['pct_admin_courts_police'] + u['pct_free_prof'] + 0.35 * u['pct_trade']), 0.03, 0.10) * n
    craft = 0.45 * (u['pct_manufacturing'] + u['pct_construction'] + u['pct_servants'] + 0.2 * u['pct_transport']) * n - worker_n * 0.7
    craft = clamp(craft, 0.05 * n, 0.20 * n)
    prop = clamp(0.22 * u['pct_trade'] + u['pct_clergy'] + 0.25 * u['pct_free_prof'], 0.025, 0.075) * n
    return dict(office=office, craft=craft, propertied=prop, student=stud.get(t, 0) + 0.008 * n)
for t in towns:
    if t in ('petersburg', 'moscow'):
        continue
    have = sum(n for (q, c), n in pop.items() if q == t and c not in MIL)
    room = civil[t] - have
    assert room > 0, (t, civil[t], have, {c: n for (q, c), n in pop.items() if q == t})
    s = town_split(t, civil[t], hands_in.get(t, 0))
    scale = min(1.0, 0.6 * room / max(1, sum(s.values()))); left = room
    for c, n in s.items():
        n = int(n * scale); add(t, c, n, 'computed', 'C', 'rule 11'); left -= n
    add(t, 'townsfolk', left, 'computed', 'C', 'rule 11')
def city_split(t, leaves, target, wt):
    s = town_split(t, civil[t], sum(pop.get((l, c), 0) for l in leaves for c in HANDS_C))
    room = {l: target[l] - sum(pop.get((l, c), 0) for c in CLASSES) for l in leaves}
    assert min(room.values()) > 0, room
    for c in ('propertied', 'student', 'office', 'craft'):
        for l, n in apportion(s[c], {l: max(1, room[l]) * wt[c].get(l, 1.0) for l in leaves}).items():
            n = int(min(n, 0.6 * room[l])); add(l, c, n, 'computed', 'C', 'rules 11 and 13'); room[l] -= n
    for l in leaves:
        add(l, 'townsfolk', room[l], 'computed', 'C', 'rules 11 and 13')
W = lambda **k: {PG[a]: b for a, b in k.items()}
def targets(t, shares):
    """People of each district: its share, but room for its hands and soldiers."""
    have = {q: sum(pop.get((q, c), 0) for c in CLASSES) for q in shares}
    return apportion(fig[t][0], {q: max(shares[q] * fig[t][0] / sum(shares.values()), 1.35 * have[q]) for q in shares})
city_split('petersburg', list(PG.values()), targets('petersburg', {PG[d['id']]: num(pgu[d['id']]['population']) for d in pg}), dict(
    propertied=W(first_city=2.6, liteiny=2.4, second_city=1.5, vyborg=0.2, porokhov=0.2, okhta=0.3, neva=0.2, peterhof=0.2, narva=0.6, lesnoi=0.6, moscow=0.5, novaya_derevnya=0.5),
    student=W(vasilevsky=2.6, petersburg_side=1.8, vyborg=1.0, lesnoi=2.0, porokhov=0.1, neva=0.2, peterhof=0.2, narva=0.8, second_city=1.4, liteiny=1.2, rozhdestvensky=1.2, okhta=0.2),
    office=W(first_city=1.8, liteiny=1.8, second_city=1.6, rozhdestvensky=1.4, petersburg_side=1.3, vyborg=0.4, peterhof=0.3, neva=0.3, porokhov=0.3, okhta=0.4),
    craft=W(first_city=1.6, second_city=1.8, liteiny=1.3, vyborg=0.6, peterhof=0.6)))
V = lambda **k: {MSK[a]: b for a, b in k.items()}
city_split('moscow', list(MSK.values()), targets('moscow', {MSK[d['id']]: num(d['population_share']) for d in msk}), dict(
    propertied=V(centre=2.2, presnya=1.0, khamovniki=1.1, rogozhsky=0.7, lefortovo=0.6, sokolniki=0.8, butyrki=0.7, zamoskvorechye=1.1),
    student=V(centre=1.6, presnya=1.4, khamovniki=1.4, rogozhsky=0.3, lefortovo=0.9, sokolniki=0.5, butyrki=1.0, zamoskvorechye=0.6),
    office=V(centre=1.7, presnya=1.1, khamovniki=1.1, rogozhsky=0.6, lefortovo=0.8, sokolniki=0.8, butyrki=1.0, zamoskvorechye=0.8),
    craft=V(centre=1.3)))

# ---------------------------------------------------------------- rule 12: counties
estate = {}
for p in keep:
    s = social.get(p)
    estate[p] = (0.35 * num(s['nobles_hereditary']) + 0.3 * (num(s['nobles_personal_officials']) + num(s['honorary_citizens'])) + 0.85 * num(s['clergy'])) / num(s['population_1897']) if s else 0.008
LS = 0.015 * sum(rural.values()) / sum(estate[p] * rural[p] for p in keep)
stan = {p: num(social[p]['cossacks']) * growth[p] for p in keep if p in social and num(social[p]['cossacks']) >= 13000}
under_arms = sum(n for (q, c), n in pop.items() if c == 'cossack')
stan = apportion(sum(stan.values()) - under_arms, stan)
for p in keep:
    cs = by_p[p]
    u = num(prov[p]['urban_population_1897']) * growth[p] * 1.05
    small = clamp(u - sum(civil[t] for t in towns if cities[t]['province_id'] == p), 0.02 * rural[p], 0.12 * rural[p])
    st = apportion(min(stan.get(p, 0), 0.8 * rural[p]), {c['id']: ccivil[c['id']] for c in cs}) if p in stan else {}
    for c in cs:
        i = c['id']; n = ccivil[i]
        left = n - sum(pop.get((i, k), 0) for k in CLASSES if k not in MIL)
        S = small * n / rural[p]
        for k, x in [('landed', estate[p] * LS * n), ('office', 0.06 * S + 0.004 * n), ('craft', 0.20 * S), ('propertied', 0.06 * S), ('student', 0.01 * S), ('townsfolk', 0.67 * S)]:
            x = int(x); add(i, k, x, 'computed', 'C', 'rule 12'); left -= x
        x = min(st.get(i, 0), int(left * 0.9))
        if x:
            add(i, 'stanitsa', x, 'computed', 'C', 'rule 12'); left -= x
        assert left > 0, (i, left)
        add(i, 'peasant', left, 'computed', 'C', 'rules 1 to 5')
        women[i, 'peasant'] = round(wshare(p), 3); women[i, 'stanitsa'] = round(clamp(wshare(p) + 0.005, 0.45, 0.56), 3)

# ---------------------------------------------------------------- places
KIND = {'kronstadt': 'base', 'sevastopol': 'base', 'libau': 'town', 'vladivostok': 'town'}
leaf_tot = {}
for (q, c), n in pop.items():
    leaf_tot[q] = leaf_tot.get(q, 0) + n
places = []
for p in keep:
    r = prov[p]
    n = sum(leaf_tot[c['id']] for c in by_p[p]) + sum(leaf_tot[l] for t in towns if cities[t]['province_id'] == p for l in leaves_of(t))
    places.append([PID[p], r['name'].split(' (')[0], r['name_ru'], 'province', '', num(r['centroid_lat']), num(r['centroid_lon']), n, int(num(r['area_km2'])), r['source'], r['confidence'], 'population by rules 1 to 4'])
for t in towns:
    c = cities[t]
    places.append([t, 'St Petersburg' if t == 'petersburg' else c['name'].split(' (')[0], '', KIND.get(t, 'town'), PID[c['province_id']], xy[t][0], xy[t][1], sum(leaf_tot[l] for l in leaves_of(t)), '', fig[t][1], fig[t][2],
                   fig[t][3] + ('; soldiers and sailors added' if t not in ('petersburg', 'moscow') and military(t) else '')])
for d in pg:
    places.append([PG[d['id']], d['name'], '', 'district', 'petersburg', num(d['lat']), num(d['lon']), leaf_tot[PG[d['id']]], '', 'recalled', 'C', 'population by rule 13'])
for d in msk:
    places.append([MSK[d['id']], d['name'], d['name_ru'], 'district', 'moscow', num(d['lat']), num(d['lon']), leaf_tot[MSK[d['id']]], '', 'assumed', 'C', 'population by rule 13'])
for c in county:
    p = c['p']
    places.append([c['id'], c['name'], '', 'county', PID[p], c['lat'], c['lon'], leaf_tot[c['id']], int(round(num(prov[p]['area_km2']) / len(by_p[p]))), c['src'], 'C', 'rule 5'])
places.append(['manchuria_front', 'Army in Manchuria', '', 'front', '', 42.6, 124.2, sum(leaf_tot[s[0]] for s in SECTORS), '', 'kuropatkin_243', 'A', 'rule 16'])
for s in SECTORS:
    places.append([s[0], s[1], '', 'front', 'manchuria_front', s[3], s[4], leaf_tot[s[0]], '', 'assumed', 'C', 'rule 16'])
ids = [r[0] for r in places]
assert len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1]
pos = {r[0]: (r[5], r[6]) for r in places}; parent = {r[0]: r[4] for r in places}; kind = {r[0]: r[3] for r in places}

# ---------------------------------------------------------------- rule 19: links
links = []; seen = set()
def link(a, b, k, h, source, conf, note=''):
    key = (min(a, b), max(a, b), k)
    if a == b or key in seen:
        return
    seen.add(key); links.append([a, b, k, round(h, 1), source, conf, note])
MODE = {'rail': ('rail', 30), 'river': ('river', 12), 'road': ('road', 8), 'sea': ('sea', 15), 'ferry_or_ice': ('sea', 8), 'narrow_gauge_river': ('river', 12), 'road_river': ('road', 8)}
INSTEAD = {('petersburg', 'vologda'): None, ('saratov', 'astrakhan'): None, ('simbirsk', 'ufa'): 'road', ('vologda', 'vyatka'): 'road', ('petersburg', 'petrozavodsk'): 'river', ('perm', 'ekaterinburg'): None,
           ('tyumen', 'omsk'): 'river', ('chelyabinsk', 'kustanai'): 'road', ('chita', 'blagoveshchensk'): 'river', ('blagoveshchensk', 'khabarovsk'): 'river', ('novonikolaevsk', 'barnaul'): 'river',
           ('barnaul', 'semipalatinsk'): 'road', ('orenburg', 'tashkent'): 'road', ('kokand', 'namangan'): 'road', ('nikolaev', 'kherson'): 'river'}
EASTERN = ('siberia', 'far_east', 'steppe')
for r in rails:
    a, b = r['from_id'], r['to_id']
    mode, note = r['mode'], r['line']
    if (a, b) == ('chita', 'vladivostok'):
        continue
    if r['open_1905'] == 'no':
        mode = INSTEAD[a, b]; note = 'line opened later; rule 19'
        if not mode:
            continue
    k, v = MODE[mode]
    if k == 'rail' and macro[cities[a]['province_id']] in EASTERN and macro[cities[b]['province_id']] in EASTERN:
        v = 12; note += '; one line; rule 19'
    link(a, b, k, num(r['km_est']) / v + 1, r['source'], r['confidence'], note)
link('chita', 'harbin', 'rail', 1300 / 12 + 1, 'recalled', 'C', 'Chinese Eastern railway, about 1,300 km; rule 19')
link('harbin', 'vladivostok', 'rail', 780 / 12 + 1, 'recalled', 'C', 'Chinese Eastern railway, about 780 km; rule 19')
for s in SECTORS[:3]:
    link('harbin', s[0], 'rail', 560 / 12 + 1, 'recalled', 'C', 'line to Mukden, about 560 km; rule 19')
    link('harbin', s[0], 'telegraph', 1, 'assumed', 'C', 'rule 19')
for a, b in zip(SECTORS[:2], SECTORS[1:3]):
    link(a[0], b[0], 'road', 8, 'assumed', 'C', 'rule 19')
link('chita', 'harbin', 'telegraph', 1, 'assumed', 'C', 'rule 19'); link('harbin', 'vladivostok', 'telegraph', 1, 'assumed', 'C', 'rule 19')
for r in rails:
    if r['telegraph'] in ('yes', 'line', 'cable_or_line') and (r['from_id'], r['to_id']) != ('chita', 'vladivostok'):
        link(r['from_id'], r['to_id'], 'telegraph', 1, 'computed', 'C', 'rule 19')
for l, D in ((pg, PG), (msk, MSK)):
    for d in l:
        for e in d['adjacent'].split(';'):
            if e:
                link(D[d['id']], D[e], 'street', max(0.4, km(pos[D[d['id']]], pos[D[e]]) * 1.25 / 4), 'judgement_coord' if D is PG else 'assumed', 'B' if D is PG else 'C', 'rule 19')
for c in county:
    p = c['p']; here = (c['lat'], c['lon']); cap = capital_of(p)
    mine = [t for t in towns if cities[t]['province_id'] == p] or towns
    nearest = min(mine, key=lambda t: (km(here, xy[t]), t))
    if p == 'sakhalin':
        link(c['id'], 'khabarovsk', 'sea', 40, 'assumed', 'C', 'rule 19'); continue
    for t in dict.fromkeys([nearest] + ([cap] if cap else [])):
        link(c['id'], t, 'road', max(3, km(here, xy[t]) * 1.2 / 8), 'assumed', 'C', 'rule 19')

# ---------------------------------------------------------------- conditions
conditions = []
def cond(ind_, date, place, v, unit, k, interp, source, conf, note):
    conditions.append([ind_, date, place, ('%.3f' % v).rstrip('0').rstrip('.') or '0', unit, k, interp, source, conf, note])
def series(ind_, place, rows, unit, k, interp, note, source='assumed', conf='C'):
    last = ''
    for r in rows:
        assert r[0] > last, (ind_, place, r); last = r[0]
        cond(ind_, r[0], place, r[1], unit, r[2] if len(r) > 2 else k, interp, r[3] if len(r) > 3 else source, r[4] if len(r) > 4 else conf, r[5] if len(r) > 5 else note)
# food and prices (rules 20, 21)
cond('food', '1904-09-01', 'all', 1, 'share', 'harvest', 'linear', 'computed', 'C', '23.3 poods a head against 18.4 (nefedov_t2_130); rule 20')
low = {}
for r in load('harvest_and_war_levels'):
    if r['indicator'] == 'food' and r['place'] != 'all' and r['date'] == '1905-11-01':
        low[r['place'][:-len('_province')]] = num(r['value'])
assert len(low) == 8 and low['saratov'] == 0.67, low
for p, v in low.items():
    n = '15.4 poods a head net against 18.4 (nefedov_t2_130)' if p != 'saratov' else 'harvest 0.4 of the mean (nefedov_t2_130)'
    series('food', PID[p], [('1904-09-01', 1.0), ('1905-07-01', 1.0), ('1905-11-01', v)], 'share', 'harvest', 'linear', n + '; rule 20', 'computed')
    series('prices', PID[p], [('1904-09-01', 1.0), ('1905-07-01', 1.0), ('1905-11-01', 1 + 0.3 * (1 - v))], 'ratio to 1904', 'price', 'linear', 'rule 21', 'computed')
    for t in towns:
        if cities[t]['province_id'] == p:
            series('food', t, [('1904-09-01', 1.0), ('1905-07-01', 1.0), ('1905-11-01', (1 + v) / 2)], 'share', 'harvest', 'linear', 'halfway; rule 20', 'computed')
for p in keep:
    if macro[p] in ('north', 'northwest') and p != 'petersburg':
        series('food', PID[p], [('1904-09-01', 1.0), ('1905-01-01', 1.0), ('1905-05-01', 0.97), ('1905-08-01', 1.0)], 'share', 'harvest', 'linear', 'buys grain in spring; rule 20')
cond('food', '1904-09-01', 'manchuria_front', 0.95, 'share', 'transport', 'step', 'assumed', 'C', 'stores and the one line; rule 20')
cond('prices', '1904-09-01', 'all', 1, 'ratio to 1904', 'price', 'step', 'assumed', 'C', 'base year 1904; rule 21')
cond('wage', '1905-01-01', 'all', 1, 'ratio to 1904', 'society', 'step', 'computed', 'B', 'the mean wage of 1904, 213 roubles (lenin_wages_1912), is the base; rule 21')
# fuel (rule 22)
POLES = [p for p in keep if macro[p] == 'poland']
JOBS = next(num(r['value']) for r in load('experience') if r['indicator'] == 'jobs_lost')
pl_hands = sum(n for (q, c), n in pop.items() if c in HANDS_C and (cid[q]['p'] if q in cid else cities[q]['province_id'] if q in cities else '') in POLES)
cond('fuel', '1904-09-01', 'all', 1, 'share', 'fuel', 'step', 'assumed', 'C', 'rule 22')
for p in POLES:
    cond('fuel', '1904-09-01', PID[p], 1 - 0.5 * JOBS / pl_hands, 'share', 'fuel', 'step', 'computed', 'C', 'over 100,000 jobs lost by the end of 1904 (wiki_lodz); rule 22')
# war (rule 23)
levels = {r['date']: num(r['value']) for r in load('harvest_and_war_levels') if r['indicator'] == 'war' and r['date'] < '1905-08-01'}
series('war', 'all', sorted(levels.items()), 'index', 'enemy', 'linear', 'Liaoyang, Port Arthur, Mukden, Tsushima; the peace is a decision and in no row; rule 23')
FRONT = [('1904-09-01', 0.80), ('1904-11-01', 0.55), ('1905-02-06', 0.55), ('1905-02-11', 0.80), ('1905-02-20', 0.92), ('1905-02-25', 0.92), ('1905-03-10', 0.70), ('1905-05-01', 0.50)]
series('war', 'manchuria_front', FRONT, 'index', 'enemy', 'linear', "winter quarters on the Sha-ho, the enemy's blow at Mukden (days of clement_91), levels judged; rule 23")
series('war', 'harbin', [(d, v / 2) for d, v in FRONT], 'index', 'enemy', 'linear', 'half of the armies; rule 23')
cond('war', '1904-09-01', 'vladivostok', 0.3, 'index', 'enemy', 'step', 'assumed', 'C', 'blockaded fortress; rule 23')
series('war', 'sakhalin_province', [('1904-09-01', 0.3), ('1905-06-23', 0.3), ('1905-06-24', 0.8)], 'index', 'enemy', 'linear', 'landing of the enemy, remembered day; rule 23', 'recalled')
# land (rule 24)
LAND_SET = dict(siberia=0.15, far_east=0.12, steppe=0.38, central_asia=0.42, finland=0.40, north=0.22, caucasus=0.55, north_caucasus=0.45)
LAND_P = dict(don=0.55, kuban=0.50, stavropol=0.45, livonia=0.62, estonia=0.60, courland=0.60, orenburg=0.38, ufa=0.55, perm=0.30, vyatka=0.28, samara=0.62, saratov=0.80, kutais=0.70, tiflis=0.62, baku=0.50)
for p in keep:
    l = landp.get(p, {})
    dens = clamp((math.log(rural[p] / num(prov[p]['area_km2'])) - math.log(4)) / (math.log(75) - math.log(4)), 0, 1)
    if p in LAND_P:
        v, s, n = LAND_P[p], 'assumed', 'rule 24, set by hand'
    elif macro[p] in LAND_SET:
        v, s, n = LAND_SET[macro[p]], 'assumed', 'rule 24, region value'
    else:
        v = clamp(0.15 + 0.40 * dens + 0.22 * num(l.get('serf_share_1858')) + 0.23 * clamp(num(l.get('land_price_1904')) / 160, 0, 1), 0.1, 0.95); s, n = 'computed', 'rule 24'
    cond('land', '1904-09-01', PID[p], v, 'index', 'society', 'step', s, 'C', n)
cond('land', '1904-09-01', 'all', 0.5, 'index', 'society', 'step', 'assumed', 'C', 'soldiers and others without a province; rule 24')
# nation (rule 25)
TW = {'ukrainian': 0.2, 'polish': 0.7, 'lithuanian': 0.45, 'latvian': 0.45, 'estonian': 0.45, 'belarusian': 0.05, 'moldovan': 0.15, 'finnish': 0.85, 'finnish/swedish': 0.8, 'georgian': 0.45, 'imeretian(georgian)': 0.45, 'armenian': 0.5, 'tatar(incl azeri)': 0.2, 'bashkir': 0.25,
      'kazakh(kirghiz-kaisak)': 0.2, 'uzbek': 0.15, 'sart': 0.15, 'tajik': 0.12, 'turkmen': 0.15, 'turkic(undifferentiated)': 0.15, 'chechen': 0.3, 'avar': 0.2, 'dargin': 0.2, 'yakut': 0.1, 'buryat': 0.2, 'turkish': 0.2, 'yiddish': 0.3, 'german': 0.05, 'tat': 0.1, 'samogitian': 0.45}
for p in keep:
    r = prov[p]
    v = TW.get(r['main_mother_tongue'], 0) * (num(r['main_share']) or (1 if p in finland else 0)) + TW.get(r['second_mother_tongue'], 0) * num(r['second_share'])
    cond('nation', '1904-09-01', PID[p], clamp(v, 0, 0.95), 'share', 'society', 'step', 'computed', 'C', 'rule 25')
cond('nation', '1904-09-01', 'all', 0.08, 'share', 'society', 'step', 'assumed', 'C', 'soldiers and others without a province; rule 25')
# season, street days, weather (rule 26)
MIDDLE = [('1904-09-01', 0.65), ('1904-09-20', 0.95), ('1904-11-01', 1.0), ('1905-01-01', 0.75), ('1905-03-20', 0.70), ('1905-03-28', 0.45), ('1905-04-10', 0.35), ('1905-04-30', 0.40), ('1905-05-10', 0.80), ('1905-06-05', 0.75), ('1905-06-15', 0.45), ('1905-07-01', 0.40), ('1905-07-10', 0.22), ('1905-08-15', 0.28), ('1905-09-01', 0.65), ('1905-09-20', 0.95), ('1905-10-31', 1.0), ('1905-12-31', 0.75)]
def shift(rows, days):
    out = []
    for i, (d, v) in enumerate(rows):
        if 3 < i < len(rows) - 1:
            d = (datetime.date.fromisoformat(d) + datetime.timedelta(days=days)).isoformat()
        out.append((d, v))
    return out
series('season', 'all', MIDDLE, 'index', 'season', 'linear', 'middle belt: mud, sowing, hay, harvest and winter sowing; rule 26')
for p in keep:
    la = num(prov[p]['centroid_lat'])
    k = -18 if la < 45 else -10 if la < 50 else 8 if 55.5 <= la < 58.5 else 16 if la >= 58.5 else 0
    if k:
        series('season', PID[p], shift(MIDDLE, k), 'index', 'season', 'linear', 'moved by %d days for latitude %.0f; rule 26' % (k, la))
for r in load('street_days'):
    if r['date'] < '1906-01-01':
        cond('street_day', r['date'], 'all', num(r['value']), 'index', 'calendar', 'step', 'assumed', 'C', r['note'].split(';')[0] + '; rule 26')
MONTH = ('1904-09-02', '1904-10-02', '1904-11-02', '1904-12-03', '1905-01-03', '1905-02-02', '1905-03-02', '1905-04-02', '1905-05-03', '1905-06-02', '1905-07-03', '1905-08-03', '1905-09-02', '1905-10-02', '1905-11-02', '1905-12-03', '1905-12-31')
CLIM = dict(centre=(-10, -9, -4, 5, 12, 16, 18, 16, 10, 4, -3, -8), north=(-14, -12, -7, 1, 8, 14, 17, 14, 8, 1, -6, -11), northwest=(-8, -8, -4, 3, 9, 15, 18, 16, 10, 5, -1, -5), south=(-4, -3, 2, 10, 16, 20, 22, 21, 15, 9, 3, -1), urals=(-16, -14, -7, 3, 10, 16, 18, 15, 9, 1, -7, -13),
            siberia=(-20, -17, -9, 1, 9, 16, 19, 16, 9, 0, -10, -17), caucasus=(1, 2, 6, 12, 17, 21, 24, 24, 19, 14, 8, 3), turkestan=(-1, 2, 8, 15, 20, 25, 27, 25, 19, 12, 6, 1), poland=(-4, -3, 2, 8, 14, 17, 19, 18, 13, 8, 2, -2))
WG = dict(central_industrial='centre', central_black_earth='centre', volga='centre', belarus='centre', northwest='northwest', baltic='northwest', finland='northwest', north='north', ukraine_right='south', ukraine_left='south', new_russia='south', don='south', north_caucasus='south', urals='urals', siberia='siberia', far_east='siberia', steppe='siberia', caucasus='caucasus', central_asia='turkestan', poland='poland')
def weather(place, g):
    m = CLIM[g]
    series('weather', place, [(d, ease(m[(i + 8) % 12] if i < 16 else m[0])) for i, d in enumerate(MONTH)], 'index', 'weather', 'linear', 'monthly means, %s, remembered; rule 26' % g)
weather('all', 'centre')
for p in keep:
    if WG[macro[p]] != 'centre':
        weather(PID[p], WG[macro[p]])
weather('manchuria_front', 'siberia')
# delay (rule 27)
for p in keep:
    if macro[p] in EASTERN:
        series('reinforcement_delay', PID[p], [('1904-09-01', 12), ('1904-12-15', 24), ('1905-04-15', 24), ('1905-05-15', 12), ('1905-11-15', 12), ('1905-12-31', 24)], 'hours', 'transport', 'linear', 'one line and the Baikal; rule 27')
series('reinforcement_delay', 'manchuria_front', [('1904-09-01', 12), ('1904-12-15', 24), ('1905-04-15', 24), ('1905-05-15', 12), ('1905-11-15', 12), ('1905-12-31', 24)], 'hours', 'transport', 'linear', 'one line; rule 27')

# ---------------------------------------------------------------- rows of persons
pop_rows = []
for q in ids:
    for c in CLASSES:
        if (q, c) in pop:
            s = src[q, c]
            pop_rows.append([q, c, pop[q, c], women.get((q, c), WOMEN[c]), s[0], s[1], s[2]])
cell_sum = {}
for r in cells:
    cell_sum[r[3], r[4]] = cell_sum.get((r[3], r[4]), 0) + r[6]
bad = [(k, v, pop.get(k, 0)) for k, v in cell_sum.items() if v > pop.get(k, 0)]
assert not bad, bad
assert sum(r[2] for r in pop_rows) == PERSONS, (sum(r[2] for r in pop_rows), PERSONS)
order_p = {q: i for i, q in enumerate(ids)}
cells.sort(key=lambda r: (order_p[r[3]], CLASSES.index(r[4]), r[0]))
assert len({r[0] for r in cells}) == len(cells)

# ---------------------------------------------------------------- roots (rule 28)
sp = {(r['indicator'], r['place'], r['date_start']): num(r['value']) for r in load('societies_and_parties')}
GAPON = (sp['gapon_assembly_members', 'petersburg', '1904-12-31'] + sp['gapon_assembly_members', 'petersburg', '1905-01-01']) / 2
ALL_HANDS = sum(n for (q, c), n in pop.items() if c in HANDS_C)
hands = lambda qs: sum(n for (q, c), n in pop.items() if q in qs and c in HANDS_C)
roots = []
branches = {}
for r in load('gapon_branches_unverified'):
    branches[spot(r['place'])] = branches.get(spot(r['place']), 0) + 1 / 11
for p in keep:
    roots.append([PID[p], 'assembly', '0', 'assumed', 'C', 'no members outside the capital are known; rule 28'])
roots.append(['manchuria_front', 'assembly', '0', 'assumed', 'C', 'rule 28'])
in_city = sum(v for q, v in branches.items() if q in PG.values())
for q, v, qs in (('petersburg', in_city, list(PG.values())), ('kolpino', branches['kolpino'], ['kolpino'])):
    roots.append([q, 'assembly', '%.2f' % clamp(v / (hands(qs) / ALL_HANDS), 0, 100), 'wiki_ru_sobranie; recalled', 'C', '%d of eleven branches; rule 28' % round(11 * v)])
RSDLP = sp['members:rsdlp', 'russia', '1903-07-01']
for t, key in (('petersburg', ('members:rsdlp', 'petersburg', '1905-01-01')), ('moscow', ('members:rsdlp', 'moscow', '1904-11-01'))):
    for party in ('bolshevik', 'menshevik'):
        v = sp[key] / RSDLP / (hands(leaves_of(t)) / ALL_HANDS)
        roots.append([t, party, '%.2f' % v, 'cliff_lenin1_20', 'B', '300 of 3,000 members, both wings; rule 28'])

# ---------------------------------------------------------------- nations
NATIONS = ['ukrainian', 'polish', 'latvian', 'estonian', 'lithuanian', 'yiddish', 'georgian', 'armenian', 'moldovan', 'finnish']
told = {}
for r in load('mother_tongues_1897'):
    if r['tongue'] in NATIONS:
        told[PID[r['province_id']], r['tongue']] = (num(r['share']), r['source'], r['confidence'])
for p in finland:
    told[PID[p], 'finnish'] = (0.87, 'recalled', 'C')
for p, r in social.items():
    told[PID[p], 'muslim'] = (num(r['muslim']) / num(r['population_1897']), r['source'], r['confidence'])
of_towns = [r for r in load('mother_tongues_towns_1897') if r['tongue'] in NATIONS]
for r in sorted(of_towns, key=lambda r: r['town'] != ''):
    for q in [r['town']] if r['town'] else [q for q in ids if kind[q] == 'town' and parent[q] == PID[r['province_id']]]:
        if q in order_p:
            told[q, r['tongue']] = (num(r['share']), r['source'], r['confidence'])
nations = []
for q in ids:
    if any((q, n) in told for n in NATIONS + ['muslim']):
        for n in NATIONS + ['muslim']:
            v, s, c = told.get((q, n)) or told.get((parent[q], n)) or (0, 'computed', 'C')
            nations.append([q, n, '%.4f' % v, s, c, 'mother tongue of 1897, Muslims by faith'])

# ---------------------------------------------------------------- memory (rule 29)
kinds = by(tomllib.load(open(os.path.join(HERE, '..', 'common', 'kinds.toml'), 'rb'))['kind'], 'id')
kind_of = {c['id']: kinds[c['kind']] for c in tomllib.load(open(os.path.join(HERE, 'classes.toml'), 'rb'))['class']}
tot = {}
for (q, c), n in pop.items():
    tot[c] = tot.get(c, 0) + n
parent_of = {r[0]: r[4] for r in places}
def within(q):
    while q:
        yield q
        q = parent_of[q]
def there(q, c):
    return sum(n for (l, k), n in pop.items() if k == c and q in within(l))
exp = {}
for r in load('experience') + load('experience_unverified'):
    assert r['date_end'] <= '1904-12-31', r
    exp[r['indicator'], r['place'], r['date_start'][:4]] = r
STRUCK = ('metal', 'worker', 'miner', 'railway')
memory, in_rows, persons_in_rows = [], {c: 0.0 for c in CLASSES}, {c: 0 for c in CLASSES}
def recall(q, c, share, source, conf, note, inner=()):
    """A row of `q`, whose places `inner` have rows of their own."""
    n = there(q, c) - sum(there(l, c) for l in inner)
    if n > 0:
        assert share <= 1, (q, c, share)
        in_rows[c] += n * round(share, 4); persons_in_rows[c] += n
        memory.append([q, c, '%.4f' % share, source, conf, note + '; rule 29'])
south_all = exp['strikers', 'south', '1902']
SOUTH_ALL = num(south_all['value'])
SOUTH = [PID[p] for p in keep if macro[p] in ('new_russia', 'don', 'caucasus', 'north_caucasus', 'ukraine_left') or p == 'kiev']
hands_of = lambda q: sum(there(q, c) for c in STRUCK)
own = {}
def strike_of(q, n, source, conf, note):
    own[q] = n
    for c in STRUCK:
        recall(q, c, n / hands_of(q), source, conf, note)
baku, meetings, ekat = exp['strikers', 'baku', '1904'], exp['demonstrators', 'rostov', '1902'], exp['strikers', 'ekaterinoslav', '1903']
strike_of('baku_province', num(baku['value']), baku['source'] + '; computed', 'B', '40,000 on strike in December 1904, taken for those of July 1903 too')
strike_of('rostov', num(meetings['value']), meetings['source'] + '; computed', 'B', '17,500 at the daily meetings of November 1902, 15,000 to 20,000')
strike_of('ekaterinoslav', num(ekat['value']), ekat['source'] + '; computed', 'B', '14,175 on strike in August 1903, incomplete')
general = (own['rostov'] + own['ekaterinoslav']) / (hands_of('rostov') + hands_of('ekaterinoslav'))
for r in load('experience_unverified'):
    strike_of(r['place'], general * hands_of(r['place']), 'recalled; computed', 'C', 'general strike of 1903, remembered; share of Rostov and Ekaterinoslav together')
left = SOUTH_ALL - sum(own.values())
inner = {p: [q for q in own if q != p and p in within(q)] for p in SOUTH}
others = {p: hands_of(p) - sum(hands_of(q) for q in inner[p]) for p in SOUTH if p not in own}
assert left > 0
for p in others:
    for c in STRUCK:
        recall(p, c, left / sum(others.values()), south_all['source'] + '; computed', 'C', 'what is left of the 200,000 of the south in 1902 and 1903', inner[p])
recall('zlatoust', 'metal', 5000 / there('zlatoust', 'metal'), exp['killed', 'zlatoust', '1903']['source'] + '; recalled', 'C', 'shooting of 13 March 1903; the works, 5,000 hands')
for q, part in (('petersburg', in_city), ('kolpino', branches['kolpino'])):
    for c in HANDS_C:
        recall(q, c, GAPON * part / hands([l for l in ids if q in within(l)]), 'rorbic_jan; wiki_ru_sobranie; recalled', 'C', '%d of eleven branches of the Assembly of factory workers, %d members in all' % (round(11 * part), GAPON))
ZUBATOV = unverified('zubatov_society_members')['moscow']
for c in HANDS_C:
    recall('moscow', c, ZUBATOV / hands(list(MSK.values())), 'recalled; computed', 'C', "%d members of Zubatov's society, 1902" % ZUBATOV)
VILLAGE = kind_of['peasant']['group_median']
ACTIONS = num(exp['peasant_actions', 'russia', '1900']['value'])
for p in ('poltava_province', 'kharkov_province'):
    r = exp['estates_destroyed', p, '1902']
    recall(p, 'peasant', num(r['value']) * VILLAGE / there(p, 'peasant'), r['source'] + '; computed', 'C', '%s estates destroyed in March and April 1902, a village of %d each' % (r['value'], VILLAGE))
    ACTIONS -= num(r['value'])
elsewhere = {c: 0.0 for c in CLASSES}
elsewhere['peasant'] = ACTIONS * VILLAGE / (tot['peasant'] - persons_in_rows['peasant'])
assert abs(sum(in_rows[c] for c in STRUCK + ('textile',)) - (SOUTH_ALL + 5000 + GAPON + ZUBATOV)) < 100, in_rows
has = {c['id']: c.get('experienced', 0.0) for c in tomllib.load(open(os.path.join(HERE, 'classes.toml'), 'rb'))['class']}

TABLES = {
    'places.csv': (['id', 'name', 'name_ru', 'kind', 'parent', 'lat', 'lon', 'population', 'area_km2', 'source', 'confidence', 'note'], places),
    'population.csv': (['place', 'class', 'persons', 'share_women', 'source', 'confidence', 'note'], pop_rows),
    'cells.csv': (['id', 'name', 'name_ru', 'place', 'class', 'kind', 'persons', 'share_women', 'source', 'confidence', 'note'], cells),
    'links.csv': (['from', 'to', 'kind', 'hours', 'source', 'confidence', 'note'], links),
    'conditions.csv': (['indicator', 'date', 'place', 'value', 'unit', 'kind', 'interpolation', 'source', 'confidence', 'note'], conditions),
    'nations.csv': (['place', 'nation', 'share', 'source', 'confidence', 'note'], nations),
    'roots.csv': (['place', 'party', 'times', 'source', 'confidence', 'note'], roots),
    'memory.csv': (['place', 'class', 'share', 'source', 'confidence', 'note'], memory)}
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
wrong = {c: (has[c], round(v, 4)) for c, v in elsewhere.items() if has[c] != round(v, 4)}
if wrong:
    differ.append('classes.toml')
    print('experienced of classes.toml, and by rule 29:', wrong)
if '--quiet' not in sys.argv:
    print('empire without Finland %.0f, less overcount %.0f, Finland %.0f, off the books %d' % (TOTAL_1905, TOTAL_1905 * (1 - OVER), sum(now[p] for p in finland), LOST))
    print('persons', PERSONS, 'civil', CIVIL, 'under arms', ARMY, 'county factor %.4f' % F, 'factor outside European Russia %.4f' % OTHER)
    kk = {}
    for r in places:
        kk[r[3]] = kk.get(r[3], 0) + 1
    print('places', kk, 'leaves', len(leaf_tot))
    print('classes', {c: tot.get(c, 0) for c in CLASSES})
    print('hands', ALL_HANDS, 'Poland', pl_hands, 'raised', raised)
    print('rows: population %d cells %d links %d conditions %d nations %d roots %d memory %d' % (len(pop_rows), len(cells), len(links), len(conditions), len(nations), len(roots), len(memory)))
    print('with experience in rows', {c: round(n) for c, n in in_rows.items() if n}, 'elsewhere', {c: round(v, 4) for c, v in elsewhere.items() if v})
    print('garrison of Petersburg', military('petersburg'), 'of Moscow', military('moscow'), 'at home by rule 14 %.0f' % AT_HOME)

# ---------------------------------------------------------------- rules 29 (what is left) to 31
if '--classes' in sys.argv:
    cparty = {c['id']: c for c in tomllib.load(open(os.path.join(HERE, '..', 'russia-1917', 'parties.toml'), 'rb'))['party']}
    adults = {c: tot[c] * (1 - kind_of[c]['share_children']) for c in CLASSES}
    at = lambda ps, c: sum(n for (q, k), n in pop.items() if k == c and prov_of2(q) in ps)
    def prov_of2(q):
        return cid[q]['p'] if q in cid else cities[q]['province_id'] if q in cities else 'petersburg' if q in PG.values() else 'moscow' if q in MSK.values() else ''
    print('experienced', {c: round(v, 4) for c, v in elsewhere.items()})
    MEMBERS = dict(monarchist=2000, moderate=500, liberation=2000, sr=3000, menshevik=RSDLP / 2, bolshevik=RSDLP / 2, assembly=GAPON, bund=23000, pps=5000, polish_sd=2500, polish_nd=3000, latvian_sd=4000, caucasian=5000, ukrainian=1000, finnish=20000)
    PROFILE = dict(moderate=dict(landed=.5, propertied=.5), liberation=dict(office=.4, propertied=.3, landed=.15, student=.15), assembly={c: at(['petersburg'], c) / sum(at(['petersburg'], k) for k in HANDS_C) for c in HANDS_C},
                   bund=dict(craft=.6, worker=.15, textile=.1, office=.05, student=.1), pps=dict(metal=.25, textile=.3, worker=.2, miner=.1, craft=.1, office=.03, student=.02), polish_sd=dict(metal=.25, textile=.3, worker=.2, miner=.1, craft=.15),
                   polish_nd=dict(office=.25, student=.2, propertied=.15, landed=.1, peasant=.2, craft=.1), latvian_sd=dict(metal=.2, textile=.1, worker=.3, craft=.15, peasant=.2, office=.05), caucasian=dict(craft=.25, office=.15, student=.1, worker=.15, miner=.1, peasant=.15, propertied=.1),
                   ukrainian=dict(student=.4, office=.3, peasant=.3), finnish=dict(craft=.3, worker=.25, textile=.1, office=.1, propertied=.1, peasant=.15))
    for k, n in MEMBERS.items():
        prof = PROFILE.get(k)
        if not prof:
            cc = cparty[k]['cadres']; s = sum(v * adults[c] for c, v in cc.items() if c in adults)
            prof = {c: v * adults[c] / s for c, v in cc.items() if c in adults}
        cad = {c: 1000 * n * v / adults[c] for c, v in prof.items()}
        print(k, 'members', n, 'cadres', {c: float('%.3g' % v) for c, v in cad.items()}, 'leaning', {c: round(v / 100, 4) for c, v in cad.items()})
if CHECK and differ:
    print('differs: ' + ', '.join(differ)); sys.exit(1)
if CHECK:
    print('tables agree with the facts')
