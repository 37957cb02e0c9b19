// Puts drawn lines onto the screen: few SVG paths up to 500 lines, a canvas above. Both take the same path texts.
import type { Drawing } from './drawing.ts';

/** Above so many lines the paths are painted instead of kept as elements. */
export const mostSvgLines = 500;

/** From so many lines with both ends in view on they are drawn thin: they stay apart, and cost a third. */
const crowd = 250;

export interface Painter {
  readonly paint: (drawing: Drawing) => void;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Keeps one path element a look, in the order in which looks lie above one another. */
export function svgPainter(svg: SVGSVGElement): Painter {
  const known = new Map<string, { readonly element: SVGPathElement; text: string }>();
  const put = (look: string, text: string): void => {
    let path = known.get(look);
    if (path === undefined) {
      if (text === '') return;
      path = { element: document.createElementNS(svgNamespace, 'path'), text: '' };
      path.element.setAttribute('class', look);
      svg.querySelector(`[data-layer=${layerOf(look)}]`)?.append(path.element);
      known.set(look, path);
    }
    if (path.text === text) return;
    path.text = text;
    path.element.setAttribute('d', text);
  };
  return {
    paint: ({ groups }) => {
      for (const look of known.keys()) if (!groups.has(look)) put(look, '');
      for (const [look, paths] of groups) put(look, paths.join(''));
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
export type StrokeOf = (look: string) => Stroke;

export function canvasPainter(canvas: HTMLCanvasElement, strokeOf: StrokeOf): Painter {
  let isEmpty = false;
  return {
    paint: (drawing) => {
      const context = canvas.getContext('2d');
      // A canvas that is touched is put onto the screen again, whatever is on it.
      if (context === null || (isEmpty && drawing.groups.size === 0)) return;
      isEmpty = drawing.groups.size === 0;
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
export function strokesFrom(svg: SVGSVGElement): StrokeOf {
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
