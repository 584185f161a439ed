"""Ed25519 signatures (RFC 8032, section 5.1) checked with Python's standard library alone. Checking only: nothing here
keeps a secret, and nothing here is quick (some milliseconds a signature)."""
import functools, hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def decode(data):
    """A point in extended coordinates (X, Y, Z, T), or None."""
    y, odd = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * v**3 * pow(u * v**7 % P, (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if v * x * x % P != u or (x == 0 and odd):
        return None
    x = P - x if x % 2 != odd else x
    return x, y, 1, x * y % P


def encode(point):
    x, y, z, _ = point
    z = pow(z, P - 2, P)
    x, y = x * z % P, y * z % P
    return (y | x % 2 << 255).to_bytes(32, "little")


def add(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = (b - a) % P, (d - c) % P, (d + c) % P, (b + a) % P
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(point):
    x, y, z, _ = point
    a, b = x * x % P, y * y % P
    h, g = a + b, a - b
    e, f = (h - (x + y) ** 2) % P, (2 * z * z + g) % P
    return e * f % P, g * h % P, f * g % P, e * h % P


BASE = decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
NEUTRAL = (0, 1, 1, 0)


@functools.lru_cache(maxsize=100_000)
def verify(key, message, signature):
    """Whether the signature is by the key (32 bytes) over the message."""
    if len(key) != 32 or len(signature) != 64:
        return False
    point, s = decode(key), int.from_bytes(signature[32:], "little")
    if point is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    minus = (P - point[0], point[1], 1, P - point[3])
    # s times the base minus k times the key, both at once: bit by bit from the top.
    table, sum_ = (None, BASE, minus, add(BASE, minus)), NEUTRAL
    for bit in range(max(s.bit_length(), k.bit_length()) - 1, -1, -1):
        sum_ = double(sum_)
        step = table[(s >> bit & 1) | (k >> bit & 1) << 1]
        sum_ = add(sum_, step) if step else sum_
    return encode(sum_) == signature[:32]
