"""Invented names, common parts joined by chance; nobody's in particular."""

from __future__ import annotations

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MEN = _words("""
    Adi Agung Ahmad Andika Anton Arif Bagas Bambang Bayu Beni Cahyo Dedi Dimas Dodi Edi Eko Fajar Farhan Galih
    Gilang Hadi Hendra Heru Iqbal Irfan Joni Kurnia Lukman Made Maulana Nanang Oki Panji Putu Rahmat Rangga
    Rendi Rizal Sapto Slamet Sugeng Surya Taufik Teguh Tono Ujang Wahyu Wawan Yoga Yusuf
""")
WOMEN = _words("""
    Aisyah Amelia Anggi Anisa Ayu Bunga Citra Dewi Dian Dinda Eka Endang Erna Fitri Gita Hana Hesti Ika Indah
    Intan Kartika Komang Laila Lestari Lina Maya Mega Melati Mira Nadia Ning Nita Novi Nur Puspa Putri Rani
    Ratih Rina Rosmini Sari Siska Siti Sukma Tari Tika Tuti Wulan Yanti Yuni
""")
FAMILIES = _words("""
    Anggara Aritonang Baskoro Darmawan Firmansyah Ginting Gunardi Hakim Halim Harahap Hartanto Hasibuan Hidayat
    Irawan Kusnadi Laksana Lubis Mahardika Manalu Mardiono Nainggolan Nasution Natsir Nugraha Pamungkas
    Pangaribuan Permadi Pohan Pradana Prasetya Purnomo Rahardjo Ramadhan Rusdi Sagala Santosa Saputra Sasongko
    Setiadi Siahaan Sihotang Simbolon Sinaga Siregar Sudarso Sulistyo Suryadi Tambunan Tanjung Utomo Wardhana
    Wicaksana Wirawan Yudistira Zulkarnain
""")

#: ISO 3166 alpha-3 -> given names of men and women, family names.
FOREIGNERS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "JPN": (("Haruto", "Kenji", "Daichi"), ("Yui", "Aiko", "Mei"), ("Sakamoto", "Morita", "Hayashi", "Okabe")),
    "KOR": (("Minjun", "Jaehoon"), ("Seoyeon", "Hyejin"), ("Kim", "Bae", "Noh")),
    "CHN": (("Wei", "Haoran"), ("Xiaoling", "Jing"), ("Zheng", "Guo", "Liang")),
    "IND": (("Arjun", "Rohan", "Vikram"), ("Ananya", "Divya"), ("Iyer", "Malhotra", "Deshpande")),
    "AUS": (("Liam", "Jack"), ("Chloe", "Matilda"), ("Whitfield", "Barlow", "Ashdown")),
    "NLD": (("Sander", "Joost"), ("Femke", "Lotte"), ("Vermeer", "de Wit", "Hoekstra")),
    "DEU": (("Lukas", "Jonas"), ("Klara", "Annika"), ("Brandt", "Seidel", "Kessler")),
    "FRA": (("Hugo", "Mathis"), ("Camille", "Manon"), ("Girard", "Lemoine", "Perrot")),
    "GBR": (("Oliver", "Harry"), ("Freya", "Imogen"), ("Hartley", "Pemberton", "Croft")),
    "USA": (("Ethan", "Mason"), ("Abigail", "Harper"), ("Caldwell", "Brewer", "Stanton")),
    "MYS": (("Hafiz", "Azlan"), ("Nurul", "Farah"), ("bin Osman", "binti Salleh")),
    "NGA": (("Chidi", "Tunde"), ("Ngozi", "Amara"), ("Okafor", "Balogun", "Eze")),
}


def citizen_name(random: Random, *, woman: bool, family: str = "") -> str:
    """A name of one to three words; about one adult in nine has one word only (R60)."""
    given = random.choice(WOMEN if woman else MEN)
    if family:
        return f"{given} {family}"
    luck = random.random()
    if luck < 0.11:
        return given
    if luck < 0.4:
        second = random.choice([name for name in (WOMEN if woman else MEN) if name != given])
        return f"{given} {second} {random.choice(FAMILIES)}"
    return f"{given} {random.choice(FAMILIES)}"


def foreign_name(random: Random, country: str, *, woman: bool) -> str:
    """A name as it could stand in a passport of `country`."""
    men, women, families = FOREIGNERS[country]
    if country == "MYS":
        return f"{random.choice(women if woman else men)} {families[1 if woman else 0]}"
    return f"{random.choice(women if woman else men)} {random.choice(families)}"
