"""The texts that pairs are made of: the replica's articles, the seeds among them, and some in English."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tests.replica.articles import SUBHEAD, load_articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article as a title and paragraphs."""

    name: str
    language: str
    title: str
    blocks: tuple[str, ...]
    topics: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        return sum(len(block.split()) for block in self.blocks)


_ENGLISH = {
    "Dockers of Tangier vote on a night shift": """\
Dock workers at the port of Tangier will vote next Thursday on a night shift that management calls indispensable and unions call unsafe. The ballot, announced on Monday, covers 2,140 employees of three terminals.

"Nobody has shown us a single study of accidents after midnight," said Hamid Zerouali, who leads the largest of four unions. He wants the company to hire 180 lashers before any ship is unloaded in the dark.

The operator answers that waiting times have grown by 31 percent in two years, and that carriers have begun to skip the port. It offers a premium of 45 dirhams an hour and a bus home.

A mediator named by the regional council has met both sides twice. His report, which has not been published, is said to recommend a trial of six months at one terminal.

Whatever the result, the collective agreement expires in March, and both camps treat the ballot as its first round.""",
    "A library on wheels reaches the High Atlas": """\
An old army truck painted green has carried 3,200 books to eleven villages of the High Atlas since September. Its driver, Khadija Amrani, taught mathematics for thirty years before she bought it at an auction.

Each village has an appointed reader, usually a pupil of the last year, who keeps the list of loans and reads aloud on Sundays. Half the books are in Arabic, a third in French, the rest in Amazigh.

The project costs 96,000 dirhams a year, most of it for diesel. A cooperative of walnut growers pays for two thirds, and a Dutch foundation for what is missing.

"People asked for cookery and law," Amrani says. "Nobody had thought of law." A shelf of plain guides to inheritance and land titles is now the most borrowed of all.

Snow closes the road for about forty days each winter. During that time the truck stands in Azilal, and the books travel by mule.""",
    "Casablanca start-up teaches machines to read land deeds": """\
A company of nine engineers in Casablanca has trained a model to read handwritten land deeds, some of them older than the protectorate. It says that 87 percent of the names on a test set of 14,000 pages were read correctly.

The deeds are kept in registers that the land agency has photographed since 2012. Until now a clerk needed about twenty minutes to find an owner; the search takes four seconds when the model has read the page.

Critics point out that the remaining 13 percent are not spread evenly. Names from the south, written by fewer scribes, fail twice as often as those from the plains, says Leila Bouazza, who teaches archival science in Rabat.

The company answers that no deed is changed by its reading, and that a clerk confirms each result. It has asked the agency for 6,000 more pages from Guelmim and Tata.

A contract for three provinces is being negotiated. Its price has not been made public.""",
    "Oyster farmers of Oualidia count their losses": """\
Oyster farmers on the lagoon of Oualidia have lost about 410 tonnes since the closure ordered on the second of October, according to their association. The ban followed the discovery of a toxin in three of nine samples.

Seven farms share the lagoon and employ some 260 people, most of them women who sort and open the shells. Wages were paid until the end of the month, and then half of them.

The fisheries institute takes samples twice a week. Two clean results in a row are needed to lift the ban; the last ones, on Friday, were one clean and one not.

"We do not dispute the closure, we dispute the silence," says Abdellatif Chraibi, whose father planted the first trays in 1957. He wants results to be posted at the harbour the same day.

Restaurants along the coast have turned to mussels from Dakhla. Their owners say that customers have noticed and that bookings are down by a fifth.""",
}


@cache
def texts() -> tuple[Text, ...]:
    """All of them, in a fixed order."""
    replica = (
        Text(
            name=article.name,
            language=article.language,
            title=article.title,
            blocks=tuple(block.removeprefix(SUBHEAD) for block in article.blocks),
            topics=article.topics,
        )
        for article in load_articles().values()
    )
    english = (
        Text(name=f"english-{number}", language="en", title=title, blocks=tuple(body.split("\n\n")))
        for number, (title, body) in enumerate(_ENGLISH.items())
    )
    return (*replica, *english)


def sentences(text: Text) -> Sequence[str]:
    """The paragraphs that are sentences."""
    return [block for block in text.blocks if len(block.split()) >= 12]
