"""People whom a proxy of our own signs in: the real server behind it, and a browser with cookies.

usage: single_sign_on_test.py [--build DIR]
"""

import unittest

from world import SECRET, STORE, Browser, World
from harness import processes
from harness.world import run_tests

CONFIG = """
[sso]
email_header = "X-Forwarded-Email"
secret_file = "FOLDER/secret"
sign_out_url = "/oauth2/sign_out"
"""
MANAGER = "manager@sso.example"
OTHER = "other@sso.example"


class SingleSignOn(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CONFIG)
        cls.addClassCleanup(cls.world.end)
        cls.world.add_user_without_password(MANAGER)
        cls.world.add_user_without_password(OTHER)

    def setUp(self):
        self.world.proxy.strips = True
        self.sign_in_at_the_proxy(None)

    def sign_in_at_the_proxy(self, email, secret=SECRET):
        said = [("X-Tillnote-Proxy-Secret", secret)] + ([("X-Forwarded-Email", email)] if email else [])
        self.world.proxy.says = said

    def browser(self, straight=False):
        return Browser(self.world, "127.0.0.3", straight)

    def test_the_way_in_and_out(self):
        self.sign_in_at_the_proxy(MANAGER)
        browser = self.browser()
        status, headers, _ = browser.ask("GET", "/")
        self.assertEqual((status, headers["Location"]), (303, "/sign-in?next=/"))
        status, headers, _ = browser.ask("GET", headers["Location"])
        self.assertEqual((status, headers["Location"]), (303, "/"))
        self.assertIn("__Host-tillnote_session", browser.cookies)
        page = processes.wait_for(lambda: self.page_of_store(browser), timeout_s=30, what="the page of the store")
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        status, headers, _ = browser.ask("POST", "/sign-out", {"csrf_token": token})
        self.assertEqual((status, headers["Location"]), (303, "/signed-out"))
        status, _, page = browser.ask("GET", "/signed-out")
        self.assertEqual(status, 200)
        self.assertIn('href="/oauth2/sign_out"', page)
        self.assertEqual(browser.ask("GET", "/account")[0], 303)

    @staticmethod
    def page_of_store(browser):
        """Once the server has seen the store, which was added while it ran."""
        status, _, page = browser.ask("GET", f"/stores/{STORE}/today")
        return page if status == 200 else None

    def test_a_client_that_names_itself_is_nobody(self):
        lies = [("X-Forwarded-Email", MANAGER), ("x-forwarded-EMAIL", MANAGER), ("X-Tillnote-Proxy-Secret", "guess")]
        for lie in (lies[:1], lies[1:2], lies[:1] + lies[2:]):
            status, _, page = self.browser().ask("GET", "/sign-in", headers=lie)
            self.assertEqual(status, 200, lie)
            self.assertIn('name="password"', page)
        self.sign_in_at_the_proxy(OTHER)
        browser = self.browser()
        self.assertEqual(browser.ask("GET", "/sign-in", headers=lies[:1])[0], 303)
        self.assertIn(OTHER, browser.ask("GET", "/account", headers=lies[:1])[2])

    def test_a_careless_proxy_lets_nobody_be_somebody_else(self):
        self.world.proxy.strips = False
        self.sign_in_at_the_proxy(OTHER)
        self.assertEqual(self.browser().ask("GET", "/sign-in", headers=[("X-Forwarded-Email", MANAGER)])[0], 400)
        self.world.proxy.says = []
        for secret in ([], [("X-Tillnote-Proxy-Secret", "guess")]):
            self.assertEqual(self.browser().ask("GET", "/sign-in", headers=[("X-Forwarded-Email", MANAGER)] + secret)[0], 403)

    def test_who_knows_the_secret_and_comes_another_way_is_nobody(self):
        words = [("X-Forwarded-Email", MANAGER), ("X-Tillnote-Proxy-Secret", SECRET)]
        status, _, page = self.browser(straight=True).ask("GET", "/sign-in", headers=words)
        self.assertEqual(status, 200)
        self.assertIn('name="password"', page)

    def test_a_cookie_alone_opens_nothing(self):
        self.sign_in_at_the_proxy(MANAGER)
        browser = self.browser()
        self.assertEqual(browser.ask("GET", "/sign-in")[0], 303)
        self.assertEqual(browser.ask("GET", "/account")[0], 200)
        self.sign_in_at_the_proxy(OTHER)
        self.assertEqual(browser.ask("GET", "/account")[0], 303)
        self.sign_in_at_the_proxy(None)
        self.assertEqual(browser.ask("GET", "/account")[0], 303)
        self.sign_in_at_the_proxy(MANAGER, "another secret")
        self.assertEqual(browser.ask("GET", "/account")[0], 403)

    def test_who_has_no_account_reads_whom_to_ask(self):
        self.sign_in_at_the_proxy("nobody@sso.example")
        status, _, page = self.browser().ask("GET", "/sign-in")
        self.assertEqual(status, 403)
        self.assertIn("nobody@sso.example has no account here", page)


if __name__ == "__main__":
    run_tests()
