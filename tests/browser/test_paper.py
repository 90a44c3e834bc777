"""What a printer makes of a page: some things stand on the screen only."""

from example_site import Site
from tests.browser.conftest import Windows

# The example visit at home: where it goes, and the word that is said at the door.
SECRET = ("Dorp 21", "ppelboom")


def test_the_address_of_a_visit_at_home_and_its_word_stand_on_the_screen_and_on_no_paper(
    site: Site, window_of: Windows
):
    shown = [site.pages[title] for title in ("helpdesk-outing", "agenda-appointment-at_home")]
    on_screen, on_paper = [], []
    for one in shown:
        page = window_of(one.by).new_page()
        page.goto(one.opens)
        on_screen.append(page.locator("main").inner_text())
        page.emulate_media(media="print")
        on_paper.append(page.locator("main").inner_text())
        page.close()

    assert [[word in text for word in SECRET] for text in on_screen] == [[True, True]] * 2
    assert [[word in text for word in SECRET] for text in on_paper] == [[False, False]] * 2
