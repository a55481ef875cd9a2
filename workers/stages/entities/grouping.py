"""Mentions of one thing in an article become one entity.

Names that read the same share a label, and a shorter form joins the fuller one that it can stand for: a surname its
person, an acronym its expansion, a company's name the one with "Inc". Where it can stand for several, each mention
joins the one that its title fits, else the one named last before it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from schemas.article_with_entities import Entity, Mention
from workers.stages.entities.forms import Form, FullerForms, forms_of
from workers.stages.entities.mentions import Named
from workers.stages.entities.names import TIME_LABELS, display_name
from workers.stages.entities.namesakes import called


def grouped(
    mentions: Sequence[Named], is_place: Callable[[str], bool] = lambda _: True
) -> tuple[list[Mention], list[Entity]]:
    """Return each mention its entity and its entity's label; mentions come in order, those of the title first.

    `is_place` tells whether there is a place of some name.
    """
    forms = forms_of(mentions)
    fuller = FullerForms(forms, is_place)
    numbers: defaultdict[Form, list[int]] = defaultdict(list)
    for form in forms:
        for number in form.mentions:
            numbers[_nearest(number, called(mentions[number].title, fuller.of(form)))].append(number)
    entities = []
    entity_of: dict[int, Entity] = {}
    for position, form in enumerate(sorted(numbers, key=lambda form: min(numbers[form])), 1):
        entity = _entity(f"e{position}", form, [mentions[number] for number in numbers[form]])
        entities.append(entity)
        entity_of |= dict.fromkeys(numbers[form], entity)
    return [_mention(named, entity_of[number]) for number, named in enumerate(mentions)], entities


def _nearest(number: int, forms: Sequence[Form]) -> Form:
    """Choose the form with the last mention before the given one; the first after it if there is none before."""
    if len(forms) == 1:
        return forms[0]

    def distance(form: Form) -> tuple[bool, int]:
        after = bisect_left(form.mentions, number)
        return (False, number - form.mentions[after - 1]) if after else (True, form.mentions[0])

    return min(forms, key=distance)


def _entity(identifier: str, form: Form, mentions: Sequence[Named]) -> Entity:
    names = Counter(display_name(mention.surface, form.label, mention.titles) for mention in mentions)
    name = next(iter(names))
    if form.label not in TIME_LABELS:
        # The longest, rather not one that is all capitals, then the most frequent, then the first.
        name = max(names, key=lambda text: (len(text), not text.isupper(), names[text]))
    country = form.owner if form.owner and form.owner.isupper() else None
    return Entity(id=identifier, name=name, label=form.label, count=len(mentions), country=country)


def _mention(named: Named, entity: Entity) -> Mention:
    return Mention(start=named.start, end=named.end, label=entity.label, entity_id=entity.id, field=named.field)
