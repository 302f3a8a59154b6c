"""Wrong data files: NPY, IDX, CSV, and files that do not fit the network. Long, because it is a table."""
import gzip
import io
import struct
import zipfile

import numpy as np

NETWORK = ["--network", "4-3-2"]


def npy(array, version=None):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, version=version)
    return stream.getvalue()


def npy_text(header, data=b"\0" * 32, version=1, length=None):
    header = header.encode() if isinstance(header, str) else header
    size = len(header) if length is None else length
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", size) + header + data


def idx(kind, sizes, data):
    return struct.pack(">BBBB", 0, 0, kind, len(sizes)) + struct.pack(f">{len(sizes)}I", *sizes) + data


def npz(**arrays):
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def zipped(name, data, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


def promising(archive, size):
    """The one file of an archive is `size` bytes long, its directory says."""
    at = archive.index(b"PK\1\2") + 24
    return archive[:at] + struct.pack("<I", size) + archive[at + 4:]


X = np.arange(20, dtype="float32").reshape(5, 4) / 20
Y = np.array([0, 1, 1, 0, 1], dtype="int32")
GOOD = npy(X)
PIXELS = idx(8, (5, 2, 2), bytes(range(20)))
PACKED = gzip.compress(PIXELS, mtime=0)
D = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }"

# name: (bytes of the inputs, what the line must contain besides the name)
INPUTS = {
    "empty.npy": (b"", "is empty"),
    "magic.npy": (b"\x93NUMPY", "header"),
    "not.npy": (b"hello, world\n", "not a NumPy array"),
    "version9.npy": (npy_text(D, version=9)[:6] + b"\x09\0" + npy_text(D)[8:], "version 9.0"),
    "endless.npy": (npy_text(D, version=2, length=0xFFFFFFFF), "longer than 65536"),
    "short_header.npy": (npy_text(D, data=b"", length=500), "ends within"),
    "no_dict.npy": (npy_text("hello"), "'{'"),
    "no_shape.npy": (npy_text("{'descr': '<f4', 'fortran_order': False, }"), "lacks"),
    "code.npy": (npy_text("__import__('os').system('touch x')"), "'{'"),
    "negative.npy": (npy_text(D.replace("2, 4", "-2, 4")), "negative"),
    "overflow.npy": (npy_text(D.replace("2, 4", "4611686018427387904, 4")), "larger than any file"),
    "huge.npy": (npy_text(D.replace("2, 4", "1000000000000, 4")), "needs 16000000000000 bytes"),
    "digits.npy": (npy_text(D.replace("2, 4", "9" * 1000 + ", 4")), "too large"),
    "dimensions.npy": (npy_text(D.replace("2, 4", "1, 1, 1, 1, 1, 1, 1, 2, 4")), "8 dimensions"),
    "cut.npy": (GOOD[:-1], "needs 80 bytes"),
    "longer.npy": (GOOD + b"\0", "holds 81"),
    "fortran.npy": (npy(np.asfortranarray(X[:, :3])), "--network 3-"),
    "big.npy": (npy(X.astype(">f4")), "big-endian"),
    "half.npy": (npy(np.full((5, 4), np.inf, "float16")), "input 0 of example 0"),
    "long_double.npy": (npy(X.astype("longdouble")), "'<f16'"),
    "complex.npy": (npy(X.astype("complex64")), "complex"),
    "records.npy": (npy(np.zeros(5, [("a", "<f4"), ("b", "<f4")])), "structured_to_unstructured"),
    "page.npz.gz": (b"\n<!DOCTYPE html><html><body>404 Not Found</body></html>\n", "is a web page"),
    "page.csv": (b"<HTML>\n<body>\n</body>\n</HTML>\n", "is a web page"),
    "answer.gz": (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "download it again"),
    "gzip_page.gz": (gzip.compress(b"<!doctype html>\n<html></html>\n", mtime=0), "holds, in gzip, a web page"),
    "gzip_twice.gz": (gzip.compress(PACKED, mtime=0), "packed by gzip twice"),
    "npz_cut.npz": (npz(x=X)[:-30], "is cut short: it begins as a ZIP archive and has no directory"),
    "npz_other.npz": (zipped("table.csv", b"1,2,3"), "without arrays of NumPy (names in .npy)"),
    "npz_two.npz": (npz(x=X, other=X), "is an archive of several arrays; it holds x, other: write npz_two.npz:x"),
    "npz_crc.npz": (npz(x=X).replace(X.tobytes(), bytes(X.nbytes)), "its array 'x.npy' is damaged (CRC-32)"),
    "npz_method.npz": (zipped("x.npy", GOOD, zipfile.ZIP_BZIP2), "packs 'x.npy' by method 12 of ZIP; only deflate is read"),
    "npz_promise.npz": (promising(zipped("x.npy", GOOD), 0x7FFFFFFF), "promises 2147483647 bytes, more than"),
    "gzip_zip.gz": (gzip.compress(b"PK\x03\x04" + bytes(60), mtime=0), "in gzip, a ZIP"),
    "lfs.npz": (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n", "git lfs pull"),
    "matlab": (b"MATLAB 5.0 MAT-file, Platform" + bytes(90), "MATLAB"),
    "image.png": (b"\x89PNG\r\n\x1a\n" + bytes(60), "PNG"),
    "objects.npy": (npy_text(D.replace("<f4", "|O")), "Python objects"),
    "text.npy": (npy(np.array([["a", "b", "c", "d"]] * 5)), "return_inverse"),
    "bool.npy": (npy(X[:, :3] > 0.5), "--network 3-"),
    "short.npy": (npy(X.astype("int16")), "int16"),
    "beyond.npy": (npy(np.full((5, 4), 2**63, "uint64")), "9223372036854775808 is beyond 64 bits with a sign"),
    "int.npy": (npy(X.astype("int32")), "--scale unit"),
    "scalar.npy": (npy(np.float32(3)), "()"),
    "flat.npy": (npy(X.ravel()), "(20,)"),
    "no_rows.npy": (npy(X[:0]), "0 examples"),
    "columns.npy": (npy(np.zeros((5, 7), "float32")), "--network 7-"),
    "nan.npy": (npy(np.where(X == X[2, 1], np.nan, X).astype("float32")), "input 1 of example 2"),
    "inf.npy": (npy(np.where(X == X[4, 3], np.inf, X).astype("float32")), "input 3 of example 4"),
    "large.npy": (npy(np.where(X == X[0, 0], 1e300, X)), "input 0 of example 0"),
    "control.npy": (npy_text("{'descr': '\x1b[31m', 'fortran_order': False, 'shape': (2, 4), }"), "\\x1b[31m"),
    "archive": (b"PK\x03\x04" + b"\0" * 60, "a ZIP archive"),
    "hdf5": (b"\x89HDF\r\n\x1a\n" + b"\0" * 60, "HDF5"),
    "netcdf3": (b"CDF\x01" + b"\0" * 60, "netCDF"),
    "pickle": (b"\x80\x04\x95" + b"\0" * 60, "pickle"),
    "idx_two": (b"\0\0", "ends within"),
    "idx_type": (idx(0x0A, (5, 4), b"\0" * 20), "IDX type 0x0a"),
    "idx_dimensions": (idx(8, (), b""), "0 dimensions"),
    "idx_many": (idx(8, (1,) * 9, b"\0"), "9 dimensions"),
    "idx_header": (idx(8, (5, 2, 2), b"")[:9], "ends within"),
    "idx_cut": (PIXELS[:-1], "holds 35"),
    "idx_longer": (PIXELS + b"\0", "holds 37"),
    "idx_huge": (idx(8, (0xFFFFFFFF, 0xFF), b"\0"), "needs"),
    "idx_overflow": (idx(0x0E, (0xFFFFFFFF,) * 3, b"\0"), "larger than any file"),
    "idx_little": (struct.pack("<BBBBIII", 0, 0, 8, 3, 5, 2, 2) + bytes(20), "larger than any file"),
    "idx_int": (idx(0x0C, (5, 4), b"\0" * 80), "int32"),
    "idx_labels": (idx(8, (5,), b"\0" * 5), "(5,)"),
    "idx_size": (idx(8, (5, 3, 3), b"\0" * 45), "--network 9-"),
    "idx_nan": (idx(0x0D, (5, 4), b"\x7f\xc0\0\0" * 20), "input 0 of example 0"),
    "gzip_cut.gz": (PACKED[:-9], "cut short"),
    "gzip_tail.gz": (PACKED[:-1], "cut short"),
    "gzip_crc.gz": (PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:], "damaged"),
    "gzip_more.gz": (PACKED + b"x", "goes on"),
    "gzip_head.gz": (PACKED[:5], "cut short"),
    "gzip_method.gz": (b"\x1f\x8b\x07" + PACKED[3:], "damaged"),
    "gzip_csv.gz": (gzip.compress(b"1,2,3,4,0\n", mtime=0), "an example has 5 inputs"),
    "gzip_member.gz": (gzip.compress(b"1,2,3,4\n", mtime=0) + b"more", "goes on after the end of its gzip data"),
    "gzip_empty.gz": (gzip.compress(b"", mtime=0), "holds no numbers"),
    "gzip_short.gz": (gzip.compress(PIXELS[:-3], mtime=0), "only 33"),
    "gzip_long.gz": (gzip.compress(PIXELS + b"\0", mtime=0), "more than 36"),
    "gzip_bomb.gz": (gzip.compress(idx(8, (0xFFFFFFFF,), b"\0" * 1000), mtime=0), "packed bytes can hold"),
}

ROW = b"0.1,0.2,0.3,0.4,1\n"
# Tables for --data TABLE.csv. name: (bytes, what the line must contain besides the name)
TABLES = {
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b"\n\n", "no numbers"),
    "names.csv": (b"a,b,c,d,e\n", "no numbers"),
    "word.csv": (ROW + b"0.1,x,0.3,0.4,1\n", ":2:5: 'x'"),
    "missing.csv": (ROW + b"0.1,,0.3,0.4,1\n", ":2:5: ''"),
    "trailing.csv": (ROW + b"0.1,0.2,0.3,0.4,1,\n", ":2:19: ''"),
    "short.csv": (ROW + b"0.1,0.2,0.3,1\n", ":2:1: 4 numbers, the first row has 5"),
    "long.csv": (ROW + b"0.1,0.2,0.3,0.4,1,1\n", ":2:1: 6 numbers"),
    "nan.csv": (ROW + b"0.1,nan,0.3,0.4,1\n", ":2:5: 'nan' is not a finite"),
    "inf.csv": (b"-inf,0.2,0.3,0.4,1\n", ":1:1: '-inf' is not a finite"),
    "large.csv": (ROW + b"0.1,1e999,0.3,0.4,1\n", ":2:5: '1e999' is outside"),
    "float.csv": (ROW + b"0.1,1e39,0.3,0.4,1\n", ":2:5: '1e39' is outside"),
    "quoted.csv": (ROW + b"'0.1',0.2,0.3,0.4,1\n", "without quotes"),
    "open_quote.csv": (ROW + b'0.1,"0.2,0.3,0.4,1\n', ":2:5: a quotation mark is not closed"),
    "half_quote.csv": (ROW + b'0.1,"0.2"5,0.3,0.4,1\n', ":2:5: something stands"),
    "semicolon.csv": (b"0.1;0.2;0.3;0.4;1\n" * 2, ":1:1: '0.1;0.2;0.3;0.4;1' is not a number; it is separated by ';'"),
    "semicolon_names.csv": (b"a;b;c;d;label\n0.1;0.2;0.3;0.4;1\n", ":1:1: 'a;b;c;d;label' is not a number; it is separated by ';'"),
    "semicolon_words.csv": (b'"a";"b";"label"\n0.1;0.2;"x"\n', "not by ';'"),
    "locale.csv": (b"0,1;0,2;0,3;0,4;1\n", "where decimals have a comma write --decimal comma"),
    "tabs.csv": (b"a\tb\tlabel\n0.1\t0.2\t1\n", ":1:1:"),
    "blanks.csv": (b"0.1 0.2 0.3 0.4 1\n" * 2, "numpy.savetxt"),
    "above.csv": (b"0.1,x,0.3,0.4,1\n" + ROW, ":1:5: 'x' is not a number as the one below it is"),
    "title.csv": (b"a,b,c\n" + ROW, ":1:1: a first row of 3 names above a row of 5"),
    "input_words.csv": (b"0.1,red,0.3,0.4,1\n0.1,blue,0.3,0.4,0\n", ":1:5: 'red' is not a number; only the label"),
    "two_words.csv": (b"0.1,red,0.3,0.4,cat\n0.1,blue,0.3,0.4,dog\n", ":1:5: 'red'"),
    "missing_word.csv": (b"0.1,0.2,0.3,0.4,cat\n0.1,0.2,0.3,0.4,NA\n", ":2:17: 'NA' is not a number; a missing value"),
    "three_words.csv": (b"".join(b"0.1,0.2,0.3,0.4,%s\n" % word for word in (b"cat", b"dog", b"owl") * 3),
                        "3 classes (cat, dog, owl), the network tells 2 apart; write --network ...-3"),
    "ids.csv": (b"".join(b"0.1,0.2,0.3,0.4,id%d\n" % i for i in range(9)), "9 different words in 9 rows"),
    "two_labels.csv": (b"a,b,label,c,Label\n" + ROW, "columns 3 and 5 are both named"),
    "pandas.csv": (b",a,b,c,d,e,label\n0,1,2,3,4,5,0\n1,2,3,4,5,6,1\n", "7 columns, the first of row numbers; 4 inputs"),
    "counting.csv": (b"".join(b"%d,0.1,0.2,0.3,0.4,0.5,%d\n" % (i, i % 2) for i in range(6)), "write --network 5-..."),
    "first.csv": (b"".join(b"%d,0.2,0.3,0.4,%d.5\n" % (i % 2, i) for i in range(6)),
                  "label 0.5 of example 0 is not a whole number; the first column holds 2 whole numbers: --label first"),
    "constant.csv": (b"".join(b"%d,0.2,0.3,0.4,0\n" % (i % 2) for i in range(6)), "write --label first or --label last"),
    "hex.csv": (ROW + b"0x1p3,0.2,0.3,0.4,1\n", ":2:1: '0x1p3'"),
    "zero.csv": (ROW + b"0.1,0.2\0,0.3,0.4,1\n", ":2:8: a zero byte"),
    "escape.csv": (ROW + b"0.1,\x1b[31m,0.3,0.4,1\n", "\\x1b[31m"),
    "latin1.csv": (ROW + b"0.1,\xe9,0.3,0.4,1\n", "\\xe9"),
    "utf16.csv": (ROW.decode().encode("utf-16"), "zero byte"),
    "endless.csv": (ROW + b"1" * ((1 << 20) + 10), ":2:1: this line is longer"),
    "mac.csv": (ROW.replace(b"\n", b"\r") * 2, "'1\\x0d0.1'"),
    "number.csv": (ROW + b"0.1,1.2.3,0.3,0.4,1\n", ":2:5: '1.2.3'"),
    "digit.csv": (ROW + b"0.1,\xd9\xa1,0.3,0.4,1\n", ":2:5:"),
    "wide.csv": (b"0.1,0.2,0.3,0.4,0.5,0.6,1\n", "--network 6-"),
    "narrow.csv": (b"0.1,1\n", "--network 1-"),
    "one.csv": (b"1\n", "1 columns"),
    "label.csv": (ROW + b"0.1,0.2,0.3,0.4,2\n", "label 2 of example 1 is not in 0..1"),
    "fraction.csv": (ROW + b"0.1,0.2,0.3,0.4,0.5\n", "label 0.5 of example 1"),
    "minus.csv": (ROW + b"0.1,0.2,0.3,0.4,-1\n", "label -1 of example 1"),
    "array.npy": (GOOD, "one array"),
}

# Labels beside good inputs. name: (bytes, what the line must contain besides the name)
LABELS = {
    "labels_few.npy": (npy(Y[:4]), "(4,) for the 5 examples"),
    "labels_many.npy": (npy(np.tile(Y, 2)), "(10,) for the 5 examples"),
    "labels_none.npy": (npy(Y[:0]), "(0,)"),
    "labels_scalar.npy": (npy(np.int32(3)), "()"),
    "labels_two_columns.npy": (npy(np.stack([Y, Y], axis=1)), "(5, 2), it must be (examples,), (examples, 1) or one-hot"),
    "labels_one_hot.npy": (npy(np.eye(3, dtype="float32")[Y]), "one-hot rows of 3 classes, the network tells 2 apart; write --network ...-3"),
    "labels_one_hot.csv": (b"1,0,0\n0,1,0\n0,1,0\n1,0,0\n0,1,0\n", "one-hot rows of 3 classes"),
    "labels_text.npy": (npy(np.array(["a", "b", "b", "a", "b"])), "return_inverse"),
    "labels_float.npy": (npy(Y.astype("float32")), "astype('int32')"),
    "labels_range.npy": (npy(Y + 1), "label 2 of example 1 is not in 0..1; they count from 1: subtract 1"),
    "labels_more.npy": (npy(Y * 5), "label 5 of example 1 is not in 0..1; write --network ...-6"),
    "labels_below.npy": (npy(Y - 1), "label -1 of example 0"),
    "labels_long.npy": (npy(Y.astype("int64") << 40), "label 1099511627776 of example 1"),
    "labels_bytes.npy": (npy((Y * 255).astype("uint8")), "label 255 of example 1"),
    "labels_idx": (idx(8, (5,), b"\0\1\2\0\1"), "label 2 of example 2"),
    "labels_idx_few": (idx(8, (4,), b"\0\1\1\0"), "(4,) for the 5 examples"),
    "labels_idx_int8": (idx(9, (5,), b"\0\1\xff\0\1"), "label -1 of example 2"),
    "labels_images": (PIXELS, "(5, 2, 2)"),
    "labels_few.csv": (b"0\n1\n", "(2, 1) for the 5 examples"),
    "labels_wide.csv": (b"1,1\n" * 5, "(5, 2)"),
    "labels_half.csv": (b"0\n1\n0.5\n1\n0\n", "label 0.5 of example 2"),
    "labels_word.csv": (b"0\n1\nx\n1\n0\n", ":3:1: 'x'"),
}


def files():
    made = {name: data for table in (INPUTS, TABLES, LABELS) for name, (data, _) in table.items()}
    made["good.npy"], made["good_labels.npy"] = GOOD, npy(Y)
    made["targets.npy"] = npy(np.zeros((5, 3), "float32"))
    made["good.csv"] = b"0.1,0.2,0.3,0.4,1\n0.2,0.3,0.4,0.5,0\n"
    made["words.csv"] = b"a,b,c,d,species\n0.1,0.2,0.3,0.4,cat\n0.2,0.3,0.4,0.5,dog\n"
    made["other_words.csv"] = b"a,b,c,d,species\n0.1,0.2,0.3,0.4,dog\n0.2,0.3,0.4,0.5,owl\n"
    made["open.csv"], made["open_too.csv"] = b"0,1\n1,2\n3,4\n5,6\n", b"0\n0\n1\n0\n"
    made["open_table.csv"] = b"0,1,2\n0.1,0.2,1\n0.3,0.4,0\n"
    made["ratings.npy"] = npy(np.tile(np.arange(5, dtype="int32"), 2))
    made["ten.npy"] = npy(np.tile(X, (2, 1)))
    return made


def cases():
    for name, (_, needle) in INPUTS.items():
        yield [*NETWORK, "--data", f"{name},good_labels.npy"], 65, [name, needle]
        if name.startswith(("gzip", "idx")):
            yield [*NETWORK, "--data", "good.csv", "--test-data", f"{name},good_labels.npy"], 65, [name, needle]
    for name, (_, needle) in TABLES.items():
        yield [*NETWORK, "--data", name], 65, [name, needle]
    for name, (_, needle) in LABELS.items():
        yield [*NETWORK, "--data", f"good.npy,{name}"], 65, [name, needle]
    mse = ["--network", "4-3-2", "--loss", "mse", "--data"]
    yield [*mse, "good.npy,targets.npy"], 65, ["targets.npy", "(5, 3)", "(5, 2)"]
    yield ["--network", "9-3-2", "--data", "good.csv"], 65, ["good.csv", "5 columns"]
    yield ["--network", "2-2", "--data", "open.csv,open_too.csv"], 65, ["open.csv", "(0,1)", "--header yes or --header no"]
    yield ["--network", "2-2", "--data", "open_table.csv"], 65, ["open_table.csv", "(0,1,2)", "--header yes"]
    yield [*NETWORK, "--data", "words.csv", "--test-data", "other_words.csv"], 65, \
        ["other_words.csv:3:17: 'owl' is no class", "cat, dog"]
    yield [*NETWORK, "--data", "words.csv", "--test-data", "good.csv"], 65, ["good.csv", "labels are numbers", "cat, dog"]
    yield [*NETWORK, "--data", "good.csv", "--test-data", "words.csv"], 65, ["words.csv", "labels are words ('cat')"]
    yield ["--network", "4-3-1", "--loss", "mse", "--data", "ten.npy,ratings.npy"], 65, \
        ["ratings.npy", "0 to 4 may be 5 classes or targets", "--network ...-5", "float32"]
    yield [*NETWORK, "--data", "good.csv", "--label", "colour"], 64, ["--label colour", "good.csv", "no header"]
    yield [*NETWORK, "--data", "words.csv", "--label", "colour"], 64, ["--label colour", "a, b, c, d, species"]
    yield [*NETWORK, "--data", "good.csv", "--label", "0"], 64, ["--label 0", "from 1 to 5"]
    yield [*NETWORK, "--data", "good.csv", "--label", "6"], 64, ["--label 6", "from 1 to 5"]
    yield [*NETWORK, "--data", "good.npy,good_labels.npy", "--label", "last"], 64, ["--label last", "good_labels.npy"]
    yield [*NETWORK, "--data", "good.csv", "--scale", "unit"], 65, ["good.csv", "no input is above 1"]
    yield ["--network", "2-2", "--data", "open.csv,open_too.csv", "--header", "no", "--scale", "unit", "--test-data",
           "good.csv"], 65, ["good.csv", "5 columns"]
    yield ["--network", "9-3-2", "--data", "good.npy,good_labels.npy"], 65, ["good.npy", "--network 4-"]
    yield [*NETWORK, "--data", "good.npy,good_labels.npy", "--examples", "6"], 64, ["--examples 6", "only 5"]
    yield [*NETWORK, "--data", "good.npy,missing.npy"], 66, ["missing.npy", "No such file"]
    yield [*NETWORK, "--data", "missing.csv.gz"], 66, ["missing.csv.gz"]
    yield [*NETWORK, "--data", "good.npy,folder"], 66, ["folder", "a directory"]
    yield [*NETWORK, "--data", "pipe,good_labels.npy"], 66, ["pipe", "not a file"]
    yield [*NETWORK, "--data", "loop"], 66, ["loop"]
    yield [*NETWORK, "--data", "/dev/zero,good_labels.npy"], 66, ["/dev/zero"]
    yield [*NETWORK, "--data", "good.csv/inner,good_labels.npy"], 66, ["good.csv/inner", "Not a directory"]
    yield [*NETWORK, "--data", "sparse,good_labels.npy"], 71, ["sparse", "memory"]
    for words in ("a,b,c", ",", "good.npy,", ",good.npy"):
        yield [*NETWORK, "--data", words], 64, ["--data"]
        yield [*NETWORK, "--data", "good.csv", "--test-data", words], 64, ["--test-data"]
