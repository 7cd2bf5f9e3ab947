"""A WebKitGTK window that obeys lines of JSON, {"open": address} and {"run": script}, and answers
each with {"value": ...} or {"problem": ...}. Keeps all that it stores in the folder it is given.
"""

import json
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402  (versions come first)


class Window:
    def __init__(self, profile: str) -> None:
        kept = WebKit2.WebsiteDataManager(
            base_data_directory=f"{profile}/data", base_cache_directory=f"{profile}/cache"
        )
        context = WebKit2.WebContext(website_data_manager=kept)
        self._view = WebKit2.WebView(web_context=context)
        self._view.connect("load-changed", self._on_load)
        self._view.connect("load-failed", self._on_failure)
        self._is_opening = False
        window = Gtk.Window(default_width=360, default_height=740)
        window.add(self._view)
        window.show_all()
        GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, self._obey)

    def _obey(self, *_: object) -> bool:
        line = sys.stdin.readline()
        if not line:
            Gtk.main_quit()
            return False
        wish = json.loads(line)
        if "open" in wish:
            self._is_opening = True
            self._view.load_uri(wish["open"])
        else:
            script = wish["run"]
            self._view.call_async_javascript_function(
                script, -1, None, None, None, None, self._on_value
            )
        return True

    def _on_load(self, _: object, event: WebKit2.LoadEvent) -> None:
        if event == WebKit2.LoadEvent.FINISHED:
            self._opened(value=self._view.get_uri())

    def _on_failure(self, *details: object) -> bool:
        self._opened(problem=details[-1].message)
        return False

    def _on_value(self, _: object, result: object) -> None:
        try:
            found = self._view.call_async_javascript_function_finish(result)
            answer(value=json.loads(found.to_json(0) or "null"))
        except GLib.Error as problem:
            answer(problem=problem.message)

    def _opened(self, **what: object) -> None:
        if self._is_opening:
            self._is_opening = False
            answer(**what)


def answer(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


Window(sys.argv[1])
Gtk.main()
