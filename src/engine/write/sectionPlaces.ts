import { CLOSE, OPEN, PROSE, readAttributes } from './specMarkers';

/** Where a section stands in a spec. 1-based lines. */
export interface SectionPlace {
  readonly id: string;
  readonly line: number;
  readonly endLine: number;
  /** Of its heading; where it has none, that of its opening comment. */
  readonly headingLine: number;
  /** Its text, without what stands among the facts. */
  readonly prose: string;
}

const HEADING = /^#{1,6} /;

/** The sections of a spec, in the order of the file. One that is not closed ends where the next one opens. */
export function sectionPlaces(spec: string): SectionPlace[] {
  const places: { id: string; line: number; endLine: number; headingLine: number; prose: string }[] = [];
  let open: (typeof places)[number] | undefined;
  let isProse = false;
  spec.split(/\r?\n/).forEach((text, i) => {
    const opening = OPEN.exec(text);
    if (opening) {
      open = { id: readAttributes(opening[1]!).get('id') ?? '', line: i + 1, endLine: i + 1, headingLine: i + 1, prose: '' };
      places.push(open);
      isProse = false;
      return;
    }
    if (!open) return;
    open.endLine = i + 1;
    if (CLOSE.test(text)) open = undefined;
    else if (isProse) open.prose += `${text}\n`;
    else if (PROSE.test(text)) isProse = true;
    else if (open.headingLine === open.line && HEADING.test(text)) open.headingLine = i + 1;
  });
  return places.map((place) => ({ ...place, prose: place.prose.trim() }));
}
