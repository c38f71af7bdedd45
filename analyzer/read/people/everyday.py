"""Words that tell a name from a heading: everyday words, first names, particles, titles."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Everyday words that are first names too: a label used once needs more proof, a recurring one none.
ALSO_NAMES = _words(
    """
    april art august bill brook buddy carol chase cliff dale dawn don drew ernest faith frank
    gene glen grace grant guy heath holly hope iris ivy jack jean joy june lane lily mark max
    may miles pat penny ray reed rich robin rose ruby rusty sandy skip sue summer van wade will
    """
)

# Heads of lines that recur before a colon and are nobody: headings, steps, facts of the page.
NOT_NAMES = (
    _words(
        """
    about absent action actions address ads advert advice agenda also announcement answer
    answers appendix april article assignment attendees august author background bold bonus
    bottom break byline caption captions categories category cause caution cc challenge chapter
    chorus cite clip column comment comments commit conclusion cons contact contents context
    copyright credit credits date dear december definition description details dialogue
    disclaimer disclosure duration edit elements email end episode example examples excerpt
    exercise exhibit explanation fact faq fax february feedback figure file filed finally first
    fix focus follow footage footnote for format fourth fourthly friday from full goal goals
    guests here hint homework hosts how http https idea illustration image important in inbox
    info instructions intro introduction issue january jingle july june key keywords language
    last length lesson lessons letters licence license link links list listen location lyrics
    mailbag march may meaning media meeting message method minutes mistake monday monthly moral
    more music myth name news next no note notes notice november objective october offer one
    option options original outcome outro overview p.s. page paragraph parking part participants
    path pause phase phone photo photograph photos phrase picture plan please point points post
    postbag posted practice pre prep present price principle pro problem problems program
    project prompt proof properties pros ps publish published question questions quiz quote re
    read reading reality reason reasons recap recommendation recorded recording reference
    references related remember reminder reply report repository res resource resources response
    responses result results review rule rules sample saturday scenario script second secondly
    section segment sentence september series session setting share show shownotes side sign
    signature silence site situation slide slides snippet so solution song sound source sources
    speakers sponsor sponsors stage stanza statement step steps story strategy subject subtitle
    subtitles suggestion summary sunday support tag tags takeaway takeaways task tel term text
    thanks theirs theme then third thirdly three thursday time timestamp timestamps tip tips
    title to today todo together tomorrow tool tools topic topics track transcript transcription
    transcripts translation trick truth tuesday twitter two type update updated url verse
    version via video videos view visit voicemail volume warning web website wednesday week what
    when where which who why words work www yes yesterday
        """
    )
    - ALSO_NAMES
)

# A label of several words does not begin or end with one of these.
FUNCTION_WORDS = (
    _words(
        """
    a according actually after again all almost already although always am among an and another
    any anyone anything anyway are around as ask asked asks at be because been being but by can
    could did do does don't during each even every few for from get give go had has have he her
    here hers him his how however i i'd i'll i'm i've if in instead into is isn't it it's its
    just let like likewise many maybe meanwhile my myself nor not now of off on once only or
    other our ours out over own quite rather really said same say says she should since so some
    still such tell than that that's the their them then there these they thing things think
    this those though through thus till told too under until up upon very was we well were what
    what's when where whether which while who whoever whom whose why will with within without
    would yet you your yours
        """
    )
    - ALSO_NAMES
)

_COMMON_WORDS = _words(
    """
    absolutely account accountability advantage afternoon agreed agreement ah alright amount
    answer awesome big board bring budget business buyer bye call calls career change check
    clarity clear client's close commitment common communication company confidence consequence
    consequences conversation cool correct cost curiosity current customer day days deal
    decision deep delegation department difference different difficult direction director
    discipline easy effect email emails empathy employer energy engagement evening everything
    evidence exactly experience extra fair fear fee feelings fees final finance fine five four
    free friend frustration future general good goodbye gotcha gratitude great group growth
    guide habit habits hard hello help hey hi high hiring hm hmm honesty hope human image impact
    income industry insight intention interesting interview job joke kind large leadership learn
    left level life line listening long look lost love main make market marketing maximum
    meeting method mhm middle mind mindset minimum mission mm money month morning motivation
    move need negative new nice nope number numbers observation offer office oh ok okay old open
    opportunity order ownership pain paper past patience pay people perfect personal perspective
    phone piece place planning please positive possible power preparation present pressure
    pricing priority process product progress promise purpose quality quick quickly real
    recruiting reflection relationship replies request research resistance responsibility resume
    retainer revenue right risk safety salary sales scenario search self self-awareness short
    simple six skill skills small sorry special spoiler stakeholders stop strength strong
    structure style success sure system target team tension terms test thank the total training
    trust try turn uh ultimate um understood urgency use useful value values vision voice
    vulnerability want way weak welcome win word world worst wow wrong yeah year years yep yup
    """
)

EVERYDAY = (NOT_NAMES | FUNCTION_WORDS | _COMMON_WORDS) - ALSO_NAMES

# Words for a voice nobody names.
VOICES = _words(
    """
    all attendee boss both candidate employee everyone female group guest int interv interviewee
    interviewer leader listener male man manager me member panelist participant person
    questioner recruiter respondent speaker student them unknown us user voice woman you
    """
)

PARTICLES = _words(
    """
    & 't - af al and ap at av ben bin da das de del della den der di do dos du e el from ibn in
    la las le los of op ten ter the van vom von y zu zum zur | || – —
    """
)

TITLES = _words("dr mr mrs ms prof professor sir dame rev fr sr st judge rabbi")
