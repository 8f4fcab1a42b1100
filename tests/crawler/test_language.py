"""The language of a text, told from the text."""

import pytest

from crawler.language import detect


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (
            "Les industries culturelles et créatives sont au cœur d'une révolution silencieuse dans le Royaume.",
            "fr",
        ),
        (
            "The cultural and creative industries are at the heart of a silent revolution in the Kingdom of Morocco.",
            "en",
        ),
        (
            "Las industrias culturales y creativas están en el centro de una revolución silenciosa en el Reino.",
            "es",
        ),
        ("الصناعات الثقافية والإبداعية في قلب ثورة صامتة بالمملكة المغربية منذ سنوات", "ar"),
        ("ⵜⵓⵜⵍⴰⵢⵜ ⵜⴰⵎⴰⵣⵉⵖⵜ ⴳ ⵉⵏⵎⵉⵔⵏ ⵏ ⵓⵖⵔⵎⴰⵏ", "zgh"),
        (
            "Die Kultur- und Kreativwirtschaft ist das Herz einer stillen Revolution, die nicht zu übersehen ist.",
            "de",
        ),
        ("12 500 MDH", ""),
        ("", ""),
    ],
)
def test_languages(text: str, tag: str) -> None:
    assert detect(text) == tag


def test_a_quoted_language_does_not_carry_a_text() -> None:
    text = "La Haute Autorité rappelle que le terme « الذكاء الاصطناعي » est celui de la loi, et qu'il est employé."
    assert detect(text) == "fr"
