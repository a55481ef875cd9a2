"""French, Spanish, Italian and Portuguese wordings."""

from schemas.line_kinds import LineKind
from workers.stages.clean.wordings.lists import compiled

FRENCH = compiled(
    {
        LineKind.ADVERTISEMENT: r"(?:publicité|contenu\ sponsorisé)\b.{0,60}",
        LineKind.DATE: r"(?:publié|mis\ à\ jour|modifié|posté|temps\ de\ lecture|lecture|il\ y\ a\ \d+)\b.{0,60}|(?:le\ )?\d{1,2}(?:er)?\ \w{3,9}\.?\ (?:19|20)\d\d\b.{0,40}",
        LineKind.CAPTION: r"(?:photo|photos|image|crédit|crédits|source|légende|illustration)s?\s?(?::|/|par\b|de\b).{0,120}",
        LineKind.BYLINE: r"par:?\s+[^.!?]{2,80}|(?:propos\ recueillis|auteur|rédaction)\b.{0,80}",
        LineKind.SHARE: r"(?:partager|imprimer|envoyer|enregistrer|offrir|commenter|réagir)(?:\ (?:sur|par|cet|l').{0,60})?|(?:\d+\ |vos\ |les\ )?(?:commentaires?|réactions?|partages?)(?:\ \(?\d+\)?)?",
        LineKind.PROMPT: r"(?:s'abonner|abonnez-vous|se\ connecter|s'inscrire|inscrivez-vous|connexion|newsletters?|suivez-nous|déjà\ abonné)\b.{0,160}",
        LineKind.LEGAL: r"(?:mentions\ légales|confidentialité|politique\ de\ confidentialité|conditions\ générales|gestion\ des\ cookies|cgu|cgv)\b.{0,60}",
        LineKind.TEASER: r"(?:lire\ (?:aussi|la\ suite|plus|également)|à\ lire|voir\ aussi|à\ voir|sur\ le\ même\ (?:sujet|thème)|les\ plus\ lus|nos\ articles|à\ découvrir|en\ savoir\ plus|dans\ la\ même\ rubrique|recommandé)\b.{0,200}",
        LineKind.NAVIGATION: r"(?:menu|recherche|rechercher|accueil|fermer|retour|suivant|précédent|plus|contact|voir\ (?:plus|tout))|(?:mots-clés|thèmes?|sujets?|tags?)\s?:.{0,200}",
    },
    {
        LineKind.PROMPT: r"(?:inscrivez-vous|abonnez-vous|recevez|téléchargez)\b.{0,80}\b(?:newsletter|lettre|application|appli|gratuitement|alertes)\b|suivez-nous\ sur\b|il\ vous\ reste\ [\d.,]+\ ?%|réservée?s?\ (?:aux|à\ nos)\ abonnés|pour\ lire\ la\ suite\b",
        LineKind.LEGAL: r"tous\ droits\ réservés|politique\ de\ confidentialité|en\ vous\ inscrivant",
    },
)
SPANISH = compiled(
    {
        LineKind.ADVERTISEMENT: r"(?:publicidad|anuncio|contenido\ patrocinado)\b.{0,60}",
        LineKind.DATE: r"(?:publicado|actualizado|actualización|última\ actualización|hace\ \d+|tiempo\ de\ lectura)\b.{0,60}|\d{1,2}\ (?:de\ )?\w{3,10}\.?,?\ (?:de\ )?(?:19|20)\d\d\b.{0,40}",
        LineKind.CAPTION: r"(?:foto|fotos|imagen|crédito|fuente|fotografía|ilustración)s?\s?(?::|/|por\b|de\b|cedida\b).{0,120}",
        LineKind.BYLINE: r"por:?\s+(?-i:[A-ZÁÉÍÓÚÑ])[^.!?]{2,80}|(?:autor|autora|redacción|escrito\ por)\b.{0,80}",
        LineKind.SHARE: r"(?:compartir|imprimir|enviar|guardar|comentar|copiar\ enlace)(?:\ (?:en|por|este|esta)\b.{0,60})?|(?:\d+\ |los\ )?comentarios?(?:\ de\ los\ lectores)?(?:\ \(?\d+\)?)?",
        LineKind.PROMPT: r"(?:suscríbete|suscribirse|suscríbase|iniciar\ sesión|inicia\ sesión|regístrate|newsletters?|boletín|síguenos|síganos)\b.{0,160}",
        LineKind.LEGAL: r"(?:aviso\ legal|política\ de\ (?:privacidad|cookies)|términos|condiciones|privacidad)\b.{0,60}",
        LineKind.TEASER: r"(?:lee\ también|lea\ también|leer\ más|le\ puede\ interesar|te\ puede\ interesar|ver\ más|más\ (?:noticias|información|sobre|en)|noticias\ relacionadas|lo\ más\ (?:leído|visto)|artículos?\ relacionados?|relacionado|recomendado)s?\b.{0,200}",
        LineKind.NAVIGATION: r"(?:menú|buscar|inicio|cerrar|volver|siguiente|anterior|más|contacto|portada)|(?:etiquetas|temas|archivado\ en|tags?)\b.{0,200}",
    },
    {
        LineKind.PROMPT: r"(?:suscríbete|regístrate|apúntate|descarga)\b.{0,80}\b(?:newsletter|boletín|app|aplicación|gratis)\b|síguenos\ en\b|exclusivo\ para\ (?:nuestros\ )?suscriptores\b|solo\ para\ suscriptores\b",
        LineKind.LEGAL: r"todos\ los\ derechos\ reservados|política\ de\ privacidad|prohibida\ su\ reproducción",
    },
)
ITALIAN = compiled(
    {
        LineKind.ADVERTISEMENT: r"(?:pubblicità|contenuto\ sponsorizzato)\b.{0,60}",
        LineKind.DATE: r"(?:pubblicato|aggiornato|ultimo\ aggiornamento|tempo\ di\ lettura)\b.{0,60}|\d{1,2}\ \w{3,10}\ (?:19|20)\d\d\b.{0,40}",
        LineKind.CAPTION: r"(?:foto|immagine|crediti|fonte|fotografia)\s?(?::|/|di\b).{0,120}",
        LineKind.BYLINE: r"di:?\s+(?-i:[A-Z])[^.!?]{2,60}|(?:autore|redazione|a\ cura\ di|scritto\ da)\b.{0,80}",
        LineKind.SHARE: r"(?:condividi|stampa|invia|salva|commenta)(?:\ (?:su|via|con|questo)\b.{0,60})?|(?:\d+\ |i\ )?commenti(?:\ dei\ lettori)?(?:\ \(?\d+\)?)?",
        LineKind.PROMPT: r"(?:abbonati|accedi|registrati|iscriviti|newsletters?|seguici)\b.{0,160}",
        LineKind.LEGAL: r"(?:note\ legali|privacy|informativa|cookie|termini)\b.{0,60}",
        LineKind.TEASER: r"(?:leggi\ (?:anche|tutto|altro|di\ più)|vedi\ anche|guarda\ anche|ti\ potrebbe\ interessare|potrebbe\ interessarti|articoli\ correlati|i\ più\ letti|altri\ articoli|correlati)\b.{0,200}",
        LineKind.NAVIGATION: r"(?:menu|cerca|home|chiudi|indietro|avanti|contatti|altro)|(?:tag|argomenti|categorie)\b.{0,200}",
    },
    {
        LineKind.PROMPT: r"(?:iscriviti|abbonati|scarica)\b.{0,80}\b(?:newsletter|app|gratis)\b|seguici\ su\b|riservat[oi]\ agli\ abbonati\b|per\ continuare\ a\ leggere\b",
        LineKind.LEGAL: r"tutti\ i\ diritti\ riservati|riproduzione\ riservata|informativa\ sulla\ privacy",
    },
)
PORTUGUESE = compiled(
    {
        LineKind.ADVERTISEMENT: r"(?:publicidade|anúncio|conteúdo\ patrocinado)\b.{0,60}",
        LineKind.DATE: r"(?:publicado|atualizado|última\ atualização|tempo\ de\ leitura|há\ \d+)\b.{0,60}|\d{1,2}\ de\ \w{3,10}\ de\ (?:19|20)\d\d\b.{0,40}",
        LineKind.CAPTION: r"(?:foto|fotos|imagem|crédito|fonte|divulgação)s?\s?(?::|/|por\b|de\b).{0,120}",
        LineKind.BYLINE: r"por:?\s+(?-i:[A-ZÁÉÍÓÚ])[^.!?]{2,60}|(?:autor|autora|redação|escrito\ por|da\ redação)\b.{0,80}",
        LineKind.SHARE: r"(?:compartilhar|compartilhe|partilhar|imprimir|enviar|salvar|comentar)(?:\ (?:no|por|via|este|esta)\b.{0,60})?|(?:\d+\ )?comentários?(?:\ \(?\d+\)?)?",
        LineKind.PROMPT: r"(?:assine|entrar|cadastre-se|inscreva-se|newsletters?|siga-nos)\b.{0,160}",
        LineKind.LEGAL: r"(?:política\ de\ (?:privacidade|cookies)|termos|privacidade)\b.{0,60}",
        LineKind.TEASER: r"(?:leia\ (?:também|mais)|veja\ (?:também|mais)|saiba\ mais|mais\ (?:lidas|notícias|sobre)|notícias\ relacionadas|relacionad[ao]s|últimas\ notícias|você\ pode\ gostar)\b.{0,200}",
        LineKind.NAVIGATION: r"(?:menu|buscar|início|fechar|voltar|próximo|anterior|mais|contato)|(?:tags?|temas|categorias?|assuntos)\b.{0,200}",
    },
    {
        LineKind.PROMPT: r"(?:inscreva-se|assine|baixe|receba)\b.{0,80}\b(?:newsletter|app|aplicativo|grátis)\b|siga-nos\ n[oa]\b",
        LineKind.LEGAL: r"todos\ os\ direitos\ reservados|política\ de\ privacidade",
    },
)
