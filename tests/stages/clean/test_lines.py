import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import RawArticle
from schemas.line_kinds import LineKind
from workers.stages.clean.lines import decide_extract, decide_page_text
from workers.stages.clean.prose import best_block, word_count
from workers.stages.clean.source_lines import Line
from workers.stages.clean.stage import clean_articles
from workers.stages.clean.title import leading_titles, title_of_page_text
from workers.stages.clean.wordings import wording
from workers.stages.received import Received

LEAD = "The council of Westmouth opened the harbour again on Monday after a storm had closed it for ten days."
NEXT = "Nobody was hurt in the storm, but the repairs took longer than anybody had planned."
LAST = "The first ship, a small ferry from the islands, came in shortly after nine in the morning."
CAPTION = "Ann Lee, left, and the harbour master Tom Reed look at the broken wall of the harbour"

SUBJECTS = ["The council", "A fisherman", "Her brother", "The old ferry", "Nobody in town", "The harbour master"]
VERBS = ["waited for", "talked about", "paid for", "complained about", "looked after", "wrote about"]
OBJECTS = ["the storm and its many costs", "two new walls of grey stone", "the ships that never came", "a better plan"]
SENTENCES = st.builds(
    "{} {} {} on day {} of the year.".format,
    st.sampled_from(SUBJECTS),
    st.sampled_from(VERBS),
    st.sampled_from(OBJECTS),
    st.integers(1, 365),
)
PARAGRAPHS = st.lists(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), min_size=3, max_size=10, unique=True)
CALM = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40, deadline=None)


def story(*lines: str, language: str = "en", title: str | None = None) -> list[str]:
    spaced = [Line(part, None) for line in lines for part in (line, "")]
    return [one.line.text for one in decide_page_text(spaced, language, title) if one.keeps]


def extract(*lines: str) -> list[str]:
    return [one.line.text for one in decide_extract([Line(line, None) for line in lines], "en", None) if one.keeps]


def cleaned(body: str) -> str:
    return clean_articles([Received(RawArticle(body=body), "1")])[0].text


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, the storm had weakened.",
        "Also on Monday, a court met in the town.",
        "Time is running out, she said.",
        '"Get the ball rolling," he told his players.',
        '"Sign up for our newsletter today," the banner read.',
        "Terms of the deal were not disclosed.",
        "The firm changed its privacy policy on Friday.",
        "In 2019 at 10:30 he left.",
        "Photos by satellites showed the damage.",
        "He sued Getty Images over the photos.",
        "The ministry released images by satellites.",
        "He told a source: nothing has changed.",
    ],
)
def test_sentences_of_a_story_stay(line: str) -> None:
    assert story(LEAD, line, NEXT) == [LEAD, line, NEXT]


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Ten ships that never came back",
        "By Ann Lee",
        "Share this with family and friends",
        "Published 14 September 2026",
        "September 14, 2026",
        "4 min read",
        "Advertisement",
        "Story continues below",
        "Sign up for our newsletter and get the news every day.",
        "By subscribing, you agree to our terms of service.",
        "Follow us on Facebook and Twitter.",
        "Download our app and listen to our podcast.",
        "© 2026 Coast News",
        "14.09.2026, 10:30",
        "Photo by Ann Lee",
        "The wall of the harbour on Sunday. Source: Coast Pictures",
        "The wall of the harbour on Sunday. (Ann Lee/AFP)",
    ],
)
def test_lines_of_the_page_go_from_the_midst_of_a_story(line: str) -> None:
    assert story(LEAD, line, NEXT) == [LEAD, NEXT]


def test_english_wordings_mean_nothing_in_other_languages() -> None:
    assert wording("By Ann Lee", 3, "en") is LineKind.BYLINE
    assert not wording("By Ann Lee", 3, "de")
    assert wording("© 2026 Coast News", 4, "de")


@pytest.mark.parametrize("second", [CAPTION, f"{CAPTION} Source: Coast Pictures", f"{CAPTION}. Coast Pictures"])
def test_captions_that_stand_twice_go_with_both_copies(second: str) -> None:
    assert story(LEAD, CAPTION, second, NEXT, LAST) == [LEAD, NEXT, LAST]


def test_a_lead_above_captions_belongs_to_the_story() -> None:
    assert story("Harbour opens", LEAD, CAPTION, CAPTION, NEXT, LAST) == [LEAD, NEXT, LAST]


def test_headings_and_list_items_stay_but_teasers_below_go() -> None:
    assert story(LEAD, "What comes next", NEXT, LAST) == [LEAD, "What comes next", NEXT, LAST]
    assert story(LEAD, "- two walls", "- one gate", NEXT, LAST) == [LEAD, "- two walls", "- one gate", NEXT, LAST]
    teasers = [
        "Most read",
        "Ten ships that never came",
        "Storm of the century",
        "Walls for the rich: a report",
        "Two people were...",
    ]
    assert story(LEAD, NEXT, LAST, *teasers) == [LEAD, NEXT, LAST]


def test_a_sentence_said_twice_stays_once_and_a_doubled_story_is_undone() -> None:
    refrain = '"We have no comment on that now," he said.'
    assert story(LEAD, refrain, NEXT, refrain, LAST) == [LEAD, refrain, NEXT, LAST]
    assert story(LEAD, NEXT, LAST, LEAD, NEXT, LAST) == [LEAD, NEXT, LAST]
    assert extract(LEAD, LEAD, NEXT, NEXT, LAST, LAST) == [LEAD, NEXT, LAST]


def test_an_extract_of_nothing_but_menu_entries_is_no_story() -> None:
    assert extract("Home", "News", "Sport") == []
    assert extract("They met.") == ["They met."]


def test_titles() -> None:
    assert title_of_page_text(["Harbour opens again", "", LEAD, NEXT], "en") == "Harbour opens again"
    page = ["Harbour opens again | Coast News", "Home", "Harbour opens again", LEAD]
    assert title_of_page_text(page, "en") == "Harbour opens again"
    assert title_of_page_text([LEAD, NEXT], "en") is None
    assert title_of_page_text(["Harbour opens again"], "en") is None
    assert leading_titles(["Harbour opens again | Coast News", LEAD], "Harbour opens again") == 1
    assert leading_titles(["Harbour opens again on Monday.", LEAD], "Harbour opens again") == 0


def test_words_and_blocks() -> None:
    assert (word_count("one two three"), word_count("双方同意继续对话")) == (3, 5)
    assert best_block([-1, 2, -1, 3, -9, 3]) == range(1, 4)
    assert best_block([-1, -2]) == range(0)


@CALM
@given(PARAGRAPHS)
def test_clean_prose_stays_as_it_is(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    assert cleaned(text) == text


@CALM
@given(PARAGRAPHS)
def test_a_page_keeps_its_paragraphs_in_order(paragraphs: list[str]) -> None:
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    nav = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
    page = f"<html><head><title>Harbour</title></head><body>{nav}<article>{body}</article></body></html>"
    assert cleaned(page) == "\n\n".join(paragraphs)
