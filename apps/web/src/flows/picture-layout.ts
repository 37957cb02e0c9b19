// Where things stand in the small picture of a flow.
import type { FlowDocument, FlowEdge } from '@patchbay/model/flow';

const width = 216;
const height = 48;
const margin = 24;

export interface PictureBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly round: boolean;
  /** Length of the label, in characters. */
  readonly words: number;
}
export interface Picture {
  readonly viewBox: string;
  readonly boxes: readonly PictureBox[];
  readonly lines: readonly { readonly id: string; readonly path: string; readonly error: boolean }[];
}

export function picture(document: FlowDocument): Picture {
  const boxes = document.nodes.map((node) => ({
    id: node.id,
    x: node.position.x,
    y: node.position.y,
    width,
    height,
    round: node.kind === 'trigger',
    words: node.label.length,
  }));
  const byId = new Map<string, PictureBox>(boxes.map((box) => [box.id, box]));
  const lines = document.edges.flatMap((edge) => {
    const from = byId.get(edge.from.node);
    const to = byId.get(edge.to.node);
    return from === undefined || to === undefined
      ? []
      : [{ id: edge.id, path: curve(edge, from, to), error: edge.from.port === 'error' }];
  });
  const left = boxes.length === 0 ? 0 : Math.min(...boxes.map((box) => box.x));
  const top = boxes.length === 0 ? 0 : Math.min(...boxes.map((box) => box.y));
  const right = boxes.length === 0 ? width : Math.max(...boxes.map((box) => box.x + width));
  const bottom = boxes.length === 0 ? height : Math.max(...boxes.map((box) => box.y + height));
  return {
    viewBox: [left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin].join(' '),
    boxes,
    lines,
  };
}

/** Errors leave to the right, everything else runs down. */
function curve(edge: FlowEdge, from: PictureBox, to: PictureBox): string {
  if (edge.from.port === 'error') {
    const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2];
    return `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`;
  }
  const [x1, y1, x2, y2] = [from.x + width / 2, from.y + height, to.x + width / 2, to.y];
  return `M${x1} ${y1}C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}`;
}
