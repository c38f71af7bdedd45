"""The formats there are: what files each may be for, and how sure its reader can be at most.

A reader's own file is imported when the first file is read that may be for it. So a caption file
costs none of what documents need, and the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Final, cast

from analyzer.read.base import RawFile, Reader, Reading, Shape

_PACKAGE: Final = "analyzer.read"
# What opens with a "<" may be talk in angle brackets, too.
_TEXTS: Final = (Shape.TEXT, Shape.MARKUP, Shape.XML)
_MARKUP: Final = (Shape.MARKUP, Shape.XML)
_JSON: Final = (Shape.JSON,)
_ZIP: Final = (Shape.ZIP,)


@dataclass(frozen=True, slots=True)
class Format:
    """A reader by its name and its place, ``"captions.srt:Srt"``, imported once it is needed.

    ``shapes`` are those of its files; of others it is asked nothing. ``at_most`` is the highest
    claim it makes: where another reader is surer than that, it is not asked.
    """

    name: str
    place: str
    shapes: tuple[Shape, ...]
    at_most: float = 1.0

    @property
    def reader(self) -> Reader:
        """The reader itself."""
        module, _, made = self.place.partition(":")
        return cast("Reader", getattr(import_module(f"{_PACKAGE}.{module}"), made)())

    @property
    def about(self) -> str:
        """What the format is, in words."""
        return self.reader.about

    @property
    def extensions(self) -> tuple[str, ...]:
        """The endings of its files, with the point."""
        return self.reader.extensions

    def claims(self, raw: RawFile) -> float:
        """How sure its reader is, 0.0 to 1.0; 0.0 for files of other shapes, without asking."""
        return self.reader.claims(raw) if raw.shape in self.shapes else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """What its reader makes of the file. Raises UnreadableTranscript."""
        return self.reader.parse(raw)


FORMATS: Final[tuple[Format, ...]] = (
    Format("text", "pages.text:PlainText", _TEXTS, 0.5),
    Format("markdown", "pages.markdown:Markdown", _TEXTS, 0.6),
    Format("article", "pages.article:Article", _TEXTS, 0.8),
    Format("html", "pages.html:Html", _MARKUP),
    Format("docx", "documents.docx:Docx", _ZIP),
    Format("webvtt", "captions.webvtt:WebVtt", _TEXTS, 0.99),
    Format("srt", "captions.srt:Srt", _TEXTS, 0.95),
    Format("timed-lines", "captions.timed:TimedLines", _TEXTS, 0.97),
    Format("lrc", "captions.lrc:Lrc", _TEXTS, 0.98),
    Format("whisper", "services.whisper:Whisper", _JSON, 0.97),
    Format("zoom-chat", "zoom_chat:ZoomChat", _TEXTS, 0.98),
    Format("whisper-cpp", "services.whisper_cpp:WhisperCpp", _JSON, 0.97),
    Format("assemblyai", "services.assemblyai:AssemblyAi", _JSON, 0.97),
    Format("deepgram", "services.deepgram:Deepgram", _JSON, 0.97),
    Format("aws-transcribe", "services.aws_transcribe:AwsTranscribe", _JSON, 0.97),
    Format("google-speech", "services.google_speech:GoogleSpeech", _JSON, 0.97),
    Format("azure-speech", "services.azure_speech:AzureSpeech", _JSON, 0.97),
    Format("ibm-watson", "services.ibm_watson:IbmWatson", _JSON, 0.97),
    Format("speechmatics", "services.speechmatics:Speechmatics", _JSON, 0.97),
    Format("rev-ai", "services.rev_ai:RevAi", _JSON, 0.97),
    Format("rev-nlp", "services.rev_nlp:RevNlp", _TEXTS, 0.97),
    Format("amberscript", "services.amberscript:Amberscript", _JSON, 0.97),
    Format("trint", "services.trint:Trint", _JSON, 0.97),
    Format("rttm", "rttm:Rttm", _TEXTS, 0.98),
    Format("elan", "research.elan:Elan", _MARKUP, 0.98),
    Format("textgrid", "research.textgrid:TextGrid", (Shape.TEXT, Shape.BINARY), 0.98),
    Format("chat", "research.chat_cha:Chat", _TEXTS, 0.98),
    Format("exmaralda", "research.exmaralda:Exmaralda", _MARKUP, 0.98),
    Format("convokit", "research.convokit:ConvoKit", _JSON, 0.97),
    Format("tei", "research.tei:Tei", _MARKUP, 0.98),
    Format("rtf", "documents.rtf:Rtf", (Shape.RTF,)),
    Format("fireflies", "services.fireflies:Fireflies", _JSON, 0.97),
    Format("grain", "services.grain:Grain", _JSON, 0.97),
    Format("gong", "services.gong:Gong", _JSON, 0.97),
    Format("avoma", "services.avoma:Avoma", _JSON, 0.97),
    Format("read-ai", "services.read_ai:ReadAi", _JSON, 0.97),
    Format("tldv", "services.tldv:Tldv", _JSON, 0.97),
    Format("fathom", "services.fathom:Fathom", _JSON, 0.97),
    Format("podcast-json", "services.podcast:PodcastJson", _JSON, 0.97),
    Format("meetily", "services.meetily:Meetily", _JSON, 0.97),
    Format("char", "services.char:Char", _JSON, 0.97),
    Format("otter-json", "services.otter:Otter", _JSON, 0.97),
    Format("granola", "services.granola:Granola", _JSON, 0.97),
    Format("microsoft-stream", "services.ms_stream:MicrosoftStream", _JSON, 0.97),
    Format("teams-metadata", "services.teams_metadata:TeamsMetadata", (Shape.TEXT,)),
    Format("sonix", "services.sonix:Sonix", _JSON, 0.97),
    Format("happyscribe", "services.happy_scribe:HappyScribe", _JSON, 0.97),
    Format("odt", "documents.odt:Odt", (Shape.ZIP, Shape.XML)),
    Format("csv", "tabular.delimited:Delimited", _TEXTS, 0.6),
    Format("pdf", "documents.pdf:Pdf", (Shape.PDF,)),
    Format("objects", "tabular.objects:Objects", _JSON, 0.6),
    Format("xlsx", "tabular.xlsx:Xlsx", _ZIP, 0.97),
    Format("labelled", "tabular.labelled:Labelled", _TEXTS, 0.97),
)
