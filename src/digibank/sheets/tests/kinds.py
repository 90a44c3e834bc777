"""A kind of list for tests: coloured balls, each with a name, that lie in a drawer. The drawer is a list in memory."""

from digibank.sheets.kinds import Column, Kind, Opinion, Reason

COLOURS = {"rood": "red", "red": "red", "blauw": "blue"}


class Drawer:
    """Where balls lie by name, and what happens when one is put in."""

    def __init__(self) -> None:
        self.balls: list[dict[str, str]] = []
        self.refuses = ""
        self.times_asked = 0

    def judge(self, about, lines):
        self.times_asked += 1
        names = {ball["name"] for ball in self.balls}
        return [
            Opinion(
                {"name": line.values["name"], "colour": line.values["colour"]},
                wrong=(Reason("name", "long_name", "5"),) if len(line.values["name"]) > 5 else (),
                known=(Reason("name", "lies_here"),) if line.values["name"] in names else (),
            )
            for line in lines
        ]

    def commit(self, about, items, by):
        for item in items:
            if item["name"] == self.refuses:
                raise ZeroDivisionError("the drawer breaks")
            self.balls.append(item)

    def kind(self) -> Kind:
        return Kind(
            code="tests.balls",
            columns=(
                Column(
                    "colour", "Colour", ("kleur", "colour", "couleur"), required=True,
                    choices=(("red", "red"), ("blue", "blue")), understand=lambda cell, cells: COLOURS.get(cell, ""),
                ),
                Column("name", "Name", ("naam", "nom", "name", "name of the ball"), longest=8, distinct=True),
            ),
            judge=self.judge,
            commit=self.commit,
            sentences={"long_name": "“%(column)s” is longer than %(detail)s.", "lies_here": "It lies here already."},
        )  # fmt: skip
