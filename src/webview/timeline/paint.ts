import { coloursOf } from '../colours';

/** Colours and patterns of the timeline, from the theme. Each kind differs by its pattern, too, so that no colour has to be told from another. */
export interface Paints {
  readonly page: string;
  readonly text: string;
  readonly faintText: string;
  readonly line: string;
  readonly lane: string;
  readonly focus: string;
  readonly error: string;
  readonly streaming: string;
  readonly firstByte: Fill;
  readonly firstByteEdge: string;
  readonly place: Fill;
  readonly rate: Fill;
  readonly retry: Fill;
  readonly retryMark: string;
  readonly font: string;
}

type Fill = string | CanvasPattern;

/** Reads the custom properties of the page, which follow the theme. */
export function readPaints(element: Element, context: CanvasRenderingContext2D): Paints {
  const colour = coloursOf(element);
  return {
    page: colour('--page'),
    text: colour('--text'),
    faintText: colour('--faint'),
    line: colour('--line'),
    lane: colour('--lane'),
    focus: colour('--focus'),
    error: colour('--error'),
    streaming: colour('--streaming'),
    firstByte: pattern(context, colour('--first-byte'), 'dots'),
    firstByteEdge: colour('--first-byte'),
    place: pattern(context, colour('--place'), 'dots'),
    rate: pattern(context, colour('--rate'), 'rising'),
    retry: pattern(context, colour('--retry'), 'crossed'),
    retryMark: colour('--retry'),
    font: `11px ${getComputedStyle(element).fontFamily}`,
  };
}

const SIZE = 6;

function pattern(context: CanvasRenderingContext2D, colour: string, kind: 'dots' | 'rising' | 'crossed'): Fill {
  const tile = document.createElement('canvas');
  tile.width = tile.height = SIZE;
  const on = tile.getContext('2d');
  if (!on) return colour;
  on.globalAlpha = kind === 'dots' ? 0.28 : 0.16;
  on.fillStyle = on.strokeStyle = colour;
  on.fillRect(0, 0, SIZE, SIZE);
  on.globalAlpha = 1;
  on.lineWidth = 1.4;
  on.beginPath();
  if (kind === 'dots') {
    on.arc(1.5, 1.5, 0.9, 0, 2 * Math.PI);
    on.arc(4.5, 4.5, 0.9, 0, 2 * Math.PI);
    on.fill();
  } else {
    // Beyond the edges, so that the strokes of neighbouring tiles meet.
    for (const shift of [-SIZE, 0, SIZE]) {
      on.moveTo(shift - 1, SIZE + 1);
      on.lineTo(shift + SIZE + 1, -1);
      if (kind === 'crossed') {
        on.moveTo(shift - 1, -1);
        on.lineTo(shift + SIZE + 1, SIZE + 1);
      }
    }
    on.stroke();
  }
  return context.createPattern(tile, 'repeat') ?? colour;
}
