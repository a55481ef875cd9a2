"""What the names of an element's classes tell: the same few words are used all over the web."""

import re
from enum import Enum
from functools import lru_cache

NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


class ClassGroup(Enum):
    """Groups of words in class names and ids; languages of the pages at hand included."""

    STORY = """
        story article articletext articlebody body content text entry post paragraph paragraphs rich richtext copy
        main maincontent wysiwyg news detail details inhalt absatz artikel contenu texte corps cuerpo noticia nota
        contenido corpo testo brodtekst prose
    """
    LEAD = """
        lead lede leadin standfirst intro introduction summary abstract dek deck subtitle subhead subheadline
        subheading excerpt chapeau chapo anreisser vorspann sommario sottotitolo entradilla bajada ingress underrubrik
        description desc sapo
    """
    HEADLINE = "headline title heading hed titre titulo titolo rubrik ueberschrift h1"
    TEASER = """
        teaser teasers related relateds recommend recommended recommendations recommendation more also card cards
        promo promos popular trending most mostread read readmore next previous latest list listing feed river similar
        suggestions links tease carousel slider collection stream upnext further weitere mehr onward voir lire
    """
    BYLINE = """
        byline author authors autor auteur autore writer contributor contributors bio reporter journalist credits
        creator profile firma
    """
    DATE = "date datetime time timestamp published updated meta metadata info dateline datum posted"
    TOPIC = """
        tag tags topic topics category categories kicker label labels keyword keywords section breadcrumb breadcrumbs
        eyebrow badge dachzeile
    """
    CAPTION = """
        caption captions figcaption figure image images img photo photos picture pictures gallery slideshow media
        credit copyright bild legende foto imagen
    """
    COMMENT = """
        comment comments disqus reply replies discussion respond commenting commentary kommentar kommentare
        commentaires
    """
    SHARE = """
        share sharing social socials follow facebook twitter whatsapp email print tools toolbar actions buttons
        addthis sharedaddy bookmark
    """
    NAVIGATION = """
        nav navigation navbar menu menus submenu header footer masthead topbar sidebar side sidenav rail skip search
        logo utility sitemap pagination pager pages language
    """
    WIDGET = """
        widget widgets module modules block component box aside inset panel infobox factbox fact facts secondary
        complementary extra
    """
    ADVERTISEMENT = """
        ad ads adv advert advertisement advertising sponsor sponsored sponsors outbrain taboola dfp promoted promotion
        werbung publicidad anzeige partner native commerce shopping deals
    """
    SUBSCRIPTION = """
        newsletter newsletters subscribe subscription subscriptions subscriber signup paywall premium register
        registration login signin account piano gate gateway meter regwall donate donation support membership member
        offer abo
    """
    CONSENT = """
        cookie cookies consent gdpr privacy modal popup overlay banner dialog notice notification alert toast lightbox
        onetrust
    """
    HIDDEN = "hidden hide visually sr screen reader invisible none collapsed noprint offscreen"
    EMBED = "embed embedded tweet instagram video player audio playlist podcast iframe widgetized youtube jwplayer"
    QUOTE = "quote pullquote blockquote citation zitat quotes"
    NOTE = """
        note notes footnote footnotes disclaimer correction corrections source sources reference references editor
        legal disclosure
    """
    LIVE = "live blog liveblog update updates key timeline entry"
    EVENT = "weather stock stocks market markets poll quiz event events calendar program schedule score results rating"


_GROUPS: dict[str, frozenset[ClassGroup]] = {}
for _group in ClassGroup:
    for _word in _group.value.split():
        _GROUPS[_word] = _GROUPS.get(_word, frozenset()) | {_group}

_NONE: frozenset[ClassGroup] = frozenset()


@lru_cache(maxsize=8192)
def class_groups(names: str) -> frozenset[ClassGroup]:
    """Return the groups of the words in some class names: "article__Lead-text" has three words."""
    found = _NONE
    for word in NAME_WORD.findall(names):
        found |= _GROUPS.get(word.lower(), _NONE)
    return found
