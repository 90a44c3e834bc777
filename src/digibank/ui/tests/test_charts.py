from digibank.ui.charts import Bar, Chart, Series, Words, lying, standing


def test_lying_bars_lean_against_a_post_with_their_figures():
    chart = lying("k", "Waiting", ["Laptop", "Tablet"], [Series("wait", [10, 0], fill=2)])

    assert chart == Chart(
        "k",
        "Waiting",
        ["Laptop", "Tablet"],
        [Series("wait", [10, 0], fill=2)],
        height="58",
        plank="M106 4V50",
        bars=[Bar("110", "4", "164", "12", 'fill="url(#k-2)"')],
        words=[
            Words("0", "14.5", "Laptop"),
            Words("280", "15", "10", "strong"),
            Words("0", "43.5", "Tablet"),
            Words("116", "44", "0", "strong"),
        ],
    )


def test_long_words_stand_above_their_bars():
    chart = lying("k", "Waiting", ["A very long name of a class"], [Series("wait", [10])])

    assert chart.words[0] == Words("10", "18", "A very long name of a class")


def test_the_present_period_carries_the_sun_and_what_is_planned_is_dashed():
    chart = standing("k", "Lessons", ["47", "48"], Series("done", [20, 10]), planned=Series("planned", [0, 10]), now=1)

    assert chart.bars == [
        Bar("60", "33", "36", "100", 'class="fill-1"'),
        Bar("204", "83", "36", "50", 'class="fill-1"'),
        Bar("204", "33", "36", "50", 'class="planned"'),
    ]
    assert chart.now == ("222", "19")


def test_a_chart_says_its_figures():
    chart = lying("k", "Waiting", ["Laptop", "Tablet"], [Series("wait", [10, 0]), Series("ready", [3, 4], fill=2)])

    assert chart.in_words == "Laptop: 10 wait, 3 ready. Tablet: 0 wait, 4 ready."


def test_more_than_ten_figures_also_stand_in_a_table():
    few = lying("k", "Few", list("abcde"), [Series("x", [1] * 5), Series("y", [2] * 5, fill=2)])
    many = lying("k", "Many", list("abcdef"), [Series("x", [1] * 6), Series("y", [2] * 6, fill=2)])

    assert few.rows == []
    assert many.rows == [(label, [1, 2]) for label in "abcdef"]


def test_nothing_to_show_is_still_a_chart():
    chart = standing("k", "Lessons", ["47"], Series("done", [0]))

    assert (chart.bars, chart.words) == (
        [],
        [Words("150", "128", "0", "strong middle"), Words("150", "154", "47", "middle")],
    )


def test_fills_after_the_first_have_a_pattern(render):
    chart = lying("k", "Waiting", ["Laptop"], [Series("a", [1]), Series("b", [2], fill=3)])

    drawn = render('{% include "ui/chart.html" %}', chart=chart)

    assert drawn.count("<pattern ") == 1
    assert '<pattern id="k-3"' in drawn
