"""The reference of the C++ library, from the /// comments of the headers that are installed: a page per room."""
import pathlib
import re

ROOT = pathlib.Path(__file__).parents[2]
TITLES = {"run": "the life of a run", "model": "nouns as plain values", "system": "what can be simulated", "engine": "who computes",
          "observe": "numbers from samples", "store": "files", "data": "readers of other people's files", "physics": "formulas",
          "solve": "weights of plus and minus one", "theory": "saddle points", "verify": "known answers"}


def installed():
    """The headers that host/CMakeLists.txt installs, by room, as it says itself."""
    text = (ROOT / "host" / "CMakeLists.txt").read_text()
    rooms = re.search(r"foreach\(room ([a-z ]+)\)\s*install\(", text)[1].split()
    left_out = set(re.findall(r'PATTERN "([^"*]+)" EXCLUDE', text))
    for room in rooms:
        yield room, [path for path in sorted((ROOT / "host" / room).rglob("*.h")) if not left_out & set(path.relative_to(ROOT).parts)]


def prose(lines):
    """The words of a comment as Markdown: what is set in by four spaces is code, and signs are signs."""
    text, code = [], []
    for line in [*lines, ""]:
        if line.startswith("    "):
            code.append(line[4:])
            continue
        if code:
            language = "cpp" if any(one.rstrip().endswith((";", "{", "}")) for one in code) else "text"  # or a table
            text += ["", "```" + language, *code, "```", ""]
            code = []
        parts = re.split(r"(`[^`]*`)", line)
        text.append("".join(part if part.startswith("`") else re.sub(r"([\\*_<>|$\[\]#~])", r"\\\1", part) for part in parts))
    return re.sub(r"(?m)^([-+=]|\d+\.)", r"\\\1", "\n".join(text)).strip() + "\n"


def outside_comments(line):
    return re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'', '""', line.split("//")[0])


def public(lines):
    """A class without what is private, in it and in the classes inside it: nobody outside may ask for that."""
    kept, depth, hidden = [], 0, None  # hidden: the depth at which something private began
    for line in lines:
        plain = outside_comments(line)
        after = depth + plain.count("{") - plain.count("}")
        if re.match(r"\s*(private|protected):", line) and hidden is None:
            hidden = depth
        elif hidden is not None and (after < hidden or (depth == hidden and re.match(r"\s*public:", line))):
            hidden = None
        if hidden is None:
            kept.append(line)
        depth = after
    return kept


def signature(lines):
    """What a reader sees of a declaration: a class without its private part, a function without its body."""
    head = next(line for line in lines if not re.match(r"\s*(template|requires)\b.*[>)]$", line))
    if re.match(r"\s*(template\s*<.*>\s*)?(struct|class|enum|using|union)\b", head):
        return public(lines)
    text = "\n".join(lines)
    body = re.search(r"\)\s*(const|noexcept|override|\s)*(:[^{]*)?\{", text)
    return (text[:body.start() + 1] + (" const;" if body[1] else ";")).split("\n") if body else lines


def declarations(text):
    """(comment lines, code lines) of what stands at the level of namespaces. A braces' depth below it belongs to a declaration."""
    comment, code, depth = [], [], 0
    for line in text.splitlines():
        bare = line.strip()
        if not code:
            if bare.startswith("///"):
                comment.append(bare[3:].removeprefix(" "))
                continue
            if bare.startswith("//") or bare.startswith("#") or re.match(r"(inline )?namespace\b.*\{$|\}.*// namespace", bare):
                comment = []
                continue
            if not bare:
                comment = []
                continue
        code.append(line)
        plain = outside_comments(line)
        depth += plain.count("{") - plain.count("}")
        if depth == 0 and (plain.rstrip().endswith(";") or (plain.rstrip().endswith("}") and "{" in "".join(map(outside_comments, code)))):
            yield comment, code
            comment, code = [], []


def forward(code):
    return len(code) == 1 and re.match(r"\s*(class|struct) \w+;", code[0])


def page(room, headers):
    text = [f"# {room}: {TITLES.get(room, room)}\n",
            f"The headers below `include/replicas/{room}`, generated from their comments.\n"]
    for path in headers:
        name = path.relative_to(ROOT / "host").as_posix()
        parts = []
        for comment, code in declarations(path.read_text()):
            if forward(code):
                continue
            if comment:
                parts.append(prose(comment))
            parts.append("```cpp\n" + "\n".join(signature(code)) + "\n```\n")
        if parts:
            text += [f"## {name}\n", *parts]
    return "\n".join(text)


def pages():
    return {room: page(room, headers) for room, headers in installed() if headers}
