"""Wrong configuration files: each gets a name of its own. Exit 78, "file:line" and the key in the message."""

GOOD = 'temps = "1e-3"\n'

# (text, what the line must contain besides file and line 2, where the wrong entry stands)
WRONG_ENTRIES = [
    ('tmps = "1e-3"', "did you mean temps"),
    ('replica = 3', "did you mean replicas"),
    ('Replicas = 3', "Replicas"),
    ('"" = 3', "is not an option"),
    ('"a\\nb" = 3', "a\\x0ab"),
    ('"\\u001b[31m" = 3', "\\x1b[31m"),
    ('colour = "red"', "colour"),
    ('config = "other.toml"', "config"),
    ('help = true', "help"),
    ('version = true', "version"),
    ('[run]', "a table"),
    ('run.temps = "1e-3"', "run"),
    ('replicas.high = 3', "replicas"),
    ('replicas = {a = 1}', "replicas"),
    ('replicas = []', "replicas: the value is empty"),
    ('replicas = [[1]]', "replicas"),
    ('replicas = [true]', "replicas"),
    ('replicas = true', "replicas"),
    ('replicas = 1979-05-27', "replicas"),
    ('replicas = 07:32:00', "replicas"),
    ('replicas = 0', "--replicas"),
    ('replicas = -4', "--replicas"),
    ('replicas = 1.5', "--replicas"),
    ('replicas = "many"', "--replicas"),
    ('replicas = [4, 8]', "--replicas"),
    ('replicas = 5000000000', "--replicas"),
    ('replicas = inf', "--replicas"),
    ('replicas = nan', "--replicas"),
    ('replicas = ""', "replicas: the value is empty"),
    ('no-bias = "yes"', "no-bias: write true or false"),
    ('no-bias = 1', "no-bias: write true or false"),
    ('json = [true]', "json: write texts or numbers"),
    ('gradient-descent = 0.5', "gradient-descent: write true or false"),
    ('gradient-descent = true', "--temps"),
    ('network = 10', "--network"),
    ('network = "10"', "--network"),
    ('network = [10, 24, 3]', "--network"),
    ('network = "10-0-3"', "--network"),
    ('network = ""', "network: the value is empty"),
    ('network = "10\\u00002"', "zero byte"),
    ('activation = "tahn"', "did you mean tanh"),
    ('activation = 3', "--activation"),
    ('loss = "hings"', "softmax, logistic, mse"),
    ('examples = 0', "--examples"),
    ('examples = -1', "--examples"),
    ('examples = 1e-3', "--examples"),
    ('examples = 9223372036854775807', "--examples"),
    ('datasets = 0', "--datasets"),
    ('datasets = 17', "--datasets"),
    ('prior = 0', "--prior"),
    ('prior = -0.7', "--prior"),
    ('prior = nan', "--prior"),
    ('prior = "0.7/fanin"', "--prior"),
    ('weight-decay = 0', "--weight-decay"),
    ('weight-decay = inf', "--weight-decay"),
    ('anchor = "x"', "--anchor"),
    ('update = "lmm"', "did you mean lm"),
    ('step-size = 0', "--step-size"),
    ('step-size = -0.1', "--step-size"),
    ('step-size = [0.1, -0.1]', "--step-size"),
    ('step-size = nan', "--step-size"),
    ('start = "hot"', "--start"),
    ('start = 3', "--start"),
    ('initial-scale = 0', "--initial-scale"),
    ('steps = 0', "--steps"),
    ('steps = 1.5', "--steps"),
    ('steps = -100', "--steps"),
    ('burn-in = "100%"', "--burn-in"),
    ('burn-in = -1', "--burn-in"),
    ('burn-in = 0.3', "--burn-in"),
    ('sample-interval = 15', "--sample-interval"),
    ('sample-interval = -10', "--sample-interval"),
    ('measure-interval = 0', "--measure-interval"),
    ('seed = -1', "--seed"),
    ('seed = 1.5', "--seed"),
    ('seed = "0x"', "--seed"),
    ('seed = "18446744073709551616"', "--seed"),
    ('threads = -1', "--threads"),
    ('threads = 1e9', "--threads"),
    ('device = "tpu"', "--device"),
    ('instructions = "sse9"', "--instructions"),
    ('on-divergence = "panic"', "--on-divergence"),
    # Not TOML at all.
    ('replicas = = 3', ""),
    ('replicas 3', ""),
    ('replicas =', ""),
    ('= 3', ""),
    ('replicas = 3 4', ""),
    ('replicas = 03', ""),
    ('replicas = 3_', ""),
    ('replicas = 99999999999999999999', ""),
    ('update = "lm', ""),
    ('update = "l\\qm"', ""),
    ("update = 'lm", ""),
    ('update = lm', ""),
    ('step-size = [0.1, 0.2', "", 3),
    ('step-size = [0.1 0.2]', ""),
    ('[', ""),
    ('[[', ""),
    ('temps = "1e-4"', ""),  # a second time
    ('seed = 1\nseed = 2', "", 3),
]

# Found only when the run is put together: answered with the place all the same.
MISFITS = [
    ('loss = "logistic"', "--loss logistic"),
    ('step-size = [0.1, 0.2, 0.3]', "--step-size"),
    ('data = "only.npy,"', "--data"),
]

# (name, bytes, exit status, what the line must contain)
WHOLE_FILES = [
    ("binary.toml", bytes(range(256)), 78, "binary.toml"),
    ("utf16.toml", 'replicas = 3\n'.encode("utf-16"), 78, "utf16.toml"),
    ("bad_utf8.toml", b'update = "\xff\xfe"\n', 78, "bad_utf8.toml"),
    ("zero.toml", b"replicas = 3\0\n", 78, "zero.toml"),
    ("deep.toml", b"replicas = " + b"[" * 5000 + b"]" * 5000 + b"\n", 78, "deep.toml"),
    ("long.toml", b"# " + b"x" * (1 << 20) + b"\n", 78, "too long"),
    ("long_key.toml", b"x" * 100_000 + b" = 1\n", 78, "long_key.toml"),
    ("long_value.toml", b'temps = "' + b"1," * 100_000 + b'"\n', 78, "long_value.toml"),
    ("image.toml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 78, "image.toml"),
    ("script.toml", b"#!/bin/sh\nrm -rf runs\n", 78, "script.toml:2"),
    ("json.toml", b'{"replicas": 3}\n', 78, "json.toml:1"),
    ("yaml.toml", b"replicas: 3\n", 78, "yaml.toml:1"),
]


def files():
    made = {f"config{i}.toml": (GOOD + entry[0] + "\n").encode() for i, entry in enumerate(WRONG_ENTRIES)}
    made.update({f"misfit{i}.toml": (GOOD + 'device = "cpu"\n' + entry + "\n").encode() for i, (entry, _) in enumerate(MISFITS)})
    made.update({name: text for name, text, _, _ in WHOLE_FILES})
    return made


def cases():
    for i, (_, needle, *line) in enumerate(WRONG_ENTRIES):
        place = f"config{i}.toml:" + ("" if needle == "--temps" else f"{line[0] if line else 2}:")
        yield ["--config", f"config{i}.toml"], 78, [place, needle]
    for i, (_, needle) in enumerate(MISFITS):
        yield ["--config", f"misfit{i}.toml"], 78, [f"misfit{i}.toml:", needle]
    for name, _, status, needle in WHOLE_FILES:
        yield ["--config", name], status, [needle]
    yield ["--config", "config0.toml", "--config", "config1.toml"], 78, ["config0.toml"]
    yield ["--config", "missing.toml"], 66, ["missing.toml", "No such file"]
    yield ["--config", "folder"], 66, ["folder/config.toml", "No such file"]
    yield ["--config", "pipe"], 66, ["pipe", "not a file"]
    yield ["--config", "loop"], 66, ["loop"]
    yield ["--config", "/dev/zero"], 66, ["/dev/zero", "not a file"]
    yield ["--config", "garbage.nc"], 65, ["garbage.nc"]
