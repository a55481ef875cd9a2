"""English wordings."""

from schemas.line_kinds import LineKind
from workers.stages.clean.wordings.lists import compiled

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"

ENGLISH = compiled(
    {
        LineKind.ADVERTISEMENT: r"""
            ads?|sponsored(?:\ content)?|promoted|advertisements?\b.{0,60}
            | (?:story|article)\ continues\ (?:below|after).{0,60}
        """,
        LineKind.DATE: rf"""
            \d+\s?(?:-\s?)?(?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?|secs?|seconds)\.?(?:\s(?:read|ago|watch|listen|video))?(?:\s(?:read|ago))?
            | (?:an?|one|two)\ (?:minute|hour|day|week|month|year)s?\ ago
            | published|updated
            | [\w .'-]{1, 40}[\s,|·•–-](?:\d+|an?)\ ?(?:min(?:ute)?|h(?:ou)?r|day|week|month|year)s?\.?\ ago                 # who, and when
            | (?:posted|published|updated|first\ published|last\ (?:updated|modified)|created|modified|publish\ date|date|time)\b[\s:]*(?:on|at|by|in)?\b.{{0,60}}
            | (?:{DAY},?\s+)?(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}),?\s+(?:19|20)\d\d\b.{{0,40}}
        """,
        LineKind.CAPTION: r"""
            (?:source|photo|photos|image|images|picture|pictures|credit|credits|photo\ credit|image\ credit|photograph|photographer|video|illustration|graphic|file\ photo|courtesy)s?
                \s?(?::|/|by\b|courtesy\b|via\b).{0,120}
            | (?:file|representational|representative|representation)\ (?:photo|image|picture)\b.{0,80}
            | (?:enlarge|expand|open|toggle|hide|play|pause|mute|replay)(?:\ (?:this\ )?(?:image|photo|video|caption|gallery|menu|search|audio|player))?
            | gallery|photos?|videos?|images?
        """,
        LineKind.BYLINE: r"""
            by:?\s+[^.!?]{2,80}
            | (?:written|reported|reporting|edited|compiled|posted|story|words|text|photos?|photography|video)\ by:?\s+[^.!?]{2,80}
            | (?:author|authors|contributors?|correspondent|reporter|editor)s?:.{0,80}
            | about\ the\ authors?\b.{0,80}
        """,
        LineKind.SHARE: r"""
            share|print|save|copy\ link|comments?|(?:show|view)\ comments?
            | (?:share|tweet|email|print|save|send|copy|bookmark)\ (?:this|on|via|to|with|by|the|it|link|article|story|page|all|sharing)\b.{0,80}
            | (?:\d+\ )?(?:comments?|shares?|likes?|views|retweets|photos)(?:\ \(?\d+\)?)?
            | what\ (?:our\ )?(?:you|readers|people)\ (?:say|said|think|are\ saying) | (?:readers?'?|users?'?|your|latest|top|all)\ (?:comments|views|reactions)(?:\ \(?\d+\)?)?
            | (?:leave\ a\ (?:reply|comment)|post\ a\ comment|join\ the\ (?:conversation|discussion))\b.{0,80}
            | reuse\ (?:this\ )?content.{0,60} | request\ (?:a\ )?correction.{0,60} | report\ (?:a|an)\ (?:typo|error|mistake).{0,60}
        """,
        LineKind.PROMPT: r"""
            follow|subscribe|sign\ (?:in|up)|log\ ?in|register|listen|watch|newsletters?
            | already\ (?:a\ (?:subscriber|member)|subscribed|registered)\b.{0,60}
            | (?:for\ )?(?:subscribers|members)\ only
            | (?:subscribe|sign\ up|register|log\ in|sign\ in|join|follow|download|get)\ (?:to|for|in|now|on|our|us|the|your|today|here|with|free|more|all)\b.{0,160}
        """,
        LineKind.LEGAL: r"(?:privacy|cookie|terms)\b.{0,60}",
        LineKind.TEASER: r"""
            (?:related\ (?:topics|tags|articles?|stor(?:y|ies)|links?|news|content|coverage|posts?|items?)|in\ this\ (?:article|story)|more\ (?:from|on|in|about|stories|news)|explore\ more)\b.{0,200}
            | (?:read|see|watch|listen|check|find\ out|learn|view|also|don'?t\ miss)\s?(?:more|also|next|now|out\ our|also\ see|this|the\ full|full|it\ here|here|on|to|:|\|)\b.{0,150}
            | (?:read|see|watch|related|recommended|more|also\ read|must\ read|editor'?s\ (?:pick|choice|note)|trending|opinion|analysis|explainer|video|gallery|in\ pictures)s?\s?[:|»>].{0,200}
            | (?:most\ (?:read|popular|viewed|watched|shared|commented|recent)|what\ to\ (?:read|watch)\ next|you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested|enjoy)
                |recommended\ (?:for|by|stories|reading)|people\ also|popular\ (?:now|stories|posts)|top\ stories|latest\ (?:news|stories|headlines)|trending\ (?:now|stories)
                |up\ next|next\ (?:up|article|story|post)|previous\ (?:article|story|post)|suggested|from\ around\ the\ web|around\ the\ web|sponsored\ (?:links?|by|stories))\b.{0,80}
            | (?:scroll|swipe|tap|click|continue\ reading|keep\ reading)\b.{0,80}
        """,
        LineKind.NAVIGATION: r"""
            (?:menu|search|home|close|accept(?:\ all)?|loading|skip\ .*|back\ to\ top|view\ (?:all|more|gallery)|see\ (?:all|more|also)|show\ (?:all|more)|load\ more|more|next|previous
                |tags?|topics?|related|trending|popular|recommended|opinion)
            | (?:tags?|topics?|categor(?:y|ies)|filed\ under|keywords?)\b.{0,200}
            | contact\ us.{0,40} | about\ us.{0,40}
        """,
    },
    {
        LineKind.PROMPT: r"""
              (?:sign\ up|subscribe|register|opt\ in)\b.{0,60}\b(?:newsletters?|inbox|alerts?|emails?|updates|briefing|for\ free|today|now|to\ (?:our|the|get|receive|read)|digest|list)\b
            | (?:newsletters?|alerts|briefing|news|stories|headlines|updates)\b.{0,80}\b(?:(?:to|in|into)\ your\ (?:inbox|e-?mail|phone)|delivered|straight\ to|direct\ to)\b
            | (?:our|your|a)\ (?:free\ |daily\ |weekly\ |morning\ |evening\ )*(?:newsletters?|e-?newsletter|mailing\ list)\b
            | by\ (?:subscribing|signing\ up|clicking|submitting|entering|registering|continuing|providing)\b.{0,60}\byou\b
            | (?:download|get|install)\b.{0,20}\b(?:our|the)\b.{0,30}\bapps?\b
            | (?:listen\ to|subscribe\ to|get|follow)\b.{0,40}\bpodcasts?\b
            | podcasts?\b.{0,30}\b(?:apps?|episodes?|wherever)\b
            | follow\ (?:us|me|him|her|them|@\w+|[\w ]{3,40})\ on\ (?:twitter|facebook|instagram|x|linkedin|tiktok|youtube|whatsapp|telegram|social)\b
            | (?:like|find|join|visit|follow)\ us\b.{0,40}\b(?:facebook|twitter|instagram|youtube|whatsapp|telegram)\b
            | (?:click|tap)\ (?:here|the\ link)\b
            | (?:make|become|making)\ a\ (?:donation|contribution|member|subscriber|supporter)\b | support\ our\ (?:journalism|work)\b
            | (?:content|article|story|page)\ is\ (?:reserved|available|only|exclusive(?:ly)?)\b.{0,20}\ (?:for|to)\ (?:our\ )?(?:\w+\ )?(?:subscribers|members)\b
            | (?:log|sign)\ ?in\ to\ (?:continue|keep|go\ on)\b | already\ (?:a\ (?:subscriber|member)|subscribed|registered)\?
            | have\ your\ say\b | share\ your\ (?:thoughts|views|story|comments?)\b | let\ us\ know\ (?:what|in|your|by)\b
            | (?:e-?mail|contact|write\ to|reach)\b.{0,60}\S+@\S+\.\w+ | got\ a\ (?:tip|story|confidential)\b
            | you\ (?:can|may)\ unsubscribe\b | unsubscribe\ at\ any\ time\b | thank\ you\ for\ (?:signing|subscribing|reading|visiting|registering)\b
        """,
        LineKind.LEGAL: r"""
              (?:you|your|we|our|us)\b.{0,120}\b(?:privacy\ (?:policy|notice)|terms\ (?:of|and)\ (?:service|use|conditions)|cookie\ policy)\b
            | all\ rights\ reserved\b | may\ not\ be\ (?:published|reproduced|republished|copied)\b
            | enable\ javascript\b | your\ browser\ (?:does|is|may|must)\b | (?:update|upgrade|supported\ by)\ your\ browser\b
            | we\ (?:use|value|collect)\b.{0,40}\b(?:cookies|privacy|personal\ data)\b
            | (?:affiliate|commission)\b.{0,60}\b(?:links?|purchases?|commission)\b | we\ (?:may\ )?(?:earn|receive)\b.{0,30}\bcommission\b
            | this\ (?:article|story|post|piece|content)\ (?:was\ |has\ been\ |is\ |first\ |originally\ )+(?:published|appeared|posted|republished|produced|updated|created|written)\b
            | (?:all\ )?(?:comments|discussions?)\ (?:are|is|on\ this)\b.{0,40}\b(?:closed|moderated|disabled|article|story)\b
        """,
    },
)
