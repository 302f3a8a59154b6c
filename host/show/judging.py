"""What a claim comes to: checks with a value, its error, what the claim asks of it and the same number of a null, and the verdict
that follows from them."""
import math

NOT_TESTED = "not tested"


def check(what, value, error, asked, holds, null="", null_value=math.nan, null_error=math.nan):
    """`holds` None: reported beside the others, asked for nothing."""
    return {"what": what, "value": float(value), "error": float(error), "asked": asked,
            "holds": None if holds is None else bool(holds), "null": null,
            "null_value": float(null_value), "null_error": float(null_error)}


def tested(what, measured, asked, test, null="", null_measured=(math.nan, math.nan)):
    """A check whose null has to fail it: `test(value, error)` is asked of both, and a test that the null passes too decides
    nothing, so it does not hold. What could not be measured does not hold either."""
    value, error = measured
    holds = math.isfinite(value) and bool(test(value, error))
    if null and math.isfinite(null_measured[0]) and test(*null_measured):
        holds, asked = False, asked + " (the null passes, too: this decides nothing)"
    return check(what, value, error, asked, holds, null, *null_measured)


def claim(number, text, reading, *checks):
    """A claim with its verdict: supported when every check that asks for something holds; without such a check it is not tested."""
    asked = [c["holds"] for c in checks if c["holds"] is not None]
    verdict = (NOT_TESTED if not asked else "supported" if all(asked) else "not supported" if not any(asked)
               else "partly supported")
    return {"number": number, "claim": text, "reading": reading, "checks": list(checks), "verdict": verdict}
