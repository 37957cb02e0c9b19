// Puts drawn lines onto the screen: few SVG paths up to 500 lines, a canvas above. Both take the same path texts.
import type { Drawing } from './drawing.ts';

/** Above so many lines the paths are painted instead of kept as elements. */
export const mostSvgLines = 500;

/** From so many lines with both ends in view on they are drawn thin: they stay apart, and cost a third. */
const crowd = 250;

export interface DotGroups {
  readonly [look: string]: string;
}

export interface Painter {
  readonly paint: (drawing: Drawing, dots: DotGroups) => void;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Keeps one path element a look, in the order in which looks lie above one another. */
export function svgPainter(svg: SVGSVGElement): Painter {
  const elements = new Map<string, SVGPathElement>();
  const put = (layer: string, look: string, text: string): void => {
    let element = elements.get(look);
    if (element === undefined) {
      if (text === '') return;
      element = document.createElementNS(svgNamespace, 'path');
      element.setAttribute('class', look);
      svg.querySelector(`[data-layer=${layer}]`)?.append(element);
      elements.set(look, element);
    }
    element.setAttribute('d', text);
  };
  return {
    paint: (drawing, dots) => {
      for (const look of elements.keys()) {
        if (!drawing.groups.has(look) && dots[look] === undefined) put('', look, '');
      }
      for (const [look, paths] of drawing.groups) put(layerOf(look), look, paths.join(''));
      for (const [look, text] of Object.entries(dots)) put('dots', look, text);
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

/** The looks of the style sheet, read off probes once a theme. */
export type StrokeOf = (look: string) => Stroke;

/** Paints lines on a canvas; the dots stay in the SVG, where they are few. */
export function canvasPainter(canvas: HTMLCanvasElement, dots: Painter, strokeOf: StrokeOf): Painter {
  return {
    paint: (drawing, groups) => {
      const context = canvas.getContext('2d');
      if (context === null) return;
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
      dots.paint({ ...drawing, groups: new Map() }, groups);
    },
  };
}

const rank = (look: string): number => (look.endsWith(' active') ? 2 : look.startsWith('stub') ? 0 : 1);

/** Reads how the style sheet draws a look from a path that nobody sees. */
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
