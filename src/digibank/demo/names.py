"""Names for a region that does not exist. No place, street or person here is real."""

TOWNS = ["Wilgerdonk", "Hazelven", "Eksterlo", "Oudemolen", "Vossebeemd", "Mierdal", "Klaverbeek"]

STREETS = [
    "Wilgendreef", "Molenakker", "Eksterstraat", "Kapelwegel", "Hazelaarlaan", "Kerkpad", "Bleekweide", "Dorpsplein",
    "Lindehof", "Vaartkant", "Heidebloem", "Schoolwegel", "Tuinwijk", "Beekzijde",
]  # fmt: skip

FIRST_NAMES = [
    "Roza", "Jef", "Maria", "Fatima", "Luc", "Godelieve", "Ahmed", "Christine", "Willy", "Nadia", "Paul", "Yasmina",
    "Frans", "Els", "Mohammed", "Denise", "Karel", "Samira", "Agnes", "Dirk", "Olena", "Rik", "Georgette", "Hassan",
    "Lutgarde", "Emre", "Sonja", "Achiel", "Amina", "Herman", "Ivana", "Jeanne", "Tesfay", "Marleen", "Noor", "Gaston",
]  # fmt: skip

LAST_NAMES = [
    "Peeters", "Janssens", "Maes", "Jacobs", "El Amrani", "Willems", "Claes", "Yilmaz", "Goossens", "Wouters",
    "De Smet", "Haddad", "Van den Broeck", "Mertens", "Kaya", "Hermans", "Aerts", "Benali", "Michiels", "Verbeke",
    "Kovalenko", "Lemmens", "Diallo", "Van Hoof", "Pauwels", "Tekle", "Segers", "Nys", "Cools", "Ouali",
]  # fmt: skip

COMPANIES = [
    "Drukkerij De Zetter", "Verzekeringen Beekmans", "Studiebureau Noordkant", "Kwekerij Heidebloem",
    "School De Regenboog", "Bouwwerken Segers", "Accountants Vaartkant", "Gemeentehuis Oudemolen",
]  # fmt: skip

LAPTOPS = [
    ("HP", "ProBook 450 G3"),
    ("Dell", "Latitude 5480"),
    ("Lenovo", "ThinkPad T450"),
    ("HP", "EliteBook 840 G3"),
    ("Dell", "Latitude E7470"),
    ("Acer", "TravelMate P259"),
]
DESKTOPS = [("HP", "ProDesk 600 G2"), ("Dell", "OptiPlex 7050"), ("Lenovo", "ThinkCentre M710")]
TABLETS = [("Samsung", "Galaxy Tab A"), ("Lenovo", "Tab M10")]
