import type { Citation, Source, StreamPart } from '../../protocol/stream-part';
import type { Transform } from '../../protocol/transform';

/**
 * Turns the sources of a search into citations of the answer: one for each place where the answer
 * names the source's marker, and one at the end of the text for a source that it never names.
 *
 * Input and output: stream parts; sources are taken out, citations come right before the finish.
 * Holds no text back, but remembers the answer to find the places.
 */
export class CitationTransform implements Transform<StreamPart, StreamPart> {
  private text = '';
  private readonly sources: Source[] = [];

  push(part: StreamPart): readonly StreamPart[] {
    switch (part.type) {
      case 'text':
        this.text += part.text;
        return [part];
      case 'rewrite':
        if (part.channel === 'text') this.text = part.text;
        return [part];
      case 'source':
        this.sources.push(part.source);
        return [];
      case 'finish':
        return this.sources.length > 0
          ? [{ type: 'citations', citations: this.citations() }, part]
          : [part];
      default:
        return [part];
    }
  }

  flush(): readonly StreamPart[] {
    return [];
  }

  private citations(): readonly Citation[] {
    return this.sources
      .flatMap((source) => citationsOf(source, this.text))
      .sort((one, other) => one.start - other.start);
  }
}

function citationsOf({ url, title, marker }: Source, text: string): readonly Citation[] {
  const citations: Citation[] = [];
  if (marker !== undefined) {
    let start = text.indexOf(marker);
    while (start >= 0) {
      citations.push({ url, title, start, end: start + marker.length });
      start = text.indexOf(marker, start + marker.length);
    }
  }
  return citations.length > 0 ? citations : [{ url, title, start: text.length, end: text.length }];
}
