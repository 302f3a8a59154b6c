"""What reports on studies of `solve` and `theory` have in common: reading them, and their protocol as a table."""
import arrays_study


def read(folder, needed):
    """Studies by name. FileNotFoundError names the first of the needed ones (name: verb) that is missing."""
    for name, verb in needed.items():
        if not (folder / name / f"{verb}.nc").is_file():
            raise FileNotFoundError(folder / name / f"{verb}.nc")
    try:
        return arrays_study.folder_of(folder)
    except (OSError, ValueError) as error:
        raise ValueError(f"{folder}: a study is no result of this program: {error}") from error


def protocol(studies):
    """Each study's words, and who made them."""
    lines = ["| study | words |", "|---|---|"]
    for name, study in sorted(studies.items()):
        words = str(study.about.get("history", "")).split()
        lines.append(f"| {name} | `{' '.join(words[1:words.index('--out')] if '--out' in words else words[1:])}` |")
    sources = sorted({str(study.about.get("source", "replicas")) for study in studies.values()})
    return lines + ["", f"Made by {', '.join(sources)}. The protocol and all thresholds are ours: only the abstract was at hand."]
