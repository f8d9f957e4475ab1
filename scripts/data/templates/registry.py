"""The registry of templates: the name, the weight and the events of each server.

A template is a stream without its values. `~` marks a value that varies, such as an id, a count or a name. A text is
empty. `<NAME>` inserts a part that several events share. A line that begins with spaces continues the line before it.
"""
import dataclasses
import re

SERVERS = {}


@dataclasses.dataclass
class Server:
    weight: float  # how much a saved byte of this server counts
    events: list  # in the order of a stream


def server(name, weight, template, parts={}, spaced=False):
    """Registers a server. `spaced` writes its JSON with the spaces of Python's `json.dumps`."""
    text = re.sub(r"<([A-Z]+)>", lambda match: parts[match[1]], template.removeprefix("\n"))
    text = re.sub(r"\n +", "", text)
    if spaced:
        text = re.sub(r'":(?=[\[{"\d~tfn-])', '": ', re.sub(r',(?=["{\[~\d])', ", ", text))
    end = r"\n" if text.startswith("{") else r"(?:\n\n|\r\n\r\n)"
    events = re.findall(rf"(?s).+?{end}", text)
    assert name not in SERVERS and "".join(events) == text, name
    SERVERS[name] = Server(weight, events)
