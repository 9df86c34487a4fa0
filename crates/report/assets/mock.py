#!/usr/bin/env python3
"""Invent data for the report and assemble a page, to design and check it without running the model.

Nothing here is history or a result: the numbers are drawn from a seeded generator so that every part of the page has
something to show. Run:  python3 mock.py [--one-town | --empty] [OUT.html]     (default: report_mock.html in the
temporary directory)
"""
import datetime as dt
import json
import math
import pathlib
import random
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
PARTIES = [("none", "No party", "no party"), ("monarchist", "Monarchists", "monarchist"), ("right", "Octobrists and right", "right"),
           ("kadet", "Constitutional Democrats", "Kadet"), ("popular_socialist", "Popular Socialists", "Pop. Soc."),
           ("sr", "Socialist Revolutionaries", "SR"), ("left_sr", "Left Socialist Revolutionaries", "Left SR"),
           ("menshevik", "Mensheviks", "Menshevik"), ("menshevik_int", "Menshevik Internationalists", "Mensh. Int."),
           ("bolshevik", "Bolsheviks", "Bolshevik"), ("anarchist", "Anarchists", "anarchist"), ("ukrainian", "Ukrainian parties", "Ukrainian"),
           ("muslim", "Muslim parties", "Muslim"), ("national", "Other national parties", "national")]
P = [p[0] for p in PARTIES]
START, END = dt.date(1917, 3, 3), dt.date(1917, 11, 13)
DAYS = [START + dt.timedelta(d) for d in range((END - START).days + 1)]
N = len(DAYS)
DAY = {d.isoformat(): i for i, d in enumerate(DAYS)}
FALL, APRIL, JULY, KORNILOV, TRANSFER = 9, 62, 136, 178, 249

PROVINCES = """Petrograd Петроградская 59.94 30.31;Moscow Московская 55.75 37.62;Tver Тверская 56.86 35.9;Novgorod Новгородская 58.52 31.27
Pskov Псковская 57.82 28.33;Estland Эстляндская 59.44 24.75;Livland Лифляндская 57.54 25.43;Vitebsk Витебская 55.19 30.2;Minsk Минская 53.9 27.57
Mogilev Могилёвская 53.9 30.34;Smolensk Смоленская 54.78 32.05;Kaluga Калужская 54.51 36.26;Tula Тульская 54.19 37.62;Ryazan Рязанская 54.63 39.74
Vladimir Владимирская 56.13 40.41;Yaroslavl Ярославская 57.63 39.87;Kostroma Костромская 57.77 40.93;NizhniNovgorod Нижегородская 56.33 44;Kazan Казанская 55.79 49.12
Simbirsk Симбирская 54.32 48.4;Samara Самарская 53.2 50.15;Saratov Саратовская 51.53 46.03;Penza Пензенская 53.2 45;Tambov Тамбовская 52.72 41.45
Voronezh Воронежская 51.67 39.18;Kursk Курская 51.73 36.19;Orel Орловская 52.97 36.06;Chernigov Черниговская 51.5 31.29;Kiev Киевская 50.45 30.52
Podolia Подольская 48.68 26.58;Volhynia Волынская 50.25 28.66;Bessarabia Бессарабская 47.01 28.86;Kherson Херсонская 46.64 32.62;Ekaterinoslav Екатеринославская 48.46 35.05
Taurida Таврическая 44.95 34.1;Kharkov Харьковская 49.99 36.23;Poltava Полтавская 49.59 34.55;Don Донская 47.41 40.1;Kuban Кубанская 45.04 38.98
Stavropol Ставропольская 45.04 41.97;Terek Терская 43.02 44.68;Astrakhan Астраханская 46.35 48.04;Vologda Вологодская 59.22 39.88;Arkhangelsk Архангельская 64.54 40.54
Olonets Олонецкая 61.79 34.36;Vyatka Вятская 58.6 49.66;Perm Пермская 58.01 56.23;Ufa Уфимская 54.74 55.97;Orenburg Оренбургская 51.77 55.1
Nyland Нюландская 60.17 24.94;AboBjorneborg Або-Бьёрнеборгская 60.45 22.27;Vasa Вазаская 63.1 21.6;Uleaborg Улеаборгская 65.01 25.47;Viborg Выборгская 60.71 28.75;Kuopio Куопиоская 62.89 27.68
Tiflis Тифлисская 41.72 44.78;Kutais Кутаисская 42.27 42.7;Baku Бакинская 40.41 49.87;Elisavetpol Елизаветпольская 40.68 46.36;Erivan Эриванская 40.18 44.51;Dagestan Дагестанская 42.98 47.5;Kars Карсская 40.6 43.1
Uralsk Уральская 51.23 51.37;Turgai Тургайская 49.6 63.5;Akmolinsk Акмолинская 51.18 71.45;Semipalatinsk Семипалатинская 50.41 80.23;Semirechye Семиреченская 43.26 76.93
SyrDarya Сыр-Дарьинская 41.3 69.24;Samarkand Самаркандская 39.65 66.96;Fergana Ферганская 40.39 71.78;Transcaspia Закаспийская 37.95 58.38
Tobolsk Тобольская 58.2 68.25;Tomsk Томская 56.5 84.97;Yeniseisk Енисейская 56.01 92.87;Irkutsk Иркутская 52.29 104.28;Transbaikal Забайкальская 52.03 113.5;Yakutsk Якутская 62.03 129.73;Amur Амурская 50.27 127.53;Primorye Приморская 43.12 131.9;Kamchatka Камчатская 53.02 158.65"""
TOWNS = """tver tver Tver Тверь 56.8587 35.9176 70000;rostov don Rostov-on-Don Ростов-на-Дону 47.23 39.72 204000;odessa kherson Odessa Одесса 46.48 30.73 631000;kiev_town kiev Kiev Киев 50.44 30.53 520000
kharkov_town kharkov Kharkov Харьков 49.99 36.23 258000;ekaterinoslav_town ekaterinoslav Ekaterinoslav Екатеринослав 48.46 35.05 211000;riga livland Riga Рига 56.95 24.11 220000;reval estland Reval Ревель 59.44 24.75 160000
ivanovo vladimir Ivanovo-Voznesensk Иваново-Вознесенск 57.0 40.97 147000;nizhni nizhninovgorod Nizhny_Novgorod Нижний_Новгород 56.33 44.0 126000;kazan_town kazan Kazan Казань 55.79 49.12 195000;samara_town samara Samara Самара 53.2 50.15 144000
saratov_town saratov Saratov Саратов 51.53 46.03 235000;tsaritsyn saratov Tsaritsyn Царицын 48.71 44.51 130000;astrakhan_town astrakhan Astrakhan Астрахань 46.35 48.04 151000;baku_town baku Baku Баку 40.41 49.87 262000;tiflis_town tiflis Tiflis Тифлис 41.72 44.78 346000
perm_town perm Perm Пермь 58.01 56.23 63000;ekaterinburg perm Ekaterinburg Екатеринбург 56.84 60.6 71000;ufa_town ufa Ufa Уфа 54.74 55.97 100000;omsk akmolinsk Omsk Омск 54.97 73.37 113000;tomsk_town tomsk Tomsk Томск 56.5 84.97 101000
irkutsk_town irkutsk Irkutsk Иркутск 52.29 104.28 90000;krasnoyarsk yeniseisk Krasnoyarsk Красноярск 56.01 92.87 70000;chita transbaikal Chita Чита 52.03 113.5 79000;vladivostok primorye Vladivostok Владивосток 43.12 131.9 97000;tashkent syrdarya Tashkent Ташкент 41.3 69.24 271000
minsk_town minsk Minsk Минск 53.9 27.57 134000;smolensk_town smolensk Smolensk Смоленск 54.78 32.05 80000;tula_town tula Tula Тула 54.19 37.62 150000;voronezh_town voronezh Voronezh Воронеж 51.67 39.18 94000;helsingfors nyland Helsingfors Гельсингфорс 60.17 24.94 180000
sevastopol taurida Sevastopol Севастополь 44.6 33.53 77000;yuzovka ekaterinoslav Yuzovka Юзовка 48.0 37.8 70000;lugansk ekaterinoslav Lugansk Луганск 48.57 39.3 60000;tsarskoe petrograd Tsarskoe_Selo Царское_Село 59.72 30.4 35000;kolpino petrograd Kolpino Колпино 59.75 30.59 30000"""
DISTRICTS = """vyborg Vyborg 59.968 30.35 150000;petrograd_side Petrograd_side 59.963 30.305 300000;vasilevsky Vasilevsky_Island 59.942 30.26 270000;novaya_derevnya Novaya_Derevnya 59.985 30.285 60000
lesnoi Lesnoi 60.005 30.345 60000;okhta Okhta 59.948 30.415 60000;porokhov Porokhov 59.957 30.475 35000;first_city First_City 59.938 30.318 330000
second_city Second_City 59.925 30.325 300000;liteiny Liteiny 59.943 30.35 130000;rozhdestvensky Rozhdestvensky 59.938 30.38 170000;kolomna Kolomna 59.924 30.285 90000
narva Narva 59.905 30.28 150000;peterhof Peterhof_(Putilov) 59.875 30.262 130000;moscow_gate Moscow_gate 59.9 30.32 150000;neva Neva 59.885 30.44 160000"""
FRONTS = [("northern_front", "Northern Front", "Северный фронт", 57.3, 26.4, 1100000), ("western_front", "Western Front", "Западный фронт", 54.1, 27.3, 1500000),
          ("southwestern_front", "South-Western Front", "Юго-Западный фронт", 49.6, 26.1, 2300000), ("romanian_front", "Romanian Front", "Румынский фронт", 46.8, 27.6, 1400000),
          ("caucasus_front", "Caucasus Front", "Кавказский фронт", 40.2, 41.3, 500000)]


def step(t, at, width):
    return 1 / (1 + math.exp(-(t - at) / width))


def bump(t, at, width):
    return math.exp(-(((t - at) / width) ** 2))


def noisy(rng, values, share=0.05, whole=True):
    out, wander = [], 0.0
    for v in values:
        wander = 0.7 * wander + rng.gauss(0, share)
        x = max(0.0, v * (1 + wander))
        out.append(round(x) if whole else round(x, 4))
    return out


def shares(weights):
    total = sum(weights) or 1
    return [w / total for w in weights]


def authority_at(t, lead, radical):
    """Government, council, committee, nobody on day t for a place that follows the capital after `lead` days."""
    before = 1 - step(t, FALL + lead * 0.25, 1.2)
    council = radical * (0.12 + 0.25 * step(t, FALL + lead, 6) + 0.2 * step(t, KORNILOV + lead, 12) + 0.45 * step(t, TRANSFER + lead, 2))
    committee = 0.35 * (1 - step(t, 70 + lead, 25)) * step(t, FALL + lead * 0.3, 2)
    nobody = 0.02 + 0.22 * step(t, 130 + lead, 45) * (1 - 0.5 * step(t, TRANSFER + lead, 3))
    government = max(0.02, 0.9 - council - committee * 0.6 - nobody - 0.3 * step(t, KORNILOV + lead, 20))
    council *= 1 - before
    government = before * 0.97 + (1 - before) * government
    return shares([government, council, committee * (1 - before), nobody])


def block(rng, persons, lead, radical, urban, soldiers):
    rows = [authority_at(t, lead, radical) for t in range(N)]
    strikers = [persons * urban * (0.16 * bump(t, 5 + lead * 0.2, 3.2) + 0.012 * bump(t, APRIL, 3) + 0.05 * bump(t, JULY, 2.5) + 0.03 * bump(t, KORNILOV, 3) + 0.02 * step(t, 190, 20) + 0.001) for t in range(N)]
    refusing = [soldiers * min(0.96, 0.9 * step(t, FALL - 2 + lead, 0.8 + lead * 0.2) * (1 - 0.55 * step(t, 25 + lead, 10)) + 0.35 * step(t, 130 + lead, 30) + 0.35 * step(t, TRANSFER + lead, 4)) for t in range(N)]
    dead, total = [], 0.0
    for t in range(N):
        total += persons * 1e-6 * (90 * bump(t, FALL - 1 + lead * 0.2, 1.5) + 20 * bump(t, JULY, 1.2) + 15 * bump(t, TRANSFER + 2, 2))
        dead.append(round(total))
    g, c, m, o = zip(*rows)
    rounded = lambda xs: [round(x, 4) for x in xs]
    return {
        "strikers": noisy(rng, strikers), "in_street": noisy(rng, [s * 0.55 for s in strikers], 0.09), "armed": noisy(rng, [persons * urban * (0.002 + 0.02 * step(t, KORNILOV, 8) + 0.02 * bump(t, FALL, 2)) for t in range(N)]),
        "soldiers": [soldiers] * N, "soldiers_refusing": noisy(rng, refusing, 0.03),
        "authority_government": rounded(g), "authority_council": rounded(c), "authority_committee": rounded(m), "authority_nobody": rounded(o),
        "dual_power_people": rounded(1 - abs(a - b) / (a + b) for a, b in zip(g, c)), "dual_power_arms": rounded(1 - abs(a - min(1, b * 1.4)) / (a + min(1, b * 1.4)) for a, b in zip(g, c)),
        "dead": dead, "wounded": [d * 4 for d in dead], "in_custody": noisy(rng, [persons * 2e-5 * (1 + 8 * bump(t, 4, 2) + 6 * bump(t, JULY + 4, 8)) for t in range(N)]),
        "councils": [round(900 * step(t, 40 + lead, 25) * (persons / 1.6e8)) if persons > 3e6 else (1 if t > FALL else 0) for t in range(N)],
        "peasant_actions": noisy(rng, [persons * (1 - urban) * 1.2e-7 * (step(t, 30, 15) + 2.2 * step(t, 185, 20) - 0.8 * bump(t, 130, 25)) for t in range(N)], 0.15),
        "trust": noisy(rng, [0.25 + 0.5 * step(t, FALL, 3) - 0.4 * step(t, 120, 45) for t in range(N)], 0.01, False), "grievance": noisy(rng, [0.62 - 0.2 * step(t, FALL, 4) + 0.3 * step(t, 140, 45) for t in range(N)], 0.01, False),
    }


def party_mix(rng, lead, radical, villages=False):
    out = {p: [] for p in P}
    wobble = {p: rng.uniform(0.85, 1.15) for p in P}
    for t in range(N):
        r = radical * step(t, 150 + lead, 40)
        w = {"none": 0.9 - 0.6 * step(t, 20 + lead, 20), "monarchist": 0.08 * (1 - step(t, FALL, 4)), "right": 0.06, "kadet": 0.14 if not villages else 0.03, "popular_socialist": 0.03,
             "sr": 0.5 * step(t, 15 + lead, 14) * (1.6 if villages else 1) * (1 - 0.5 * r), "left_sr": 0.2 * step(t, 190 + lead, 20), "menshevik": (0.4 if not villages else 0.05) * step(t, 12 + lead, 10) * (1 - 0.75 * r),
             "menshevik_int": 0.05 * step(t, 60, 20), "bolshevik": 0.05 + 0.95 * r, "anarchist": 0.02, "ukrainian": 0.04 if villages else 0.01, "muslim": 0.03 if villages else 0.005, "national": 0.02}
        row = shares([max(0, w[p] * wobble[p]) for p in P])
        for p, x in zip(P, row):
            out[p].append(round(x, 4))
    return out


def council(rng, place, name, lead, seats, radical):
    mix = party_mix(rng, lead, radical)
    first, term = FALL + int(lead), {p: [] for p in P}
    resolution = []
    for t in range(N):
        size = 0 if t < first else round(seats * min(1, 0.25 + 0.75 * (t - first) / 25))
        for p in P:
            term[p].append(round(mix[p][max(first, t - t % 4)] * size) if size else 0)
        left = (term["bolshevik"][-1] + term["left_sr"][-1]) / size if size else 0
        resolution.append("none" if not size else "claim" if left > 0.52 else "oppose" if left > 0.4 else "support")
    return {"place": place, "name": name, "seats": {p: v for p, v in term.items() if max(v)}, "resolution": resolution}


def slug(name):
    return name.lower().replace("-", "").replace("_", "")


def places_and_weeks(rng):
    places, weeks = [], list(range(0, N, 7))
    add = lambda i, name, ru, kind, parent, lat, lon, pop, un=False: places.append({"id": i, "name": name.replace("_", " "), "name_ru": ru.replace("_", " "), "kind": kind, "parent": parent, "lat": lat, "lon": lon, "population": pop, "unverified": un})
    for line in PROVINCES.replace("\n", ";").split(";"):
        name, ru, lat, lon = line.split(" ")
        pid, lat, lon, pop = slug(name), float(lat), float(lon), rng.randint(700, 3000) * 1000
        label = "".join(" " + c if c.isupper() and i else c for i, c in enumerate(name))
        add("p_" + pid, label, ru + " губерния", "province", "", lat, lon, pop)
        for k in range(3 if lon < 60 else 2):
            spread = 0.9 if lon < 60 else 2.2
            add(f"{pid}_{k + 1}", f"{label} county {k + 1}", "", "county", "p_" + pid, round(lat + rng.uniform(-spread, spread), 3), round(lon + rng.uniform(-spread, spread) * 1.5, 3), pop // 4)
    for line in TOWNS.replace("\n", ";").split(";"):
        tid, parent, name, ru, lat, lon, pop = line.split(" ")
        add(tid, name, ru, "town", "p_" + parent, float(lat), float(lon), int(pop), rng.random() < 0.2)
    add("petrograd", "Petrograd", "Петроград", "town", "p_petrograd", 59.9386, 30.3141, 2412700)
    add("moscow", "Moscow", "Москва", "town", "p_moscow", 55.752, 37.6178, 1805000)
    add("kronstadt", "Kronstadt", "Кронштадт", "base", "p_petrograd", 59.99, 29.77, 60000)
    for line in DISTRICTS.replace("\n", ";").split(";"):
        did, name, lat, lon, pop = line.split(" ")
        add(did, name, "", "district", "petrograd", float(lat), float(lon), int(pop), True)
    for fid, name, ru, lat, lon, pop in FRONTS:
        add(fid, name, ru, "front", "", lat, lon, pop, True)
    rows = {}
    for p in places:
        far = math.hypot(p["lat"] - 59.9, (p["lon"] - 30.3) * 0.5)
        lead = {"district": 0, "town": 2, "base": 1, "front": 6, "county": 14, "province": 12}[p["kind"]] + far * 0.45 + rng.uniform(-2, 4)
        radical = {"district": 1.25, "town": 1.05, "base": 1.5, "front": 0.9, "county": 0.6, "province": 0.66}[p["kind"]] * rng.uniform(0.7, 1.25)
        a = [[round(255 * x) for x in authority_at(d, lead, radical)] for d in weeks]
        s = [round(p["population"] * (0.1 * bump(d, 6, 6) + 0.02 * bump(d, JULY, 6) + 0.012 * step(d, 190, 15)) * rng.uniform(0.5, 1.2)) if p["kind"] in ("town", "district", "base") else 0 for d in weeks]
        seats = [[-1 if d < FALL + lead else 9 if d > 150 + lead and radical > 0.8 else 7 if p["kind"] != "county" else 5] for d in weeks]
        rows[p["id"]] = {"authority": a, "strikers": s, "seats": [x[0] for x in seats]}
    return places, weeks, rows


KINDS = ["strike", "strike-end", "crowd", "shots", "refusal", "council-founded", "council-resolution", "recall", "election", "concession", "coalition", "order", "troops-sent", "land-seizure", "arrest", "party-call", "authority"]
ACTORS = {"strike": "workers", "strike-end": "owners", "crowd": "crowd", "shots": "police", "refusal": "soldiers", "council-founded": "organisers", "council-resolution": "executive", "recall": "electors", "election": "electors",
          "concession": "government", "coalition": "government", "order": "government", "troops-sent": "staff", "land-seizure": "village", "arrest": "police", "party-call": "committee", "authority": "cells"}


def events(rng, places, count):
    leaf = [p for p in places if p["kind"] != "province"]
    heavy = [p for p in leaf if p["kind"] in ("district", "town", "front", "base")]
    out = []
    for _ in range(count):
        p = rng.choice(heavy if rng.random() < 0.7 else leaf)
        day = min(N - 1, max(0, int(rng.choice([rng.gauss(6, 3), rng.gauss(JULY, 4), rng.gauss(KORNILOV, 6), rng.uniform(0, N), rng.gauss(TRANSFER, 5)]))))
        kind = rng.choice(KINDS)
        size = int(rng.paretovariate(0.9) * 60)
        text = {"strike": f"{size:,} stop work at the works of {p['name']}", "refusal": f"{size:,} soldiers in {p['name']} refuse the order", "council-founded": f"A council is called in {p['name']}"}.get(kind, f"{kind.replace('-', ' ').capitalize()} in {p['name']}: {size:,} people")
        out.append({"day": day, "round": rng.choice([None, 0, 1, 2, 3]), "place": p["id"], "kind": kind, "actor": ACTORS[kind], "size": size, "text": text, "importance": 3 if size > 20000 else 2 if size > 3000 else 1 if size > 400 else 0,
                    "cause": f"grievance {rng.uniform(0.4, 0.9):.2f}, trust {rng.uniform(0.05, 0.4):.2f}; {rng.randint(5, 80)} per cent of the neighbouring shops were out; fear {rng.uniform(0.05, 0.5):.2f} against {rng.randint(0, 900)} loyal troops at hand"})
    return sorted(out, key=lambda e: (e["day"], e["round"] or 0))


def iso(t):
    return DAYS[t].isoformat()


def record_points(capital, villages):
    rows = []

    def add(measure, a, b, value, low, high, unit, source, confidence, label, verified=True):
        rows.append({"measure": measure, "date_start": a, "date_end": b, "value": value, "low": low, "high": high, "unit": unit, "source": source, "confidence": confidence, "label": label, "verified": verified})

    for d, v, lo, hi in (("1917-03-08", 128000, 90000, 150000), ("1917-03-09", 214000, 160000, 220000), ("1917-03-10", 305000, 240000, 310000)):
        add("capital.strikers", d, d, v, lo, hi, "workers", "mock_a", "A", "strikers in Petrograd")
    add("capital.strikers", "1917-07-16", "1917-07-17", 210000, 150000, 320000, "workers", "mock_b", "C", "strikers in the July days", False)
    for d, v in (("1917-03-11", 600), ("1917-03-12", 66700), ("1917-03-13", 127000), ("1917-03-14", 170000)):
        add("capital.soldiers_refusing", d, d, v, v * 0.85, v * 1.1, "soldiers", "mock_a", "B", "soldiers gone over")
    add("capital.dead", "1917-03-08", "1917-03-16", 300, 169, 433, "persons", "mock_c", "C", "dead in February")
    add("council_seats.petrograd.bolshevik", "1917-03-25", "1917-03-31", 0.03, 0.02, 0.06, "share of seats", "mock_b", "C", "Bolshevik share of seats, March", False)
    add("council_seats.petrograd.bolshevik", "1917-09-14", "1917-09-20", 0.45, 0.4, 0.52, "share of seats", "mock_b", "B", "Bolshevik share of votes, September")
    for m in range(4, 11):
        a = dt.date(1917, m, 14)
        v = [205, 558, 1122, 1777, 1169, 1750, 2176][m - 4]
        add("villages.peasant_actions", a.isoformat(), (a + dt.timedelta(29)).isoformat(), v, v * 0.8, v * 1.3, "actions", "mock_c", "B", "peasant actions in the month")
    add("national.councils", "1917-06-16", "1917-06-16", 305, 305, 400, "councils", "mock_a", "A", "councils at the first congress")
    add("national.desertion", "1917-07-14", "1917-08-14", 50000, None, None, "soldiers", "mock_c", "C", "deserters in the month", False)
    return rows


def full(rng):
    places, weeks, place_weeks = places_and_weeks(rng)
    national, capital = block(rng, 160_000_000, 8, 0.75, 0.18, 9_000_000), block(rng, 2_412_700, 0, 1.2, 0.9, 215_000)
    front, villages = block(rng, 6_800_000, 9, 0.85, 0.01, 6_800_000), block(rng, 118_000_000, 22, 0.55, 0.0, 0)
    milestones = [(5, "General strike in the capital", "1917-03-10", "10 March 1917"), (FALL - 1, "Garrison refuses", "1917-03-12", "12 March"), (FALL, "Council founded", "1917-03-12", None), (12, "Old government falls", "1917-03-15", None),
                  (APRIL, "April crisis; council parties join", "1917-05-18", None), (JULY, "Rising in the capital fails", "1917-07-17", None), (KORNILOV, "Generals' attempt fails", "1917-09-13", None),
                  (196, "Capital council turns", "1917-09-13", None), (TRANSFER, "Power passes to the councils", "1917-11-07", None)]
    mix = {k: party_mix(rng, lead, rad, v) for k, (lead, rad, v) in {"capital_workers": (0, 1.2, False), "garrison": (10, 1.0, False), "front": (25, 0.8, False), "villages": (40, 0.35, True)}.items()}
    seats = [council(rng, *a) for a in (("petrograd", "Petrograd council", 0, 1100, 1.15), ("moscow", "Moscow council", 4, 700, 1.0), ("ivanovo", "Ivanovo-Voznesensk council", 3, 200, 1.5), ("kiev_town", "Kiev council", 6, 300, 0.7), ("baku_town", "Baku council", 5, 250, 0.75), ("tsaritsyn", "Tsaritsyn council", 5, 150, 1.3))]
    elections = []
    for day, place, body in ((88, "petrograd", "district dumas"), (128, "moscow", "city duma"), (184, "petrograd", "city duma"), (218, "moscow", "district dumas"), (120, "saratov_town", "city duma"), (150, "kiev_town", "city duma")):
        m = mix["capital_workers"]
        elections.append({"day": day, "place": place, "body": body, "votes": {p: round(m[p][day] * rng.uniform(0.7, 1.3) * 7e5) for p in P if p != "none"}, "turnout": round(rng.uniform(0.4, 0.75), 3)})
    return {
        "meta": {"title": "Russia 1917", "scenario": "russia-1917", "summary": "The Russian Empire from 18 February to 31 October 1917 (Old Style), every inhabitant a person, one day at a time. MOCK DATA: nothing on this page is a result.", "seed": 1, "scale": "1:1",
                 "start": iso(0), "end": iso(N - 1), "persons": 160_000_000, "cells": 812_345, "places": len(places), "version": "0.1.0", "digest": "5f2c9e0d7b41a6c8", "wall_seconds": 431.2, "command": "tauride run russia-1917 --seed 1 --scale 1:1",
                 "capital": "petrograd", "capital_name": "Petrograd", "calendar": "old"},
        "outcome": {"kind": "council-transfer", "date": iso(TRANSFER), "sentence": "In this world the garrison refuses on 27 February, two powers stand side by side for eight months, and on 25 October the capital's council takes over."},
        "milestones": [{"date": iso(t), "label": label, "record_date": rd, "record_label": rl} for t, label, rd, rl in milestones],
        "dates": [d.isoformat() for d in DAYS], "national": national, "capital": capital, "front": front, "villages": villages, "council_seats": seats,
        "congress": [{"date": iso(106), "name": "First congress of councils", "seats": {"sr": 285, "menshevik": 248, "bolshevik": 105, "menshevik_int": 32, "none": 73, "popular_socialist": 10, "anarchist": 1}, "resolution": "support"},
                     {"date": iso(TRANSFER), "name": "Second congress of councils", "seats": {"bolshevik": 390, "left_sr": 100, "sr": 60, "menshevik": 42, "menshevik_int": 30, "ukrainian": 7, "none": 20}, "resolution": "claim"}],
        "leaning": mix,
        "government": [{"from": iso(0), "kind": "autocracy", "coalition": ["monarchist"], "policies": {}}, {"from": iso(12), "kind": "provisional", "coalition": ["kadet", "right"], "policies": {"liberty": 0.8, "peace": 0.1}},
                       {"from": iso(76), "kind": "provisional", "coalition": ["kadet", "sr", "menshevik"], "policies": {"liberty": 0.9, "peace": 0.2}}, {"from": iso(155), "kind": "provisional", "coalition": ["sr", "menshevik", "kadet", "popular_socialist"], "policies": {}},
                       {"from": iso(TRANSFER), "kind": "council", "coalition": ["bolshevik"], "policies": {"peace": 1.0, "land": 1.0}}],
        "parties": [{"id": a, "name": b, "short": c} for a, b, c in PARTIES], "places": places, "weeks": weeks, "place_weeks": place_weeks, "map_dates": [0, 2, 9, 19, 26, 36],
        "events": events(rng, places, 5000), "elections": elections, "record": record_points(capital, villages),
        "patterns": [{"id": f"P{i + 1}", "statement": s, "value": v, "holds": h, "record": r} for i, (s, v, h, r) in enumerate([
            ("A strike wave that starts in one district takes the capital in days", "from 10 to 60 per cent of workers in 3 days", True, "3 days"), ("A garrison that shoots on one day goes over within one day", "1 day", True, "1 day"),
            ("Councils are founded within days, in many towns independently", "71 towns in 14 days", True, "about 70"), ("The council's majority first supports the government and is then replaced", "replaced after 198 days", True, "after 198 days"),
            ("The capital is far ahead of the country", "council authority 38 points higher", True, None), ("An early rising fails and a later one succeeds", "July fails, October succeeds", True, "July, October"),
            ("Countryside and front move later, in slower waves", "peak 41 days after the towns", True, None), ("Strike sizes have a heavy tail", "exponent 2.9", False, "about 2.1")])],
        "inputs": [{"file": f, "what": w, "rows": r, "sources": s, "unverified": u} for f, w, r, s, u in (("places.csv", "provinces, counties, towns, districts and fronts", len(places), ["mock_a", "mock_b"], 24), ("population.csv", "persons by place and class", 1812, ["mock_a"], 310), ("cells.csv", "named works, regiments and ships", 241, ["mock_b", "mock_c"], 66), ("links.csv", "railways, roads and telegraph", 518, ["mock_c"], 0), ("conditions.csv", "prices, food, fuel, weather, calendar", 2201, ["mock_a", "mock_c"], 120))],
        "unverified": [{"file": "cells.csv", "item": f"works no. {i}", "value": str(rng.randint(5, 300) * 100), "note": "remembered, not read"} for i in range(1, 40)],
        "sources": [{"key": k, "author": "Invented author", "title": f"Invented source {k}", "year": 1900 + i, "url": "" if i == 1 else "https://example.org/" + k} for i, k in enumerate(("mock_a", "mock_b", "mock_c"))],
        "parameters": [{"key": k, "value": v, "unit": u, "meaning": m, "source": s, "changed": c} for k, v, u, m, s, c in (("person.grievance_speed", 0.08, "share per day", "How fast grievance moves towards hardship.", "weak", False), ("person.fear_weight", 1.4, "", "Weight of the fear of being shot.", "Epstein 2002", False), ("council.found_hazard", 0.12, "per day", "Chance that organisers call a council.", "weak", True))],
        "repeat": ["tauride run russia-1917 --seed 1 --scale 1:1", "tauride ensemble russia-1917 --runs 100", "tauride score runs/russia-1917-s1"],
    }


def one_town(rng):
    days = 40
    cut = lambda x: x[:days] if isinstance(x, list) and len(x) == N else {k: cut(v) for k, v in x.items()} if isinstance(x, dict) else [cut(v) for v in x] if isinstance(x, list) else x
    d = cut(full(rng))
    keep = ("meta", "outcome", "dates", "capital", "national", "parties", "patterns", "parameters", "repeat", "council_seats", "leaning", "government")
    d = {k: d[k] for k in keep}
    d["council_seats"] = d["council_seats"][:1]
    d["meta"].update(title="One town", scenario="one-town", end=iso(days - 1), summary="A town of ten thousand, one mill and one company. MOCK DATA.", persons=10000, cells=41, places=1, capital="milltown", capital_name="Milltown", wall_seconds=0.4, calendar="new",
                     command="tauride run one-town --seed 1")
    d["council_seats"][0].update(place="milltown", name="Milltown council")
    d["outcome"] = {"kind": "unresolved", "date": None, "sentence": "In this world the mill stops for three days and goes back to work."}
    d["places"] = [{"id": "milltown", "name": "Milltown", "name_ru": "", "kind": "town", "parent": "", "lat": None, "lon": None, "population": 10000, "unverified": True}]
    d["weeks"] = list(range(0, days, 7))
    d["place_weeks"] = {"milltown": {"authority": [[round(255 * x) for x in authority_at(t, 2, 1)] for t in d["weeks"]]}}
    d["national"] = None
    d["leaning"] = {"capital_workers": d["leaning"]["capital_workers"]}
    d["events"] = [{"day": 3, "round": 0, "place": "milltown", "kind": "strike", "actor": "workers", "cause": "bread short by a third", "size": 1200, "text": "1,200 stop work at the mill", "importance": 2}]
    return d


def empty():
    return {"meta": {"title": "Nothing recorded", "scenario": "empty", "start": iso(0), "end": iso(9)}, "dates": [iso(t) for t in range(10)], "capital": {"strikers": [None] * 10}, "national": {"authority_government": [None] * 10}, "events": [], "record": None}


def assemble(data):
    page = (HERE / "template.html").read_text(encoding="utf-8")
    embed = lambda text: text.replace("<", "\\u003c")
    parts = {"/*STYLE*/": (HERE / "style.css").read_text(encoding="utf-8"), "/*FONTS*/": (HERE / "fonts.css").read_text(encoding="utf-8"), "/*SCRIPT*/": (HERE / "report.js").read_text(encoding="utf-8"),
             "/*BASEMAP*/": embed((HERE / "basemap.json").read_text(encoding="utf-8")), "/*DATA*/": embed(json.dumps(data, ensure_ascii=False, separators=(",", ":")))}
    for marker, text in parts.items():
        assert page.count(marker) == 1, f"template.html must hold {marker} once"
        page = page.replace(marker, text)
    return page


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    out = pathlib.Path(args[0]) if args else pathlib.Path(tempfile.gettempdir()) / "report_mock.html"
    data = one_town(random.Random(1917)) if "--one-town" in sys.argv else empty() if "--empty" in sys.argv else full(random.Random(1917))
    out.write_text(assemble(data), encoding="utf-8")
    print(f"{out}: {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
