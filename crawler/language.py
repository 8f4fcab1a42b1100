"""Owns the recognition of the languages that the watched press writes in."""

import re

_STOP = {
    "fr": "le la les des du un une et est dans pour que qui sur par avec au aux ce cette sont plus pas ses nous ont",
    "en": "the of and to in is that for on with as by are was from this have has not be an it which their were will",
    "es": "el la los las de del y en que un una por con para es se su al como más lo pero sus fue han este",
    "de": "der die das und ist nicht mit den von zu ein eine auf für dem des im sich auch als wird es bei nach",
    "it": "il lo la gli le di del della che e è un una per con non sono nel alla dei anche come più si",
    "pt": "o a os as de do da dos das que e em um uma para com não por se mais no na ao foi são como",
    "nl": "de het een en van is dat op te in voor met niet zijn aan er om ook als bij door",
}
_WORDS = {tag: frozenset(words.split()) for tag, words in _STOP.items()}
_SAMPLE = 6000
_SCRIPTS = (("ar", re.compile("[\u0620-\u064a\u0671-\u06d3]")), ("zgh", re.compile("[\u2d30-\u2d7f]")))


def detect(text: str) -> str:
    """The BCP 47 tag of the language of `text`, judged by its beginning; empty where it cannot be told.

    Arabic and Tifinagh are told by their script (Persian and Urdu, in Arabic script, by letters of their
    own are not claimed), the others by the small words that only they use so often.
    """
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < 20:
        return ""
    for tag, script in _SCRIPTS:
        if len(script.findall(sample)) * 2 > letters:
            return "" if tag == "ar" and len(re.findall("[پچژگٹڈےں]", sample)) * 50 > letters else tag
    words = re.findall(r"[^\W\d_]+", sample.lower())
    scores = {tag: sum(word in small for word in words) for tag, small in _WORDS.items()}
    best, next_best = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
    sure = scores[best] * 12 >= len(words) and scores[best] >= scores[next_best] * 1.15
    return best if sure and scores[best] >= 2 else ""
