"""What every story of a loan at the desk looks at: the paper that is printed, and whether the device is lent."""

import re

from playwright.sync_api import Page

from tests.browser.conftest import Windows
from tests.records import LENDING_CLERK

CONTRACT = "a[href$='/contract.pdf']"
# Only noted that it was asked for: the window with printers of a browser without a screen takes the page down.
PRINT_IS_SEEN = """() => {
    const real = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "contentWindow").get;
    Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", {get() {
        real.call(this);
        return {print: () => { document.documentElement.dataset.printed = this.src; }};
    }});
}"""


def page_that_prints(window_of: Windows) -> Page:
    """A page that says which document it printed in `data-printed`, in place of printing it."""
    page = window_of(LENDING_CLERK).new_page()
    page.add_init_script(f"({PRINT_IS_SEEN})()")
    return page


def is_lent(page: Page) -> bool:
    """Whether this is the page of a loan that runs: it can be taken back, and its contract is there to print."""
    contract = page.request.get(page.locator(CONTRACT).first.get_attribute("href") or "")
    is_pdf = contract.headers["content-type"] == "application/pdf" and contract.body().startswith(b"%PDF-")
    can_come_back = page.locator("main .bench a[href$='/terug/']").count() == 1
    return is_pdf and can_come_back and bool(re.search(r"/uitleningen/\d+/$", page.url))
