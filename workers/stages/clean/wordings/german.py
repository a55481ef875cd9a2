"""German wordings."""

from schemas.line_kinds import LineKind
from workers.stages.clean.wordings.lists import compiled

MONTH = r"(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-z]*\.?"
DAY = r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)\.?"

GERMAN = compiled(
    {
        LineKind.ADVERTISEMENT: r"(?:anzeige|werbung|sponsored)\b.{0,40}",
        LineKind.DATE: rf"""
            (?:{DAY},?\s+)?(?:den\s+)?\d{{1,2}}\.\s?(?:{MONTH}|\d{{1,2}}\.)\s?(?:19|20)\d\d\b.{{0,40}}
            | (?:stand|veröffentlicht|aktualisiert|erstellt|zuletzt\ aktualisiert|datum|update)\b.{{0,60}}
            | (?:lesezeit|lesedauer)\b.{{0,30}} | \d+\s?(?:min\.?|minuten?)(?:\s(?:lesezeit|lesedauer))?
            | (?:[\w .'-]{1, 40}[\s,|·•–-])?vor\s(?:\d+|eine[mr])\s(?:minuten?|stunden?|tag(?:en)?|wochen?|monat(?:en)?)
        """,
        LineKind.CAPTION: r"""
            (?:foto|fotos|bild|bilder|bildquelle|quelle|fotograf|credit|grafik|archivfoto|archivbild|symbolbild|symbolfoto|illustration|video)\b\s?(?::|/|©|von\b|\().{0,120}
            | (?:symbolbild|symbolfoto|archivbild|archivfoto|bildergalerie|fotostrecke)\b.{0,80}
            | (?:bild|foto|video)\ (?:vergrößern|öffnen|anzeigen|abspielen|schließen|ansehen)
        """,
        LineKind.BYLINE: r"""
            von:?\s+(?-i:[A-ZÄÖÜ])[^.!?]{2,80}
            | (?:autor|autorin|autoren|redaktion|redakteur|redakteurin|ein\ (?:artikel|beitrag|gastbeitrag|kommentar|interview)\ von|text|zur\ person|über\ den\ autor|über\ die\ autorin)\b:?.{0,80}
        """,
        LineKind.SHARE: r"""
            teilen|drucken|merken|speichern|vorlesen|anhören|kommentare?(?:\ \(?\d+\)?)?|\d+\ kommentare?|artikel\ (?:teilen|drucken|merken|anhören|verschenken|versenden|speichern|vorlesen)
            | leser(?:kommentare|meinungen|stimmen) | (?:das|was)\ (?:unsere\ )?leser(?:\ (?:sagen|meinen))? | das\ sagen\ unsere\ leser
            | (?:teilen|senden|versenden|empfehlen)\ (?:auf|per|via|über|sie)\b.{0,60} | (?:auf|per|via)\ (?:facebook|twitter|x|whatsapp|e-?mail|linkedin|xing)\ (?:teilen|senden|versenden).{0,40}
            | (?:kommentar(?:e)?\ (?:schreiben|verfassen|lesen|anzeigen|ansehen)|jetzt\ kommentieren|diskutieren\ sie|zu\ den\ kommentaren|fehler\ (?:gefunden|melden)).{0,80}
        """,
        LineKind.PROMPT: r"""
            anmelden|abmelden|registrieren|abonnieren|einloggen|login|newsletter|folgen|push-?mitteilungen|abo
            | (?:jetzt|hier|gleich)\ (?:anmelden|abonnieren|registrieren|kaufen|testen|bestellen|lesen|mitmachen|herunterladen|weiterlesen|kostenlos)\b.{0,80}
            | weiterlesen\ mit\b.{0,40}
            | (?:abo|newsletter|e-?paper|zum\ abo|mein\ abo|mein\ konto)\b.{0,60}
        """,
        LineKind.LEGAL: r"""
            (?:datenschutz|impressum|nutzungsbedingungen|nutzungsrechte|agb|cookie|barrierefreiheit|mediadaten|widerruf|jugendschutz|privatsphäre)\b.{0,60}
            | (?:datenschutz|cookie|privatsphäre)-?\w+ | alle\ rechte\ vorbehalten.{0,60}
        """,
        LineKind.TEASER: r"""
            (?:mehr|weitere|weiteres)\ (?:zum\ thema|zu|aus|von|über|themen|artikel|meldungen|nachrichten|informationen|infos|beiträge)\b.{0,200}
            | (?:lesen\ sie|lies|sehen\ sie|hören\ sie|erfahren\ sie)\ (?:auch|hier|mehr|dazu|jetzt|zum\ thema)\b.{0,150}
            | (?:auch\ interessant|das\ könnte\ (?:sie|dich|euch)|meistgelesen|meist\ gelesen|empfehlung(?:en)?|zum\ thema|passend\ dazu|verwandte|aktuelle\ (?:meldungen|nachrichten|artikel|themen|videos)|top-?themen|weiterlesen|zur\ startseite|neueste|beliebt)\b.{0,120}
            | (?:lesen\ sie|mehr\ dazu|siehe\ auch|video|interview|kommentar|hintergrund|analyse|liveticker|podcast|tipp|themen)\s?[:|»>].{0,200}
        """,
        LineKind.NAVIGATION: r"""
            (?:menü|suche|suchen|startseite|schließen|laden|mehr|weiter|zurück|nach\ oben|zum\ (?:inhalt|seitenanfang|anfang|menü|hauptinhalt).{0,30}|alle\ (?:anzeigen|themen|artikel|videos)|mehr\ (?:anzeigen|laden|lesen)
                |kontakt|hilfe|über\ uns|karriere|jobs|service|archiv|anzeigen|themen|schlagw(?:ort|orte|örter)|tags?|übersicht|inhalt|inhaltsverzeichnis)
            | (?:themen|schlagw(?:ort|orte|örter)|tags?|kategorien?)\s?:.{0,200}
        """,
    },
    {
        LineKind.PROMPT: r"""
              (?:melden\ sie\ sich|abonnieren\ sie|registrieren\ sie|jetzt\ (?:anmelden|abonnieren|registrieren)|bestellen\ sie|meldet\ euch|abonniere|abonniert|melde\ dich)\b.{0,120}
            | (?:unser(?:en|em|e|er)?|den|dem|im|zum)\ (?:kostenlose[nm]?\ |täglichen\ |wöchentlichen\ )*(?:\w+-)?newsletter\b
            | (?:folgen\ sie|folgt|folge)\ (?:uns|ihm|ihr|dem|der)\b.{0,60}\b(?:facebook|twitter|instagram|youtube|whatsapp|telegram|tiktok|x|kanal)\b
            | (?:unsere[rn]?|der|die)\ (?:kostenlose[n]?\ )?(?:\w+-)?app\b.{0,40}\b(?:laden|herunterladen|download|downloaden|installieren)\b
            | (?:whatsapp|telegram)-?\s?kanal\b | schreiben\ sie\ uns\b | \w+@\w+\.\w+
            | (?:abonnenten|mitgliedern)\ vorbehalten\b | (?:artikel|beitrag|inhalt)\b.{0,20}\ nur\ für\ (?:unsere\ )?(?:abonnenten|mitglieder|registrierte)\b | (?:als\ abonnent|mit\ einem\ abo|dieser\ artikel\ ist\ (?:teil|exklusiv)|unterstützen\ sie|wir\ freuen\ uns\ über)\b.{0,120}
            | (?:podcast)\b.{0,60}\b(?:abonnieren|anhören|hören\ sie|spotify|apple)\b
            | empfohlene[rn]?\ (?:redaktionelle[rn]?\ |externe[rn]?\ )*inhalt | an\ dieser\ stelle\ (?:finden|befindet|steht|sehen)\b
            | (?:externe[rn]?|externer)\ inhalt(?:e|en)?\b | ich\ bin\ damit\ einverstanden\b | bitte\ (?:aktivieren|melden|geben\ sie|beachten\ sie)\b
        """,
        LineKind.LEGAL: r"""
              datenschutz(?:erklärung|bestimmungen|hinweise[n]?|einstellungen)\b | alle\ rechte\ vorbehalten\b | (?:cookies|personenbezogene\ daten)\b.{0,80}\b(?:akzeptieren|zustimmen|verwenden|übermittelt|verarbeitet)
            | (?:affiliate|partner)-?links?\b | erhalten\ wir\ (?:eine\ )?provision | \ provision\b.{0,60}\b(?:kauf|link|händler)
            | (?:dieser\ (?:artikel|text|beitrag)|diese\ meldung)\ (?:wurde|erschien|ist|stammt)\b.{0,40}\b(?:zuerst|erschienen|veröffentlicht|automatisch|künstlicher|erstellt|übernommen)\b
            | (?:die\ )?kommentarfunktion\b | mit\ material\ (?:von|der)\b
        """,
    },
)
