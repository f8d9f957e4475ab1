"""Made-up sentences, and random values that look like those of servers."""
import base64

from samples.text import base62, random_text

# The words occur equally often, so the text of a token cannot be predicted from the text before it. As many words as in
# ../shared/sse-hard have each length, and about as many are common, so texts of the same shape compress equally well.
WORDS = """
a an as at be by do he if in is it me my no of on or so to up we and are bed but can far few for had has her his
how its jar low new not one own pot red set she sun the use was who you area bean best call care crop does find
food form free from hand hard have help high home into keep land leaf left less line list look main mint more
name need next open part pear plan rain read real root said seed show soil than that they this were what when
will with word your about among apple basil below bench berry child early every fence found frost given green
group house large least lemon often other place plant point seeds shade shelf small study their until water
which words during family garden garlic number pepper potato spring summer tomato within between compost cooking
example growing harvest however kitchen morning nothing orchard pumpkin purpose several without question
together
""".split()
LOWER = "abcdefghijklmnopqrstuvwxyz"


def words(chance, count):
    return [chance.choice(WORDS) for _ in range(count)]


def phrase(chance, count):
    return " ".join(words(chance, count))


def sentences(chance, count):
    """Returns the tokens of `count` words in sentences. A paragraph break takes the place of a word."""
    parts, size = [], 0
    for word in words(chance, count):
        size += 1
        if size > 14 and chance.random() < 0.35:
            starts = ("\n- " + word, "\n\n", " " + word.capitalize())
            parts += [".", *chance.choices(starts, weights=(4, 3, 3))]
            size = 0
        else:
            parts.append(" " + word if parts else word)
    return parts


def text(chance, count, ends, size):
    """Returns the tokens of a text with `ends` full stops and `size` characters, give or take 1 %.

    Draws texts until one matches, so that streams have the same number of events with every seed.
    """
    while True:
        parts = sentences(chance, count)
        if parts.count(".") == ends and abs(sum(map(len, parts)) - size) <= max(size / 100, 1):
            return parts


def split(line, size):
    return [line[at:at + size] for at in range(0, len(line), size)]


def drawn(write, size, count):
    """Calls `write` until its text splits into `count` pieces, and returns the text."""
    while True:
        line = write()
        if len(split(line, size)) == count:
            return line


def encrypted(chance, size):
    """Returns `size` random bytes in base64."""
    return base64.b64encode(chance.getrandbits(8 * size).to_bytes(size, "big")).decode()


def padding(chance):
    """Returns padding as OpenAI writes it."""
    return base62(chance, chance.randrange(1, 15))


def url(chance):
    return f"https://{random_text(chance, LOWER, 9)}.example/{base62(chance, 20)}"


def created(chance):
    """Returns the time at which a stream begins, in seconds."""
    return chance.randrange(1_780_000_000, 1_800_000_000)
