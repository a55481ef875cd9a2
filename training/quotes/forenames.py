"""Write which gender a forename stands for, where it is sure.

python -m training.quotes.forenames DATA/forename_genders.json.gz workers/models/quotes/forenames.json

The file gives for a forename in how many countries' lists of common names it stands as a woman's and as a man's
(sigpwned/popular-names-by-country-dataset, CC0 1.0). A forename that stands as both is left out, and so are those that
other languages use otherwise; names that these lists lack were added by hand.
"""

import argparse
import gzip
import json
from pathlib import Path

WOMEN = """
    abigail agnes alexandra alice amanda amelia amy ana andrea angela anita ann anna anne annette antonia audrey
    barbara beatrice bernadette beth bridget camilla carla carmen carol caroline catherine cecilia charlotte
    christina christine claire clara claudia deborah denise diana diane dorothy edith eileen elaine eleanor
    elena eliza elizabeth ellen emily emma erin esther eva evelyn fatima fiona florence frances gabriela
    georgina gillian gloria grace hannah harriet heather helen helena hillary ingrid irene iris isabel isabella
    jacqueline jane janet janice jean jennifer jessica joan joanna josephine joyce judith julia julie karen kate
    katherine kathleen katie kirsten laura lauren leila lillian linda lisa louise lucia lucy lydia margaret
    maria marie marina martha mary matilda megan melanie melissa michelle miriam monica nadia nancy naomi
    natalia natalie natasha nicola nina nora olga olivia pamela patricia paula pauline penelope priya rachel
    rebecca rita rosa rosemary ruth sabrina sally samantha sandra sarah sharon sheila shirley silvia sofia
    sophia sophie stella susan suzanne sylvia tamara tanya tatiana teresa theresa tracy ursula valerie vanessa
    abby amber angie annie becky betsy betty brenda carly carrie cathy cheryl cindy connie crystal daisy debbie donna
    doris elsie ethel gail gina ginny holly ivy jackie jenny jill judy kathy kristen kristin liz lorraine maggie mandy
    margot maureen molly nell peggy penny polly rhonda rosie ruby sandy sheryl sonia sue susie tammy tanya tiffany tina
    trudy wanda vera veronica victoria virginia wendy yasmin yvonne zoe
"""
MEN = """
    abdul abdullah adam adrian ahmed alan albert alejandro alexander ali alfred andrew andrei angus anthony
    antonio arthur barack ben benjamin bernard bill bob boris brian bruce carl carlos charles christian
    christopher colin craig dan daniel david dennis dmitry donald douglas duncan edward emmanuel eric ernest
    fernando francis francisco frank frederick gareth gary george gerald gerard giovanni gordon graham greg
    gregory hans harold harry hassan henry howard hugh ian igor isaac ivan jack jacob jacques james jason jeff
    jeffrey jeremy jim joe john jonathan jorge jose joseph juan julian karl keith kenneth kevin khalid larry
    lawrence leo leonard louis luis luke malcolm manuel marco mark martin matthew michael mike miguel mohammed
    muhammad neil nicholas nigel oleg oliver oscar patrick paul pavel pedro peter philip pierre rafael ralph
    raymond ricardo richard robert roberto rodney roger ronald rory rupert russell ryan samuel scott sean
    sebastian sergei simon stephen steven stuart ted thomas timothy tom tony trevor viktor vincent vladimir
    al andy barry bernie brad chad chuck clive curt cyril dave dean derek dick don doug earl eddie ed floyd fred gavin gene
    geoff pieter glen glenn gus hal hank herbert jay jed jerry jimmy joey johnny kurt kyle lance len lloyd lyle marc mitch ned
    nick norman pete phil randy ray rex rick rob rod ron roy rudy seth stan steve stu tim toby todd vic vince wade warren
    wes zach walter wayne william winston xavier yuri yusuf
"""
"""Forenames added by hand, from the news."""

UNSURE = """
    alex alexis andrea ariel ashley blair cameron camille casey charlie chris claude dominique evelyn frankie gabriele
    hilary ira jamie jean jessie jo joan jordan jules kelly kim kit laurence lee leslie lou lynn marion max michele mika
    misha morgan nicola nikita noa pat quinn rene robin rory sam sasha shannon shawn sidney simone sky stevie taylor terry
    tracy valery vivian wei wren yan yannick
"""
"""Forenames of women in some places and of men in others."""


def main() -> None:
    """Read the arguments and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    lists = json.loads(gzip.decompress(arguments.data.read_bytes()))
    women = {name.lower() for name, countries in lists.items() if "F" in countries} | set(WOMEN.split())
    men = {name.lower() for name, countries in lists.items() if "M" in countries} | set(MEN.split())
    unsure = set(UNSURE.split())
    sure = {"female": sorted(women - men - unsure), "male": sorted(men - women - unsure)}
    lines = ",\n".join(
        f' "{gender}": {json.dumps(" ".join(names), ensure_ascii=False)}' for gender, names in sure.items()
    )
    arguments.output.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
