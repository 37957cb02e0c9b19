// Puts drawn lines onto the screen: few as SVG paths, many on a canvas. Both take the same path texts.
import type { Drawing } from './drawing.ts';

/**
 * So many strokes are kept as elements, more are painted. A canvas is put onto the screen whole, which costs the page a
 * millisecond a frame however little is on it; paths cost it nothing, but many of them are slow to put onto the screen.
 */
const mostSvgStrokes = 64;

/** From so many lines with both ends in view on they are drawn thin: they stay apart, and cost a third. */
const crowd = 250;

export interface Painter {
  readonly paint: (drawing: Strokes) => void;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** What is drawn now decides which, not how many lines there are: of thousands a dozen may be in view. */
export function linesPainter(svg: SVGSVGElement, canvas: HTMLCanvasElement): Painter {
  const few = svgPainter(svg);
  const many = canvasPainter(canvas, strokesFrom(svg));
  return {
    paint: (drawing) => {
      const isFew = strokesOf(drawing) <= mostSvgStrokes;
      few.paint(isFew ? drawing : nothing);
      many.paint(isFew ? nothing : drawing);
    },
  };
}

type Strokes = Pick<Drawing, 'groups' | 'placed'>;

const nothing: Strokes = { groups: new Map(), placed: [] };

const strokesOf = ({ groups }: Strokes): number => [...groups.values()].reduce((sum, paths) => sum + paths.length, 0);

/**
 * Keeps the path elements of each look, in the order in which looks lie above one another. One a stroke: the rasteriser works
 * by squares and works out all dashes of a path in each square that it touches.
 */
function svgPainter(svg: SVGSVGElement): Painter {
  const known = new Map<string, { readonly element: SVGPathElement; text: string }[]>();
  const put = (look: string, texts: readonly string[]): void => {
    const strokes = known.get(look) ?? [];
    known.set(look, strokes);
    while (strokes.length < texts.length) {
      const element = document.createElementNS(svgNamespace, 'path');
      element.setAttribute('class', look);
      svg.querySelector(`[data-layer=${layerOf(look)}]`)?.append(element);
      strokes.push({ element, text: '' });
    }
    for (const [at, stroke] of strokes.entries()) {
      const text = texts[at] ?? '';
      if (stroke.text === text) continue;
      stroke.text = text;
      stroke.element.setAttribute('d', text);
    }
  };
  return {
    paint: ({ groups }) => {
      for (const look of known.keys()) if (!groups.has(look)) put(look, []);
      for (const [look, paths] of groups) put(look, paths);
    },
  };
}

const layerOf = (look: string): string =>
  look.endsWith(' active') ? 'active' : look.startsWith('stub') ? 'stubs' : 'lines';

interface Stroke {
  readonly colour: string;
  readonly width: number;
  readonly dash: readonly number[];
  readonly opacity: number;
}

/** The looks of the style sheet, read off probes: once for each theme that is shown. */
type StrokeOf = (look: string) => Stroke;

function canvasPainter(canvas: HTMLCanvasElement, strokeOf: StrokeOf): Painter {
  let isEmpty = true;
  return {
    paint: (drawing) => {
      const context = canvas.getContext('2d');
      // A canvas that is shown is looked after at every frame, whatever is on it.
      if (context === null || (isEmpty && drawing.groups.size === 0)) return;
      isEmpty = drawing.groups.size === 0;
      canvas.hidden = isEmpty;
      if (isEmpty) return;
      const ratio = window.devicePixelRatio;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      const isCrowded = drawing.placed.length > crowd;
      for (const [look, paths] of [...drawing.groups].sort(([one], [other]) => rank(one) - rank(other))) {
        const { colour, width, dash, opacity } = strokeOf(look);
        context.strokeStyle = colour;
        context.lineWidth = isCrowded ? Math.min(width, 1) : width;
        context.globalAlpha = opacity;
        context.setLineDash([...dash]);
        // One by one: a rasteriser without a graphics card sorts all edges of a path at every row of pixels.
        for (const path of paths) context.stroke(new Path2D(path));
      }
    },
  };
}

const rank = (look: string): number => (look.endsWith(' active') ? 2 : look.startsWith('stub') ? 0 : 1);

/** Reads how the style sheet draws a look now from a path that nobody sees; what was read holds until the theme changes. */
function strokesFrom(svg: SVGSVGElement): StrokeOf {
  const known = new Map<string, Stroke>();
  return (look) => {
    const held = known.get(look);
    if (held !== undefined) return held;
    const probe = document.createElementNS(svgNamespace, 'path');
    probe.setAttribute('class', look);
    svg.append(probe);
    const style = getComputedStyle(probe);
    const stroke = {
      colour: style.stroke,
      width: Number.parseFloat(style.strokeWidth),
      dash: style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[ ,]+/).map(Number.parseFloat),
      opacity: Number.parseFloat(style.opacity),
    };
    probe.remove();
    known.set(look, stroke);
    return stroke;
  };
}
