#!/usr/bin/env python3
"""Every link, image and style sheet of a built site leads to a file that is there, and to a place in it that is there; and no page loads
anything from a network. check_links.py FOLDER prints one line per fault and exits 1."""
import html.parser
import pathlib
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    """What a page has places for, and where it leads."""

    def __init__(self, path):
        super().__init__()
        self.places, self.links, self.loads = set(), [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.places |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        for name in ("src", "href", "data"):
            if given.get(name) and (tag in ("img", "script", "iframe", "source", "object") or (tag == "link" and "stylesheet" in given.get("rel", ""))):
                self.loads.append(given[name])


def faults(folder):
    pages = {path.resolve(): Page(path) for path in sorted(folder.rglob("*.html"))}
    if not pages:
        yield folder, "there is no page"
    for path, page in pages.items():
        for link in page.loads:
            if urllib.parse.urlsplit(link).netloc:
                yield path, f"loads {link} from a network"
        for link in [*page.links, *page.loads]:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                yield path, f"leads to {link}, which is not there"
            elif parts.fragment and target in pages and urllib.parse.unquote(parts.fragment) not in pages[target].places:
                yield path, f"leads to {link}, a place that is not there"


def main(words):
    folder = pathlib.Path(words[0])
    found = [f"{path}: {what}" for path, what in faults(folder)]
    print("\n".join(found) or f"{sum(1 for _ in folder.rglob('*.html'))} pages: every link leads somewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
