// What stands at a row's end and goes where the row goes: its dot, and, where too many lines leave the view, a short
// stub. Drawn for a block of rows in the rows' own coordinates: it scrolls as they do, and is not drawn anew.
import type { Drawing, Hook } from './drawing.ts';
import { blockRows } from './viewport.ts';
import type { Viewport } from './viewport.ts';

export type DotLook = 'idle' | 'tied' | 'wait' | 'none';

export interface SideDots {
  /** Of a row; `none` where there is none. */
  readonly lookOf: (row: number) => DotLook;
  /** Rows whose lines are brought out now. */
  readonly active: ReadonlySet<number>;
}

/** Path texts by class. */
export type EdgeDrawing = ReadonlyMap<string, string>;

export function drawEdge(
  { lookOf, active }: SideDots,
  hooks: Drawing['hooks'],
  { side, view }: { readonly side: 'source' | 'target'; readonly view: Viewport },
): EdgeDrawing {
  const { rowHeight } = view;
  const { first, last } = blockRows(side, view);
  const texts = new Map<string, string>();
  const add = (look: string, text: string): void => void texts.set(look, (texts.get(look) ?? '') + text);
  for (const hook of hooks) {
    if (hook.side === side && hook.row >= first && hook.row <= last)
      add(`stub ${hook.emphasis}`, hookText(hook, rowHeight));
  }
  for (let row = first; row <= last; row += 1) {
    const look = active.has(row) ? 'active' : lookOf(row);
    if (look !== 'none') add(`dot ${look}`, circle((row + 0.5) * rowHeight));
  }
  return texts;
}

const radius = 3.75;
const circle = (y: number): string =>
  `M${-radius} ${y}a${radius} ${radius} 0 1 0 ${radius * 2} 0a${radius} ${radius} 0 1 0 ${-radius * 2} 0Z`;

/** How far a short stub goes into the middle, and up or down. */
const hookSize = { across: 24, along: 8 };

function hookText({ side, row, isAbove }: Hook, rowHeight: number): string {
  const y = (row + 0.5) * rowHeight;
  const end = side === 'source' ? hookSize.across : -hookSize.across;
  return `M0 ${y}C${end / 2} ${y} ${end} ${y} ${end} ${y + (isAbove ? -hookSize.along : hookSize.along)}`;
}

const svgNamespace = 'http://www.w3.org/2000/svg';
/** Later ones lie above earlier ones. */
const looks = ['stub faded', 'stub plain', 'stub active', 'dot idle', 'dot tied', 'dot wait', 'dot active'] as const;

/** Where a side stands, in pixels. */
export interface EdgePlace {
  /** How far its rows are scrolled, and how high they are together. */
  readonly scroll: number;
  readonly height: number;
}

/**
 * Keeps one path element a look, and touches it only when its text is another. The drawing is scrolled, as its rows are: a
 * browser moves what scrolls for next to nothing, while for whatever else moves it puts all surfaces of the page together
 * anew.
 */
export class EdgePainter {
  readonly #scroller: HTMLElement;
  readonly #ground: HTMLElement;
  readonly #paths = new Map<string, { readonly element: SVGPathElement; text: string }>();
  #last: EdgePlace = { scroll: Number.NaN, height: Number.NaN };

  constructor(scroller: HTMLElement) {
    this.#scroller = scroller;
    this.#ground = document.createElement('div');
    const svg = document.createElementNS(svgNamespace, 'svg');
    this.#ground.append(svg);
    scroller.replaceChildren(this.#ground);
    for (const look of looks) {
      const element = document.createElementNS(svgNamespace, 'path');
      element.setAttribute('class', look);
      svg.append(element);
      this.#paths.set(look, { element, text: '' });
    }
  }

  paint(drawing: EdgeDrawing, { scroll, height }: EdgePlace): void {
    for (const [look, path] of this.#paths) {
      const text = drawing.get(look) ?? '';
      if (text === path.text) continue;
      path.text = text;
      path.element.setAttribute('d', text);
    }
    if (height !== this.#last.height) this.#ground.style.height = `${height}px`;
    // Set only when it is another: even the same has the page laid out first.
    if (scroll !== this.#last.scroll || height !== this.#last.height) this.#scroller.scrollTop = scroll;
    this.#last = { scroll, height };
  }
}

/** The rows at both sides whose lines are brought out. */
export function activeRows(wires: Iterable<{ readonly from: number; readonly to: number }>): {
  source: Set<number>;
  target: Set<number>;
} {
  const source = new Set<number>();
  const target = new Set<number>();
  for (const wire of wires) {
    source.add(wire.from);
    target.add(wire.to);
  }
  return { source, target };
}
