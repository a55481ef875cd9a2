"""Words for peoples and the countries that they belong to (ISO 3166-1 alpha-2; XK for Kosovo, as GeoNames has it)."""

_WORDS = """
AF Afghan Afghani; AL Albanian; DZ Algerian; AD Andorran; AO Angolan; AR Argentine Argentinian Argentinean; AM Armenian;
AU Australian Aussie; AT Austrian; AZ Azerbaijani Azeri; BS Bahamian; BH Bahraini; BD Bangladeshi; BB Barbadian Bajan;
BY Belarusian Belarussian; BE Belgian; BZ Belizean; BJ Beninese; BT Bhutanese; BO Bolivian; BA Bosnian; BW Botswanan;
BR Brazilian; BN Bruneian; BG Bulgarian; BF Burkinabe; BI Burundian; KH Cambodian; CM Cameroonian; CA Canadian;
CV Cape-Verdean; CF Central-African; TD Chadian; CL Chilean; CN Chinese; CO Colombian; KM Comorian; CD Congolese;
CR Costa-Rican; HR Croatian Croat; CU Cuban; CY Cypriot; CZ Czech; DK Danish Dane; DJ Djiboutian; DO Dominican;
EC Ecuadorian Ecuadorean; EG Egyptian; SV Salvadoran Salvadorian; GQ Equatoguinean; ER Eritrean; EE Estonian;
SZ Swazi; ET Ethiopian; FJ Fijian; FI Finnish Finn; FR French Frenchman Frenchwoman Frenchmen; GA Gabonese; GM Gambian;
GE Georgian; DE German; GH Ghanaian; GR Greek; GL Greenlander Greenlandic; GD Grenadian; GT Guatemalan; GN Guinean;
GY Guyanese; HT Haitian; HN Honduran; HK Hongkonger; HU Hungarian; IS Icelandic Icelander; IN Indian; ID Indonesian;
IR Iranian; IQ Iraqi; IE Irish Irishman Irishwoman; IL Israeli; IT Italian; CI Ivorian; JM Jamaican; JP Japanese;
JO Jordanian; KZ Kazakh Kazakhstani; KE Kenyan; KI I-Kiribati; XK Kosovar Kosovan; KW Kuwaiti; KG Kyrgyz; LA Laotian;
LV Latvian; LB Lebanese; LS Basotho; LR Liberian; LY Libyan; LI Liechtensteiner; LT Lithuanian; LU Luxembourger
Luxembourgish; MG Malagasy; MW Malawian; MY Malaysian; MV Maldivian; ML Malian; MT Maltese; MR Mauritanian; MU Mauritian;
MX Mexican; MD Moldovan; MC Monegasque; MN Mongolian; ME Montenegrin; MA Moroccan; MZ Mozambican; MM Burmese; NA Namibian;
NP Nepali Nepalese; NL Dutch Dutchman Dutchwoman Dutchmen; NZ New-Zealander Kiwi; NI Nicaraguan; NE Nigerien; NG Nigerian;
KP North-Korean; MK Macedonian; NO Norwegian; OM Omani; PK Pakistani; PS Palestinian; PA Panamanian; PG Papuan;
PY Paraguayan; PE Peruvian; PH Filipino Filipina Philippine; PL Polish Pole; PT Portuguese; PR Puerto-Rican; QA Qatari;
RO Romanian; RU Russian; RW Rwandan; WS Samoan; SA Saudi Saudi-Arabian; SN Senegalese; RS Serbian Serb; SC Seychellois;
SL Sierra-Leonean; SG Singaporean; SK Slovak Slovakian; SI Slovenian Slovene; SB Solomon-Islander; SO Somali Somalian;
ZA South-African; KR South-Korean; SS South-Sudanese; ES Spanish Spaniard; LK Sri-Lankan; SD Sudanese; SR Surinamese;
SE Swedish Swede; CH Swiss; SY Syrian; TW Taiwanese; TJ Tajik; TZ Tanzanian; TH Thai; TL Timorese; TG Togolese; TO Tongan;
TT Trinidadian; TN Tunisian; TR Turkish Turk; TM Turkmen; UG Ugandan; UA Ukrainian; AE Emirati; GB British Briton Brit
English Englishman Englishwoman Scottish Scot Scotsman Welsh Welshman Northern-Irish; US American U.S.; UY Uruguayan;
UZ Uzbek; VU Vanuatuan; VE Venezuelan; VN Vietnamese; YE Yemeni; ZM Zambian; ZW Zimbabwean
"""

COUNTRY_OF: dict[str, str] = {
    word.replace("-", " ").casefold(): country
    for country, *words in (line.split() for line in _WORDS.split(";"))
    for word in words
}
"""Word, in small letters, to country. Peoples of several countries (Kurds, Arabs), religions and parties are not in it."""


def country_of(people: str) -> str | None:
    """Return the country of a word for a people: singular, plural or adjective; None if it has none of its own."""
    word = " ".join(people.replace("-", " ").casefold().split())
    return COUNTRY_OF.get(word) or COUNTRY_OF.get(word.removesuffix("s")) or COUNTRY_OF.get(word.replace("men", "man"))
