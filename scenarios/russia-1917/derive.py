#!/usr/bin/env python3
"""Derives the tables of the scenario russia-1917 from the sourced facts.

Reads only facts/*.csv beside it and writes places.csv, population.csv, cells.csv, links.csv, conditions.csv,
nations.csv and roots.csv beside it. Standard library only, no random numbers: the same facts give the same bytes.

    python3 derive.py            write the seven tables and print the totals
    python3 derive.py --check    write nothing; exit 1 if the committed tables differ from what would be written

This is the one place where missing data are filled in. `second_pass_works.csv` wins over a remembered size of a works or unit. Each filling rule has a number; a row made by a rule has the
source `computed` (arithmetic on sourced columns) or `assumed` (a judgement of this project), or `recalled` where the
number is a remembered one that no source confirms, and names the rule in its note.

 1  Population of a province: the estimate for 1 January 1914, scaled from the series of the Central Statistical
    Committee to the corrected one of the Chief Medical Inspector (166.7 million at mid-1913, carried half a year on
    at its own growth), then by an assumed natural growth of 1.6, 0.9 and 0.2 per cent in 1914, 1915 and 1916. Finland
    is left out of the correction (its registers are not overcounted) and grows by 2 per cent.
 2  Occupied land: provinces marked `yes` are not places of the scenario. Of the provinces marked `partly` the share
    of their counties that lay behind the enemy's line is taken off (Vilna 5 of 7, Volhynia 2 of 12, Minsk 1.5 of 9,
    Livonia 3 per cent). The towns Vilna and Baranovichi are occupied.
 3  Refugees from the occupied land (3.3 million) are added, by population, weighted by large region. People who left
    the evacuated towns of Riga and Dvinsk are added to them.
 4  Men under arms, dead and prisoners are taken from the provinces in proportion to population times the liable
    share: Finland none; Caucasus, steppe, Central Asia without their Muslims; occupied land half (it was lost in the
    summer of 1915). The living are put where their unit is, so that nobody is counted twice. Dead (1.3 million) and
    prisoners (2.5 million) are off the books. Enemy prisoners in Russia are not persons of the scenario.
 5  Town population: second-pass figure, else a sourced figure of 1910 or later, else a remembered figure for
    1913-1917, else the sourced older figure times the province's growth to 1914 times 1.15. Figures of 1913 and 1914 are
    raised by 6 per cent to February 1917. Only Petrograd and Moscow have their garrison inside the figure; elsewhere
    soldiers are added to it.
 6  Country population of a province is what its towns leave, but not less than 1.1 times its rural population of
    1897; one common factor on all counties then restores the total of the bridge (it stands for migration to the
    capitals).
 7  Counties (uezds, okrugs, otdels) by their remembered names at the coordinates of their chief town; provinces without a list
    get round(rural / 180000) counties, at least 2, on a sunflower pattern round the centroid. Counties of a province
    are equal in population, those of the listed towns 15 per cent larger. Small towns not in cities.csv stay in their county.
 8  Factory and mining workers: 3.5 million in all (unoccupied land), of them 392,000 in Petrograd, 24,000 in tied plants round it,
    1,030,000 in the Central Industrial Region (Moscow province by its count of 1910 grown by a quarter, the other five
    by the industrial population of 1897), miners by remembered figures, the rest by the industrial population of 1897 with a
    factor for regions of handicraft. Finland 100,000 and the naval
    works of Kronstadt besides.
 9  Inside a province named works come first, where they stand; half of the remaining hands go to its towns up to 12 per
    cent of the townspeople, the others to the counties with weights 1, 1/2^0.6, 1/3^0.6 ... (counties with named works first).
10  Branches: Petrograd 237,369 metal (sourced) and 36,000 textile (remembered); Central Industrial Region shares set
    so that its metal workers come near the sourced 192,000; elsewhere shares by province set by hand or, failing that, 1.6 times the metal share and the textile share of
    manufacturing in 1897.
11  Railways: 1.2 million (remembered); six tenths in towns by the number of rail lines times the square root of
    population, four tenths in counties by population; at most 12 per cent of a town.
12  Town classes from the urban livelihoods of 1897 (persons with dependants): office 0.40 x (administration + free
    professions + 0.35 trade); craft 0.45 x (manufacturing + construction + servants + 0.2 transport) less factory hands, at least 5 per
    cent; propertied (with families) 0.22 trade + clergy + 0.25 free professions; students the higher schools by town plus
    1.2 per cent of the townspeople as upper pupils; the rest are townsfolk.
13  Country classes: landed from the estates of 1897 (0.35 hereditary nobles, 0.3 personal nobles and honorary citizens, 0.85 clergy)
    scaled to 1.5 per cent of all country people; office 0.5 per cent; the population of small towns (urban 1897 times the
    growth of the province less the listed towns) is split 0.20 craft, 0.06 office, 0.06 propertied, 0.01 student, rest townsfolk; Cossack
    villages 4.434 million by the estate of 1897, less those under arms; the rest are peasants.
14  Petrograd's districts: remembered populations scaled to 2,412,700; remembered hands raised where named works need more, the
    rest scaled to 392,000. Moscow's districts and their shares are judgements.
15  Garrison of Petrograd: 160,000 uniformed men (sourced) and 3,500 police; remembered strengths of the named units, a training detachment of 450
    in each guards and reserve battalion, and unnamed units that fill the gap, spread over ten districts.
16  Rear garrisons: district totals (sourced for Moscow, Kazan, Odessa; assumed elsewhere); remembered garrisons of towns inside them; of
    what remains half goes to the other listed towns up to 20 per cent of the townspeople, the rest equally to the counties.
17  Field army: 6.9 million (sourced for 1 January 1917), divided over fronts by remembered strengths and over armies by
    judgement; Cossacks are 3 per cent of each sector, or the named divisions if more.
18  Police: 110,000 and 15,700 gendarmes (remembered); Petrograd sourced, Moscow 4,300, other towns one per 450, the rest
    to the counties by population.
19  Women: by class (see WOMEN); peasants and Cossack villages by the sex ratio of 1897 after rule 4.
20  Links: rail and water lines of railways.csv at 30 and 12 km an hour plus one hour, telegraph one hour along every line that
    has one; counties by road at 8 km an hour to the capital of the province and to the nearest listed town; streets at 4 km an hour; fronts by rail to
    their towns.
21  Food is supply: what arrives, and what stocks let go, as a share of the need; never what an office issues. Need: 1.25 funt of bread a head
    a day, which for Petrograd is 44 wagons of 1,000 puds (35,000 puds a day are one funt a head: iarex_food, project1917_food). A stock counts
    with one fiftieth a day, so that it lasts from mid-February to the opening of the rivers. Petrograd: arrivals and stocks of
    alphahistory_duma_feb, project1917_food and msu_prokopovich; between and after them remembered monthly arrivals (600 wagons in February,
    900 in March). Moscow: arrivals of alphahistory_duma_feb. From April on no arrivals of bread were found: the supply is read back from the
    ration it had to keep up (ration / 1.25, within a fifth either way, confidence C), and in June from the wagons that reached Petrograd, a
    third fewer than in spring (razlozhenie_31). Ration cards, advances and cuts of an issue are decisions and are not in the series.
    Other towns and villages: judgements by group of provinces after the harvests (stone_harvest: 4,304, 4,659, 3,916 and 3,800 million puds in
    1914 to 1917) and the way from the grain; counties near 1, lower in the provinces that buy grain. Fronts: stores and wagons, judged.
22  Prices: cost of living, mid-1914 = 1, linear between food at 1.22 and 1.80 in December 1914 and 1915 (polner_zemstvos), four times at the end
    of 1916 (stone_finance, moneydi, nikolai2_98 agree), 8.8 in August 1917 (reed_1919: food 6.56, goods 12.09, weights 0.6 and 0.4) and 11.7 in
    the second half of 1917 (stone_finance, put at its middle), carried on for a month at the growth between Stone's halves. Between the end of
    1916 and August 1917 the growth is even (0.35 per cent a day); Stone's first half of 1917 is a quarter higher than that. Petrograd 3.5 per cent
    dearer, the east cheaper: judged.
    Wage: nominal wage at the start, mid-1914 = 1, one row and none after the start. It is the price of 18 February times a real wage of 0.87,
    Strumilin's between 1916 (91) and 1917 (82); Prokopovich's, which counts lodging and rations with the wage, would be 1.02 (galin_wages).
    Moscow's wages on the way from July 1916 (2.66, mean of eight trades) to August 1917 (4.97, mean of seven, or 6.05 as printed: reed_1919)
    give 3.7 to 4.2 on that day, which agrees. Against Petrograd's prices the real wage is 0.84.
23  Fuel: to the start remembered Donets output (158, 153, 126 million puds in October, January and February) and the snow, by distance from the pits and
    wells. After the start what is hewn is an outcome and is not read: the level of mid-January returns with the thaw, halfway to October's in the
    dry season, January's again in October (season assumed), times the engines in working order (16,500 at the start of 1917, 15,500 in the
    middle, 14,519 in January 1918: ransome_1921), which carry the coal.
24  War: fronts by the losses and the enemy's own moves (the Stokhod in March, Riga in August, Jakobstadt in September, Moon Sound in October); rear
    by the share of men taken (rule 4) and nearness to the front. The losses of the offensive of June and the enemy's answer to it in July and
    August in Galicia, the Bukovina and Romania are consequences of what actors of the model decide and are not in the series.
25  Land: 0.15 + 0.40 density + 0.22 serf share of 1858 + 0.23 land price of 1904, with set values where there was no serfdom.
26  Nation: share of a tongue in 1897 times the weight of its movement.
27  Season, street days and weather: calendar of field work by latitude, church and civil calendar of 1917, monthly means. All judgements.
28  Roots: how strong Bolsheviks and Mensheviks were by place before 1917, next to the country. Of the delegates with a vote at the congress of
    1907 (a count for a region is divided evenly among its places here; a Latvian social democrat counts as half a Bolshevik) and of the social
    democrats' deputies in the Duma of 1912 (one counts as five delegates: judged), b were Bolsheviks and m Mensheviks, those of its province
    added to those of a town; their shares (b + 1) / (b + m + 2) and (m + 1) / (b + m + 2) are held against
    the half that each had in the country. Where Bolshevik members of February 1917 are known, its figure is multiplied by the square root of
    their number next to the country's 24,000 per factory hand, within half and twice (Ekaterinburg's are those of the Urals and are left out). Bases of the fleet with Bolshevik organisations of 1915 have
    twice the strength (judged). Where nothing is known no row is written: as in the country.
29  Nations: mother tongue in 1897, by province, Muslims by faith; towns where a figure for the town, or for all towns of the province, is
    known, for other peoples the province's. Finland, which the census leaves out: 0.87 Finnish (remembered). A people without a figure in a
    province of the census has fewer than a hundred persons there: 0.
"""
import csv, datetime, io, math, os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from derivation import apportion, by, clamp, ease, km, num, slug
CHECK = '--check' in sys.argv[1:]

def load(name):
    with open(os.path.join(HERE, 'facts', name + '.csv'), encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f))

CLASSES = ('metal textile worker miner railway craft office student propertied townsfolk peasant stanitsa landed '
           'garrison front sailor cossack police junker').split()
WOMEN = dict(metal=0.12, textile=0.66, worker=0.36, miner=0.05, railway=0.07, craft=0.45, office=0.28, student=0.35,
             propertied=0.52, townsfolk=0.62, peasant=0.54, stanitsa=0.53, landed=0.53, garrison=0, front=0, sailor=0,
             cossack=0, police=0, junker=0)

prov = by(load('provinces'), 'id')
cities = by(load('cities'), 'id')
occ97 = {(r['province_id'], r['area']): r for r in load('provinces_occupations_1897')}
social = by(load('provinces_social_1897'), 'province_id')
landp = by(load('land_by_province'), 'province_id')

# ---------------------------------------------------------------- rules 1-4: the bridge
OCC_SHARE = {'vilna': 5 / 7, 'volhynia': 2 / 12, 'minsk': 1.5 / 9, 'livonia': 0.03}
OCC_TOWNS = {'vilna', 'baranovichi'}
def occ(p):
    o = prov[p]['occupied_1917']
    return 1.0 if o == 'yes' else OCC_SHARE[p] if o == 'partly' else 0.0
finland = {p for p in prov if prov[p]['macro_region'] == 'finland'}
keep = [p for p in prov if prov[p]['occupied_1917'] != 'yes']
est14 = {p: num(prov[p]['population_1914_est']) for p in prov}
CSC14 = sum(est14[p] for p in prov if p not in finland)
UVI14 = 166700000 + 0.5 * (166700000 - 164000000)
K = UVI14 / CSC14
G = 1.016 * 1.009 * 1.002
now = {p: est14[p] * (1.02 if p in finland else K * G) for p in prov}
res = {p: now[p] * (1 - occ(p)) for p in keep}

REF_W = dict(central_industrial=1, central_black_earth=1, volga=1, ukraine_left=1.2, ukraine_right=0.8, new_russia=1,
             belarus=1.2, northwest=1, baltic=0.8, don=0.8, urals=0.4, north=0.3, north_caucasus=0.3, siberia=0.1)
un = by(load('cities_unverified'), 'city_id')
un17 = by(load('towns_1917_unverified'), 'city_id')
evac = {t: num(un[t]['population']) - num(un17[t]['population']) for t in ('riga', 'dvinsk')}
REFUGEES = 3300000
ref = apportion(REFUGEES + sum(evac.values()), {p: res[p] * REF_W.get(prov[p]['macro_region'], 0) for p in keep})
for t, n in evac.items():
    res[cities[t]['province_id']] -= n

DEAD, PRISONERS = 1300000, 2500000
def liable(p):
    if p in finland:
        return 0.0
    m = prov[p]['macro_region']
    s = social.get(p)
    muslim = num(s['muslim']) / num(s['population_1897']) if s else 0
    x = 1 - muslim if m in ('caucasus', 'north_caucasus', 'steppe', 'central_asia') else 1.0
    return 0.15 if p == 'yakutsk' else x

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

towns = [t for t in cities if cities[t]['province_id'] in keep and t not in OCC_TOWNS]
xy = {t: (num(cities[t]['lat']), num(cities[t]['lon'])) for t in towns}
PID = {p: p + '_province' for p in prov}

pg = load('petrograd_districts'); pgu = by(load('petrograd_districts_unverified'), 'district_id')
msk = load('moscow_districts_unverified')
PG = {d['id']: 'petrograd_' + d['id'] for d in pg}
MSK = {d['id']: 'moscow_' + d['id'] for d in msk}

pop = {}     # (place, class) -> persons
src = {}     # (place, class) -> (source, confidence, note)
women = {}   # (place, class) -> share
cells = []   # rows
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
def cell(i, name, place, cls, kind, n, source, conf, note='', sw=None, name_ru=''):
    cells.append([i, name, name_ru, place, cls, kind, int(n), sw, source, conf, note])

# ---------------------------------------------------------------- rule 15-17: men under arms
# what a second reading confirmed or corrected wins over a remembered figure of the same id
found = by(load('second_pass_works'), 'id')
def confirmed(rows, key, size):
    out = []
    for r in rows:
        f = found.get(r[key])
        if f:
            r = dict(r, **{size: f['persons'], 'source': f['source'], 'confidence': f['confidence'], 'note': '; '.join(x for x in (r['note'] if 'county ' in r['note'] else '', f['note'], 'figure of ' + f['date']) if x)})
        out.append(r)
    return out
gar = by(load('garrisons'), 'id'); garu = confirmed(load('garrisons_unverified'), 'unit_id', 'strength'); cgar = by(load('city_garrisons_unverified'), 'city_id')
units = confirmed(load('units_unverified'), 'id', 'persons')
PG_CITY_TOTAL, PG_POLICE = 160000, 3500
named_pg = 0
CITY_UNITS = {'180_inf_reserve': ('vasilevsky', '180th Reserve Infantry Regiment', 'regiment'), '1st_inf_reserve': ('okhta', '1st Reserve Infantry Regiment', 'regiment'),
              'armoured_cars': ('first_city', 'Armoured-car division', 'battalion'), '6th_engineer_sappers': ('liteiny', '6th Reserve Sapper Battalion', 'battalion'),
              'electrotechnical': ('petrograd_side', 'Electrotechnical Battalion', 'battalion'), 'chemical_bat': ('vyborg', 'Chemical Battalion', 'battalion')}
TRAIN = 450
for r in garu:
    i = r['unit_id']; n = int(r['strength'])
    if i in gar and gar[i]['district_id']:
        d = PG[gar[i]['district_id']]; nm = gar[i]['unit'].replace('Guards Rifle Guards', 'Guards Rifle'); kind = 'battalion'
    elif i in CITY_UNITS:
        d, nm, kind = PG[CITY_UNITS[i][0]], CITY_UNITS[i][1], CITY_UNITS[i][2]
    else:
        continue
    tr = TRAIN if i in gar or i.endswith('inf_reserve') else 0
    add(d, 'garrison', n, r['source'], r['confidence'], 'rule 15'); named_pg += n
    cell(i, nm, d, 'garrison', kind, n - tr, r['source'], r['confidence'], 'remembered strength, sources differ by up to two; rule 15' if r['source'] == 'recalled' else r['note'] + '; rule 15', 0)
    if tr:
        cell(i + '_training', nm + ', training detachment', d, 'garrison', 'training', tr, 'assumed', 'C', 'rule 15', 0)
for i, d, nm in (('don_1', 'rozhdestvensky', '1st Don Cossack Regiment'), ('don_4', 'neva', '4th Don Cossack Regiment'), ('don_14', 'rozhdestvensky', '14th Don Cossack Regiment')):
    add(PG[d], 'cossack', 600, 'recalled', 'C', 'rule 15'); named_pg += 600
    cell(i, nm, PG[d], 'cossack', 'regiment', 600, 'recalled', 'C', 'quarters assumed; rule 15', 0)
for i, nm, n in (('guards_equipage', 'Guards Equipage', 3500), ('2nd_baltic_depot', 'Second Baltic fleet depot', 10000)):
    add(PG['kolomna'], 'sailor', n, 'recalled', 'C', 'rule 15'); named_pg += n
    cell(i, nm, PG['kolomna'], 'sailor', 'battalion', n, 'recalled', 'C', 'rule 15', 0)
add(PG['first_city'], 'police', 900, 'recalled', 'C', 'rule 15'); named_pg += 900
cell('gendarmes_petrograd', 'Mounted gendarme division', PG['first_city'], 'police', 'squadron', 900, 'recalled', 'C', 'quarters assumed', 0)
for u in units:
    if u['class'] != 'sailor':      # ships are taken from the totals below
        add(u['place'], u['class'], int(u['persons']), u['source'], u['confidence'], 'rule 16')
    if u['place'].startswith('petrograd_') and u['place'] in PG.values():
        named_pg += int(u['persons'])
        if u['class'] == 'sailor':
            add(u['place'], 'sailor', int(u['persons']), u['source'], u['confidence'], 'rule 16')
    cell(u['id'], u['name'], u['place'], u['class'], u['kind'], int(u['persons']), u['source'], u['confidence'], u['note'], 0)
FILL_W = dict(liteiny=3, moscow=3, narva=3, vasilevsky=3, petrograd_side=2, rozhdestvensky=4, neva=3, okhta=3, second_city=2, lesnoi=1)
fill = apportion(PG_CITY_TOTAL - named_pg, FILL_W)
for d, n in fill.items():
    add(PG[d], 'garrison', n, 'computed', 'C', 'rule 15')
police_w = {r['id']: num(pgu[r['id']]['population']) * (1.6 if r['id'] in ('first_city', 'second_city', 'liteiny') else 1) for r in pg}
for d, n in apportion(PG_POLICE, police_w).items():
    add(PG[d], 'police', n, 'computed', 'B', 'total of pochta_polevaya; rule 18')

MSK_UNITS = dict(msk_55='zamoskvorechye', msk_56='centre', msk_84='lefortovo', msk_85='lefortovo', msk_192='sokolniki', msk_193='khamovniki',
                 msk_194='khamovniki', msk_251='butyrki', msk_art1='presnya', msk_telegraph='sokolniki', msk_cyclists='sokolniki', msk_auto2='sokolniki', msk_auto22='butyrki')
MSK_TOTAL = 100000; used = 400
for i, d in MSK_UNITS.items():
    r = gar[i]; n = int(r['strength']); used += n
    add(MSK[d], 'garrison', n, r['source'], r['confidence'], 'rule 16')
    cell(i, r['unit'], MSK[d], 'garrison', 'regiment' if r['kind'] == 'reserve regiment' else 'battalion', n, r['source'], r['confidence'], r['note'] + '; district by the barracks', 0)
for d, n in apportion(MSK_TOTAL - used, {d['id']: num(d['population_share']) for d in msk}).items():
    add(MSK[d], 'garrison', n, 'computed', 'C', 'total of ruga_kokorev; rule 16')

fixed_garrison = {'kronstadt': 17000, 'helsingfors': 15000, 'reval': 13000, 'vyborg': 20000, 'tsarskoe_selo': 46000, 'oranienbaum': 20000, 'peterhof': 13000,
                  'gatchina': 10000, 'luga': 30000, 'narva': 5000, 'novgorod': 8000, 'pskov': 20000, 'sevastopol': 15000, 'petrozavodsk': 2000,
                  'arkhangelsk': 8000, 'murmansk': 3000, 'abo': 3000, 'tammerfors': 2000}
for t, n in fixed_garrison.items():
    s = ('reed_1919', 'B', 'figure of October') if t == 'luga' else ('recalled', 'C', 'rule 16')
    have = pop.get((t, 'garrison'), 0)
    add(t, 'garrison', n - have, *s)
cell('oranienbaum_mg', '1st Reserve Machine-gun Regiment', 'oranienbaum', 'garrison', 'regiment', 19000, 'recalled', 'C', 'presence sourced (chernyaev_oran), strength remembered', 0)
cell('2nd_mg_reserve', '2nd Reserve Machine-gun Regiment', 'peterhof', 'garrison', 'regiment', 10000, 'recalled', 'C', 'stood at Strelna, put in the nearest town', 0)
sailors = {'kronstadt': 13000, 'helsingfors': 25000, 'reval': 12000, 'sevastopol': 30000, 'abo': 2000, 'arkhangelsk': 4000, 'nikolaev': 3000, 'vladivostok': 5000, 'baku': 1000}
for t, n in sailors.items():
    add(t, 'sailor', n, 'recalled', 'C', 'rule 16; reed_1919 gives 25000 for October' if t == 'kronstadt' else 'rule 16')

MD = {}
for d, l in dict(moscow='vladimir vologda voronezh kaluga kostroma moscow nizhny_novgorod orel ryazan smolensk tambov tver tula yaroslavl',
                 kazan='vyatka kazan orenburg penza perm samara saratov simbirsk ufa astrakhan uralsk turgai',
                 kiev='kiev podolia volhynia chernigov poltava kharkov kursk', odessa='bessarabia kherson taurida ekaterinoslav', don='don',
                 minsk_dvinsk='minsk mogilev vitebsk vilna livonia', omsk='akmolinsk semipalatinsk tobolsk tomsk', irkutsk='yeniseisk irkutsk transbaikal yakutsk',
                 priamur='amur maritime sakhalin', turkestan='transcaspia samarkand semirechye syr_darya fergana',
                 caucasus='baku dagestan elisavetpol kars kuban kutais stavropol terek tiflis black_sea erivan').items():
    for p in l.split():
        MD[p] = d
MD_TOTAL = {'moscow': (702507, 'golovin_repl', 'B'), 'kazan': (661331, 'golovin_repl', 'B'), 'odessa': (168243, 'golovin_repl', 'B')}
for r in load('military_rear_unverified'):
    MD_TOTAL[r['district']] = (int(r['persons']), r['source'], 'C')

# ---------------------------------------------------------------- rule 5: towns
sp = {}
for r in load('second_pass_population'):
    if r['date'].startswith('1917') or r['city_id'] not in sp and r['date'] < '1918':
        sp[r['city_id']] = r
def town_figure(t):
    c = cities[t]; p = c['province_id']
    if t == 'petrograd':
        return int(c['population']), c['source'], 'A', '1 January 1917, garrison inside'
    if t in sp:
        return int(sp[t]['population']), sp[t]['source'], sp[t]['confidence'], 'garrison inside' if t == 'moscow' else ''
    if c['population'] and int(c['population_year']) >= 1910:
        return int(c['population']), c['source'], c['confidence'], 'figure of %s; rule 5' % c['population_year']
    for tab in (un17, un):
        if t in tab:
            f = 1.0 if tab[t]['population_year'] == '1917' else 1.06
            return int(round(num(tab[t]['population']) * f, -2)), 'recalled', 'C', 'remembered for %s; rule 5' % tab[t]['population_year']
    if c['population']:
        g = est14[p] / num(prov[p]['population_1897'])
        return int(round(num(c['population']) * g * 1.15 * 1.06, -2)), 'computed', 'C', 'from %s, rule 5' % c['population_year']
    raise SystemExit('no population for ' + t)
fig = {t: town_figure(t) for t in towns}
MIL = ('garrison', 'front', 'sailor', 'cossack', 'junker')
def military(t):
    leaves = list(PG.values()) if t == 'petrograd' else list(MSK.values()) if t == 'moscow' else [t]
    return sum(n for (q, c), n in pop.items() if q in leaves and c in MIL)
civil = {t: fig[t][0] - (military(t) if t in ('petrograd', 'moscow') else 0) for t in towns}

# ---------------------------------------------------------------- rule 7: counties
clist = {}
for r in load('counties_unverified'):
    clist.setdefault(r['province_id'], []).append(r)
county = []   # dicts
names = [r['name'] for l in clist.values() for r in l]
R = 180000
for p in keep:
    cen = (num(prov[p]['centroid_lat']), num(prov[p]['centroid_lon']))
    mine = [t for t in towns if cities[t]['province_id'] == p]
    if p in clist:
        for r in clist[p]:
            n = r['name']
            cid = slug(n) + '_county' + ('' if names.count(n) == 1 else '_' + p)
            la, lo = num(r['lat']), num(r['lon'])
            near = [t for t in mine if km((la, lo), xy[t]) < 6]
            if near:   # the county's middle lies off its chief town
                f = 9.0 / max(9.0, km((la, lo), cen))
                la, lo = round(la + f * (cen[0] - la), 4), round(lo + f * (cen[1] - lo), 4)
                if km((la, lo), xy[near[0]]) < 6:
                    la = round(la + 0.08, 4)
            county.append(dict(id=cid, name=n + ' county', p=p, lat=la, lon=lo, w=1.15 if near else 1.0, near=near[0] if near else '', src='recalled', note='rule 7'))
    else:
        rural = max(res[p] - sum(civil[t] for t in mine), 1)
        k = max(2, int(round(rural / R)))
        rad = math.sqrt(num(prov[p]['area_km2']) / math.pi) * 0.75
        cap = capital_of(p)
        for i in range(k):
            d = rad * math.sqrt((i + 0.5) / k); a = i * 2.399963
            la = round(cen[0] + d * math.cos(a) / 111.2, 4)
            lo = round(cen[1] + d * math.sin(a) / (111.2 * math.cos(cen[0] * math.pi / 180)), 4)
            nm = cities[cap]['name'].split(' (')[0] if cap else prov[p]['name']
            county.append(dict(id='%s_county_%d' % (p, i + 1), name='%s county %d' % (nm, i + 1), p=p, lat=la, lon=lo, w=1.0, near='', src='assumed', note='rule 7'))
by_p = {p: [c for c in county if c['p'] == p] for p in keep}
cid = {c['id']: c for c in county}
assert len(cid) == len(county)

# ---------------------------------------------------------------- rule 16: rear garrisons of the districts
for d, (total, source, conf) in MD_TOTAL.items():
    ts = [t for t in towns if MD.get(cities[t]['province_id']) == d]
    cs = [c for c in county if MD.get(c['p']) == d]
    done = sum(military(t) for t in ts if t != 'sevastopol') - sum(pop.get((t, 'sailor'), 0) for t in ts if t != 'sevastopol')
    rest = total - done
    for t in ts:
        if t in cgar and t not in fixed_garrison and t != 'moscow':
            n = int(cgar[t]['soldiers_and_sailors']) - pop.get((t, 'sailor'), 0)
            n = max(0, n - pop.get((t, 'garrison'), 0))
            add(t, 'garrison', n, 'recalled', 'C', 'rule 16'); rest -= n
    free = [t for t in ts if t not in cgar and t not in fixed_garrison and t != 'moscow']
    share = apportion(min(rest * 0.5, sum(civil[t] * 0.2 for t in free)), {t: civil[t] for t in free}) if free and rest > 0 else {}
    for t, n in share.items():
        add(t, 'garrison', n, 'computed', 'C', 'rule 16, district total %s' % source); rest -= n
    if rest > 0:
        for c, n in apportion(rest, {c['id']: c['w'] for c in cs}).items():
            add(c, 'garrison', n, 'computed', 'C', 'rule 16, district total %s' % source)
add('tsarskoe_selo_county', 'garrison', 6000, 'recalled', 'C', '176th Reserve Infantry Regiment at Krasnoe Selo')
cell('176_inf_reserve', '176th Reserve Infantry Regiment', 'tsarskoe_selo_county', 'garrison', 'regiment', 6000, 'recalled', 'C', 'Krasnoe Selo', 0)

# ---------------------------------------------------------------- rule 17: fronts
FRONT_NAME = {r['front_id']: r for r in load('fronts_unverified')}
SECTORS = [  # id, name, front, share, lat, lon, rail towns
    ('northern_front_12th', 'Twelfth Army', 'northern', 0.38, 56.75, 23.75, 'riga'), ('northern_front_5th', 'Fifth Army', 'northern', 0.33, 55.80, 26.25, 'dvinsk'),
    ('northern_front_1st', 'First Army', 'northern', 0.22, 56.45, 25.75, 'dvinsk riga'), ('northern_front_42nd', '42nd Corps in Finland', 'northern', 0.07, 60.85, 28.20, 'vyborg'),
    ('western_front_3rd', 'Third Army', 'western', 0.33, 55.15, 26.85, 'dvinsk minsk'), ('western_front_10th', 'Tenth Army', 'western', 0.36, 54.35, 26.60, 'minsk'), ('western_front_2nd', 'Second Army', 'western', 0.31, 53.15, 26.35, 'minsk bobruisk'),
    ('southwestern_front_special', 'Special Army', 'southwestern', 0.27, 50.80, 25.05, 'rovno'), ('southwestern_front_11th', 'Eleventh Army', 'southwestern', 0.25, 49.90, 25.30, 'rovno'),
    ('southwestern_front_7th', 'Seventh Army', 'southwestern', 0.25, 49.35, 25.05, 'kamenets'), ('southwestern_front_8th', 'Eighth Army', 'southwestern', 0.23, 48.55, 25.00, 'kamenets'),
    ('romanian_front_9th', 'Ninth Army', 'romanian', 0.34, 47.00, 26.20, 'kishinev'), ('romanian_front_4th', 'Fourth Army', 'romanian', 0.33, 46.00, 26.95, 'kishinev'), ('romanian_front_6th', 'Sixth Army', 'romanian', 0.33, 45.40, 28.10, 'kishinev odessa'),
    ('caucasus_front_west', 'Caucasus Army, Erzincan and Trebizond', 'caucasus', 0.62, 39.75, 39.50, 'kars'), ('caucasus_front_south', 'Caucasus Army, Mush and Van', 'caucasus', 0.24, 38.70, 42.60, 'kars erivan'),
    ('caucasus_front_persia', 'Expeditionary corps in Persia', 'caucasus', 0.14, 34.80, 48.50, 'baku')]
FIELD = 6900000
front_tot = apportion(FIELD, {f: num(FRONT_NAME[f]['ration_strength']) for f in FRONT_NAME})
for f in front_tot:
    ss = [s for s in SECTORS if s[2] == f]
    for sid, n in apportion(front_tot[f], {s[0]: s[3] for s in ss}).items():
        named = pop.get((sid, 'cossack'), 0)
        co = max(named, int(0.03 * n))
        if co > named:
            add(sid, 'cossack', co - named, 'assumed', 'C', 'rule 17')
        add(sid, 'front', n - co, 'computed', 'C', 'total of golovin_size; rule 17')

ARMY = sum(n for (q, c), n in pop.items() if c in MIL)

# ---------------------------------------------------------------- rule 4 carried out
DRAW = ARMY + DEAD + PRISONERS
w_un = {p: now[p] * (1 - occ(p)) * liable(p) for p in keep}
w_oc = {p: now[p] * occ(p) * liable(p) * 0.5 for p in prov}
tot_w = sum(w_un.values()) + sum(w_oc.values())
draw = {p: DRAW * w_un[p] / tot_w for p in keep}
from_occupied = DRAW * sum(w_oc.values()) / tot_w
civil_p = {p: res[p] + ref[p] - draw[p] for p in keep}
CIVIL = int(round(sum(civil_p.values())))
PERSONS = CIVIL + ARMY
def wshare(p):
    s = prov[p]
    base = num(s['women_1897']) / num(s['population_1897']) if s['women_1897'] else 0.505
    return clamp((res[p] * base + ref[p] * 0.55) / civil_p[p], 0.45, 0.62)

# ---------------------------------------------------------------- rule 6
raw_rural = {}
for p in keep:
    left = civil_p[p] - sum(civil[t] for t in towns if cities[t]['province_id'] == p)
    floor = 1.1 * (num(prov[p]['population_1897']) - num(prov[p]['urban_population_1897'])) * (1 - occ(p)) if p not in finland else 0
    raw_rural[p] = max(left, floor)
F = (CIVIL - sum(civil.values())) / sum(raw_rural.values())
weights = {}
for c in county:
    weights[c['id']] = raw_rural[c['p']] * c['w'] / sum(x['w'] for x in by_p[c['p']])
ccivil = apportion(CIVIL - sum(civil.values()), weights)
rural = {p: sum(ccivil[c['id']] for c in by_p[p]) for p in keep}

# ---------------------------------------------------------------- rules 8-10: workers
ind = {p: num(prov[p]['industrial_population_1897']) for p in keep}
miners = {r['province_id']: int(r['miners']) for r in load('miners_unverified')}
MINERS = sum(miners.values())
HANDS, PG_HANDS, PG_TIED, CIR_HANDS = 3500000, 392000, 24000, 1030000
CIR = ['vladimir', 'kostroma', 'yaroslavl', 'tver', 'nizhny_novgorod']
hands = {p: 0 for p in keep}
hands['moscow'] = int(round(335190 * 1.25, -3))
hands.update(apportion(CIR_HANDS - hands['moscow'], {p: ind[p] for p in CIR}))
NARVA_MILLS = 12000
hands['petrograd'] = PG_TIED + NARVA_MILLS
DAMP = dict(central_asia=0.12, steppe=0.5, caucasus=0.5, north_caucasus=0.7, siberia=0.6, far_east=1.0, belarus=0.7, ukraine_right=0.9, urals=1.3, new_russia=1.3, central_industrial=0.8)
oth = [p for p in keep if p not in CIR and p not in ('moscow', 'petrograd') and p not in finland]
hands.update(apportion(HANDS - PG_HANDS - PG_TIED - NARVA_MILLS - CIR_HANDS - MINERS,
                       {p: ind[p] * DAMP.get(prov[p]['macro_region'], 1.0) * (1 - occ(p)) * (0.35 if p == 'livonia' else 2.2 if p == 'tula' else 1.4 if p == 'samara' else 1) for p in oth}))
hands.update(apportion(100000, {p: now[p] * (3 if p in ('nyland', 'tavastehus') else 1) for p in finland}))
BRANCH = dict(moscow=(0.11, 0.64), vladimir=(0.044, 0.82), kostroma=(0.055, 0.78), yaroslavl=(0.077, 0.60), tver=(0.088, 0.58), nizhny_novgorod=(0.385, 0.06),
              petrograd=(0.50, 0.35), perm=(0.75, 0.02), orenburg=(0.55, 0.02), ufa=(0.65, 0.03), vyatka=(0.72, 0.04), ekaterinoslav=(0.72, 0.01), kherson=(0.52, 0.03), don=(0.45, 0.02),
              tula=(0.80, 0.03), orel=(0.60, 0.05), kharkov=(0.45, 0.04), kiev=(0.25, 0.03), podolia=(0.06, 0.03), volhynia=(0.08, 0.10), estonia=(0.60, 0.22), livonia=(0.30, 0.25),
              smolensk=(0.08, 0.50), ryazan=(0.22, 0.35), penza=(0.15, 0.35), simbirsk=(0.12, 0.55), saratov=(0.40, 0.10), samara=(0.60, 0.03), kazan=(0.20, 0.06), taurida=(0.45, 0.02), tambov=(0.12, 0.25), kaluga=(0.35, 0.20))
def branch(p):
    if p in finland:
        return 0.28, 0.17
    if p in BRANCH:
        return BRANCH[p]
    o = occ97.get((p, 'all'))
    m = num(o['pct_manufacturing']) or 1
    return clamp(1.6 * num(o['pct_manuf_metals']) / m, 0.08, 0.5), clamp(num(o['pct_manuf_textiles']) / m, 0.02, 0.3)
works = confirmed(load('works_unverified'), 'id', 'workers')
def place_of_work(w):
    if w['city_id']:
        return w['city_id']
    n = w['note'].split('county ', 1)[1].split(';')[0].strip()
    hit = [c for c in by_p[w['province_id']] if c['name'] == n + ' county']
    assert hit, w
    return hit[0]['id']
wplace = {w['id']: place_of_work(w) for w in works}

# Petrograd (rule 14)
pf = confirmed(load('petrograd_factories_unverified'), 'id', 'workers')
put = by(load('petrograd_factories'), 'id')['putilov']
pf.append(put)
OUTSIDE = {'izhora': 'kolpino', 'sestroretsk_arms': 'sestroretsk', 'shlisselburg_powder': 'schlusselburg'}
def sector_class(s):
    if 'railway' in s or 'municipal transport' in s:
        return 'railway'
    if any(x in s for x in ('cotton', 'wool', 'silk')):
        return 'textile'
    if any(x in s for x in ('metal', 'munitions', 'artillery', 'shipbuilding', 'electrical', 'wagons', 'copper', 'rifles', 'diesel')):
        return 'metal'
    return 'worker'
SPREAD = {'tram_parks': [('vasilevsky', 'Vasilevsky depot'), ('petrograd_side', 'Petrograd side depot'), ('moscow', 'Moscow gate depot'), ('rozhdestvensky', 'Rozhdestvensky depot'), ('vyborg', 'Vyborg depot')],
          'rail_shops': [('moscow', 'Warsaw line shops'), ('neva', 'Nikolaevskaya line shops'), ('narva', 'Baltic line shops'), ('vyborg', 'Finland line shops'), ('second_city', 'Vitebsk line shops')]}
named_d = {d['id']: {} for d in pg}
def wwomen(cls, sector, cap):
    if 'mostly women' in sector:
        return 0.62
    if cls == 'metal':
        return 0.08 if 'ship' in sector else (0.35 if 'munitions' in sector else 0.16 if cap else 0.12)
    return WOMEN[cls] if cls != 'worker' else 0.42
for w in pf:
    n = int(w['workers']); c = sector_class(w['sector'])
    if w['id'] in OUTSIDE:
        p = OUTSIDE[w['id']]
        cell(w['id'], w['name'], p, c, 'works', n, w['source'], w['confidence'], 'outside the city' if w['source'] == 'recalled' else 'outside the city; ' + w['note'], wwomen(c, w['sector'], True))
        continue
    if w['id'] in SPREAD:
        part = n // len(SPREAD[w['id']])
        for k, (d, nm) in enumerate(SPREAD[w['id']]):
            cell('%s_%d' % (w['id'], k + 1), nm, PG[d], c, 'depot', part, 'recalled', 'C', 'fifth of %s; rule 14' % w['name'], 0.25 if w['id'] == 'tram_parks' else 0.07)
            add(PG[d], 'railway', part, 'recalled', 'C', 'rule 14')
        continue
    d = w['district_id']
    named_d[d][c] = named_d[d].get(c, 0) + n
    note = w['note'] + ('; yabotanik_feb gives 36000' if w['id'] == 'putilov' else '')
    cell(w['id'], w['name'], PG[d], c, 'works', n, w['source'], w['confidence'], note if w['source'] != 'recalled' else 'remembered', wwomen(c, w['sector'], True))
W_d = {d: max(num(pgu[d]['workers']), 1.04 * sum(named_d[d].values())) for d in named_d}
rest_d = apportion(PG_HANDS - sum(sum(x.values()) for x in named_d.values()), {d: W_d[d] - sum(named_d[d].values()) for d in W_d})
TEX = dict(vyborg=0.22, neva=0.24, narva=0.14, vasilevsky=0.10, petrograd_side=0.08, rozhdestvensky=0.05, moscow=0.12, okhta=0.05)
tex_need = apportion(36000 - sum(x.get('textile', 0) for x in named_d.values()), TEX)
tex_need = {d: min(n, rest_d[d]) for d, n in tex_need.items()}
rest2 = {d: rest_d[d] - tex_need.get(d, 0) for d in rest_d}
MET = dict(vyborg=1.6, peterhof=1.6, neva=1.2, vasilevsky=1.2, narva=1.0, moscow=1.0, lesnoi=1.2, petrograd_side=1.1, kolomna=0.9, first_city=0.5, second_city=0.5, liteiny=0.6, rozhdestvensky=0.8, okhta=0.8, porokhov=0.2, novaya_derevnya=0.9)
metal_left = 237369 - sum(x.get('metal', 0) for x in named_d.values())
met = {d: 0 for d in rest2}
while metal_left > 0:
    room = {d: (rest2[d] * 0.9 - met[d]) for d in rest2 if rest2[d] * 0.9 - met[d] >= 1}
    if not room:
        break
    a = apportion(metal_left, {d: rest2[d] * MET[d] for d in room})
    for d, n in a.items():
        n = int(min(n, room[d])); met[d] += n; metal_left -= n
    if sum(a.values()) == 0:
        break
pg_hands = {}
for d in rest_d:
    m, t = named_d[d].get('metal', 0) + met[d], named_d[d].get('textile', 0) + tex_need.get(d, 0)
    o = named_d[d].get('worker', 0) + rest2[d] - met[d]
    pg_hands[d] = m + t + o
    for c, n in (('metal', m), ('textile', t), ('worker', o)):
        add(PG[d], c, n, 'computed', 'C', 'rule 14')
        women[PG[d], c] = {'metal': 0.20, 'textile': 0.69, 'worker': 0.47}[c]

# other places
def put_hands(place, p, n, note):
    if n <= 0:
        return
    m, t = branch(p)
    a = apportion(n, dict(metal=m, textile=t, worker=max(0.05, 1 - m - t)))
    for c, k in a.items():
        add(place, c, k, 'computed', 'C', note)
MSK_HANDS = dict(metal=57000, textile=68000, worker=80000)
hands_in = {}   # place -> factory hands
for c, n in MSK_HANDS.items():
    for d, k in apportion(n, {d['id']: num(d[c + '_share']) for d in msk}).items():
        add(MSK[d], c, k, 'assumed', 'C', 'city total remembered (205000); rule 14')
        hands_in[MSK[d]] = hands_in.get(MSK[d], 0) + k
MSK_WHERE = {'Presnya': 'presnya', 'Rogozhsky': 'rogozhsky', 'Simonovsky': 'rogozhsky', 'Zamoskvorechye': 'zamoskvorechye', 'Khamovniki': 'khamovniki',
             'Tushino/Blagusha': 'lefortovo', 'Butyrki/Zamoskvorechye': 'butyrki', 'Basmanny': 'lefortovo'}
msk_rail = []
for w in load('moscow_factories') + confirmed(load('moscow_factories_unverified'), 'id', 'workers'):
    n = int(w['workers'])
    if w['id'] == 'moscow_metal_total':
        continue
    if w['id'] in ('tram', 'rail'):
        ds = ['presnya', 'zamoskvorechye', 'sokolniki', 'rogozhsky', 'butyrki', 'lefortovo']
        for k, d in enumerate(ds):
            cell('moscow_%s_%d' % (w['id'], k + 1), ('Moscow tram depot, ' if w['id'] == 'tram' else 'Railway shops, ') + next(x['name'] for x in msk if x['id'] == d), MSK[d], 'railway', 'depot', n // len(ds), 'recalled', 'C', 'sixth of the total; rule 14', 0.2 if w['id'] == 'tram' else 0.07)
            add(MSK[d], 'railway', n // len(ds), 'recalled', 'C', 'rule 14')
        continue
    c = sector_class(w['sector'])
    if w['district'] == 'outside':
        works.append(dict(id=w['id'], name=w['name'], city_id='', province_id='moscow', **{'class': c}, kind='works', workers=w['workers'], source=w['source'], confidence=w['confidence'], note='county Moscow'))
        wplace[w['id']] = place_of_work(works[-1]); continue
    cell(w['id'], w['name'], MSK[MSK_WHERE[w['district']]], c, 'works', n, w['source'], w['confidence'], w['note'] if w['source'] != 'recalled' else 'remembered', wwomen(c, w['sector'], False))

TIED = {w['id']: int(w['workers']) for w in pf if w['id'] in OUTSIDE}
HAND_FIX = {'kronstadt': [('metal', 8000)], 'kolpino': [('metal', TIED['izhora'])], 'sestroretsk': [('metal', TIED['sestroretsk_arms'])], 'schlusselburg': [('worker', TIED['shlisselburg_powder'])], 'narva': [('textile', NARVA_MILLS - 1000), ('worker', 1000)]}
for t, l in HAND_FIX.items():
    for c, n in l:
        add(t, c, n, 'recalled', 'C', 'rule 9'); hands_in[t] = hands_in.get(t, 0) + n
put_hands('petrograd_county', 'petrograd', PG_TIED - sum(TIED.values()), 'rule 8'); hands_in['petrograd_county'] = PG_TIED - sum(TIED.values())
for w in works:
    if w['city_id'] in HAND_FIX:
        cell(w['id'], w['name'], w['city_id'], w['class'], w['kind'], int(w['workers']), w['source'], w['confidence'], 'remembered' if w['source'] == 'recalled' else w['note'], 0.6 if w['class'] == 'textile' else 0.05)
works = [w for w in works if w['city_id'] not in HAND_FIX]
for p in keep:
    if p == 'petrograd':
        continue
    mine = [t for t in towns if cities[t]['province_id'] == p and t != 'moscow']
    h = hands[p] - (sum(MSK_HANDS.values()) if p == 'moscow' else 0)
    mi = miners.get(p, 0)
    nam = {}
    for w in works:
        pl = wplace[w['id']]
        pp = cid[pl]['p'] if pl in cid else cities[pl]['province_id']
        if pp != p:
            continue
        n = int(w['workers']); c = w['class']
        cell(w['id'], w['name'], pl, c, w['kind'], n, w['source'], w['confidence'], (('remembered; ' if w['source'] == 'recalled' else '') + w['note']).strip('; '), WOMEN[c] if c != 'metal' else 0.12)
        add(pl, c, n, w['source'], w['confidence'], 'rule 9')
        if c == 'miner':
            mi -= n
        else:
            nam[pl] = nam.get(pl, 0) + n; h -= n
    h = max(h, 0)
    if mi > 0:   # miners of the counties, the first counties with pits first
        PITS = {'ekaterinoslav': ['bakhmut_county', 'slavyanoserbsk_county', 'mariupol_county'], 'don': ['taganrog_county', 'cherkassk_county', 'donets_county'], 'perm': ['verkhoturye_county', 'ekaterinburg_county', 'solikamsk_county', 'perm_county', 'krasnoufimsk_county'],
                'baku': ['baku_county'], 'terek': ['grozny_county'], 'kherson': ['kherson_county'], 'tomsk': ['kuznetsk_county_tomsk', 'mariinsk_county', 'tomsk_county'], 'irkutsk': ['lena_goldfields_county', 'balagansk_county'], 'orenburg': ['troitsk_county', 'chelyabinsk_county', 'verkhneuralsk_county'],
                'kutais': ['shorapan_county'], 'tula': ['bogoroditsk_county', 'epifan_county']}
        cs = [c for c in PITS.get(p, []) if c in cid] or [c['id'] for c in by_p[p]][:3]
        for c, n in apportion(mi, {c: 1 / (i + 1) ** 0.6 for i, c in enumerate(cs)}).items():
            add(c, 'miner', n, 'recalled', 'C', 'rule 8')
    tw = {t: max(0, min(0.12 * civil[t], h * 0.5 * civil[t] / max(1, sum(civil[x] for x in mine))) - nam.get(t, 0) * 0.5) for t in mine}
    for t, x in tw.items():
        n = int(min(x, h)); put_hands(t, p, n, 'rule 9'); h -= n; nam[t] = nam.get(t, 0) + n
    order = sorted(by_p[p], key=lambda c: (-nam.get(c['id'], 0), 0 if c['near'] else 1))
    for c, n in apportion(h, {c['id']: 1 / (i + 1) ** 0.6 for i, c in enumerate(order)}).items():
        put_hands(c, p, n, 'rule 9'); nam[c] = nam.get(c, 0) + n
    for k, n in nam.items():
        hands_in[k] = hands_in.get(k, 0) + n

# ---------------------------------------------------------------- rule 11: railways
rails = load('railways')
deg = {t: 0 for t in towns}
for r in rails:
    if r['mode'] == 'rail':
        for t in (r['from_id'], r['to_id']):
            if t in deg:
                deg[t] += 1
RAIL = 1200000
already = sum(n for (q, c), n in pop.items() if c == 'railway')
rw = {t: deg[t] * math.sqrt(civil[t]) for t in towns if t not in ('petrograd', 'moscow') and deg[t]}
ra = apportion(RAIL * 0.6 - already, rw)
over = 0
for t, n in ra.items():
    k = int(min(n, 0.12 * civil[t])); over += n - k
    add(t, 'railway', k, 'computed', 'C', 'rule 11')
RF = dict(central_asia=0.35, steppe=0.4, siberia=1.5, far_east=1.5, finland=0.5, north=0.6, caucasus=0.5)
for c, n in apportion(RAIL * 0.4 + over, {c['id']: ccivil[c['id']] * RF.get(prov[c['p']]['macro_region'], 1) for c in county}).items():
    add(c, 'railway', n, 'computed', 'C', 'rule 11')

# ---------------------------------------------------------------- rule 18: police
POLICE = 110000 + 15700
add_msk = apportion(4300, {d['id']: num(d['population_share']) for d in msk})
for d, n in add_msk.items():
    add(MSK[d], 'police', n, 'recalled', 'C', 'rule 18')
for t in towns:
    if t not in ('petrograd', 'moscow'):
        add(t, 'police', max(8, civil[t] / 450), 'assumed', 'C', 'rule 18')
pol_left = POLICE - sum(n for (q, c), n in pop.items() if c == 'police')
for c, n in apportion(pol_left, {c['id']: ccivil[c['id']] for c in county}).items():
    add(c, 'police', n, 'computed', 'C', 'rule 18')

# ---------------------------------------------------------------- rule 12: towns
stud = {r['city_id']: int(r['students']) for r in load('university_students_unverified')}
def urban(p):
    o = occ97.get((p, 'urban')) or occ97.get(('estonia', 'urban'))
    return {k: num(o[k]) / 100 for k in ('pct_manufacturing', 'pct_construction', 'pct_transport', 'pct_trade', 'pct_clergy', 'pct_free_prof', 'pct_servants', 'pct_admin_courts_police')}
def town_split(t, n, worker_n):
    u = urban(cities[t]['province_id'])
    office = clamp(0.40 * (u['pct_admin_courts_police'] + u['pct_free_prof'] + 0.35 * u['pct_trade']), 0.03, 0.10) * n
    craft = 0.45 * (u['pct_manufacturing'] + u['pct_construction'] + u['pct_servants'] + 0.2 * u['pct_transport']) * n - worker_n * 0.7
    craft = clamp(craft, 0.05 * n, 0.20 * n)
    prop = clamp(0.22 * u['pct_trade'] + u['pct_clergy'] + 0.25 * u['pct_free_prof'], 0.025, 0.075) * n
    st = stud.get(t, 0) + 0.012 * n
    return dict(office=office, craft=craft, propertied=prop, student=st)
for t in towns:
    if t in ('petrograd', 'moscow'):
        continue
    have = sum(n for (q, c), n in pop.items() if q == t and c not in MIL)
    s = town_split(t, civil[t], hands_in.get(t, 0))
    room = civil[t] - have
    scale = min(1.0, 0.6 * room / max(1, sum(s.values())))
    left = room
    for c, n in s.items():
        n = int(n * scale); add(t, c, n, 'computed', 'C', 'rule 12'); left -= n
    add(t, 'townsfolk', left, 'computed', 'C', 'rule 12')
def city_split(t, leaves, target, wt):
    """Classes of a city with districts: city totals by rule 12, placed by weights, the rest of a district townsfolk."""
    hands_all = sum(pop.get((l, c), 0) for l in leaves for c in ('metal', 'textile', 'worker'))
    s = town_split(t, civil[t], hands_all)
    if t == 'petrograd':
        s['office'] = max(s['office'], 0.085 * civil[t])
    room = {l: target[l] - sum(pop.get((l, c), 0) for c in CLASSES) for l in leaves}
    assert min(room.values()) > 0, room
    for c in ('propertied', 'student', 'office', 'craft'):
        a = apportion(s[c], {l: max(1, room[l]) * wt[c].get(l, 1.0) for l in leaves})
        for l, n in a.items():
            n = int(min(n, 0.6 * room[l]))
            add(l, c, n, 'computed', 'C', 'rules 12 and 14'); room[l] -= n
    for l in leaves:
        add(l, 'townsfolk', room[l], 'computed', 'C', 'rules 12 and 14')
pgt = apportion(fig['petrograd'][0], {PG[d['id']]: num(pgu[d['id']]['population']) for d in pg})
# the sixteen districts hold the garrison inside the city figure; police are inside too
W = lambda **k: {PG[a]: b for a, b in k.items()}
city_split('petrograd', list(PG.values()), pgt, dict(
    propertied=W(first_city=2.6, liteiny=2.4, second_city=1.5, vyborg=0.2, porokhov=0.2, okhta=0.3, neva=0.2, peterhof=0.2, narva=0.6, lesnoi=0.6, moscow=0.5, novaya_derevnya=0.5),
    student=W(vasilevsky=2.6, petrograd_side=1.8, vyborg=1.0, lesnoi=2.0, porokhov=0.1, neva=0.2, peterhof=0.2, narva=0.8, second_city=1.4, liteiny=1.2, rozhdestvensky=1.2, okhta=0.2),
    office=W(first_city=1.8, liteiny=1.8, second_city=1.6, rozhdestvensky=1.4, petrograd_side=1.3, vyborg=0.4, peterhof=0.3, neva=0.3, porokhov=0.3, okhta=0.4),
    craft=W(first_city=1.6, second_city=1.8, liteiny=1.3, vyborg=0.6, peterhof=0.6)))
mt = apportion(fig['moscow'][0], {MSK[d['id']]: num(d['population_share']) for d in msk})
V = lambda **k: {MSK[a]: b for a, b in k.items()}
city_split('moscow', list(MSK.values()), mt, dict(
    propertied=V(centre=2.2, presnya=1.0, khamovniki=1.1, rogozhsky=0.7, lefortovo=0.6, sokolniki=0.8, butyrki=0.7, zamoskvorechye=1.1),
    student=V(centre=1.6, presnya=1.4, khamovniki=1.4, rogozhsky=0.3, lefortovo=0.9, sokolniki=0.5, butyrki=1.0, zamoskvorechye=0.6),
    office=V(centre=1.7, presnya=1.1, khamovniki=1.1, rogozhsky=0.6, lefortovo=0.8, sokolniki=0.8, butyrki=1.0, zamoskvorechye=0.8),
    craft=V(centre=1.3)))

# ---------------------------------------------------------------- rule 13: counties
estate = {}
for p in keep:
    s = social.get(p)
    estate[p] = (0.35 * num(s['nobles_hereditary']) + 0.3 * (num(s['nobles_personal_officials']) + num(s['honorary_citizens'])) + 0.85 * num(s['clergy'])) / num(s['population_1897']) if s else 0.008
LS = 0.015 * sum(rural.values()) / sum(estate[p] * rural[p] for p in keep)
HOSTS = [p for p in keep if p in social and num(social[p]['cossacks']) >= 13000]
coss97 = {p: num(social[p]['cossacks']) for p in HOSTS}
under_arms = sum(n for (q, c), n in pop.items() if c == 'cossack')
stan = apportion(4434000 - under_arms, coss97)
small = {}
for p in keep:
    g = est14[p] / num(prov[p]['population_1897'])
    u = num(prov[p]['urban_population_1897']) * g * 1.05 * (1 - occ(p))
    small[p] = clamp(u - sum(civil[t] for t in towns if cities[t]['province_id'] == p), 0.02 * rural[p], 0.12 * rural[p])
for p in keep:
    cs = by_p[p]
    st = apportion(min(stan.get(p, 0), 0.8 * rural[p]), {c['id']: ccivil[c['id']] for c in cs}) if p in stan else {}
    for c in cs:
        i = c['id']; n = ccivil[i]
        have = sum(pop.get((i, k), 0) for k in CLASSES if k not in MIL)
        left = n - have
        S = small[p] * n / rural[p]
        rows = [('landed', estate[p] * LS * n), ('office', 0.06 * S + 0.005 * n), ('craft', 0.20 * S), ('propertied', 0.06 * S), ('student', 0.01 * S), ('townsfolk', 0.67 * S)]
        for k, x in rows:
            x = int(x); add(i, k, x, 'computed', 'C', 'rule 13'); left -= x
        x = min(st.get(i, 0), int(left * 0.9))
        if x:
            add(i, 'stanitsa', x, 'computed', 'B', 'total of trut; rule 13'); left -= x
        assert left > 0, (i, left)
        add(i, 'peasant', left, 'computed', 'C', 'rules 1-7')
        women[i, 'peasant'] = round(wshare(p), 3)
        women[i, 'stanitsa'] = round(clamp(wshare(p) + 0.01, 0.45, 0.6), 3)

# ---------------------------------------------------------------- places
PG_RU = dict(vyborg='Выборгский', petrograd_side='Петроградский', vasilevsky='Василеостровский', novaya_derevnya='Новодеревенский', lesnoi='Лесновский', okhta='Охтинский', porokhov='Пороховский',
             first_city='1-й Городской', second_city='2-й Городской', liteiny='Литейный', rozhdestvensky='Рождественский', kolomna='Коломенский', narva='Нарвский', peterhof='Петергофский', moscow='Московский', neva='Невский')
KIND = {'kronstadt': 'base', 'sevastopol': 'base'}
leaf_tot = {}
for (q, c), n in pop.items():
    leaf_tot[q] = leaf_tot.get(q, 0) + n
places = []
for p in keep:
    r = prov[p]
    n = sum(leaf_tot[c['id']] for c in by_p[p])
    for t in towns:
        if cities[t]['province_id'] == p:
            ls = list(PG.values()) if t == 'petrograd' else list(MSK.values()) if t == 'moscow' else [t]
            n += sum(leaf_tot[l] for l in ls)
    note = 'unoccupied part only' if r['occupied_1917'] == 'partly' else ''
    places.append([PID[p], r['name'], r['name_ru'], 'province', '', num(r['centroid_lat']), num(r['centroid_lon']), n, int(round(num(r['area_km2']) * (1 - occ(p)))), r['source'], r['confidence'], ('; '.join(x for x in (note, 'population by rules 1-6') if x))])
for t in towns:
    c = cities[t]; p = c['province_id']
    ls = list(PG.values()) if t == 'petrograd' else list(MSK.values()) if t == 'moscow' else [t]
    places.append([t, c['name'].split(' (')[0], '', KIND.get(t, 'town'), PID[p], xy[t][0], xy[t][1], sum(leaf_tot[l] for l in ls), '', fig[t][1], fig[t][2],
                   (fig[t][3] + ('; soldiers and sailors added' if t not in ('petrograd', 'moscow') and military(t) else '')).strip('; ')])
for d in pg:
    places.append([PG[d['id']], d['name'], PG_RU[d['id']], 'district', 'petrograd', num(d['lat']), num(d['lon']), leaf_tot[PG[d['id']]], '', 'recalled', 'C', 'population by rule 14'])
for d in msk:
    places.append([MSK[d['id']], d['name'], d['name_ru'], 'district', 'moscow', num(d['lat']), num(d['lon']), leaf_tot[MSK[d['id']]], '', 'assumed', 'C', 'population by rule 14'])
for c in county:
    p = c['p']
    places.append([c['id'], c['name'], '', 'county', PID[p], c['lat'], c['lon'], leaf_tot[c['id']], int(round(num(prov[p]['area_km2']) * (1 - occ(p)) / len(by_p[p]))), c['src'], 'C', c['note']])
FN = dict(northern='Northern Front', western='Western Front', southwestern='South-Western Front', romanian='Romanian Front', caucasus='Caucasus Front')
for f in FRONT_NAME:
    ss = [s for s in SECTORS if s[2] == f]
    la = round(sum(s[4] * s[3] for s in ss) / sum(s[3] for s in ss), 3); lo = round(sum(s[5] * s[3] for s in ss) / sum(s[3] for s in ss), 3)
    places.append([f + '_front', FN[f], '', 'front', '', la, lo, sum(leaf_tot[s[0]] for s in ss), '', 'recalled', 'C', 'rule 17'])
for s in SECTORS:
    places.append([s[0], s[1], '', 'front', s[2] + '_front', s[4], s[5], leaf_tot[s[0]], '', 'assumed', 'C', 'rule 17'])
ids = [r[0] for r in places]
assert len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1]
pos = {r[0]: (r[5], r[6]) for r in places}
parent = {r[0]: r[4] for r in places}
kind = {r[0]: r[3] for r in places}

# ---------------------------------------------------------------- rule 20: links
links = []; seen = set()
def link(a, b, k, h, source, conf, note=''):
    key = (min(a, b), max(a, b), k)
    if a == b or key in seen:
        return
    seen.add(key); links.append([a, b, k, round(h, 1), source, conf, note])
MODE = {'rail': ('rail', 30), 'river': ('river', 12), 'road': ('road', 8), 'sea': ('sea', 15), 'ferry_or_ice': ('sea', 8), 'narrow_gauge_river': ('river', 12), 'road_river': ('road', 8)}
ok = set(towns)
for r in rails:
    a, b = r['from_id'], r['to_id']
    if a in ok and b in ok:
        k, v = MODE[r['mode']]
        link(a, b, k, num(r['km_est']) / v + 1, r['source'], r['confidence'], r['line'])
for r in rails:
    a, b = r['from_id'], r['to_id']
    if a in ok and b in ok and r['telegraph'] in ('yes', 'line', 'cable_or_line'):
        link(a, b, 'telegraph', 1, 'computed', 'C', 'rule 20')
for d in pg:
    for e in d['adjacent'].split(';'):
        if e:
            link(PG[d['id']], PG[e], 'street', max(0.4, km(pos[PG[d['id']]], pos[PG[e]]) * 1.25 / 4), 'judgement_coord', 'B', 'rule 20')
for d in msk:
    for e in d['adjacent'].split(';'):
        link(MSK[d['id']], MSK[e], 'street', max(0.4, km(pos[MSK[d['id']]], pos[MSK[e]]) * 1.25 / 4), 'assumed', 'C', 'rule 20')
for c in county:
    p = c['p']; here = (c['lat'], c['lon'])
    cap = capital_of(p)
    cap = cap if cap in ok else None
    mine = [t for t in towns if cities[t]['province_id'] == p] or towns
    nearest = min(mine, key=lambda t: (km(here, xy[t]), t))
    if p == 'sakhalin':
        link(c['id'], 'khabarovsk', 'sea', 40, 'assumed', 'C', 'rule 20'); continue
    for t in dict.fromkeys([nearest] + ([cap] if cap else [])):
        link(c['id'], t, 'road', max(3, km(here, xy[t]) * 1.2 / 8), 'assumed', 'C', 'rule 20')
HQ = {r['front_id']: r['hq_city_id'] for r in FRONT_NAME.values()}
for s in SECTORS:
    for t in s[6].split() + [HQ[s[2]]]:
        link(s[0], t, 'rail', km((s[4], s[5]), xy[t]) * 1.2 / 20 + 2, 'assumed', 'C', 'rule 20')
        link(s[0], t, 'telegraph', 1, 'assumed', 'C', 'rule 20')
order = [s for s in SECTORS]
for a, b in zip(order, order[1:]):
    if km((a[4], a[5]), (b[4], b[5])) < 320:
        link(a[0], b[0], 'road', km((a[4], a[5]), (b[4], b[5])) * 1.2 / 8, 'assumed', 'C', 'rule 20')
for t in HQ.values():
    link(t, 'mogilev', 'telegraph', 1, 'assumed', 'C', 'headquarters line; rule 20')
link('mogilev', 'petrograd', 'telegraph', 1, 'assumed', 'C', 'headquarters line; rule 20')
link('mogilev', 'moscow', 'telegraph', 1, 'assumed', 'C', 'headquarters line; rule 20')

# ---------------------------------------------------------------- conditions
conditions = []
def cond(ind, date, place, v, unit, k, interp, source, conf, note):
    conditions.append([ind, date, place, ('%.3f' % v).rstrip('0').rstrip('.') or '0', unit, k, interp, source, conf, note])
def series(ind, place, rows, unit, k, interp, note, source='assumed', conf='C'):
    last = ''
    for r in rows:
        assert r[0] > last, (ind, place, r); last = r[0]
        cond(ind, r[0], place, r[1], unit, r[2] if len(r) > 2 else k, interp, r[3] if len(r) > 3 else source, r[4] if len(r) > 4 else conf, r[5] if len(r) > 5 else note)
macro = {p: prov[p]['macro_region'] for p in keep}

# food (rule 21)
N21 = 'rule 21'
series('food', 'all', [('1914-07-01', 1.0), ('1916-01-01', 0.99), ('1916-11-01', 0.97), ('1917-02-01', 0.95), ('1917-06-01', 0.92), ('1917-08-01', 0.95), ('1917-10-31', 0.94)], 'share', 'harvest', 'linear', 'villages near self-supply; ' + N21)
PGF = [('1914-07-01', 1.0), ('1915-12-01', 0.96), ('1916-10-01', 0.88), ('1916-12-15', 0.84),
       ('1917-01-15', 0.80, 'transport', 'computed', 'C', 'half of the norm arrived in January (alphahistory_duma_feb); what stocks gave is assumed; rule 21'),
       ('1917-02-05', 0.75, 'transport', 'computed', 'B', '210 wagons in nine days and a fiftieth a day of 479,000 puds in store (project1917_food) against 44 wagons; rule 21'),
       ('1917-02-18', 0.62, 'transport', 'recalled', 'C', 'remembered 600 wagons in the month leave 16 a day after the 10th; stocks run down; rule 21'),
       ('1917-02-27', 0.52, 'transport', 'recalled', 'C', 'remembered 16 wagons a day; half of the stock is gone; rule 21'),
       ('1917-03-05', 0.58, 'transport', 'recalled', 'C', 'remembered 900 wagons in March, fewer in its first days; rule 21'),
       ('1917-03-20', 0.70, 'transport', 'recalled', 'C', 'remembered 900 wagons in March, 29 a day, and what is left in store; rule 21'),
       ('1917-04-30', 0.76, 'transport', 'computed', 'C', 'read back from about one funt (rt_bread), 0.64 to 0.96; rule 21'),
       ('1917-06-01', 0.66, 'transport', 'computed', 'C', 'read back from three quarters of a funt (shubin_210), 0.48 to 0.72, and the wagons of spring (razlozhenie_31); rule 21'),
       ('1917-07-01', 0.58, 'transport', 'computed', 'C', 'wagons a third fewer in June (razlozhenie_31), the rivers making up for half; rule 21'),
       ('1917-08-15', 0.58, 'harvest', 'computed', 'C', 'read back from three quarters of a funt (shubin_210), 0.48 to 0.72; end of the old harvest; rule 21'),
       ('1917-09-15', 0.52, 'transport', 'computed', 'C', 'read back from half a funt (spargo_665, lenin_genii_190) to three quarters (msu_prokopovich), 0.40 to 0.60; rule 21'),
       ('1917-10-27', 0.55, 'transport', 'computed', 'B', 'arrivals of 21 wagons a day and 152 in store (msu_prokopovich) against 44; rule 21')]
series('food', 'petrograd', PGF, 'share', 'harvest', 'linear', 'judged; ' + N21)
series('food', 'moscow', [('1914-07-01', 1.0), ('1916-10-01', 0.9), ('1916-12-15', 0.77, 'transport', 'computed', 'B', '50 wagons of 65 (alphahistory_duma_feb)'), ('1917-01-15', 0.70, 'transport', 'computed', 'B', '42 wagons of 65 (alphahistory_duma_feb), stocks drawn on'),
       ('1917-02-20', 0.66, 'transport'), ('1917-03-01', 0.64, 'transport'), ('1917-03-20', 0.75, 'transport'), ('1917-05-01', 0.72), ('1917-06-15', 0.62, 'harvest', 'computed', 'C', 'read back from three quarters of a funt (shubin_210), 0.48 to 0.72; rule 21'), ('1917-08-15', 0.56),
       ('1917-09-15', 0.48, 'transport', 'computed', 'C', 'read back from half a funt and ten days in store (lenin_genii_190), 0.40 to 0.58; rule 21'), ('1917-10-31', 0.46, 'transport')], 'share', 'harvest', 'linear', 'judged after the harvest and the way from the grain; ' + N21)
TOWN_F = {  # dates: 1914-07, 1916-10, 1917-01-15, 02-20, 03-20, 06-01, 08-15, 09-15, 10-31
    'consuming': (1, 0.90, 0.80, 0.72, 0.77, 0.66, 0.60, 0.54, 0.52), 'northern': (1, 0.90, 0.82, 0.74, 0.78, 0.68, 0.62, 0.55, 0.53), 'black': (1, 0.94, 0.90, 0.84, 0.88, 0.80, 0.80, 0.74, 0.72),
    'volga': (1, 0.94, 0.90, 0.84, 0.87, 0.78, 0.76, 0.70, 0.68), 'south': (1, 0.96, 0.92, 0.88, 0.90, 0.84, 0.84, 0.80, 0.78), 'urals': (1, 0.94, 0.90, 0.86, 0.87, 0.80, 0.78, 0.74, 0.72),
    'siberia': (1, 0.98, 0.97, 0.96, 0.96, 0.94, 0.93, 0.92, 0.91), 'caucasus': (1, 0.93, 0.88, 0.85, 0.85, 0.78, 0.76, 0.70, 0.68), 'turkestan': (1, 0.92, 0.86, 0.82, 0.80, 0.70, 0.66, 0.58, 0.55),
    'finland': (1, 0.92, 0.86, 0.80, 0.82, 0.70, 0.64, 0.55, 0.52), 'west': (1, 0.90, 0.84, 0.77, 0.80, 0.70, 0.68, 0.62, 0.60)}
FD = ('1914-07-01', '1916-10-01', '1917-01-15', '1917-02-20', '1917-03-20', '1917-06-01', '1917-08-15', '1917-09-15', '1917-10-31')
FG = dict(central_industrial='consuming', northwest='northern', north='northern', baltic='northern', belarus='west', ukraine_right='south', ukraine_left='south', new_russia='south', don='south', north_caucasus='south',
          central_black_earth='black', volga='volga', urals='urals', siberia='siberia', far_east='siberia', steppe='siberia', caucasus='caucasus', central_asia='turkestan', finland='finland')
for t in towns:
    if t not in ('petrograd', 'moscow'):
        g = FG[macro[cities[t]['province_id']]]
        near = cities[t]['province_id'] == 'petrograd' and t != 'narva'
        vals = list(TOWN_F[g])
        if near:
            vals = [1, 0.90, 0.82, 0.66, 0.76, 0.64, 0.60, 0.52, 0.50]
        if t in ('baku', 'kutais', 'tiflis'):
            vals = [v if i < 5 else v - 0.03 for i, v in enumerate(vals)]
        series('food', t, [(d, v, 'transport' if d in ('1917-02-20', '1917-03-20') else 'harvest') for d, v in zip(FD, vals)], 'share', 'harvest', 'linear', 'group %s; rule 21' % ('capital' if near else g))
RURAL_F = dict(consuming=(0.90, 0.86, 0.74, 0.88, 0.80), northern=(0.88, 0.84, 0.70, 0.84, 0.76), west=(0.92, 0.90, 0.80, 0.90, 0.86), finland=(0.90, 0.86, 0.76, 0.80, 0.68), turkestan=(0.88, 0.84, 0.72, 0.70, 0.62), caucasus=(0.93, 0.90, 0.82, 0.86, 0.82))
for p in keep:
    g = FG[macro[p]]
    if g in RURAL_F:
        series('food', PID[p], list(zip(('1916-10-01', '1917-02-20', '1917-06-15', '1917-08-15', '1917-10-31'), RURAL_F[g])), 'share', 'harvest', 'linear', 'villages that buy grain, group %s; rule 21' % g)
for f, v in dict(northern=(0.95, 0.85, 0.84, 0.78, 0.62), western=(0.95, 0.87, 0.86, 0.80, 0.68), southwestern=(0.97, 0.90, 0.89, 0.85, 0.75), romanian=(0.92, 0.78, 0.82, 0.80, 0.72), caucasus=(0.90, 0.76, 0.76, 0.74, 0.66)).items():
    rows = list(zip(('1916-09-01', '1917-02-18', '1917-06-01', '1917-08-15'), v[:4]))
    rows.append(('1917-10-29', v[4], 'transport', 'computed' if f == 'northern' else 'assumed', 'C', "stores run out (the front's commander, msu_prokopovich); how far is judged; rule 21" if f == 'northern' else 'stores and wagons for the front, judged; ' + N21))
    series('food', f + '_front', rows, 'share', 'transport', 'linear', 'stores and wagons for the front, judged; rule 21')

# prices and the wage at the start (rule 22)
START = datetime.date(1917, 2, 18)
def grown(day):
    return 4.0 * (8.77 / 4.0) ** ((datetime.date.fromisoformat(day) - datetime.date(1916, 12, 31)).days / 227)
REED = 'Moscow: food 6.56 and goods 12.09 times August 1914, weights 0.6 and 0.4 (reed_1919)'
EVEN = 'even growth between the end of 1916 and August 1917; rule 22'
PR = [('1914-07-01', 1.0, 'price', 'computed', 'B', 'base'), ('1914-12-15', 1.22, 'price', 'polner_zemstvos', 'B', 'food in 62 markets'), ('1915-12-15', 1.80, 'price', 'polner_zemstvos', 'B', 'food in 62 markets'),
      ('1916-12-31', 4.0, 'price', 'computed', 'B', 'stone_finance 398 for the second half of 1916, fourfold by moneydi, 300 per cent more in the capital by nikolai2_98'),
      *((d, grown(d), 'price', 'computed', 'C', EVEN) for d in (START.isoformat(), '1917-04-01', '1917-06-01')),
      ('1917-08-15', 8.77, 'price', 'computed', 'B', REED), ('1917-10-01', 11.72, 'price', 'stone_finance', 'B', 'second half of 1917, put at its middle'), ('1917-10-31', 12.76, 'price', 'computed', 'C', "a month more at the growth between Stone's halves; rule 22")]
def dearness(place, f, n):
    series('prices', place, [(r[0], r[1] * g) + r[2:3] + (('computed', 'C', r[5] + '; ' + n) if n and r[1] > 1 else r[3:]) for r, g in zip(PR, f)], 'ratio to mid-1914', 'price', 'linear', 'rule 22')
dearness('all', [1] * len(PR), '')
dearness('moscow', [1] * len(PR), '')
dearness('petrograd', [1] + [1.035] * (len(PR) - 1), 'capital 3.5 per cent dearer (dearer than Moscow by reed_1919, by how much judged)')
for p in keep:
    if macro[p] in ('siberia', 'far_east', 'steppe'):
        dearness(PID[p], (1, 1, 0.98, 0.95, 0.945, 0.94, 0.93, 0.885, 0.82, 0.82), 'less dear in the east, judged')
cond('wage', START.isoformat(), 'all', 0.87 * grown(START.isoformat()), 'ratio to mid-1914', 'society', 'step', 'computed', 'C', 'real wage of 0.87 (Strumilin in galin_wages, 91 for 1916 and 82 for 1917) times prices; Moscow wages of reed_1919 give 3.7 to 4.2; rule 22')

# fuel (rule 23)
FU = ('1914-07-01', '1916-10-01', '1917-01-15', START.isoformat())
ENGINES = (('1917-01-01', 16500), ('1917-07-01', 15500), ('1918-01-01', 14519))
def engines(day):
    d = datetime.date.fromisoformat(day)
    for (a, x), (b, y) in zip(ENGINES, ENGINES[1:]):
        a, b = datetime.date.fromisoformat(a), datetime.date.fromisoformat(b)
        if a <= d <= b:
            return (x + (y - x) * (d - a).days / (b - a).days) / ENGINES[0][1]
def fuel(place, vals, note):
    dry = (vals[1] + vals[2]) / 2
    later = [('1917-03-25', vals[2], 'snow gone'), ('1917-05-15', dry, 'dry season'), ('1917-08-15', dry, 'dry season'), ('1917-10-15', vals[2], 'autumn')]
    series('fuel', place, [(d, v, 'fuel', 'assumed', 'C', note + '; rule 23') for d, v in zip(FU, vals)] +
           [(d, v * engines(d), 'transport', 'assumed', 'C', '%s (assumed), %.0f per cent of the engines (ransome_1921); rule 23' % (n, 100 * engines(d))) for d, v, n in later], 'share', 'fuel', 'linear', '')
fuel('all', (1, 0.92, 0.86, 0.76), 'Donets output 158, 153, 126 million puds a month to February, remembered')
fuel('petrograd', (1, 0.85, 0.74, 0.60), 'far from the pits, no English coal')
fuel('moscow', (1, 0.88, 0.78, 0.66), 'far from the pits')
for p in keep:
    m = macro[p]
    if p in ('ekaterinoslav', 'don', 'kharkov'):
        fuel(PID[p], (1, 0.97, 0.95, 0.92), 'at the pits')
    elif m in ('siberia', 'far_east', 'steppe', 'urals'):
        fuel(PID[p], (1, 0.96, 0.93, 0.90), 'own wood and coal')
    elif m in ('volga', 'caucasus', 'north_caucasus', 'central_asia'):
        fuel(PID[p], (1, 0.95, 0.92, 0.88), 'oil')
    elif m in ('central_industrial', 'northwest', 'baltic'):
        fuel(PID[p], (1, 0.90, 0.82, 0.71), 'far from the pits')

# war (rule 24)
mob = {p: draw[p] / now[p] / (1 - occ(p)) for p in keep}
mx = max(mob.values())
FRONTIER = {'livonia': 0.22, 'vitebsk': 0.16, 'minsk': 0.2, 'vilna': 0.25, 'volhynia': 0.2, 'podolia': 0.16, 'bessarabia': 0.16, 'kars': 0.18, 'erivan': 0.16, 'mogilev': 0.06, 'pskov': 0.06, 'estonia': 0.06, 'kutais': 0.05, 'kherson': 0.03}
cond('war', '1914-07-01', 'all', 0, 'index', 'enemy', 'linear', 'assumed', 'C', 'peace')
for d, v in (('1914-09-01', 0.35), ('1915-08-01', 0.48), ('1916-07-15', 0.46), ('1917-02-18', 0.42), ('1917-10-31', 0.42)):
    cond('war', d, 'all', v, 'index', 'enemy', 'linear', 'assumed', 'C', 'rule 24')
for p in keep:
    v = clamp(0.05 + 0.37 * mob[p] / mx + FRONTIER.get(p, 0), 0, 0.8) if p not in finland else 0.12
    series('war', PID[p], [('1914-07-01', 0), ('1915-08-01', v * 1.05), ('1917-02-18', v)], 'index', 'enemy', 'linear', 'share taken %.3f; rule 24' % mob[p], 'computed')
WAR = {  # base level and the enemy's moves (old style)
    'northern_front_12th': [('1916-09-01', 0.55), ('1917-01-10', 0.68), ('1917-02-01', 0.58), ('1917-05-01', 0.52), ('1917-08-15', 0.56), ('1917-08-19', 0.92), ('1917-08-24', 0.85), ('1917-09-10', 0.66), ('1917-10-31', 0.60)],
    'northern_front_5th': [('1916-09-01', 0.55), ('1917-05-01', 0.50), ('1917-09-07', 0.54), ('1917-09-10', 0.68), ('1917-10-31', 0.56)],
    'northern_front_1st': [('1916-09-01', 0.54), ('1917-05-01', 0.50), ('1917-09-06', 0.56), ('1917-09-08', 0.78), ('1917-09-20', 0.62), ('1917-10-31', 0.56)],
    'northern_front_42nd': [('1916-09-01', 0.22), ('1917-09-28', 0.25), ('1917-10-05', 0.38), ('1917-10-31', 0.34)],
    'western_front_3rd': [('1916-09-01', 0.55), ('1917-05-01', 0.48), ('1917-10-31', 0.52)], 'western_front_10th': [('1916-09-01', 0.56), ('1917-05-01', 0.48), ('1917-10-31', 0.52)],
    'western_front_2nd': [('1916-09-01', 0.60), ('1917-05-01', 0.50), ('1917-10-31', 0.52)],
    'southwestern_front_special': [('1916-09-01', 0.75), ('1917-02-01', 0.56), ('1917-03-20', 0.56), ('1917-03-21', 0.88), ('1917-03-26', 0.72), ('1917-05-01', 0.54), ('1917-10-31', 0.52)],
    'southwestern_front_11th': [('1916-09-01', 0.74), ('1917-02-01', 0.56), ('1917-05-01', 0.52), ('1917-10-31', 0.52)],
    'southwestern_front_7th': [('1916-09-01', 0.74), ('1917-02-01', 0.56), ('1917-05-01', 0.52), ('1917-10-31', 0.52)],
    'southwestern_front_8th': [('1916-09-01', 0.74), ('1917-02-01', 0.58), ('1917-05-01', 0.52), ('1917-10-31', 0.52)],
    'romanian_front_9th': [('1916-11-01', 0.72), ('1917-01-10', 0.74), ('1917-03-01', 0.58), ('1917-07-23', 0.54), ('1917-10-31', 0.52)],
    'romanian_front_4th': [('1916-11-01', 0.74), ('1917-01-10', 0.78), ('1917-03-01', 0.58), ('1917-07-23', 0.54), ('1917-10-31', 0.52)],
    'romanian_front_6th': [('1916-11-01', 0.74), ('1917-01-10', 0.76), ('1917-03-01', 0.56), ('1917-10-31', 0.50)],
    'caucasus_front_west': [('1916-08-01', 0.66), ('1917-02-01', 0.58), ('1917-05-01', 0.46), ('1917-10-31', 0.46)], 'caucasus_front_south': [('1916-08-01', 0.66), ('1917-02-01', 0.60), ('1917-05-01', 0.48), ('1917-10-31', 0.48)],
    'caucasus_front_persia': [('1916-08-01', 0.60), ('1917-02-01', 0.48), ('1917-05-01', 0.46), ('1917-10-31', 0.46)]}
for s, rows in WAR.items():
    series('war', s, rows, 'index', 'enemy', 'linear', "losses and the enemy's own moves, remembered days; rule 24", 'assumed')
series('war', 'petrograd', [('1914-07-01', 0), ('1915-08-01', 0.48), ('1917-02-18', 0.46), ('1917-08-19', 0.46), ('1917-08-24', 0.58), ('1917-09-15', 0.52), ('1917-09-29', 0.53), ('1917-10-06', 0.60), ('1917-10-31', 0.57)], 'index', 'enemy', 'linear', 'fall of Riga in August and the landing on the Moonsund isles in October bring the enemy nearer; rule 24')
for t, b in (('reval', 0.50), ('helsingfors', 0.42), ('kronstadt', 0.46)):
    series('war', t, [('1914-07-01', 0), ('1915-08-01', b), ('1917-02-18', b), ('1917-08-19', b), ('1917-08-24', b + 0.08), ('1917-09-28', b + 0.06), ('1917-09-30', b + 0.24), ('1917-10-08', b + 0.18), ('1917-10-31', b + 0.12)], 'index', 'enemy', 'linear', 'naval war in the Gulf; rule 24')
series('war', 'riga', [('1914-07-01', 0), ('1915-08-01', 0.7), ('1917-02-18', 0.62), ('1917-08-15', 0.62), ('1917-08-19', 0.95), ('1917-10-31', 0.9)], 'index', 'enemy', 'linear', 'the enemy enters Riga on 21 August; the town stays a place of the scenario (judgement_frontline; rule 24)')

# land (rule 25)
dens = {}
for p in keep:
    a = num(prov[p]['area_km2']) * (1 - occ(p))
    dens[p] = clamp((math.log(rural[p] / a) - math.log(4)) / (math.log(75) - math.log(4)), 0, 1)
LAND_SET = dict(siberia=0.15, far_east=0.12, steppe=0.38, central_asia=0.42, finland=0.40, north=0.22, caucasus=0.55, north_caucasus=0.45)
LAND_P = dict(don=0.55, kuban=0.50, stavropol=0.45, livonia=0.62, estonia=0.60, orenburg=0.38, ufa=0.55, perm=0.30, vyatka=0.28, samara=0.62, saratov=0.80, kutais=0.70, tiflis=0.62, baku=0.50)
for p in keep:
    l = landp.get(p, {})
    if p in LAND_P:
        v, s, n = LAND_P[p], 'assumed', 'rule 25, set by hand'
    elif macro[p] in LAND_SET:
        v, s, n = LAND_SET[macro[p]], 'assumed', 'rule 25, region value'
    else:
        v = clamp(0.15 + 0.40 * dens[p] + 0.22 * num(l.get('serf_share_1858')) + 0.23 * clamp(num(l.get('land_price_1904')) / 160, 0, 1), 0.1, 0.95); s, n = 'computed', 'rule 25'
    cond('land', '1917-01-01', PID[p], v, 'index', 'society', 'step', s, 'C', n)
cond('land', '1917-01-01', 'all', 0.5, 'index', 'society', 'step', 'assumed', 'C', 'soldiers and others without a province; rule 25')

# nation (rule 26)
TW = {'ukrainian': 0.45, 'polish': 0.7, 'lithuanian': 0.6, 'latvian': 0.6, 'estonian': 0.6, 'belarusian': 0.12, 'moldovan': 0.3, 'finnish': 0.9, 'finnish/swedish': 0.85, 'georgian': 0.45, 'imeretian(georgian)': 0.45, 'armenian': 0.45, 'tatar(incl azeri)': 0.4, 'bashkir': 0.5,
      'kazakh(kirghiz-kaisak)': 0.4, 'uzbek': 0.3, 'sart': 0.3, 'tajik': 0.25, 'turkmen': 0.3, 'turkic(undifferentiated)': 0.3, 'chechen': 0.5, 'avar': 0.4, 'dargin': 0.4, 'yakut': 0.2, 'buryat': 0.35, 'turkish': 0.3, 'yiddish': 0.25, 'german': 0.15, 'udmurt': 0.08, 'mordvin': 0.05, 'mari': 0.08, 'komi': 0.08, 'karelian': 0.1, 'tat': 0.2, 'samogitian': 0.6, 'komi-permyak': 0.05}
EXTRA = {'dagestan': 0.12, 'kutais': 0.1, 'terek': 0.12, 'don': 0.06, 'kuban': 0.02, 'kazan': 0.08, 'tiflis': 0.02}
for p in keep:
    r = prov[p]
    v = TW.get(r['main_mother_tongue'], 0) * (num(r['main_share']) or (1 if p in finland else 0)) + TW.get(r['second_mother_tongue'], 0) * num(r['second_share']) + EXTRA.get(p, 0)
    cond('nation', '1917-01-01', PID[p], clamp(v, 0, 0.95), 'share', 'society', 'step', 'computed', 'C', 'rule 26')
cond('nation', '1917-01-01', 'all', 0.1, 'share', 'society', 'step', 'assumed', 'C', 'soldiers and others without a province; rule 26')

# season (rule 27)
SEASON = {'middle': [('1917-01-01', 0.75), ('1917-03-20', 0.70), ('1917-03-28', 0.45), ('1917-04-10', 0.35), ('1917-04-30', 0.40), ('1917-05-10', 0.80), ('1917-06-05', 0.75), ('1917-06-15', 0.45), ('1917-07-01', 0.40), ('1917-07-10', 0.22), ('1917-08-15', 0.28), ('1917-09-01', 0.65), ('1917-09-20', 0.95), ('1917-10-31', 1.0)]}
def shift(rows, days, keep_first=1):
    out = []
    for i, (d, v) in enumerate(rows):
        if 0 < i < len(rows) - 1:
            d = (datetime.date.fromisoformat(d) + datetime.timedelta(days=days)).isoformat()
        out.append((d, v))
    return out
series('season', 'all', SEASON['middle'], 'index', 'season', 'linear', 'middle belt: mud, sowing, hay, harvest and winter sowing; rule 27')
for p in keep:
    la = num(prov[p]['centroid_lat'])
    k = -18 if la < 45 else -10 if la < 50 else 8 if 55.5 <= la < 58.5 else 16 if la >= 58.5 else 0
    if k:
        series('season', PID[p], shift(SEASON['middle'], k), 'index', 'season', 'linear', 'moved by %d days for latitude %.0f; rule 27' % (k, la))

# street days (rule 27): one value a day, steps
EASTER = datetime.date(1917, 4, 2)
def street(special):
    day = {}
    d = datetime.date(1917, 1, 1)
    while d <= datetime.date(1917, 10, 31):
        wd = (d + datetime.timedelta(days=13)).weekday()
        v = 0.25 if wd == 6 else 0.10 if wd == 5 and ((d - datetime.date(1917, 1, 7)).days // 7) % 2 == 0 else 0
        day[d] = (v, 'Sunday' if wd == 6 else 'payday Saturday' if v else '')
        d += datetime.timedelta(days=1)
    for (m, dd), v, n in special:
        d = datetime.date(1917, m, dd)
        if v > day[d][0]:
            day[d] = (v, n)
    rows = []; last = None
    for d in sorted(day):
        if last is None or day[d] != last:
            rows.append((d.isoformat(), day[d][0], day[d][1] or 'ordinary day'))
        last = day[d]
    return rows
FEASTS = [((1, 6), 0.2, 'Epiphany'), ((1, 9), 0.6, 'anniversary of 1905'), ((2, 2), 0.15, 'Candlemas'), ((2, 19), 0.3, 'anniversary of emancipation, Sunday'), ((2, 23), 0.45, "international women's day"), ((3, 25), 0.25, 'Annunciation'), ((3, 26), 0.3, 'Palm Sunday'),
          ((3, 31), 0.2, 'Good Friday'), ((4, 2), 0.4, 'Easter'), ((4, 3), 0.35, 'Easter week'), ((4, 4), 0.3, 'Easter week; anniversary of the Lena shooting'), ((4, 5), 0.2, 'Easter week'), ((4, 18), 0.9, '1 May new style'), ((4, 23), 0.3, 'St George, Sunday'), ((5, 9), 0.2, 'St Nicholas'), ((5, 11), 0.2, 'Ascension'),
          ((5, 21), 0.35, 'Trinity'), ((5, 22), 0.3, 'Whit Monday'), ((6, 24), 0.2, 'St John'), ((6, 29), 0.25, 'Peter and Paul'), ((7, 8), 0.2, 'Our Lady of Kazan'), ((7, 20), 0.25, 'Elijah'), ((8, 6), 0.25, 'Transfiguration'), ((8, 15), 0.25, 'Dormition'), ((8, 29), 0.15, 'Beheading of St John'), ((9, 8), 0.2, 'Nativity of the Virgin'),
          ((9, 14), 0.2, 'Exaltation of the Cross'), ((10, 1), 0.3, 'Protection of the Virgin, Sunday'), ((10, 17), 0.25, 'anniversary of the manifesto of 1905'), ((10, 22), 0.3, 'Our Lady of Kazan, Sunday')]
for place, sp_days in (('all', FEASTS), ('petrograd', [(a, {(1, 9): 0.8, (2, 23): 0.6}.get(a, v), n) for a, v, n in FEASTS])):
    for d, v, n in street(sp_days):
        cond('street_day', d, place, v, 'index', 'calendar', 'step', 'assumed', 'C', n + '; rule 27')

# weather (rule 27): ease of being in the street = (T + 25) / 35, T monthly mean
MONTH = ('1917-01-03', '1917-02-02', '1917-03-02', '1917-04-02', '1917-05-03', '1917-06-02', '1917-07-03', '1917-08-03', '1917-09-02', '1917-10-02', '1917-10-31')  # middles of the new-style months, old style
CLIM = dict(centre=(-10, -9, -4, 5, 12, 16, 18, 16, 10, 4, -3), north=(-14, -12, -7, 1, 8, 14, 17, 14, 8, 1, -6), northwest=(-8, -8, -4, 3, 9, 15, 18, 16, 10, 5, -1), south=(-4, -3, 2, 10, 16, 20, 22, 21, 15, 9, 3), urals=(-16, -14, -7, 3, 10, 16, 18, 15, 9, 1, -7),
            siberia=(-20, -17, -9, 1, 9, 16, 19, 16, 9, 0, -10), caucasus=(1, 2, 6, 12, 17, 21, 24, 24, 19, 14, 8), turkestan=(-1, 2, 8, 15, 20, 25, 27, 25, 19, 12, 6))
WG = dict(central_industrial='centre', central_black_earth='centre', volga='centre', belarus='centre', northwest='northwest', baltic='northwest', finland='northwest', north='north', ukraine_right='south', ukraine_left='south', new_russia='south', don='south', north_caucasus='south', urals='urals', siberia='siberia', far_east='siberia', steppe='siberia', caucasus='caucasus', central_asia='turkestan')
series('weather', 'all', [(d, ease(T)) for d, T in zip(MONTH, CLIM['centre'])], 'index', 'weather', 'linear', 'monthly means, middle belt, remembered; rule 27')
for p in keep:
    g = WG[macro[p]]
    if g != 'centre':
        series('weather', PID[p], [(d, ease(T)) for d, T in zip(MONTH, CLIM[g])], 'index', 'weather', 'linear', 'monthly means, %s, remembered; rule 27' % g)
pw = [(d, ease(T)) for d, T in zip(MONTH, CLIM['northwest']) if d < '1917-02-01' or d > '1917-03-10']
pw += [('1917-02-01', ease(-14), 'weather', 'assumed', 'C', 'winter frost, -15 (petertostalin); rule 27'), ('1917-02-21', ease(-13), 'weather', 'assumed', 'C', 'frost holds; rule 27'),
       ('1917-02-23', ease(-4), 'weather', 'computed', 'C', 'sudden mild days: pipes_189 says 8 above, other accounts stay below zero; -4 taken, unverified'), ('1917-02-25', ease(-2), 'weather', 'computed', 'C', 'as above, unverified'),
       ('1917-02-28', ease(-3), 'weather', 'computed', 'C', 'as above, unverified'), ('1917-03-04', ease(-6), 'weather', 'assumed', 'C', 'rule 27')]
series('weather', 'petrograd', sorted(pw), 'index', 'weather', 'linear', 'monthly means, northwest, remembered; rule 27')

# delay on the railways
series('reinforcement_delay', 'all', [('1914-07-01', 0), ('1916-01-01', 8), ('1917-01-01', 14, 'transport', 'computed', 'B', 'held-up wagons 60 per cent above a year before (lj_rail), on an assumed 8 hours'), ('1917-01-15', 22, 'transport', 'computed', 'B', 'held-up wagons 130 per cent above a year before, snowdrifts (lj_rail)'),
        ('1917-02-10', 24), ('1917-02-25', 20), ('1917-03-20', 16), ('1917-05-15', 14), ('1917-08-15', 16), ('1917-10-31', 22)], 'hours', 'transport', 'linear', 'level assumed, direction after the remembered daily loadings')

# ---------------------------------------------------------------- write or check
pop_rows = []
for q in ids:
    for c in CLASSES:
        if (q, c) in pop:
            s = src[q, c]
            pop_rows.append([q, c, pop[q, c], women.get((q, c), WOMEN[c]), s[0], s[1], s[2]])
cell_sum = {}
for r in cells:
    if r[7] is None:
        r[7] = women.get((r[3], r[4]), WOMEN[r[4]])
    cell_sum[r[3], r[4]] = cell_sum.get((r[3], r[4]), 0) + r[6]
bad = [(k, v, pop.get(k, 0)) for k, v in cell_sum.items() if v > pop.get(k, 0)]
assert not bad, bad
assert sum(r[2] for r in pop_rows) == PERSONS, (sum(r[2] for r in pop_rows), PERSONS)
order_p = {q: i for i, q in enumerate(ids)}
cells.sort(key=lambda r: (order_p[r[3]], CLASSES.index(r[4]), r[0]))
assert len({r[0] for r in cells}) == len(cells)

# graph of leaf places
adj = {}
def leaves(x):
    k = [q for q in ids if parent[q] == x]
    return [x] if not k else [l for q in k for l in leaves(q)]
leafset = [q for q in ids if q in leaf_tot]
rep = {}
def main(x):
    if x not in rep:
        rep[x] = leaves(x)
    return rep[x]
for r in links:
    for a in main(r[0]):
        for b in main(r[1]):
            adj.setdefault(a, set()).add(b); adj.setdefault(b, set()).add(a)
start = leafset[0]; reach = {start}; todo = [start]
while todo:
    for y in adj.get(todo.pop(), ()):
        if y not in reach:
            reach.add(y); todo.append(y)
assert set(leafset) <= reach, sorted(set(leafset) - reach)[:20]

# ---------------------------------------------------------------- roots (rule 28)
REGION = {'urals_region': ['perm_province', 'ufa_province'], 'donets_basin': ['yuzovka', 'mariupol', 'lugansk', 'bakhmut_county', 'don_province'],
          'ukraine_right_bank_and_poltava': ['kiev_province', 'poltava_province', 'chernigov_province', 'volhynia_province', 'podolia_province'],
          'latvia_livonia_courland': ['livonia_province']}
FRACTION = {'bolshevik': (1, 0), 'menshevik': (0, 1), 'latvian_sd': (0.5, 0)}
DEPUTY = 5
known = {}; cited = {}
for r in load('party_strength_before_1917'):
    if r['place'] == 'empire' or r['quantity'] not in ('fifth_congress_voting_delegates', 'fourth_duma_sd_deputies'):
        continue
    here = REGION.get(r['place'], [r['place']])
    n = num(r['value']) / len(here) * (DEPUTY if r['quantity'] == 'fourth_duma_sd_deputies' else 1)
    for q in here:
        if q not in order_p:
            continue
        b, m = FRACTION[r['party']]
        k = known.setdefault(q, [0, 0]); k[0] += n * b; k[1] += n * m
        cited.setdefault(q, set()).add(r['source'])
# What is known of a town is added to what is known of its province.
both = {q: [k[i] + known.get(parent[q], (0, 0))[i] for i in (0, 1)] for q, k in known.items()}
hands = lambda q: sum(n for (p, c), n in pop.items() if (p == q or parent[p] == q) and c in ('metal', 'textile', 'worker', 'miner'))
ALL_HANDS = sum(n for (p, c), n in pop.items() if c in ('metal', 'textile', 'worker', 'miner'))
members = {r['city_id']: r for r in load('party_branches_feb1917') if r['party_id'] == 'bolshevik'}
navy = {r['place']: r for r in load('party_strength_before_1917') if r['quantity'] in ('ship_and_shore_party_organisations', 'military_cells_in_touch_with_petrograd')}
roots = []
for q in ids:
    b, m = both.get(q) or known.get(parent[q]) or (0, 0)
    x, y = 2 * (b + 1) / (b + m + 2), 2 * (m + 1) / (b + m + 2)
    why = set(cited.get(q, ())) | set(cited.get(parent[q], ()) if q in members or q in navy else ())
    if q in members and q != 'ekaterinburg' and hands(q) > 0:
        x *= clamp(math.sqrt(num(members[q]['members']) / 24000 * ALL_HANDS / hands(q)), 0.5, 2); why.add(members[q]['source'])
    if q in navy and ('sailor' in {c for (p, c) in pop if p == q}):
        x *= 2; why.add(navy[q]['source'])
    if q in known or q in members or q in navy:
        for party, v in (('bolshevik', x), ('menshevik', y)):
            if abs(v - 1) >= 0.005:
                roots.append([q, party, '%.2f' % v, '; '.join(sorted(why)) or 'computed', 'C', 'rule 28'])

# nations (rule 29)
NATIONS = ['ukrainian', 'polish', 'latvian', 'estonian', 'lithuanian', 'yiddish', 'georgian', 'armenian', 'moldovan', 'finnish']
told = {}
for r in load('mother_tongues_1897'):
    if r['province_id'] in keep and r['tongue'] in NATIONS:
        told[PID[r['province_id']], r['tongue']] = (num(r['share']), r['source'], r['confidence'])
for p in finland:
    told[PID[p], 'finnish'] = (0.87, 'recalled', 'C')
for p, r in by(load('provinces_social_1897'), 'province_id').items():
    if p in keep:
        told[PID[p], 'muslim'] = (num(r['muslim']) / num(r['population_1897']), r['source'], r['confidence'])
of_towns = [r for r in load('mother_tongues_towns_1897') if r['tongue'] in NATIONS and r['province_id'] in keep]
kind = {r[0]: r[3] for r in places}
for r in sorted(of_towns, key=lambda r: r['town'] != ''):
    for q in [r['town']] if r['town'] else [q for q in ids if kind[q] == 'town' and parent[q] == PID[r['province_id']]]:
        told[q, r['tongue']] = (num(r['share']), r['source'], r['confidence'])
# A place that has any row has one of every people, so that the lack of a row says that nothing is known.
nations = []
for q in ids:
    if not any((q, n) in told for n in NATIONS + ['muslim']):
        continue
    for n in NATIONS + ['muslim']:
        v, s, c = told.get((q, n)) or told.get((parent[q], n)) or (0, 'computed', 'C')
        nations.append([q, n, '%.4f' % v, s, c, 'rule 29'])

TABLES = {
    'places.csv': (['id', 'name', 'name_ru', 'kind', 'parent', 'lat', 'lon', 'population', 'area_km2', 'source', 'confidence', 'note'], places),
    'population.csv': (['place', 'class', 'persons', 'share_women', 'source', 'confidence', 'note'], pop_rows),
    'cells.csv': (['id', 'name', 'name_ru', 'place', 'class', 'kind', 'persons', 'share_women', 'source', 'confidence', 'note'], cells),
    'links.csv': (['from', 'to', 'kind', 'hours', 'source', 'confidence', 'note'], links),
    'conditions.csv': (['indicator', 'date', 'place', 'value', 'unit', 'kind', 'interpolation', 'source', 'confidence', 'note'], conditions),
    'nations.csv': (['place', 'nation', 'share', 'source', 'confidence', 'note'], nations),
    'roots.csv': (['place', 'party', 'times', 'source', 'confidence', 'note'], roots)}
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
M = lambda x: '%.0f' % round(x, -3)
BRIDGE = [('1 January 1914 without Finland, Central Statistical Committee', CSC14), ('less overcount (corrected series, carried to 1 January 1914)', UVI14 - CSC14),
          ('natural growth 1914-1916', UVI14 * (G - 1)), ('less provinces and parts of provinces behind the enemy line', -sum(now[p] * occ(p) for p in prov)),
          ('refugees from there in unoccupied provinces', REFUGEES), ('Finland', sum(now[p] for p in finland)), ('less dead of the war', -DEAD), ('less prisoners in enemy hands', -PRISONERS),
          ('soldiers, dead and prisoners who came from the occupied land', from_occupied)]
if '--quiet' not in sys.argv:
    print('bridge'); s = 0
    for n, v in BRIDGE:
        s += v; print('  %-70s %12s %12s' % (n, M(v), M(s)))
    print('persons', PERSONS, 'civil', CIVIL, 'under arms', ARMY, 'county factor %.4f' % F, 'drawn share %.3f' % (DRAW / sum(now[p] for p in keep)))
    kk = {}
    for r in places:
        kk[r[3]] = kk.get(r[3], 0) + 1
    print('places', kk, 'leaves', len(leafset)); tot = {}
    for (q, c), n in pop.items():
        tot[c] = tot.get(c, 0) + n
    print('classes', {c: tot.get(c, 0) for c in CLASSES})
    print('rows: population %d cells %d links %d conditions %d' % (len(pop_rows), len(cells), len(links), len(conditions)))
    print('garrison of Petrograd', military('petrograd'), 'of Moscow', military('moscow'))
if CHECK and differ:
    print('differs: ' + ', '.join(differ)); sys.exit(1)
if CHECK:
    print('tables agree with the facts')
